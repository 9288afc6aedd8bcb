"""The stateful phase of schemathesis: what only a sequence shows is found by it, and a right server is not accused."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kms_conformance.checks.generated.sequences import families, phase
from kms_conformance.checks.generated.sequences.families import Family, groups
from kms_conformance.checks.generated.sequences.phase import Phase
from kms_conformance.checks.generated.sequences.shortening import Replay
from kms_conformance.checks.generated.sequences.steps import Earlier, Step, referring, value_of, without
from kms_conformance.execution.probes.probe import Probe
from kms_conformance.execution.probes.references import refer
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import Generator
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_specification.pages.resources import CUSTOM_KEY_STORE, KEY
from kms_specification.requirements.registry import registry
from kms_targets.reference.http.server import Embedded

BY_ID = {r.id: r for r in registry()}
STORES, KEYS = "CreateCustomKeyStore.state.history", "CreateKey.state.history"
OF_STORES = [r.id for r in registry() if "CustomKeyStore" in r.operation]


def judged(
    tmp_path: Path, wanted: list[str], tested: list[str], fault: str | None = None, variation: str | None = None
) -> dict[str, Result]:
    """The results of some requirements by sequences alone, on `tested` operations; that nothing is left is seen to."""
    profile = tmp_path / "profile.toml"
    profile.write_text("timeout = 60.0\nlag = 1.0\n")
    chosen = frozenset(i for i, r in BY_ID.items() if r.operation in tested)
    with Embedded(fault=fault, variation=variation) as endpoint:
        options = Options(
            endpoint.url,
            profile=profile,
            depth=Depth.DEFAULT,
            generator=(Generator.SCHEMATHESIS,),
            seed=4,
            ledger=tmp_path / "ledger",
        )
        with opened(options, chosen) as run:
            found = {one: run.judge(BY_ID[one]) for one in wanted}
            counts = run.executor.counts
            assert counts.planned == counts.sent == counts.judged > 0
            assert not run.executor.tracker.of_type(CUSTOM_KEY_STORE)
    return found


def operations(found: Result) -> list[Any]:
    """The operations of a finding, in order."""
    assert found.counterexample is not None
    return [*(step["operation"] for step in found.counterexample.before), found.counterexample.operation]


STORE_OPERATIONS = sorted({BY_ID[one].operation for one in OF_STORES})


def test_a_store_that_was_deleted_and_is_still_described_is_found_in_three_steps(tmp_path: Path) -> None:
    wanted = "DescribeCustomKeyStores.error.CustomKeyStoreNotFoundException"
    found = judged(tmp_path, [wanted], STORE_OPERATIONS, fault="delete-keeps-store")[wanted]
    assert found.verdict is Verdict.ACCEPTED_INVALID
    assert found.reason.endswith("(a case of schemathesis)")
    assert operations(found) == ["CreateCustomKeyStore", "DeleteCustomKeyStore", "DescribeCustomKeyStores"]
    assert found.counterexample is not None
    assert found.counterexample.generator == Generator.SCHEMATHESIS
    # Each line takes the id from the answer to the first.
    assert "STORE1=" in found.counterexample.curl
    assert found.counterexample.curl.count("$STORE1") + found.counterexample.curl.count("${STORE1}") == 2


def test_a_key_that_is_used_while_it_is_disabled_is_found_in_three_steps(tmp_path: Path) -> None:
    wanted = "DisableKey.state.GenerateDataKey"
    found = judged(tmp_path, [wanted], ["DisableKey", "GenerateDataKey"], fault="DisableKey-state-GenerateDataKey")
    assert found[wanted].verdict is Verdict.ACCEPTED_INVALID
    assert operations(found[wanted]) == ["CreateKey", "DisableKey", "GenerateDataKey"]


def test_what_no_other_requirement_names_belongs_to_the_one_on_histories(tmp_path: Path) -> None:
    found = judged(tmp_path, [STORES], STORE_OPERATIONS, fault="connect-twice")[STORES]
    assert found.verdict is Verdict.REJECTED_VALID
    assert operations(found)[-1] == "ConnectCustomKeyStore"
    assert operations(found).count("ConnectCustomKeyStore") == 2


@pytest.mark.parametrize(
    ("wanted", "tested"), [(STORES, STORE_OPERATIONS), ("DisableKey.state.disabled", ["DisableKey", "GenerateDataKey"])]
)
def test_a_right_server_is_accused_of_nothing(wanted: str, tested: list[str], tmp_path: Path) -> None:
    found = judged(tmp_path, [wanted], tested)[wanted]
    assert (found.verdict, found.reason) == (Verdict.CONFORMS, ""), found.counterexample
    assert found.cases > 20  # answers in sequences, since schemathesis makes no other case of it


# Right in another way, each of which was accused once: of values that the documents leave open, of what stands behind
# the target and comes and goes, and of operations that this caller may not use.
DIFFERENT = ("hosts-qualified", "certificates", "half-behind", "describe-denied", "keys-lag", "keys-sparse")


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_server_that_is_right_but_different_is_accused_of_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(phase.SEQUENCES, Depth.DEFAULT, 12)
    monkeypatch.setattr(phase, "TRIES", 1)
    of_keys = name.startswith("keys-")
    kind = KEY if of_keys else CUSTOM_KEY_STORE
    tested = ["DisableKey", "GenerateDataKey", "CreateAlias"] if of_keys else STORE_OPERATIONS
    played = phase.Played()
    with Embedded(variation=name) as endpoint:
        options = Options(endpoint.url, depth=Depth.DEFAULT, generator=(Generator.SCHEMATHESIS,), seed=12)
        with opened(options, frozenset(i for i, r in BY_ID.items() if r.operation in tested)) as run:
            context = run.evaluator.context
            chosen = families.family(BY_ID["DisableKey.state.disabled" if of_keys else STORES], context)
            assert chosen is not None
            assert chosen.kind is kind
            list(Phase(context, chosen, played).results())
    assert played.wrong == {}
    assert played.right or played.why


def test_of_a_value_that_prose_may_forbid_an_update_may_say_so_first(tmp_path: Path) -> None:
    """The pattern of the update lets the name of a service begin with eu, and that of the creation does not."""
    with Embedded() as endpoint:
        options = Options(endpoint.url, depth=Depth.DEFAULT, generator=(Generator.SCHEMATHESIS,))
        with opened(options, frozenset(OF_STORES)) as run:
            context = run.evaluator.context
            chosen = families.family(BY_ID[STORES], context)
            assert chosen is not None
            made = dict(context.calibrated("CreateCustomKeyStore").examples["cloudhsm"])
            gone = {"CustomKeyStoreId": refer(0, "answer.CustomKeyStoreId")}
            service = {"XksProxyVpcEndpointServiceName": "eu.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"}
            steps = (
                Step("CreateCustomKeyStore", made, "cloudhsm"),
                Step("DeleteCustomKeyStore", gone, ""),
                Step("UpdateCustomKeyStore", gone | service, ""),
            )
            sent = Replay(chosen, context, steps)
            result = run.executor.execute(Probe(operation="UpdateCustomKeyStore", sent=sent, stores=1))
    assert result.seen.code == "ValidationException"
    assert result.verdict is Verdict.CONFORMS


def test_there_are_at_most_five_stores_at_once_and_all_are_in_the_ledger(tmp_path: Path) -> None:
    judged(tmp_path, [STORES], ["CreateCustomKeyStore"])
    events = [json.loads(line) for line in (tmp_path / "ledger").read_text().splitlines()]
    stores = [event for event in events if event.get("type") == CUSTOM_KEY_STORE.name]
    there, most, named = set[str](), 0, set[str]()
    for event in stores:
        if event["event"] == "create":
            named.add(event["name"])
        if event["event"] == "created":
            assert event["name"] in named
            there.add(event["id"])
        if event["event"] == "deleted":
            there.discard(event["id"])
        most = max(most, len(there))
    assert 1 < most <= CUSTOM_KEY_STORE.at_most
    assert not there


def test_a_run_that_is_stopped_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = Phase._note
    stopped: list[int] = []

    def stop(self: Phase, result: Any) -> None:
        note(self, result)
        if result.operation == "ConnectCustomKeyStore" and result.seen.success:
            stopped.append(len(self.context.executor.tracker.of_type(CUSTOM_KEY_STORE)))
            raise KeyboardInterrupt

    monkeypatch.setattr(Phase, "_note", stop)
    with Embedded() as endpoint:
        ledger = tmp_path / "ledger"
        options = Options(endpoint.url, depth=Depth.DEFAULT, generator=(Generator.SCHEMATHESIS,), ledger=ledger)
        with suppress(KeyboardInterrupt), opened(options, frozenset(OF_STORES)) as run:
            run.judge(BY_ID[STORES])
        assert stopped
        assert stopped[0] > 0
        with opened(Options(endpoint.url), frozenset(OF_STORES)) as run:
            seen = run.executor.transport.call("DescribeCustomKeyStores", {})
    assert seen.json["CustomKeyStores"] == []


def test_each_operation_is_in_one_group_beside_those_that_change_the_state() -> None:
    names = ("CreateKey", "DisableKey", "EnableKey", "Sign", "Encrypt", "TagResource", "Decrypt", "Verify", "ReEncrypt")
    found = list(groups(Family(KEY, names, KEYS)))
    assert all(group[:3] == ("CreateKey", "DisableKey", "EnableKey") for group in found)
    others = [name for group in found for name in group[3:]]
    assert sorted(others) == sorted(set(names) - {"CreateKey", "DisableKey", "EnableKey"})
    assert max(len(group) for group in found) == 3 + families.TOGETHER
    # What takes what another returns is beside it.
    assert others[:4] == ["Sign", "Verify", "Encrypt", "Decrypt"]


ID, ELSE = "11111111-2222-3333-4444-555555555555", "66666666-2222-3333-4444-555555555555"
MADE = Earlier({"Description": "a" * 30}, {"KeyMetadata": {"KeyId": ID, "Description": "a" * 30}})
NAMED = Earlier({"AliasName": "alias/x", "TargetKeyId": ID}, {}, frozenset({"AliasName"}))


def test_what_was_taken_of_an_answer_or_chosen_for_a_request_is_a_reference() -> None:
    request = {"KeyId": ID, "Tags": [{"TagKey": ID}], "AliasName": "alias/x", "Description": "a" * 30}
    found = referring(request, [MADE, NAMED])
    key, alias = refer(0, "answer.KeyMetadata.KeyId"), refer(1, "request.AliasName")
    assert found == {**request, "KeyId": key, "Tags": [{"TagKey": key}], "AliasName": alias}
    assert Step("TagResource", found, "").uses == {0, 1}
    assert value_of([MADE, NAMED], 0, "answer.KeyMetadata.KeyId") == ID
    assert value_of([MADE, NAMED], 1, "request.AliasName") == "alias/x"
    assert value_of([MADE], 0, "answer.KeyMetadata.Arn") is None


def test_without_a_step_go_those_that_refer_to_it() -> None:
    def step(operation: str, *uses: int) -> Step:
        return Step(operation, {f"KeyId{n}": refer(n, "answer.KeyId") for n in uses}, "")

    steps = (step("CreateKey"), step("CreateKey"), step("EnableKey", 0), step("DisableKey", 1), step("Encrypt", 1))
    left = without(steps, 0)
    assert left is not None
    assert [(one.operation, one.uses) for one in left] == [
        ("CreateKey", frozenset()),
        ("DisableKey", {0}),
        ("Encrypt", {0}),
    ]
    assert without(steps, 1) is None
