"""What is known to fail: only what is new, or is met by now, turns a run red."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kms_conformance.run.results.baseline import (
    Baseline,
    BaselineError,
    Entry,
    read,
    write,
)
from kms_reports.result import Verdict
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.reports.samples import broken, plain

TODAY = date(2026, 11, 25)
WRONG, TAKEN = Verdict.WRONG_CODE, Verdict.ACCEPTED_INVALID


def of(*entries: Entry, updating: bool = False) -> Baseline:
    return Baseline({entry.id: entry for entry in entries}, TODAY, updating)


@pytest.mark.parametrize(
    ("entry", "found", "verdict"),
    [
        (Entry("A.b", WRONG), broken("A.b", WRONG), Verdict.EXPECTED_FAILURE),
        (Entry("A.b", WRONG), broken("A.b", TAKEN), TAKEN),
        (Entry("A.b", WRONG), broken("A.c", WRONG), WRONG),
        (Entry("A.b", WRONG), plain("A.b"), Verdict.UNEXPECTED_PASS),
        (Entry("A.b", WRONG), plain("A.b", Verdict.INAPPLICABLE), Verdict.INAPPLICABLE),
        (Entry("A.b", WRONG), plain("A.c"), Verdict.CONFORMS),
        (Entry("A.b", Verdict.FLAKY), plain("A.b"), Verdict.CONFORMS),
        (Entry("A.b", WRONG, until=date(2026, 11, 25)), broken("A.b", WRONG), Verdict.EXPECTED_FAILURE),
        (Entry("A.b", WRONG, until=date(2026, 11, 24)), broken("A.b", WRONG), WRONG),
        (Entry("A.b", WRONG, until=date(2026, 11, 24)), plain("A.b"), Verdict.CONFORMS),
    ],
)
def test_a_result_counts_as_the_baseline_has_it(entry: Entry, found: object, verdict: Verdict) -> None:
    assert of(entry).adjust(found).verdict is verdict  # type: ignore[arg-type]


def test_why_it_may_fail_is_told() -> None:
    known = of(Entry("A.b", WRONG, "not built yet", "https://example.com/12"))
    assert known.adjust(broken("A.b", WRONG)).reason == "wrong-code: not built yet (https://example.com/12)"


def test_what_only_the_real_service_was_seen_to_do_stays_what_it_is() -> None:
    found = broken("A.b", WRONG, level="observed")
    assert of(Entry("A.b", WRONG), updating=True).adjust(found) == found


def test_bringing_it_up_to_date_keeps_what_people_wrote() -> None:
    old = of(
        Entry("A.same", WRONG, "why", "https://example.com/1", date(2027, 1, 1)),
        Entry("A.other", WRONG, "why"),
        Entry("A.met", WRONG),
        Entry("A.flaky", Verdict.FLAKY),
        Entry("A.unjudged", WRONG),
        Entry("A.over", WRONG, until=date(2026, 1, 1)),
        Entry("A.elsewhere", WRONG),
        updating=True,
    )
    run = [broken("A.same", WRONG), broken("A.other", TAKEN), plain("A.met"), plain("A.flaky"), broken("A.new", TAKEN)]
    run += [plain("A.unjudged", Verdict.INAPPLICABLE), broken("A.over", WRONG)]
    weighed = [old.adjust(result) for result in run]
    assert [r.id for r in weighed if r.failed] == ["A.over"]
    now = old.updated(weighed).entries
    kept = {name: old.entries[name] for name in ("A.same", "A.flaky", "A.unjudged", "A.over", "A.elsewhere")}
    assert now == {**kept, "A.other": Entry("A.other", TAKEN), "A.new": Entry("A.new", TAKEN)}


def test_what_is_otherwise_than_it_says_is_remarked() -> None:
    known = of(
        Entry("A.b", WRONG, until=date(2026, 1, 1)), Entry("A.c", WRONG), Entry("A.d", WRONG), Entry("A.e", WRONG)
    )
    run = [broken("A.b", WRONG), broken("A.c", TAKEN), plain("A.d", Verdict.INAPPLICABLE), broken("A.e", WRONG)]
    assert known.remarks([known.adjust(result) for result in run]) == [
        "A.b was expected to fail until 2026-01-01.",
        "A.c: the baseline expects wrong-code, and this is accepted-invalid.",
        "A.d: the baseline expects wrong-code, and it could not be judged.",
    ]


def test_what_is_written_reads_back_and_stands_in_order(tmp_path: Path) -> None:
    known = of(Entry("B.b", WRONG), Entry("A.b", TAKEN, "warum – so", "https://example.com/1", date(2027, 1, 1)))
    path = tmp_path / "known.json"
    write(path, known)
    assert read(path, frozenset({"A.b", "B.b"}), TODAY) == known
    assert [one["id"] for one in json.loads(path.read_text())["expected"]] == ["A.b", "B.b"]


ONE = '{"baseline": 1, "expected": [%s]}'
ENTRY = '{"id": "A.b", "verdict": "wrong-code"%s}'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is no JSON"),
        ("[]", "is no baseline"),
        ('{"baseline": 2, "expected": []}', "is no baseline"),
        (ONE % '"A.b"', "entry 1 is no object of strings"),
        (ONE % (ENTRY % ', "reason": 1'), "entry 1 is no object of strings"),
        (ONE % (ENTRY % ', "reasons": "x"'), "there is no 'reasons' in an entry"),
        (ONE % '{"id": "A.b"}', "None is no verdict that fails"),
        (ONE % '{"id": "A.b", "verdict": "conforms"}', "'conforms' is no verdict that fails"),
        (ONE % '{"id": "A.x", "verdict": "wrong-code"}', "there is no requirement 'A.x'"),
        (ONE % (ENTRY % "" + "," + ENTRY % ""), "entry 2: A.b is there twice"),
        (ONE % (ENTRY % ', "until": "soon"'), "until 'soon' is no date"),
        ("\ufeff{}", "is no JSON"),
    ],
)
def test_a_file_that_is_no_baseline_is_told_in_one_line(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError) as told:
        read(path, frozenset({"A.b"}), TODAY, updating=True)
    assert why in str(told.value)
    assert "\n" not in str(told.value)


def run(tmp_path: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [COMMAND, "run", "--depth", "quick", "--only", "*.unique.*", *words, "--results", "r.jsonl"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("workers", [(), pytest.param(("--workers", "2"), marks=pytest.mark.thorough)])
def test_from_the_first_run_to_the_day_that_it_is_mended(tmp_path: Path, workers: tuple[str, ...]) -> None:
    with Embedded(fault="uri-unique-missing") as faulty, Embedded() as mended:
        at = ("--baseline", "known.json", *workers, "--target-url")
        code, told = run(tmp_path, *at, faulty.url)
        assert (code, "--update-baseline makes one" in told) == (4, True)
        code, told = run(tmp_path, "--update-baseline", *at, faulty.url)
        assert (code, "'known.json' has 1 failure: 1 new, 0 gone." in told) == (0, True)
        code, told = run(tmp_path, *at, faulty.url)
        assert (code, told.splitlines()[-1]) == (0, "Nothing new is broken; 4 met. 1 known to fail.")
        records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
        (known,) = (r for r in records if r.get("verdict") == "expected-failure")
        assert known["id"] == "CreateCustomKeyStore.unique.XksProxyUri"
        assert known["counterexample"]["verdict"] == "accepted-invalid"
        code, told = run(tmp_path, *at, mended.url)
        assert code == 1
        assert told.splitlines()[-1] == "Nothing new is broken; 5 met, 1 of them against the baseline."
        code, told = run(tmp_path, "--update-baseline", *at, mended.url)
        assert (code, "'known.json' has 0 failures: 0 new, 1 gone." in told) == (0, True)
        code, told = run(tmp_path, *at, mended.url)
        assert (code, told.splitlines()[-1]) == (0, "All 5 requirements that could be judged are met.")


def test_an_update_needs_a_file(tmp_path: Path) -> None:
    assert run(tmp_path, "--update-baseline") == (4, "kms-conformance: --update-baseline needs --baseline FILE\n")


def test_pytest_itself_says_what_is_wrong_with_the_file_and_judges_nothing(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "pytest", "--pyargs", "kms_conformance", "--kms-baseline", "nowhere.json"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False)
    assert done.returncode == 4
    assert "ERROR: --kms-baseline: 'nowhere.json' cannot be read" in done.stderr + done.stdout
    assert "judged" not in done.stdout
