"""Calibration, with answers from a script: how far a valid request of each kind of store gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kms_conformance.run.opening.calibrate import calibrate
from kms_targets import TargetError
from tests.support.servers.scripted import executor

CREATE = "CreateCustomKeyStore"
Answer = tuple[int, Any]
MADE: Answer = (200, {"CustomKeyStoreId": "cks-1"})
HSM, PUBLIC, VPC = "cloudhsm", "public-proxy", "vpc-proxy"


def error(code: str) -> Answer:
    return 400, {"__type": code}


def kind(request: Any) -> str:
    if request.get("CustomKeyStoreType") != "EXTERNAL_KEY_STORE":
        return HSM
    return VPC if request.get("XksProxyConnectivity") == "VPC_ENDPOINT_SERVICE" else PUBLIC


def stores(**by_kind: Answer) -> Callable[[str, Any], Answer]:
    """A target that answers each kind of store alike, whatever else a request says."""
    answers = {HSM: MADE, PUBLIC: MADE, VPC: MADE, **{name.replace("_", "-"): one for name, one in by_kind.items()}}

    def answer(operation: str, request: Any) -> Answer:
        return answers[kind(request)] if operation == CREATE and isinstance(request, dict) else (200, {})

    return answer


CLUSTER = error("CloudHsmClusterNotFoundException")
TARGETS: dict[str, tuple[Callable[[str, Any], Answer], dict[str, str]]] = {
    "all kinds are made": (stores(), {}),
    "no cluster is known": (
        lambda operation, request: (
            CLUSTER if operation == CREATE and kind(request) == HSM else stores()(operation, request)
        ),
        {HSM: "a valid cloudhsm request gets only as far as CloudHsmClusterNotFoundException"},
    ),
    "no proxy can be reached": (
        stores(public_proxy=error("XksProxyUriUnreachableException")),
        {PUBLIC: "a valid public-proxy request gets only as far as XksProxyUriUnreachableException"},
    ),
    "a kind is refused as invalid, and none of another kind is taken in its place": (
        stores(vpc_proxy=error("ValidationException")),
        {VPC: "every valid vpc-proxy request is refused"},
    ),
    "a kind is unknown as an operation would be": (
        stores(cloudhsm=error("UnsupportedOperationException")),
        {HSM: "every valid cloudhsm request is refused (HTTP 400 UnsupportedOperationException"},
    ),
    "only one kind is made": (
        stores(public_proxy=error("ValidationException"), vpc_proxy=error("ValidationException")),
        {PUBLIC: "every valid public-proxy request is refused", VPC: "every valid vpc-proxy request is refused"},
    ),
}


@pytest.mark.parametrize("name", TARGETS)
def test_how_far_a_valid_request_gets(name: str) -> None:
    answer, expected = TARGETS[name]
    found = calibrate(executor([], answer), (CREATE,), {}).operations[CREATE]
    reasons = {variant: found.unreached(variant) for variant in (HSM, PUBLIC, VPC)}
    assert {v: why[: len(expected.get(v, why))] for v, why in reasons.items() if why} == expected


def test_an_operation_that_is_unknown_is_not_implemented() -> None:
    found = calibrate(executor([], lambda *_: error("UnknownOperationException")), (CREATE,), {}).operations[CREATE]
    assert not found.implemented
    assert found.unreached(HSM) == f"{CREATE} is not implemented: HTTP 400 UnknownOperationException"


def test_a_target_that_looks_a_cluster_up_first_tells_no_constraint_before() -> None:
    answer = TARGETS["no cluster is known"][0]
    found = calibrate(executor([], answer), (CREATE,), {}).operations[CREATE]
    reach = found.environment.of(HSM)
    assert (reach.code, reach.constraints_first) == ("CloudHsmClusterNotFoundException", False)


def test_what_a_profile_says_of_a_variant_stands() -> None:
    found = calibrate(executor([], stores()), (CREATE,), {HSM: "none"}).operations[CREATE]
    assert found.environment.of(HSM).code == "CloudHsmClusterNotFoundException"


def test_a_target_that_refuses_every_caller_cannot_be_judged() -> None:
    with pytest.raises(TargetError):
        calibrate(executor([], lambda *_: error("AccessDeniedException")), (CREATE,), {})
