"""Which answers are right for one request, by what it breaks and by what stands behind the target."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.oracle import (
    SUCCESS,
    UNKNOWN,
    Environment,
    Expectation,
    Outcome,
    ReachableOutcome,
    expect,
    merged,
)
from kms_specification.state.uniqueness import EMPTY, State
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)

PAGE = OPERATIONS["CreateCustomKeyStore"]
ANYTHING = Environment({name: ReachableOutcome() for name in ("cloudhsm", "public-proxy", "vpc-proxy")})
NO_CLUSTER, UNREACHABLE = "CloudHsmClusterNotFoundException", "XksProxyUriUnreachableException"
NO_SERVICE = "XksProxyVpcEndpointServiceNotFoundException"
NOTHING = Environment(
    {
        "cloudhsm": ReachableOutcome(NO_CLUSTER),
        "public-proxy": ReachableOutcome(UNREACHABLE),
        "vpc-proxy": ReachableOutcome(NO_SERVICE),
    }
)
VALIDATION, SERIALIZATION = "ValidationException", "SerializationException"
SHORT = {"KeyStorePassword": "short"}
BY_LENGTH = {VALIDATION, "LimitExceededException"}


def codes(expectation: Expectation) -> set[str | None]:
    """The codes that are right."""
    return {o.code for o in expectation.outcomes}


def judged(request: Any, environment: Environment = ANYTHING) -> Expectation:
    return expect(PAGE, request, EMPTY, environment)


@pytest.mark.parametrize("kind", [hsm, public, vpc])
def test_a_valid_request_succeeds_where_all_is_there(kind: Any) -> None:
    found = judged(kind())
    assert found.outcomes == (Outcome(SUCCESS, 200, (), PAGE.success_source),)
    assert (found.accepts, found.rejected, found.violated) == (True, False, ())


@pytest.mark.parametrize(("kind", "code"), [(hsm, NO_CLUSTER), (public, UNREACHABLE), (vpc, NO_SERVICE)])
def test_a_valid_request_gets_as_far_as_what_is_not_there(kind: Any, code: str) -> None:
    found = judged(kind(), NOTHING)
    (only,) = found.outcomes
    assert (only.code, only.status, only.inconclusive) == (code, 400, False)
    assert only.requirements == (f"CreateCustomKeyStore.error.{code}",)
    assert (found.accepts, found.rejected) == (False, False)


@pytest.mark.parametrize(
    ("kind", "some"),
    [(hsm, {NO_CLUSTER, "IncorrectTrustAnchorException"}), (public, {UNREACHABLE}), (vpc, {NO_SERVICE})],
)
def test_where_nothing_is_known_success_and_what_may_be_missing_are_right(kind: Any, some: set[str]) -> None:
    for found in (
        judged(kind(), UNKNOWN),
        judged(kind(), Environment({"other": ReachableOutcome()})),
        expect(PAGE, kind(), EMPTY),
    ):
        assert codes(found) > {SUCCESS, "LimitExceededException", *some}
        assert not any(o.inconclusive for o in found.outcomes)
    assert ReachableOutcome().known
    assert not UNKNOWN.of("cloudhsm").known
    assert not UNKNOWN.of(None).known


def test_what_is_known_of_one_resource_alone_says_nothing_of_another() -> None:
    ours = Environment({"cloudhsm": ReachableOutcome(only=(("CloudHsmClusterId", "cluster-aaaaaaaaaaa"),))})
    assert codes(judged(hsm(CloudHsmClusterId="cluster-aaaaaaaaaaa"), ours)) == {SUCCESS}
    assert codes(judged(hsm(CloudHsmClusterId="cluster-bbbbbbbbbbb"), ours)) > {SUCCESS, NO_CLUSTER}


def test_what_is_surely_wrong_is_refused_and_nothing_else_is_right() -> None:
    found = judged(hsm(**SHORT))
    assert codes(found) == BY_LENGTH
    assert {o.status for o in found.outcomes} == {400}
    assert {o.requirements for o in found.outcomes} == {("CreateCustomKeyStore.KeyStorePassword.length.min",)}
    assert (found.accepts, found.rejected) == (False, True)


def test_a_type_that_is_wrong_is_a_serialization_error_with_status_400() -> None:
    found = judged(hsm(KeyStorePassword=1))
    assert {o.code: o.status for o in found.outcomes} == {SERIALIZATION: 400, VALIDATION: 400}


def test_what_may_be_wrong_may_be_refused_or_succeed() -> None:
    found = judged(hsm(XksProxyUriPath="/kms/xks/v1"))
    assert codes(found) == {SUCCESS, VALIDATION}
    assert (found.accepts, found.rejected) == (True, False)


def test_what_is_no_object_is_refused() -> None:
    found = judged([])
    assert codes(found) == {SERIALIZATION, VALIDATION}
    assert found.rejected


def test_a_constraint_is_told_before_what_is_not_there_unless_a_target_looks_there_first() -> None:
    assert codes(judged(hsm(**SHORT), NOTHING)) == BY_LENGTH
    looks = Environment({"cloudhsm": ReachableOutcome(NO_CLUSTER, constraints_first=False)})
    found = judged(hsm(**SHORT), looks)
    assert codes(found) == BY_LENGTH | {NO_CLUSTER}
    inconclusive = found.of(NO_CLUSTER)
    assert inconclusive is not None
    assert inconclusive.inconclusive
    assert not any(o.inconclusive for o in found.outcomes if o.code != NO_CLUSTER)
    assert codes(judged(hsm(KeyStorePassword=...), looks)) == {
        VALIDATION,
        "CloudHsmClusterInvalidConfigurationException",
    }


def test_a_missing_member_is_told_before_what_is_not_there_unless_a_target_looks_there_first() -> None:
    missing = hsm(KeyStorePassword=...)
    told = {VALIDATION, "CloudHsmClusterInvalidConfigurationException"}
    assert codes(judged(missing, NOTHING)) == told
    looks = Environment({"cloudhsm": ReachableOutcome(NO_CLUSTER, conditions_first=False)})
    assert codes(judged(missing, looks)) == told | {NO_CLUSTER}
    assert codes(judged(hsm(**SHORT), looks)) == BY_LENGTH
    # A constraint is broken as well.
    both = codes(judged(hsm(KeyStorePassword=..., CustomKeyStoreName=""), looks))
    assert NO_CLUSTER not in both


def test_what_is_not_surely_wrong_is_not_told_first() -> None:
    request = hsm(CustomKeyStoreName="n", Other=1)
    taken = State((hsm(CustomKeyStoreName="n"),))
    assert NO_CLUSTER in codes(expect(PAGE, request, taken, NOTHING))


def test_a_name_in_use_and_what_is_not_there_are_both_right() -> None:
    request = hsm(CustomKeyStoreName="n")
    found = expect(PAGE, request, State((hsm(CustomKeyStoreName="n"),)), NOTHING)
    assert codes(found) == {"CustomKeyStoreNameInUseException", NO_CLUSTER}
    assert [o.inconclusive for o in found.outcomes] == [False, True]
    assert found.rejected
    assert codes(expect(PAGE, request, State((hsm(CustomKeyStoreName="n"),)), ANYTHING)) == {
        "CustomKeyStoreNameInUseException"
    }


def test_where_no_kind_is_chosen_whatever_the_request_names_may_be_looked_up() -> None:
    looks = Environment(
        {
            "cloudhsm": ReachableOutcome(NO_CLUSTER, constraints_first=False),
            "public-proxy": ReachableOutcome(UNREACHABLE, constraints_first=False),
            "vpc-proxy": ReachableOutcome(NO_SERVICE, constraints_first=False),
        }
    )
    odd = {"CustomKeyStoreType": "other"}
    assert codes(judged(hsm(**odd), looks)) == {VALIDATION, NO_CLUSTER}
    assert codes(judged(public(**odd), looks)) == {VALIDATION, UNREACHABLE}
    assert codes(judged(vpc(**odd), looks)) == {VALIDATION, UNREACHABLE, NO_SERVICE}
    assert codes(judged(public(**odd, XksProxyUriPath=None), looks)) == {VALIDATION}
    assert codes(judged(vpc(**odd, XksProxyUriEndpoint=None), looks)) == {VALIDATION}
    assert codes(judged(vpc(**odd), NOTHING)) == {VALIDATION}


def test_of_two_reasons_for_one_code_both_are_kept_and_one_outcome() -> None:
    found = judged(hsm(KeyStorePassword="", CustomKeyStoreName=""))
    assert [o.code for o in found.outcomes] == [VALIDATION, "LimitExceededException"]
    assert found.outcomes[0].requirements == (
        "CreateCustomKeyStore.CustomKeyStoreName.length.min",
        "CreateCustomKeyStore.KeyStorePassword.length.min",
    )
    source = PAGE.success_source
    plain, inconclusive = (Outcome("E", 400, ("r",), source, inconclusive) for inconclusive in (False, True))
    assert merged([plain, inconclusive]) == merged([inconclusive, plain]) == (plain,)
    assert merged([inconclusive, inconclusive]) == (inconclusive,)
    assert not plain.inconclusive
    assert Expectation((), ()).rejected is False


@pytest.mark.parametrize("name", ["Decrypt", "ReEncrypt", "ImportKeyMaterial"])
def test_ciphertext_that_is_absent_may_be_told_as_missing_ciphertext(name: str) -> None:
    """The error's sentence has it: “corrupted, missing, or otherwise invalid”. No other error speaks of what is not."""
    found = codes(expect(OPERATIONS[name], {}, EMPTY, ANYTHING))
    assert "InvalidCiphertextException" in found
    assert not found & {"IncorrectKeyException", "IncorrectKeyMaterialException", "InvalidImportTokenException"}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "192.0.2.1"])
def test_a_host_without_a_domain_may_be_reached_where_others_are_not(host: str) -> None:
    for environment in (NOTHING, ANYTHING):
        found = judged(public(XksProxyUriEndpoint=f"https://{host}"), environment)
        assert found.accepts
        assert codes(found) == {SUCCESS, *PAGE.variant("public-proxy").environment_errors}


def test_a_host_without_a_domain_is_no_excuse_for_what_is_wrong_besides() -> None:
    request = public(XksProxyUriEndpoint="https://localhost", XksProxyUriPath="/kms")
    assert not judged(request, NOTHING).accepts
    assert not judged({**hsm(), "XksProxyUriEndpoint": "https://localhost"}, NOTHING).accepts
