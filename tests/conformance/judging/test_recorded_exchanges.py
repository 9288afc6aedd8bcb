"""Recorded and documented exchanges get the verdict that is right for each; so do rows of every kind, typed by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kms_conformance.execution.judging.lines import records
from kms_conformance.execution.judging.recorded import Record, verdict_on

DATA = Path(__file__).parents[2] / "data"


def rows(name: str) -> list[tuple[str, str]]:
    """(the line, the verdict that is right for it)."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [(line, json.loads(line)["verdict"]) for line in lines]


@pytest.mark.parametrize("name", ["recorded_exchanges.jsonl", "exchanges_by_kind.jsonl"])
def test_every_exchange_gets_its_verdict(name: str) -> None:
    wrong = []
    for number, (line, right) in enumerate(rows(name), 1):
        ((_, record),) = records(name, line)
        assert isinstance(record, Record), record
        found = verdict_on(record)
        if found.verdict != right:
            wrong.append(f"{number}: {right}, not {found.verdict}: {found.explanation}")
    assert not wrong, "\n".join(wrong)


def test_every_kind_has_rows_on_both_sides() -> None:
    verdicts: dict[str, set[str]] = {}
    for line, right in rows("exchanges_by_kind.jsonl"):
        verdicts.setdefault(json.loads(line)["kind"], set()).add(right)
    one_sided = {
        "says nothing",
        "cannot be caused",
        "may be caused",
        "faults",
        "statuses",
        "unknown",
        "codes",
    }
    assert {kind for kind, found in verdicts.items() if len(found) < 2} <= one_sided
