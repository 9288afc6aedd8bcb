"""What is kept of a pattern that is broken: its automaton, and the way of the value that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.pictures.pattern_path import pattern_path
from kms_reports.formats import jsonl
from kms_reports.result import Verdict
from kms_specification.requirements.registry import find
from tests.support.judging import judged
from tests.support.reports.patterns import VALUES, broken_patterns, found
from tests.support.reports.samples import broken, run_of

CLUSTER = "CreateCustomKeyStore.CloudHsmClusterId.pattern"
SECRET = "CreateCustomKeyStore.XksProxyAuthenticationCredential.RawSecretAccessKey.pattern"


@pytest.mark.parametrize(
    ("identity", "fault"), [(CLUSTER, "cluster-pattern-newline"), (SECRET, "secret-key-pattern-missing")]
)
def test_a_broken_pattern_of_a_real_run_shows_where_the_value_leaves(tmp_path: Path, identity: str, fault: str) -> None:
    result = judged(tmp_path, "", identity, fault=fault)
    assert result.verdict is Verdict.ACCEPTED_INVALID
    assert result.counterexample is not None
    way = result.counterexample.pattern_path
    assert way is not None
    assert not way.accepted
    assert way.edges
    assert way.end in {0, *(way.edges[n].end for n in way.path)}


def test_it_is_the_same_when_it_is_read_again(tmp_path: Path) -> None:
    run = broken_patterns()
    jsonl.write(run, tmp_path / "results.jsonl")
    assert jsonl.read(tmp_path / "results.jsonl").results == run.results
    assert all(r.counterexample and r.counterexample.pattern_path for r in run.results)


def test_edges_between_states_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    jsonl.write(run_of(found(*VALUES[0])), path)
    path.write_text(path.read_text().replace('"states": 3', '"states": 2'))
    with pytest.raises(jsonl.Unreadable, match="states or edges that are none"):
        jsonl.read(path)


@pytest.mark.parametrize(
    ("identity", "request_", "verdict"),
    [
        (CLUSTER, {"CloudHsmClusterId": "cluster-" + "a" * 11}, Verdict.ACCEPTED_INVALID),
        (CLUSTER, {"CloudHsmClusterId": "cluster-1"}, Verdict.REJECTED_VALID),
        (CLUSTER, {"CloudHsmClusterId": 5}, Verdict.ACCEPTED_INVALID),
        (CLUSTER, None, Verdict.ACCEPTED_INVALID),
        ("CreateCustomKeyStore.CloudHsmClusterId.length.max", {"CloudHsmClusterId": "c"}, Verdict.ACCEPTED_INVALID),
    ],
)
def test_nothing_is_drawn_that_does_not_explain_the_verdict(identity: str, request_: object, verdict: Verdict) -> None:
    requirement, shown = find(identity), broken(identity, verdict, request=request_).counterexample
    assert requirement is not None
    assert shown is not None
    assert pattern_path(requirement, shown) is None
