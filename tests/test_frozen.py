"""What is compared between two commits: requirements, vectors, and what became of each fault."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from bench.frozen import differences, frozen
from bench.power.tasks import Row, Task
from kms_conformance.settings.depth import Depth


def test_each_kind_of_difference_is_a_line() -> None:
    before = {"requirements": {"a": "1", "b": "2"}, "vectors": {"a": "x"}}
    now = {"requirements": {"a": "1", "c": "3"}, "vectors": {"a": "y"}, "power": {"d": "{}"}}
    assert sorted(differences(before, now)) == [
        "different: a (boundary vectors)",
        "gone: b (statement)",
        "new: c (statement)",
    ]


def test_nothing_differs_from_itself_and_a_fault_that_is_missed_does(tmp_path: Path) -> None:
    caught = Row(Task("fault", "fault", Depth.QUICK), "a", ("a: accepted-invalid",), 10, 20, 1.5)
    later = Row(Task("fault", "fault", Depth.QUICK), "a", ("a: accepted-invalid",), 11, 21, 2.5)
    missed = Row(Task("fault", "fault", Depth.QUICK), "a")
    files = []
    for number, row in enumerate((caught, later, missed)):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps([asdict(row)]))
    first, second, third = map(frozen, files)
    assert first["requirements"]
    assert len(set(first["vectors"].values())) > 100
    assert list(differences(first, second)) == []
    assert list(differences(first, third)) == ["different: fault at quick (result on the scoreboard)"]
