"""The exit code of a run that was read from a file is that which the run ended with; none is lost with its reader."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kms_conformance.settings.exit_codes import of_run
from kms_reports.result import Counts, Result, Verdict
from tests.support.commands.under_way import COMMAND
from tests.support.reports.samples import broken, plain, run_of

MET, SKIPPED = plain("Op.state.x"), plain("Op.state.y", Verdict.INAPPLICABLE)
VACUOUS, WRONG = plain("Op.state.z", Verdict.VACUOUS), broken("Op.state.w")


@pytest.mark.parametrize(
    ("results", "complete", "code"),
    [
        ([MET, SKIPPED], True, 0),
        ([MET, WRONG], True, 1),
        ([MET, WRONG], False, 1),
        ([MET], False, 2),
        ([SKIPPED, VACUOUS], True, 5),
        ([SKIPPED], False, 2),
        ([], True, 5),
    ],
)
def test_the_exit_code_of_a_run(results: list[Result], complete: bool, code: int) -> None:
    assert of_run(run_of(*results, complete=complete)) == code


def test_cases_of_requirements_that_were_not_shown_count_for_nothing() -> None:
    assert of_run(run_of(SKIPPED, complete=True, counts=Counts(3, 3, 3, 3))) == 5


@pytest.mark.parametrize(
    ("words", "code"), [("--version", 0), ("run --help", 0), ("requirements --json", 0), ("judge recorded.jsonl", 2)]
)
def test_a_reader_that_has_seen_enough_gets_no_traceback_and_no_verdict_is_lost(
    tmp_path: Path, words: str, code: int
) -> None:
    line = '{"operation": "GenerateRandom", "request": {"NumberOfBytes": 0}, "status": 200, "code": null}'
    (tmp_path / "recorded.jsonl").write_text(f"{line}\n")
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [COMMAND, *words.split()], stdout=closed, stderr=subprocess.PIPE, cwd=tmp_path, timeout=60, check=False
        )
    assert (done.returncode, done.stderr) == (code, b"")
