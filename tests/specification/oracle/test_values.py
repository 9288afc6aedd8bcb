"""Values of each member, right and wrong, by the figures and the words of the reference page."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.violations.requests import violations
from tests.support.plain_client import (
    hsm,
    public,
    vpc,
)

PAGE = OPERATIONS["CreateCustomKeyStore"]
VALIDATION, SERIALIZATION = "ValidationException", "SerializationException"
ID, SECRET = "A" * 20, "s" * 43

# member, the kind of request that has it, how a value of so many characters is made, shortest, longest
LENGTHS = [
    ("CustomKeyStoreName", hsm, lambda n: "n" * n, 1, 256),
    ("CloudHsmClusterId", hsm, lambda n: "cluster-" + "a" * (n - 8), 19, 24),
    ("KeyStorePassword", hsm, lambda n: "p" * n, 7, 32),
    ("TrustAnchorCertificate", hsm, lambda n: "c" * n, 1, 5000),
    ("XksProxyUriEndpoint", public, lambda n: "https://" + "e" * (n - 8), 10, 128),
    ("XksProxyUriPath", public, lambda n: "/kms/xks/v1" if n == 11 else "/" + "p" * (n - 12) + "/kms/xks/v1", 11, 128),
    (
        "XksProxyVpcEndpointServiceName",
        vpc,
        lambda n: "com.amazonaws.vpce.a-b-1.vpce-svc-" + "0" * (n - 34),
        35,
        64,
    ),
]


def broken(request: Any, *, certain: bool | None = None) -> set[str]:
    """What a request breaks, without the operation's name."""
    found = violations(PAGE, request)
    assert all(v.requirement.startswith("CreateCustomKeyStore.") for v in found)
    return {v.requirement.partition(".")[2] for v in found if certain in (None, v.certain)}


def errors(request: Any) -> dict[str, tuple[str, ...]]:
    """The codes that are right for what a request breaks."""
    return {v.requirement.partition(".")[2]: v.errors for v in violations(PAGE, request)}


@pytest.mark.parametrize(("member", "kind", "made", "least", "most"), LENGTHS, ids=lambda v: v if v is str(v) else "")
def test_a_length_is_right_up_to_its_bounds_and_surely_wrong_beyond(
    member: str, kind: Any, made: Any, least: int, most: int
) -> None:
    assert broken(kind(**{member: made(least)})) == set()
    assert broken(kind(**{member: made(most)})) == set()
    assert f"{member}.length.max" in broken(kind(**{member: made(most + 1)}), certain=True)


@pytest.mark.parametrize(
    ("member", "kind", "least"),
    [
        ("CustomKeyStoreName", hsm, 1),
        ("CloudHsmClusterId", hsm, 19),
        ("KeyStorePassword", hsm, 7),
        ("TrustAnchorCertificate", hsm, 1),
        ("XksProxyUriEndpoint", public, 10),
        ("XksProxyUriPath", public, 10),
        ("XksProxyVpcEndpointServiceName", vpc, 20),
    ],
)
def test_a_value_is_too_short_below_the_figure_of_the_page(member: str, kind: Any, least: int) -> None:
    assert f"{member}.length.min" in broken(kind(**{member: "x" * (least - 1)}), certain=True)
    assert f"{member}.length.min" not in broken(kind(**{member: "x" * least}))


def test_a_broken_length_may_be_told_as_an_exceeded_limit() -> None:
    """“The request was rejected because a length constraint or quota was exceeded.”"""
    assert errors(hsm(CustomKeyStoreName="n" * 257)) == {
        "CustomKeyStoreName.length.max": (VALIDATION, "LimitExceededException")
    }
    assert errors(hsm(KeyStorePassword="")) == {"KeyStorePassword.length.min": (VALIDATION, "LimitExceededException")}


