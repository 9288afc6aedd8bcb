"""The checks of keys over a socket, as a run judges them: verdicts, what is shown, and what is left."""

from __future__ import annotations

import json
from pathlib import Path

from kms_conformance.checks.keys.behaviour import run_of
from kms_conformance.checks.registry import check_of
from kms_conformance.run.run import OpenRun, opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_specification.pages.keys import BEHAVIOURS
from kms_specification.requirements.registry import registry
from kms_targets.ledger import read
from kms_targets.reference.http.server import Embedded

REQUIREMENTS = {r.id: r for r in registry() if r.id in {b.id for b in BEHAVIOURS}}
HISTORY = "CreateKey.state.history"


def judged(
    tmp_path: Path, *wanted: str, fault: str | None = None, depth: Depth = Depth.QUICK
) -> tuple[list[Result], OpenRun]:
    profile = tmp_path / "profile.toml"
    profile.write_text("lag = 0.1\n")
    with Embedded(fault=fault) as endpoint:
        options = Options(target_url=endpoint.url, depth=depth, profile=profile, ledger=tmp_path / "ledger", seed=1)
        with opened(options, frozenset(wanted)) as run:
            found = [run.judge(REQUIREMENTS[one]) for one in wanted]
            counts = run.executor.counts
            assert counts.planned == counts.sent == counts.judged
    return found, run


def test_every_behaviour_has_a_check() -> None:
    for requirement in REQUIREMENTS.values():
        assert check_of(requirement).__module__.startswith("kms_conformance.checks.keys.")


def test_a_right_endpoint_conforms_and_nothing_is_left(tmp_path: Path) -> None:
    wanted = ("Decrypt.state.inverse", "CreateAlias.state.usable", "RevokeGrant.state.revoked", HISTORY)
    found, run = judged(tmp_path, *wanted, "DisableKey.state.Sign", "ScheduleKeyDeletion.state.pending")
    assert {result.verdict for result in found} == {Verdict.CONFORMS}
    assert run.executor.tracker.resources == {}
    left = read(tmp_path / "ledger")
    assert not left.resources
    events = [json.loads(line) for line in (tmp_path / "ledger").read_text().splitlines()]
    kinds = {event["type"] for event in events if event["event"] == "created"}
    assert kinds >= {"Key", "Alias", "Grant"}


def test_a_broken_rule_is_shown_by_all_the_requests_that_it_takes(tmp_path: Path) -> None:
    found, _ = judged(tmp_path, "Decrypt.state.KeyId", fault="Decrypt-state-KeyId")
    assert found[0].verdict is Verdict.STATE_VIOLATION
    shown = found[0].counterexample
    assert shown is not None
    assert shown.operation == "Decrypt"
    operations = [call["operation"] for call in shown.before]
    assert operations[0] == "CreateKey"
    assert operations[-1] == "Encrypt"
    create, *_, last = shown.curl.splitlines()
    assert create.startswith("KEYID1=$(")
    assert "$KEYID1" in last
    assert '"$CIPHERTEXTBLOB' in last


def test_a_wrong_code_says_which_are_right(tmp_path: Path) -> None:
    name = "EnableKeyRotation.error.UnsupportedOperationException"
    found, _ = judged(tmp_path, name, fault="EnableKeyRotation-error-UnsupportedOperationException")
    assert found[0].verdict is Verdict.WRONG_CODE
    shown = found[0].counterexample
    assert shown is not None
    assert [right.code for right in shown.acceptable] == ["UnsupportedOperationException"]


def test_a_history_finds_a_broken_life_and_shows_the_requests(tmp_path: Path) -> None:
    found, _ = judged(tmp_path, HISTORY, fault="CancelKeyDeletion-state-disabled", depth=Depth.DEFAULT)
    assert found[0].verdict is Verdict.STATE_VIOLATION
    assert "KeyState" in found[0].reason
    shown = found[0].counterexample
    assert shown is not None
    operations = [call["operation"] for call in shown.before]
    assert operations[0] == "CreateKey"
    assert "CancelKeyDeletion" in operations


def test_a_history_leaves_to_a_single_behaviour_what_that_shows(tmp_path: Path) -> None:
    alone = "CancelKeyDeletion.state.disabled"
    found, _ = judged(tmp_path, HISTORY, alone, fault="CancelKeyDeletion-state-disabled", depth=Depth.DEFAULT)
    assert [result.verdict for result in found] == [Verdict.INAPPLICABLE, Verdict.STATE_VIOLATION]
    assert f"see {alone}" in found[0].reason


def test_stores_are_made_only_where_they_end_with_the_run(tmp_path: Path) -> None:
    found, _ = judged(tmp_path, "CreateKey.state.store")
    assert found[0].verdict is Verdict.INAPPLICABLE
    assert "disposable = true" in found[0].reason


def test_at_the_endpoint_of_ones_own_keys_stand_in_stores() -> None:
    wanted = ("CreateKey.state.store", "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException")
    with opened(Options(depth=Depth.QUICK), frozenset(wanted)) as run:
        found = [run.judge(REQUIREMENTS[one]) for one in wanted]
        assert run_of(run.evaluator.context) is run_of(run.evaluator.context)
    assert [result.verdict for result in found] == [Verdict.CONFORMS, Verdict.CONFORMS]
