"""What changed at each target since an older set of runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.cli import main
from kms_reports.formats import jsonl
from kms_reports.result import Run, Verdict
from kms_reports.several_runs import changes
from tests.support.reports.samples import broken, plain, run_of

OLD = run_of(broken("A.b.c"), plain("A.b.d"), plain("A.b.e"))
NEW = run_of(plain("A.b.c"), broken("A.b.d"), plain("A.b.e", Verdict.INAPPLICABLE, "gone"))


def test_newly_broken_newly_met_and_vanished_are_counted_and_named() -> None:
    text = changes.markdown({"moto": OLD, "same": NEW}, {"moto": NEW, "same": NEW})
    assert "| target | newly broken | newly met | no longer judged | still broken, in another way |" in text
    assert "| moto | 1 | 1 | 1 | 0 |" in text
    assert "| same | 0 | 0 | 0 | 0 |" in text
    assert "### moto: newly broken\n\n- <code>A.b.d</code>\n" in text
    assert "### same" not in text


def test_a_target_that_one_set_lacks_is_no_change() -> None:
    text = changes.markdown({"gone": OLD}, {"new": NEW})
    assert "| new | not in the older set | | | |" in text
    assert "| gone | not in the newer set | | | |" in text
    assert "A.b" not in text


def test_of_many_the_first_are_named() -> None:
    after = run_of(*(broken(f"A.b{n}.c") for n in range(60)))
    assert "- and 10 more requirements" in changes.markdown({"a": run_of(plain("A.b0.c"))}, {"a": after})


def written(path: Path, run: Run) -> str:
    with jsonl.Writer(path) as writer:
        writer.run(run)
        for result in run.results:
            writer.requirement(result)
        writer.summary(run)
    return str(path)


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = written(tmp_path / "old/moto.jsonl", OLD), written(tmp_path / "moto.jsonl", NEW)
    assert main(["matrix", new, "--before", old, "--out", str(tmp_path / "out")]) == 0
    assert "| moto | 1 | 1 | 1 | 0 |" in (tmp_path / "out/changes.md").read_text()
    assert capsys.readouterr().out.rstrip().endswith("matrix.html and " + str(tmp_path / "out/changes.md"))
    assert main(["matrix", new, "--before", old, "--json"]) == 4
    assert "--before needs --out DIR" in capsys.readouterr().err