def test_where_code_points_and_utf_16_units_differ_a_bound_is_not_surely_broken() -> None:
    key = "\N{KEY}"  # one character, two units
    assert broken(hsm(CustomKeyStoreName=key * 128)) == set()
    assert broken(hsm(CustomKeyStoreName=key * 129)) == {"CustomKeyStoreName.length.max"}
    assert broken(hsm(CustomKeyStoreName=key * 129), certain=True) == set()
    assert broken(hsm(CustomKeyStoreName=key * 256), certain=True) == set()
    assert broken(hsm(CustomKeyStoreName=key * 257), certain=True) == {"CustomKeyStoreName.length.max"}
    assert broken(hsm(KeyStorePassword=key * 3), certain=True) == {"KeyStorePassword.length.min"}
    assert broken(hsm(KeyStorePassword=key * 3 + "p"), certain=True) == set()
    assert broken(hsm(KeyStorePassword=key * 3 + "p")) == {"KeyStorePassword.length.min"}
    assert broken(hsm(KeyStorePassword="é" * 7)) == broken(hsm(KeyStorePassword="é" * 32)) == set()
    assert broken(hsm(KeyStorePassword="é" * 6), certain=True) == {"KeyStorePassword.length.min"}


def test_half_a_surrogate_pair_may_be_no_string_to_a_target() -> None:
    request = hsm(CustomKeyStoreName="half \ud83d of a pair")
    assert broken(request, certain=True) == set()
    assert errors(request) == {"CustomKeyStoreName.type": (SERIALIZATION, VALIDATION)}
    for lone in ("\ud800", "\udfff", "\udc00é"):
        assert broken(hsm(CustomKeyStoreName=lone)) == {"CustomKeyStoreName.type"}
    assert broken(hsm(CustomKeyStoreName="\ud7fb")) == set()


@pytest.mark.parametrize(
    ("member", "kind", "right", "wrong"),
    [
        (
            "CloudHsmClusterId",
            hsm,
            ["cluster-222222222aZ", "cluster-7777777777777777"],
            [
                "cluster-11111111111",
                "cluster-8aaaaaaaaaa",
                "cluster-aaaaaaaaaaaaaaaaa",
                "Cluster-aaaaaaaaaaa",
                "cluster_aaaaaaaaaaa",
            ],
        ),
        (
            "XksProxyUriEndpoint",
            public,
            ["https://A-z.09", "https://--"],
            ["http://example.com", "https://a/", "https://a:443", "https://a_b.com", "https://ä.com", "HTTPS://a.com"],
        ),
        (
            "XksProxyUriPath",
            public,
            ["/kms/xks/v1", "/kms/xks/v12", "/a/kms/xks/v1", "/aZ09/_-/kms/xks/v99"],
            [
                "/kms/xks/v123",
                "/a/kms/xks/v123",
                "/kms/xks/v",
                "kms/xks/v10",
                "/a.b/kms/xks/v1",
                "/a/kms/xks/v1/",
                "/kms/xks/v١",
            ],
        ),
        (
            "XksProxyVpcEndpointServiceName",
            vpc,
            ["com.amazonaws.vpce.us-east-1.vpce-svc-0a", "com.amazonaws.vpce.us-gov-west-12.vpce-svc-09z"],
            [
                "com.amazonaws.vpce.us-1.vpce-svc-0a",
                "com.amazonaws.vpce.a-b-c-d-1.vpce-svc-0a",
                "com.amazonaws.vpce.us-east-.vpce-svc-0a",
                "com.amazonaws.vpce.us-east-1.vpce-svc-A",
                "com-amazonaws.vpce.us-east-1.vpce-svc-0a",
            ],
        ),
    ],
)
def test_a_pattern_is_met_by_the_whole_value(member: str, kind: Any, right: list[str], wrong: list[str]) -> None:
    for value in right:
        assert broken(kind(**{member: value})) == set(), value
    for value in (*wrong, right[0] + "\n", " " + right[0]):
        assert f"{member}.pattern" in broken(kind(**{member: value}), certain=True), value


def test_a_pattern_that_is_broken_is_a_validation_error() -> None:
    request = public(XksProxyUriPath="/kms/xks/none")
    assert errors(request) == {"XksProxyUriPath.pattern": (VALIDATION,)}


def test_a_service_name_that_the_model_alone_allows_is_not_surely_wrong() -> None:
    request = vpc(XksProxyVpcEndpointServiceName="eu.amazonaws.vpce.eusc-de-east-1.vpce-svc-0a")
    assert broken(request) == {"XksProxyVpcEndpointServiceName.pattern"}
    assert broken(request, certain=True) == set()


