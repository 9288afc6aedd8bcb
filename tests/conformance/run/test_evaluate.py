"""What is told of a wrong answer: in few words, however much the target says, and only where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.execution.actions.control_requests import ControlRequests
from kms_conformance.run.results.counterexamples import REASON
from kms_reports.result import Verdict
from kms_specification.oracle import Expectation
from kms_targets.http.response import Observation
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


def test_an_answer_that_valid_requests_turn_out_to_get_too_is_not_flaky(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every other cluster is known, and by chance none of the first valid requests meets one that is not."""
    unlucky, found_out = [True], ControlRequests.varying

    def varying(self: ControlRequests, right: Expectation, seen: Observation) -> str:
        known = set(self.controls._varying)
        why = found_out(self, right, seen)
        if why and unlucky and self.controls._varying != known:
            unlucky.clear()
            self.controls._varying.intersection_update(known)
            return ""
        return why

    monkeypatch.setattr(ControlRequests, "varying", varying)
    wanted = "CreateCustomKeyStore.rule.AWS_CLOUDHSM-requires-KeyStorePassword"
    found = judged(tmp_path, "lag = 0.1\n", wanted, variation="half-behind-first")
    assert found.verdict in (Verdict.CONFORMS, Verdict.INAPPLICABLE), found.reason
    assert not unlucky
