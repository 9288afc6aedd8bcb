"""A result as text and back: how one process of a run tells another what it found."""

from __future__ import annotations

import json
from dataclasses import asdict

from kms_reports.formats import jsonl
from kms_reports.result import Counts, Result


def to_text(result: Result | None, counts: Counts) -> str:
    """The result of a requirement, None where the time was over first, and what was sent for it."""
    return json.dumps({"result": asdict(result) if result else None, "counts": asdict(counts)})


def from_text(text: str) -> tuple[Result | None, Counts]:
    """What `packed` was given."""
    data = json.loads(text)
    return jsonl.result_of(data["result"]) if data["result"] else None, Counts(**data["counts"])
