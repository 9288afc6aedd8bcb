"""What is written of emulators: which failures are worth to be sent, and what is said of one that did not run."""

from __future__ import annotations

from datetime import date

from bench.emulators.documents import MOST_FINDINGS, OF_MANY_KEYS, Outcome, findings, instructive, overview
from kms_reports.result import Result, Run, Verdict
from kms_targets import presets
from tests.support.reports.samples import broken, plain

PRESET = presets.load("moto")
CURL = "curl http://127.0.0.1:1234 -d '{}'"


def failed(id: str, verdict: Verdict = Verdict.ACCEPTED_INVALID, **given: object) -> Result:
    return broken(id, verdict, **{"status": 200, "code": None, "curl": CURL, **given})


def chosen(*results: Result) -> list[str]:
    return [result.id for result, _ in instructive(results)]


def test_at_most_five_are_sent_and_each_has_another_cause() -> None:
    alike = [failed(f"{name}.KeyId.type", Verdict.SERVER_FAULT, status=500) for name in ("Sign", "Verify", "Encrypt")]
    others = [failed(f"Op{n}.state.s{n}", Verdict.STATE_VIOLATION) for n in range(9)]
    found = chosen(*alike, *others)
    assert len(found) == MOST_FINDINGS
    assert len({*found} & {result.id for result in alike}) == 1


def test_what_cannot_be_pasted_is_not_sent() -> None:
    long, made = "x" * 3000, f"curl -d '{'QUJD' * 40}'"
    results = (failed("A.Name.type", curl=long), failed("B.state.outside", curl=made), failed(OF_MANY_KEYS))
    assert chosen(*results, failed("C.Name.type")) == ["C.Name.type"]


def test_the_command_names_no_port_of_ours() -> None:
    run = Run("1", "http://127.0.0.1:1234", "quick", 1, "2026-11-26T00:00:00+00:00", results=[failed("A.Name.type")])
    text = findings(Outcome(PRESET, date(2026, 11, 26), run=run))
    assert "curl $URL -d '{}'" in text


def test_tiers_are_counted_of_what_was_judged() -> None:
    results = [plain("A.state.x"), failed("A.Name.type"), plain("B.state.x", Verdict.INAPPLICABLE)]
    results += [failed("Sign.implemented", Verdict.NOT_IMPLEMENTED), plain("A.implemented")]
    run = Run("1", "http://127.0.0.1:1234", "quick", 1, "2026-11-26T00:00:00+00:00", results=results, complete=True)
    text = overview([Outcome(PRESET, date(2026, 11, 26), run=run)])
    assert "| 1 of 2 |" in text
    assert "Operations that it does not know: Sign." in text


def test_what_did_not_run_is_said_with_its_reason() -> None:
    text = overview([Outcome(PRESET, date(2026, 11, 26), failure="'cargo' cannot be run")])
    assert "Not run: 'cargo' cannot be run" in text
    assert "| not run |" in text
