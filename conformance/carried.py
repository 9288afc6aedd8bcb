"""A result as text and back: how one process of a run tells another what it found."""

from __future__ import annotations

import json
from dataclasses import asdict

from reports.result import Acceptable, Counterexample, Counts, Result, Verdict


def packed(result: Result, counts: Counts) -> str:
    """The result of a requirement and what was sent for it."""
    return json.dumps({"result": asdict(result), "counts": asdict(counts)})


def unpacked(text: str) -> tuple[Result, Counts]:
    """What `packed` was given."""
    data = json.loads(text)
    found = dict(data["result"])
    shown = found.pop("counterexample")
    if shown is not None:
        shown = Counterexample(
            **{
                **shown,
                "verdict": Verdict(shown["verdict"]),
                "acceptable": tuple(Acceptable(**a) for a in shown["acceptable"]),
                "before": tuple(shown["before"]),
            }
        )
    return Result(**{**found, "verdict": Verdict(found["verdict"]), "counterexample": shown}), Counts(**data["counts"])
