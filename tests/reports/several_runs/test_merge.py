"""Shards of a run as one run: what belongs together, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kms_reports.result import Counts, Result, Run, Verdict
from kms_reports.several_runs.merge import UnmergeableError, merged

COUNTS = Counts(planned=2, sent=2, answered=2, judged=2, setup_requests=1)


def met(identity: str) -> Result:
    return Result(identity, identity.partition(".")[0], "documented", Verdict.CONFORMS, cases=2)


def part(shard: str, *ids: str) -> Run:
    environment = {"operations": {shard: "known"}, **({"shard": shard} if shard else {})}
    results = [met(one) for one in ids]
    return Run(
        "0.1.0",
        "http://127.0.0.1:1",
        "quick",
        1,
        f"2026-01-0{len(ids)}",
        environment,
        results,
        COUNTS,
        1.5,
        complete=True,
    )


ONE, TWO, THREE = part("1/3", "Op.c"), part("2/3", "Op.a", "Op.d"), part("3/3", "Op.b")


def test_all_shards_are_one_whole_run() -> None:
    whole = merged({"1": ONE, "2": TWO, "3": THREE})
    assert [result.id for result in whole.results] == ["Op.a", "Op.b", "Op.c", "Op.d"]
    assert whole.complete
    assert whole.counts == Counts(6, 6, 6, 6, 3)
    assert (whole.seconds, whole.started) == (4.5, "2026-01-01")
    assert whole.environment == {"operations": {"1/3": "known", "2/3": "known", "3/3": "known"}}
    assert merged({"3": THREE, "1": ONE, "2": TWO}).results == whole.results


def test_a_shard_that_is_not_there_leaves_the_run_cut_short() -> None:
    whole = merged({"1": ONE, "3": THREE})
    assert not whole.complete
    assert whole.notes == ["The run is not whole: shard 2/3 is not there."]


def test_a_shard_that_was_cut_short_leaves_the_run_cut_short() -> None:
    assert not merged({"1": ONE, "2": replace(TWO, complete=False), "3": THREE}).complete


def test_runs_of_different_requirements_need_not_be_shards() -> None:
    assert merged({"a": part("", "Op.a"), "b": part("", "Op.b")}).complete


REFUSED = {
    "another target": ({"a": ONE, "b": replace(TWO, target="http://y")}, "b: its target is 'http://y'"),
    "another version": ({"a": ONE, "b": replace(TWO, version="9")}, "b: its version is '9'"),
    "another depth": ({"a": ONE, "b": replace(TWO, depth="default")}, "b: its depth is 'default'"),
    "another seed": ({"a": ONE, "b": replace(TWO, seed=2)}, "b: its seed is 2"),
    "a shard twice": ({"a": ONE, "b": part("1/3", "Op.z")}, "b and a are both shard 1/3"),
    "a requirement twice": ({"a": ONE, "b": part("2/3", "Op.c")}, "Op.c is in a and in b"),
    "shards of other runs": ({"a": ONE, "b": part("2/4", "Op.z")}, "no shards of the same run"),
    "no shard": ({"a": part("x/y", "Op.a")}, "'x/y' is no shard"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_belong_together_is_refused_in_a_line(name: str) -> None:
    parts, message = REFUSED[name]
    with pytest.raises(UnmergeableError) as refused:
        merged(parts)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
