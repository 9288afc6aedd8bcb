"""The errors of the reference page with their HTTP statuses, and the operations' answers in general."""

from __future__ import annotations

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.pages import create_custom_key_store
from kms_specification.pages.custom_key_stores import STORE_OPERATIONS

PAGE = OPERATIONS["CreateCustomKeyStore"]
STATUSES = {
    "CloudHsmClusterInUseException": 400,
    "CloudHsmClusterInvalidConfigurationException": 400,
    "CloudHsmClusterNotActiveException": 400,
    "CloudHsmClusterNotFoundException": 400,
    "CustomKeyStoreNameInUseException": 400,
    "IncorrectTrustAnchorException": 400,
    "KMSInternalException": 500,
    "LimitExceededException": 400,
    "XksProxyIncorrectAuthenticationCredentialException": 400,
    "XksProxyInvalidConfigurationException": 400,
    "XksProxyInvalidResponseException": 400,
    "XksProxyUriEndpointInUseException": 400,
    "XksProxyUriInUseException": 400,
    "XksProxyUriUnreachableException": 400,
    "XksProxyVpcEndpointServiceInUseException": 400,
    "XksProxyVpcEndpointServiceInvalidConfigurationException": 400,
    "XksProxyVpcEndpointServiceNotFoundException": 400,
}
# What an error waits for before it can be provoked; the others need no more than requests.
WAITS_FOR = {
    "CloudHsmClusterInvalidConfigurationException": "a cluster that is badly configured",
    "CloudHsmClusterNotActiveException": "a cluster that is not active",
    "CloudHsmClusterNotFoundException": "cluster ids that do not exist",
    "IncorrectTrustAnchorException": "a cluster whose trust anchor is known",
    "KMSInternalException": "an internal failure of the service",
    "LimitExceededException": "a quota that may be filled",
    "XksProxyIncorrectAuthenticationCredentialException": "a proxy that refuses the credential",
    "XksProxyInvalidConfigurationException": "a proxy that is badly configured",
    "XksProxyInvalidResponseException": "a proxy that answers nonsense",
    "XksProxyUriUnreachableException": "a target that contacts proxies",
    "XksProxyVpcEndpointServiceInvalidConfigurationException": "an endpoint service that is badly configured",
    "XksProxyVpcEndpointServiceNotFoundException": "endpoint service names that do not exist",
}


def test_the_errors_of_the_page_and_their_statuses() -> None:
    assert {e.name: e.status for e in PAGE.errors} == STATUSES
    assert PAGE.success_status == 200


def test_an_error_is_quoted_from_its_own_entry() -> None:
    for error in PAGE.errors:
        assert error.source.section == f"Errors, {error.name}"
        assert error.source.document == "AWS KMS API Reference, CreateCustomKeyStore"
        assert error.source.level == "documented"


def test_what_an_error_waits_for() -> None:
    assert {e.name: e.needs for e in PAGE.errors if e.needs} == WAITS_FOR


def test_a_constraint_that_is_broken_is_a_validation_error_with_status_400() -> None:
    assert (PAGE.validation_error.name, PAGE.validation_error.status) == ("ValidationException", 400)
    assert PAGE.error("ValidationException") is PAGE.validation_error
    assert str(PAGE.validation_error.source) == (
        "AWS KMS API Reference, Common Errors, ValidationError: "
        "“The input fails to satisfy the constraints specified by an AWS service.”"
    )
    assert [e.name for e in PAGE.length_errors] == ["LimitExceededException"]


def test_the_other_operations_list_their_errors_and_succeed_with_200() -> None:
    for page in map(OPERATIONS.__getitem__, STORE_OPERATIONS):
        assert page.success_status == 200
        assert page.error("CustomKeyStoreNotFoundException").status == 400
        assert page.error("KMSInternalException").status == 500
        assert page.error("ValidationException").status == 400
        assert not any(e.needs for e in page.errors)


def test_what_is_not_there_is_a_key_error() -> None:
    for look in (PAGE.error, PAGE.member, PAGE.variant):
        with pytest.raises(KeyError):
            look("Other")


def test_a_member_is_found_at_its_dotted_path() -> None:
    assert PAGE.member("XksProxyAuthenticationCredential.AccessKeyId").name == "AccessKeyId"
    assert [path for path, _ in PAGE.walk()][5:8] == [
        "XksProxyAuthenticationCredential",
        "XksProxyAuthenticationCredential.AccessKeyId",
        "XksProxyAuthenticationCredential.RawSecretAccessKey",
    ]


def test_passwords_and_secret_keys_are_sensitive() -> None:
    secret = {"KeyStorePassword", "AccessKeyId", "RawSecretAccessKey"}
    assert {m.name for _, m in PAGE.walk() if m.sensitive} == secret
    assert not any(m.sensitive for m in create_custom_key_store.MEMBERS), "of secrets the page says nothing"


def test_what_may_stop_a_valid_request_of_each_kind_of_store() -> None:
    """Errors of the cluster, the proxy and the endpoint service behind a store, and the quota."""
    stops = {v.name: set(v.environment_errors) for v in PAGE.variants}
    assert stops["cloudhsm"] == {
        "CloudHsmClusterNotFoundException",
        "CloudHsmClusterNotActiveException",
        "CloudHsmClusterInvalidConfigurationException",
        "IncorrectTrustAnchorException",
        "LimitExceededException",
    }
    assert stops["public-proxy"] == {
        "XksProxyUriUnreachableException",
        "XksProxyIncorrectAuthenticationCredentialException",
        "XksProxyInvalidConfigurationException",
        "XksProxyInvalidResponseException",
        "LimitExceededException",
    }
    assert stops["vpc-proxy"] == {
        "XksProxyVpcEndpointServiceNotFoundException",
        "XksProxyVpcEndpointServiceInvalidConfigurationException",
        "XksProxyInvalidConfigurationException",
        "XksProxyUriUnreachableException",
        "LimitExceededException",
    }
