"""What only a profile can say: a quota that may be filled, and two clusters of one backup history."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path

import pytest

from kms_reports.result import Verdict
from kms_targets.reference.fixtures import SHARED_BACKUP_HISTORY
from tests.support.judging import judged

LIMIT = "CreateCustomKeyStore.error.LimitExceededException"
IN_USE = "CreateCustomKeyStore.error.CloudHsmClusterInUseException"
SHARED = f"[fixtures.CloudHsmClusterInUseException]\nCloudHsmClusterId = {list(SHARED_BACKUP_HISTORY)}\n"


@pytest.mark.parametrize(("variation", "others"), [("quota", 10), ("quota-almost-used", 2)])
def test_a_quota_that_is_full_is_told(tmp_path: Path, variation: str, others: int) -> None:
    found = judged(tmp_path, "quota = 10\n", LIMIT, variation=variation)
    assert found.verdict is Verdict.CONFORMS
    events = [json.loads(line)["event"] for line in (tmp_path / "ledger").read_text().splitlines()]
    at_once = accumulate({"created": 1, "deleted": -1}.get(event, 0) for event in events)
    assert max(at_once) == others


def test_one_store_more_than_there_may_be_is_a_break(tmp_path: Path) -> None:
    found = judged(tmp_path, "quota = 10\n", LIMIT)
    assert found.verdict is Verdict.ACCEPTED_INVALID
    assert "beside 10 stores of this run" in found.reason


def test_a_quota_is_not_filled_unless_a_profile_says_so(tmp_path: Path) -> None:
    found = judged(tmp_path, "", LIMIT)
    assert found.verdict is Verdict.INAPPLICABLE
    assert "a quota that may be filled" in found.reason


def test_room_that_is_not_freed_is_a_break(tmp_path: Path) -> None:
    found = judged(tmp_path, "lag = 0.2\n", LIMIT, fault="quota-never-freed")
    assert found.verdict is Verdict.REJECTED_VALID
    assert "beside no store at all" in found.reason


@pytest.mark.parametrize(
    ("fault", "variation"), [(None, "quota-freed-late"), ("quota-never-freed", "older-stores"), (None, "quota")]
)
def test_room_that_is_freed_late_or_may_be_taken_by_others_is_none(
    tmp_path: Path, fault: str | None, variation: str
) -> None:
    found = judged(tmp_path, "lag = 0.2\n", LIMIT, fault=fault, variation=variation)
    assert found.verdict is Verdict.INAPPLICABLE


def test_clusters_of_one_backup_history_are_one(tmp_path: Path) -> None:
    assert judged(tmp_path, SHARED, IN_USE).verdict is Verdict.CONFORMS


def test_an_endpoint_that_knows_no_backup_history_is_named(tmp_path: Path) -> None:
    found = judged(tmp_path, SHARED, IN_USE, fault="cluster-unique-alone")
    assert found.verdict is Verdict.ACCEPTED_INVALID
    assert found.counterexample is not None
    assert SHARED_BACKUP_HISTORY[0] in str(found.counterexample.before)


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ("code-CloudHsmClusterNotActiveException", Verdict.WRONG_CODE),
        ("status-CloudHsmClusterNotActiveException-409", Verdict.WRONG_STATUS),
    ],
)
def test_what_a_fixture_provokes_is_judged_alike_each_time_that_it_is_sent(
    tmp_path: Path, fault: str, verdict: Verdict
) -> None:
    fixture = '[fixtures.CloudHsmClusterNotActiveException]\nCloudHsmClusterId = "cluster-inactivecluster"\n'
    found = judged(tmp_path, fixture, "CreateCustomKeyStore.error.CloudHsmClusterNotActiveException", fault=fault)
    assert found.verdict is verdict
