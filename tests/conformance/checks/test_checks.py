"""Single checks against single faults: what each is told as, and what hides nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_reports.result import Verdict
from kms_targets.reference.faults import FAULTS
from tests.support.judging import judged

NAME = "CreateCustomKeyStore.unique.CustomKeyStoreName"


def test_a_first_store_that_is_refused_hides_no_other_pair(tmp_path: Path) -> None:
    # Of the pairs one has names as long as can be, which this endpoint refuses.
    assert judged(tmp_path, "", NAME, fault="name-max-64").verdict is Verdict.CONFORMS


@pytest.mark.parametrize("fault", ["name-unique-like", "name-unique-to-nul", "name-unique-trimmed"])
def test_a_name_that_is_only_like_another_is_not_in_use(tmp_path: Path, fault: str) -> None:
    found = judged(tmp_path, "", NAME, fault=fault)
    assert found.verdict is Verdict.REJECTED_VALID
    assert found.counterexample is not None
    assert found.counterexample.before


# Faults of the kind that only a value, a name or a connection out of the ordinary shows.
TOLD = {
    "describe-escapes-name": Verdict.STATE_VIOLATION,
    "describe-decodes-name": Verdict.STATE_VIOLATION,
    "describe-name-of-one-plane": Verdict.STATE_VIOLATION,
    "describe-anchor-line-ends": Verdict.STATE_VIOLATION,
    "describe-date-milliseconds": Verdict.STATE_VIOLATION,
    "describe-date-text": Verdict.STATE_VIOLATION,
    "describe-unlisted": Verdict.STATE_VIOLATION,
    "wire-names-folded": Verdict.ACCEPTED_INVALID,
    "wire-names-of-snakes": Verdict.ACCEPTED_INVALID,
    "wire-names-trimmed": Verdict.ACCEPTED_INVALID,
    "wire-hexadecimal-accepted": Verdict.ACCEPTED_INVALID,
    "wire-form-accepted": Verdict.ACCEPTED_INVALID,
    "wire-unpaired-500": Verdict.SERVER_FAULT,
    "first-500": Verdict.SERVER_FAULT,
}


@pytest.mark.parametrize(("fault", "verdict"), TOLD.items())
def test_a_fault_is_told_as_what_it_is(tmp_path: Path, fault: str, verdict: Verdict) -> None:
    found = judged(tmp_path, "lag = 0.2\n", FAULTS[fault].requirement, fault=fault)
    assert (found.verdict, found.counterexample is not None) == (verdict, True)


def test_a_list_that_lacks_a_store_is_shown(tmp_path: Path) -> None:
    found = judged(tmp_path, "lag = 0.2\n", FAULTS["describe-unlisted"].requirement, fault="describe-unlisted")
    assert found.counterexample is not None
    assert (found.counterexample.operation, found.counterexample.request) == ("DescribeCustomKeyStores", {})
    assert found.reason == "the store that was made is not among the 0 stores that are listed"


@pytest.mark.parametrize("behaviour", ["disconnected", "CreationDate"])
def test_a_store_that_is_not_described_is_told_of_once(tmp_path: Path, behaviour: str) -> None:
    wanted = f"CreateCustomKeyStore.state.{behaviour}"
    found = judged(tmp_path, "lag = 0.2\n", wanted, fault="describe-loses-CustomKeyStoreName")
    assert found.verdict is Verdict.INAPPLICABLE
    assert "see the requirement that it is" in found.reason
