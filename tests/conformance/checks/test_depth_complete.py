"""Depth `complete`: the complete sets are sent, and a wrong matcher is found by them alone. And what a tally keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from kms_conformance.checks.requests.constraints import complete as complete_set
from kms_conformance.checks.requests.constraints import usual_ground
from kms_conformance.execution.driver import driven
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.run.pictures.scale import Points
from kms_conformance.run.results.tally import SUSPECTS, Tally
from kms_conformance.run.run import OpenRun, opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import (
    Aspect,
    Requirement,
    registry,
)
from kms_strategies.cases import breaks, broken
from kms_strategies.requests.exhaustive import exhaustive_cases
from kms_strategies.values.exhaustive import complete
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.http.server import Embedded

OPERATION = OPERATIONS["CreateCustomKeyStore"]
PATTERNS = [r for r in registry() if r.aspect is Aspect.PATTERN and r.operation == OPERATION.name]
ENDPOINT = next(r for r in PATTERNS if r.subject == "XksProxyUriEndpoint")
# A pattern that is too lax or too strict at one place, of every member but the longest.
WRONG = (
    "cluster-pattern-takes-8",
    "cluster-pattern-case",
    "endpoint-pattern-search",
    "path-pattern-newline",
    "access-key-pattern-takes-1",
)
_tokens = count(1)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


@contextmanager
def run(url: str, place: str, tmp_path: Path, *, extra: int = 0) -> Iterator[OpenRun]:
    token = next(_tokens)
    ledger, target = tmp_path / f"{token}.ledger", f"{url}/{place}/{token}"
    options = Options(target_url=target, depth=Depth.COMPLETE, extra_states=extra, seed=1, ledger=ledger)
    with opened(options, frozenset(r.id for r in registry())) as found:
        yield found


@pytest.mark.parametrize("extra", [0, 1])
def test_every_value_of_the_complete_set_is_sent_and_judged(url: str, tmp_path: Path, extra: int) -> None:
    values = set(complete(OPERATION.member(ENDPOINT.subject), extra, 1))
    with run(url, "variation/type-namespaced", tmp_path, extra=extra) as opened_run:
        result = opened_run.judge(ENDPOINT)
        assert opened_run.executor.counts.planned == opened_run.executor.counts.judged
    assert result.verdict is Verdict.CONFORMS
    assert result.cases > len(values) * 0.9


@pytest.mark.parametrize("name", WRONG)
def test_the_complete_set_alone_finds_a_wrong_matcher(url: str, tmp_path: Path, name: str) -> None:
    requirement = next(r for r in PATTERNS if r.id == FAULTS[name].requirement)
    with run(url, f"fault/{name}", tmp_path) as opened_run:
        context = opened_run.evaluator.context
        found = list(driven(complete_set(requirement, context, usual_ground(requirement, context)), context))
    assert [j.failed for j in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].verdict in (Verdict.ACCEPTED_INVALID, Verdict.REJECTED_VALID)


@pytest.mark.parametrize("requirement", PATTERNS, ids=lambda r: r.subject)
def test_a_proof_has_both_sides_and_only_what_is_its_own(requirement: Requirement) -> None:
    cases = list(exhaustive_cases(requirement))
    wrong = [broken(OPERATION, case) for case in cases]
    assert {bool(w) for w in wrong} == {True, False}
    assert all(requirement.id in w for w in wrong if w)
    assert {breaks(OPERATION, case) for case in cases} == {True, False}


def test_a_proof_of_a_member_that_no_example_has_gets_a_place_for_it() -> None:
    requirement = next(r for r in registry() if r.id == "UpdateCustomKeyStore.XksProxyUriPath.pattern")
    case = next(exhaustive_cases(requirement))
    assert isinstance(case.request, dict)
    assert {"CustomKeyStoreId", "XksProxyUriPath"} <= set(case.request)


def test_a_proof_is_made_as_it_is_read() -> None:
    assert next(exhaustive_cases(ENDPOINT, extra_states=3)).variant in {v.name for v in OPERATION.variants}


def _judged(run: OpenRun, verdict: Verdict, size: int, *, inconclusive: bool = False) -> CaseResult:
    probe = Probe(operation=OPERATION.name, sent=next(exhaustive_cases(ENDPOINT)))
    plain = run.executor.execute(probe)
    return replace(plain, verdict=verdict, body=b"x" * size, inconclusive=inconclusive)


def test_a_tally_keeps_what_is_gravest_and_smallest(url: str, tmp_path: Path) -> None:
    tally = Tally(Points(PATTERNS[0]))
    with run(url, "variation/type-namespaced", tmp_path) as opened_run:
        for size in (50, 10, 30, 20, 40, 60):
            tally.add(_judged(opened_run, Verdict.WRONG_CODE, size))
        tally.add(_judged(opened_run, Verdict.ACCEPTED_INVALID, 99))
        tally.add(_judged(opened_run, Verdict.CONFORMS, 1, inconclusive=True))
    assert [len(j.body) for j in tally.suspects] == [99, 10, 20, 30]
    assert len(tally.suspects) == SUSPECTS
    assert (tally.cases, tally.conclusive) == (8, True)
    assert tally.hidden is not None
    assert len(tally.hidden.body) == 1
