"""What is told of a wrong answer: in few words, however much the target says."""

from __future__ import annotations

from pathlib import Path

from kms_conformance.run.evaluate import REASON
from kms_reports.result import Verdict
from tests.support.judging import judged


def test_an_id_of_a_thousand_characters_is_told_by_its_ends(tmp_path: Path) -> None:
    wanted = "CreateCustomKeyStore.state.described"
    found = judged(tmp_path, "lag = 0.1\n", wanted, fault="output-id-of-1000", leaves=True)
    assert found.verdict is Verdict.STATE_VIOLATION
    assert "was made as 'cks-" in found.reason
    assert "…" in found.reason
    assert len(found.reason) < REASON / 2
    assert found.counterexample is not None
    assert found.counterexample.explanation == found.reason
