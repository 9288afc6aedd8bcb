"""Pairs of stores: one that cannot be made hides no other, and what is only like another is not in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.result import Verdict
from tests.test_profile_provokes import judged

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
