"""A result as plain data and back: how one process of a run tells another what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from reports.result import Acceptable, Counterexample, Counts, Result, Verdict


def packed(result: Result, counts: Counts) -> dict[str, Any]:
    """The result of a requirement and what was sent for it."""
    return {"result": asdict(result), "counts": asdict(counts)}


def unpacked(data: Mapping[str, Any]) -> tuple[Result, Counts]:
    """What `packed` was given."""
    found = dict(data["result"])
    shown = found.pop("counterexample")
    if shown is not None:
        shown = Counterexample(
            **{
                **shown,
                "verdict": Verdict(shown["verdict"]),
                "acceptable": tuple(Acceptable(**a) for a in shown["acceptable"]),
            }
        )
    return Result(**{**found, "verdict": Verdict(found["verdict"]), "counterexample": shown}), Counts(**data["counts"])