def test_a_cluster_id_that_matches_in_part_may_name_no_cluster() -> None:
    """Its pattern is printed without anchors."""
    assert errors(hsm(CloudHsmClusterId="a cluster-aaaaaaaaaaa")) == {
        "CloudHsmClusterId.pattern": (VALIDATION, "CloudHsmClusterNotFoundException")
    }
    assert errors(hsm(CloudHsmClusterId="cluster-aaaaaaaaaa11")) == {"CloudHsmClusterId.pattern": (VALIDATION,)}


@pytest.mark.parametrize(
    ("credential", "wrong"),
    [
        ({"AccessKeyId": "A" * 20, "RawSecretAccessKey": "s" * 43}, set()),
        ({"AccessKeyId": "Z27" * 10, "RawSecretAccessKey": "Az09+/==" * 8}, set()),
        ({"AccessKeyId": "A" * 19, "RawSecretAccessKey": "s" * 42}, {"AccessKeyId.length.min", "Raw.length.min"}),
        ({"AccessKeyId": "A" * 31, "RawSecretAccessKey": "s" * 65}, {"AccessKeyId.length.max", "Raw.length.max"}),
        ({"AccessKeyId": "a" * 20, "RawSecretAccessKey": "-" * 43}, {"AccessKeyId.pattern", "Raw.pattern"}),
        ({"AccessKeyId": "1" * 20, "RawSecretAccessKey": SECRET}, {"AccessKeyId.pattern"}),
        ({"AccessKeyId": ID}, {"Raw.required"}),
        ({"RawSecretAccessKey": SECRET}, {"AccessKeyId.required"}),
        ({}, {"AccessKeyId.required", "Raw.required"}),
        ({"AccessKeyId": 1, "RawSecretAccessKey": []}, {"AccessKeyId.type", "Raw.type"}),
    ],
)
def test_the_two_elements_of_a_credential(credential: dict[str, Any], wrong: set[str]) -> None:
    request = public(XksProxyAuthenticationCredential=credential)
    found = {v.replace("RawSecretAccessKey", "Raw") for v in broken(request, certain=True)}
    assert found == {f"XksProxyAuthenticationCredential.{w}" for w in wrong}
    assert broken(request) == broken(request, certain=True)


@pytest.mark.parametrize(
    ("member", "kind", "wrong"),
    [
        ("CustomKeyStoreType", hsm, ["", "aws_cloudhsm", "AWS_CLOUDHSM ", "PUBLIC_ENDPOINT"]),
        ("XksProxyConnectivity", public, ["", "public_endpoint", "VPC", "AWS_CLOUDHSM"]),
    ],
)
def test_an_enumeration_has_its_values_and_no_other(member: str, kind: Any, wrong: list[str]) -> None:
    for value in wrong:
        assert errors(kind(**{member: value})) == {f"{member}.enum": (VALIDATION,)}
    assert broken(hsm(CustomKeyStoreType="AWS_CLOUDHSM")) == broken(public()) == broken(vpc()) == set()


@pytest.mark.parametrize("member", ["CustomKeyStoreName", "XksProxyUriPath", "XksProxyAuthenticationCredential"])
@pytest.mark.parametrize("value", [0, 1, 1.5, True, False, [], {}, "text"])
def test_another_type_of_json_is_surely_wrong(member: str, value: Any) -> None:
    right = isinstance(value, dict if member == "XksProxyAuthenticationCredential" else str)
    request = public(**{member: value})
    assert (f"{member}.type" in broken(request, certain=True)) == (not right)
    assert right or errors(request) == {f"{member}.type": (SERIALIZATION, VALIDATION)}


@pytest.mark.parametrize("request_", [None, [], "text", 1, True])
def test_what_is_no_object_breaks_the_protocol(request_: Any) -> None:
    (found,) = violations(PAGE, request_)
    assert found.requirement == "protocol.json11.not-an-object"
    assert found.errors == (SERIALIZATION, VALIDATION)
    assert found.certain
