"""How sequences are played: what is shared, what is removed, what is waited for, and whose failure is whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from kms_conformance.checks.keys.sequences.runner import Run
from kms_reports.result import Verdict
from kms_strategies.sequences.keys import SEQUENCES
from kms_strategies.sequences.keys.language import given, refused, shows, then
from kms_targets.http.client import Exchange, Failure
from kms_targets.http.response import Observation
from tests.support.fake_kms.kms import OPERATIONS, FakeKms
from tests.support.fake_kms.state import Body, Refused, State


def refusing(code: str) -> Any:
    def refuse(state: State, region: str, request: Body) -> Body:
        raise Refused(code)

    return refuse


def played(id: str, **kms: Any) -> tuple[Verdict, str]:
    found = Run(FakeKms(**kms)).play(SEQUENCES[id])
    return found.verdict, found.explanation


def test_a_step_that_prepares_is_never_this_requirements_failure() -> None:
    broken = OPERATIONS | {"Encrypt": refusing("LimitExceededException")}
    verdict, why = played("Decrypt.state.inverse", operations=broken)
    assert verdict is Verdict.INAPPLICABLE
    assert "Encrypt: HTTP 400 LimitExceededException" in why


@pytest.mark.parametrize(("full", "verdict"), [(True, Verdict.INAPPLICABLE), (False, Verdict.WRONG_CODE)])
def test_want_of_room_says_nothing_of_a_request_only_where_a_valid_one_is_refused_so(
    full: bool, verdict: Verdict
) -> None:
    def create(state: State, region: str, request: Body) -> Body:
        if full or "CustomKeyStoreId" in request:
            raise Refused("LimitExceededException")
        return OPERATIONS["CreateKey"](state, region, request)

    port = FakeKms(operations=OPERATIONS | {"CreateKey": create})
    step = refused("CreateKey", {"CustomKeyStoreId": "cks-none"}, "CustomKeyStoreNotFoundException")
    run = Run(port)
    found = run.play(shows("CreateKey.error.CustomKeyStoreNotFoundException", (step,)))
    assert found.verdict is verdict
    assert [sent.operation for sent in found.sent] == ["CreateKey"]
    run.close()
    assert port.open == []


def test_a_rotation_that_is_in_progress_is_missing_in_no_list() -> None:
    def status(state: State, region: str, request: Body) -> Body:
        return OPERATIONS["GetKeyRotationStatus"](state, region, request) | {"OnDemandRotationStartDate": 1.0}

    def rotations(state: State, region: str, request: Body) -> Body:
        return {"Rotations": [], "Truncated": False}

    empty = OPERATIONS | {"ListKeyRotations": rotations}
    assert played("ListKeyRotations.state.listed", operations=empty)[0] is Verdict.STATE_VIOLATION
    slow = empty | {"GetKeyRotationStatus": status}
    verdict, why = played("ListKeyRotations.state.listed", operations=slow)
    assert verdict is Verdict.INAPPLICABLE
    assert "OnDemandRotationStartDate" in why


def test_a_shared_key_that_cannot_be_made_is_tried_once_and_named() -> None:
    def create(state: State, region: str, request: Body) -> Body:
        if "KeySpec" in request:
            raise Refused("UnsupportedOperationException")
        return OPERATIONS["CreateKey"](state, region, request)

    port = FakeKms(operations=OPERATIONS | {"CreateKey": create})
    run = Run(port)
    for id in ("Sign.state.KeyId", "Verify.state.right-signature"):
        found = run.play(SEQUENCES[id])
        assert found.verdict is Verdict.INAPPLICABLE
        assert "CreateKey: HTTP 400 UnsupportedOperationException" in found.explanation
    assert port.calls == ["CreateKey"]


def test_nothing_is_sent_where_an_operation_is_lacking() -> None:
    port = FakeKms(lacks=frozenset({"Decrypt"}))
    found = Run(port).play(SEQUENCES["Decrypt.state.inverse"])
    assert found.verdict is Verdict.INAPPLICABLE
    assert found.explanation == "it needs Decrypt, which the target does not know"
    assert port.calls == []


def test_shared_keys_are_made_once_and_removed_at_the_end() -> None:
    port = FakeKms()
    run = Run(port)
    run.play(SEQUENCES["Decrypt.state.inverse"])
    run.play(SEQUENCES["Decrypt.state.context"])
    assert port.calls.count("CreateKey") == 1
    assert [resource.operation for resource in port.open] == ["ScheduleKeyDeletion"]
    run.close()
    assert port.open == []
    assert [key.state for key in port.state.keys.values()] == ["PendingDeletion"]


def test_what_may_be_made_is_announced_before_it_is_sent() -> None:
    @dataclass
    class Ledger(FakeKms):
        order: list[str] = field(default_factory=list)

        def intend(
            self, operation: str, request: Mapping[str, Any], region: str | None, *, shared: bool = False
        ) -> None:
            self.order.append(f"intend {operation}")

        def call(self, operation: str, request: Mapping[str, Any], region: str | None) -> Observation:
            self.order.append(operation)
            return super().call(operation, request, region)

    port = Ledger()
    Run(port).play(SEQUENCES["CreateAlias.state.usable"])
    made = [n for n, what in enumerate(port.order) if what.startswith("Create")]
    assert made
    assert all(port.order[n - 1] == f"intend {port.order[n]}" for n in made)


def test_reads_that_lag_are_read_again() -> None:
    late = {"left": 2}

    def describe(state: State, region: str, request: Body) -> Body:
        answer = OPERATIONS["DescribeKey"](state, region, request)
        if answer["KeyMetadata"]["KeyState"] == "Disabled" and late["left"]:
            late["left"] -= 1
            answer["KeyMetadata"] |= {"KeyState": "Enabled", "Enabled": True}
        return answer

    slow = OPERATIONS | {"DescribeKey": describe}
    assert played("DisableKey.state.disabled", operations=slow, lag=2.0)[0] is Verdict.CONFORMS
    late["left"] = 2
    assert played("DisableKey.state.disabled", operations=slow)[0] is Verdict.STATE_VIOLATION


def test_a_rotation_that_reads_do_not_show_yet_is_waited_for() -> None:
    old: dict[str, Any] = {}
    late = {"left": 0}

    def rotate(state: State, region: str, request: Body) -> Body:
        old[request["KeyId"]] = OPERATIONS["DescribeKey"](state, region, request)
        late["left"] = 2
        return OPERATIONS["RotateKeyOnDemand"](state, region, request)

    def describe(state: State, region: str, request: Body) -> Body:
        if request["KeyId"] in old and late["left"]:
            late["left"] -= 1
            behind: Body = old[request["KeyId"]]
            return behind
        return OPERATIONS["DescribeKey"](state, region, request)

    slow = OPERATIONS | {"RotateKeyOnDemand": rotate, "DescribeKey": describe}
    for id in ("ListKeyRotations.state.KeyMaterialState", "GenerateDataKey.state.KeyMaterialId"):
        assert played(id, operations=slow, lag=2.0) == (Verdict.CONFORMS, "as it has to be")


def test_what_is_drawn_at_random_is_no_reading_that_may_be_behind() -> None:
    numbers, last = count(), dict[str, Body]()

    def in_pairs(state: State, region: str, request: Body) -> Body:
        if next(numbers) % 2 or not last:
            last["answer"] = OPERATIONS["GenerateRandom"](state, region, request)
        return last["answer"]

    asked = {"GenerateRandom": in_pairs}
    assert played("GenerateRandom.state.fresh", operations=OPERATIONS | asked, lag=2.0)[0] is Verdict.STATE_VIOLATION


def test_a_caller_who_is_turned_away_shows_nothing_until_the_operation_has_succeeded() -> None:
    denied = OPERATIONS | {"GenerateRandom": refusing("AccessDeniedException")}
    assert played("GenerateRandom.state.length", operations=denied)[0] is Verdict.INAPPLICABLE

    def disabled(state: State, region: str, request: Body) -> Body:
        try:
            return OPERATIONS["Encrypt"](state, region, request)
        except Refused:
            raise Refused("AccessDeniedException") from None

    hiding = OPERATIONS | {"Encrypt": disabled}
    assert played("DisableKey.state.Encrypt", operations=hiding)[0] is Verdict.WRONG_CODE


def test_a_list_that_says_it_goes_on_and_not_where_is_a_violation() -> None:
    def forgetful(state: State, region: str, request: Body) -> Body:
        return OPERATIONS["ListKeys"](state, region, request) | {"NextMarker": None}

    verdict, _ = played("ListKeys.state.paging", operations=OPERATIONS | {"ListKeys": forgetful})
    assert verdict is Verdict.STATE_VIOLATION


def test_a_list_without_end_shows_nothing() -> None:
    numbers = count()

    def endless(state: State, region: str, request: Body) -> Body:
        return {"Keys": [{"KeyId": str(next(numbers))}], "Truncated": True, "NextMarker": "more"}

    verdict, why = played("ListKeys.state.paging", operations=OPERATIONS | {"ListKeys": endless})
    assert (verdict, why) == (Verdict.INAPPLICABLE, "the list of Keys has more than 200 pages")


def test_no_answer_is_a_timeout_or_a_fault_of_the_server() -> None:
    @dataclass
    class Silent(FakeKms):
        failure: Failure = Failure.TIMEOUT

        def call(self, operation: str, request: Mapping[str, Any], region: str | None) -> Observation:
            if operation == "GenerateRandom":
                return Observation(Exchange(None, (), b"", 1.0, self.failure))
            return super().call(operation, request, region)

    shown = SEQUENCES["GenerateRandom.state.length"]
    assert Run(Silent()).play(shown).verdict is Verdict.TIMEOUT
    assert Run(Silent(failure=Failure.DROPPED)).play(shown).verdict is Verdict.SERVER_FAULT


def test_without_a_fixture_the_reason_names_it() -> None:
    verdict, why = played("CreateKey.state.store", fixtures={})
    assert verdict is Verdict.INAPPLICABLE
    assert "store_key" in why


def test_the_requests_that_show_a_failure_are_those_of_its_sequence() -> None:
    found = Run(FakeKms(operations=OPERATIONS | {"Decrypt": refusing("ValidationException")})).play(
        SEQUENCES["Decrypt.state.inverse"]
    )
    assert found.verdict is Verdict.REJECTED_VALID
    assert found.sent[-1].operation == "Decrypt"
    assert found.sent[-1].seen.code == "ValidationException"


def test_a_sequence_that_cannot_be_shown_hides_no_other_that_is_wrong() -> None:
    unshown = (given("Encrypt", {"KeyId": "nobody", "Plaintext": "YQ=="}), then("DescribeKey", {"KeyId": "nobody"}))
    wrong, right = (then("DescribeKey", {"KeyId": "nobody"}),), (then("ListKeys", {}),)
    for sequences, verdict in (
        ((unshown, wrong), Verdict.REJECTED_VALID),
        ((unshown, right), Verdict.INAPPLICABLE),
        ((right, unshown), Verdict.INAPPLICABLE),
        ((right, right), Verdict.CONFORMS),
    ):
        assert Run(FakeKms()).play(shows("DescribeKey.state.KeyMetadata", *sequences)).verdict is verdict


def test_what_a_wrong_success_has_spoilt_is_made_anew_and_the_next_look_finds_the_same() -> None:
    def delete(state: State, region: str, request: Body) -> Body:
        del state.stores[request["CustomKeyStoreId"]]  # whether it has keys or not
        return {}

    run = Run(FakeKms(operations=OPERATIONS | {"DeleteCustomKeyStore": delete}))
    shown = SEQUENCES["DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException"]
    first, second = run.play(shown), run.play(shown)
    assert (first.verdict, second.verdict) == (Verdict.ACCEPTED_INVALID, Verdict.ACCEPTED_INVALID)
    stores = [
        [sent.seen.json for sent in one.shared if sent.operation == "CreateCustomKeyStore"] for one in (first, second)
    ]
    assert len(stores[0]) == len(stores[1]) == 1
    assert stores[0] != stores[1]
    assert run.play(SEQUENCES["Encrypt.state.disconnected-store"]).verdict is Verdict.CONFORMS


@pytest.mark.parametrize("name", ["alias", "signing-alias", "changed-alias"])
def test_an_alias_that_was_spoilt_is_made_anew_under_another_name(name: str) -> None:
    run = Run(FakeKms())
    before = run.shared(name).answers["made"]
    run.spoilt({"AliasName": before["AliasName"]})
    after = run.shared(name).answers["made"]
    assert after["AliasName"] != before["AliasName"]


def test_an_operation_that_the_installed_model_does_not_have_is_played_all_the_same() -> None:
    newer = OPERATIONS | {"Newer": lambda state, region, request: {"Other": request["Member"]}}
    steps = (given("Newer", {"Member": "one"}, name="first"), then("Newer", {"Member": "{first.Other}"}))
    found = Run(FakeKms(operations=newer)).play(shows("CreateKey.state.enabled", steps))
    assert (found.verdict, [one.request["Member"] for one in found.sent]) == (Verdict.CONFORMS, ["one", "one"])
