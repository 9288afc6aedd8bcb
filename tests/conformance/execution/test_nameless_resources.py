"""What a request asks for may be taken by a resource that was made, but of which no answer says the id."""

from __future__ import annotations

from typing import Any

import pytest

from kms_conformance.execution.actions.attempt import TAKEN
from kms_conformance.execution.probes.probe import Probe
from kms_conformance.execution.resource_tracker import Resource
from kms_reports.result import FAILED, Verdict
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_strategies.cases import Case
from tests.support.servers.scripted import LATE, executor

NAME, IN_USE = "CustomKeyStoreName", "CustomKeyStoreNameInUseException"
MADE: tuple[int, Any] = (200, {"CustomKeyStoreId": "cks-1234567890abcdef0"})
TAKES = (400, {"__type": IN_USE})
FIRST = {
    "an answer without an id": [(200, {})],
    "an id that is no string": [(200, {"CustomKeyStoreId": 7})],
    "an answer that is an array": [(200, [])],
    "no answer in time": [(LATE, {})] * 9,
    "the id of a store that is there": [MADE, MADE],
    "nothing: the name was never asked for": [],
    "an id": [MADE],
    "a refusal": [(400, {"__type": "CloudHsmClusterNotFoundException"})],
}
HIDDEN = set(list(FIRST)[:5])


def request(name: str) -> dict[str, Any]:
    return {
        NAME: name,
        "CloudHsmClusterId": "cluster-1a23b4cdefg",
        "KeyStorePassword": "kmsPswd",
        "TrustAnchorCertificate": "-----BEGIN CERTIFICATE-----",
    }


@pytest.mark.parametrize("name", FIRST)
def test_a_name_may_be_taken_by_what_nobody_can_delete(name: str) -> None:
    first = list(FIRST[name])

    def answer(operation: str, asked: Any) -> tuple[int, Any]:
        if operation != "CreateCustomKeyStore":
            return 200, {}
        return first.pop(0) if first else TAKES

    one = executor([], answer)
    if first:
        for _ in range(len(first) if first[0][0] != LATE else 1):
            asked = request("first")
            one.tracker.intend([("CreateCustomKeyStore", asked)])
            one.tracker.call("CreateCustomKeyStore", asked)
        first.clear()
        for resource in list(one.tracker.resources.values()):
            one.tracker.delete(resource)
    probe = Probe(operation="CreateCustomKeyStore", sent=Case(request("first"), "cloudhsm"))
    result = one.execute(probe)
    if name in HIDDEN:
        assert (result.verdict, result.explanation) == (Verdict.CONFORMS, TAKEN)
        assert result.inconclusive
    else:
        assert result.verdict in FAILED


def test_a_name_is_free_once_what_had_it_was_found_and_deleted() -> None:
    """Then a refusal is no reading of what nobody can delete."""
    answers = {"CreateCustomKeyStore": (200, {}), "DeleteCustomKeyStore": (200, {})}
    one = executor([], lambda operation, asked: answers[operation])
    one.tracker.call("CreateCustomKeyStore", request("first"))
    found = Resource(CUSTOM_KEY_STORE, "cks-1234567890abcdef0", request("first"))
    one.tracker.adopt(found)
    assert one.tracker.delete(found)
    answers["CreateCustomKeyStore"] = TAKES
    result = one.execute(Probe(operation="CreateCustomKeyStore", sent=Case(request("first"), "cloudhsm")))
    assert result.verdict in FAILED
