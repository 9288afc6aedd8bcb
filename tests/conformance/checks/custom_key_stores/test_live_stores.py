"""Constraints of an update are tried on a store that is there, at a server that looks the store up first as well.

Over real sockets; nothing of ours is left at any of them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kms_conformance.run.run import OpenRun, opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_specification.aspects import CONSTRAINTS
from kms_specification.pages.custom_key_stores import UPDATE
from kms_specification.requirements.registry import registry
from kms_targets.ledger import read
from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.faults.constraints import updates
from kms_targets.reference.http.server import Embedded

LOOKUP_FIRST = "update-lookup-first"
BY_ID = {r.id: r for r in registry()}
CONSTRAINED = [r for r in registry() if r.operation == UPDATE and r.aspect in CONSTRAINTS]
PLANTED = {fault.name: fault.requirement for fault in updates.faults()}
# What takes minutes: pauses in the middle of each answer.
SLOW = {"small-pieces", "small-chunks", "slow", "throttles", "limited"}
OTHERS = [name for name in VARIATIONS if name not in SLOW and not name.startswith("keys-")]
_PATH_MAX = f"{UPDATE}.XksProxyUriPath.length.max"
_HIDDEN_BY_PATTERN = {f"{UPDATE}.CloudHsmClusterId.length", f"{UPDATE}.XksProxyVpcEndpointServiceOwner.length"}

Judge = Callable[..., tuple[dict[str, Result], OpenRun]]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Judges some requirements, all those of the constraints of an update unless told otherwise, at a new endpoint."""

    def judge(*ids: str, depth: Depth = Depth.QUICK, **endpoint: Any) -> tuple[dict[str, Result], OpenRun]:
        wanted = [BY_ID[name] for name in ids] or CONSTRAINED
        profile = tmp_path / "profile.toml"
        profile.write_text("lag = 0.5\n")
        ledger = tmp_path / "ledger"
        ledger.unlink(missing_ok=True)
        with Embedded(**endpoint) as target:
            options = Options(target_url=target.url, depth=depth, seed=1, profile=profile, ledger=ledger)
            with opened(options, frozenset(BY_ID)) as run:
                found = {requirement.id: run.judge(requirement) for requirement in wanted}
                counts = run.executor.counts
        assert counts.planned == counts.sent == counts.judged
        return found, run

    return judge


def created(tmp_path: Path) -> int:
    return (tmp_path / "ledger").read_text().count('"created"')


def accused(found: dict[str, Result]) -> dict[str, str]:
    return {name: result.reason for name, result in found.items() if result.failed}


def test_every_constraint_that_can_be_seen_has_a_fault() -> None:
    unseen = {r.id for r in CONSTRAINED if "CustomKeyStoreId" in r.subject} | {
        f"{UPDATE}.XksProxyUriPath.length.min",
        f"{UPDATE}.XksProxyVpcEndpointServiceName.length.min",
        *(f"{parent}.{side}" for parent in _HIDDEN_BY_PATTERN for side in ("min", "max")),
    }
    assert set(PLANTED.values()) == {r.id for r in CONSTRAINED} - unseen


def _is_told(judge: Judge, fault: str) -> None:
    found, run = judge(FAULTS[fault].requirement, fault=fault, variation=LOOKUP_FIRST)
    (result,) = found.values()
    late = fault == "update-cluster-pattern-missing"  # no cluster of such a name is related to that of the store
    wrong = Verdict.REJECTED_VALID if fault.endswith("-strict") else Verdict.ACCEPTED_INVALID
    assert result.verdict is (Verdict.WRONG_CODE if late else wrong), result.reason
    assert run.executor.tracker.resources == {}


@pytest.mark.parametrize("fault", [*list(PLANTED)[::4], *(name for name in PLANTED if name.endswith("-strict"))])
def test_a_fault_of_one_constraint_is_told_by_its_requirement(judge: Judge, fault: str) -> None:
    _is_told(judge, fault)


@pytest.mark.thorough
@pytest.mark.parametrize("fault", PLANTED)
def test_each_fault_of_one_constraint_is_told_by_its_requirement(judge: Judge, fault: str) -> None:
    _is_told(judge, fault)


def test_a_fault_of_one_constraint_breaks_no_other(judge: Judge) -> None:
    found, _ = judge(fault="update-path-max-missing", variation=LOOKUP_FIRST)
    assert list(accused(found)) == [_PATH_MAX]


def test_a_right_endpoint_meets_them_all_and_keeps_nothing(judge: Judge, tmp_path: Path) -> None:
    found, run = judge(variation=LOOKUP_FIRST)
    others = {name: r.verdict for name, r in found.items() if r.verdict is not Verdict.CONFORMS}
    assert set(others.values()) == {Verdict.VACUOUS}, others
    assert run.executor.tracker.resources == {}
    assert not read(tmp_path / "ledger").resources
    # Those cases share a store that are refused: there are fewer stores than cases.
    assert created(tmp_path) < sum(result.cases for result in found.values()) / 3


@pytest.mark.parametrize("variation", ["lags", "own-name-in-use", "no-clusters", "quota-almost-used", "cautious"])
def test_an_endpoint_that_is_right_in_another_way_is_accused_of_nothing(judge: Judge, variation: str) -> None:
    found, run = judge(variation=variation)
    assert accused(found) == {}
    assert run.executor.tracker.resources == {}


@pytest.mark.thorough
@pytest.mark.parametrize("variation", OTHERS)
def test_no_endpoint_that_is_right_in_another_way_is_accused(judge: Judge, variation: str) -> None:
    found, _ = judge(variation=variation)
    assert accused(found) == {}


def test_drawn_values_are_sent_to_stores_too(judge: Judge) -> None:
    found, run = judge(_PATH_MAX, depth=Depth.DEFAULT, variation=LOOKUP_FIRST)
    assert found[_PATH_MAX].verdict is Verdict.CONFORMS
    assert run.executor.tracker.resources == {}


@pytest.mark.parametrize("endpoint", [{"variation": "nothing-behind"}, {"fault": "delete-missing"}])
def test_where_no_store_can_be_made_or_deleted_an_id_is_sent_that_no_store_has(
    judge: Judge, tmp_path: Path, endpoint: dict[str, str]
) -> None:
    judge(f"{UPDATE}.implemented", **endpoint)
    before = created(tmp_path)  # what it takes to find out what the target is
    found, _ = judge(f"{UPDATE}.implemented", _PATH_MAX, **endpoint)
    assert found[_PATH_MAX].verdict is Verdict.CONFORMS
    assert created(tmp_path) == before


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_lines_of_a_counterexample_make_the_store_that_they_change(tmp_path: Path) -> None:
    with Embedded(fault="update-path-max-missing") as target:
        options = Options(target_url=target.url, depth=Depth.QUICK, seed=1, ledger=tmp_path / "ledger")
        with opened(options, frozenset({_PATH_MAX})) as run:
            shown = run.judge(BY_ID[_PATH_MAX]).counterexample
        assert shown is not None
        pasted = subprocess.run(["bash", "-c", shown.curl], capture_output=True, text=True, timeout=20, check=True)
    status, body = pasted.stdout.rpartition("HTTP/1.1 ")[2].split("\n", 1)
    assert (int(status.split()[0]), json.loads(body.partition("\n\n")[2])) == (200, {})
    assert "STORE1 = kms.create_custom_key_store(" in shown.boto3
