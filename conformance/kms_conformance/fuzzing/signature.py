"""What is new about an answer: its signature, of which only the coarse outlines count."""

from __future__ import annotations

from typing import Any, NamedTuple

from kms_conformance.execution.probes.probe import CaseResult
from kms_specification.facts import Json

SECONDS = (0.2, 1.0, 5.0)  # where one class of times ends and the next begins
DEEP = 3  # levels of a body that are looked at


class Signature(NamedTuple):
    """An answer in outline. `status` is 0 where there was none, `time` the class of the seconds that it took."""

    operation: str
    status: int
    code: str
    shape: str
    time: int

    @property
    def success(self) -> bool:
        """Whether the target took the request."""
        return 200 <= self.status < 300

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return dict(self._asdict())


def signature(result: CaseResult, operation: str) -> Signature:
    """The signature of an answer to a request for an operation."""
    seen = result.seen
    if seen.failure is not None:
        return Signature(operation, 0, str(seen.failure), "", _class(seen.exchange.seconds))
    code = " ".join(dict.fromkeys(seen.codes.values()))
    return Signature(operation, seen.status or 0, code, shape(seen.json), _class(seen.exchange.seconds))


def shape(value: Json, deep: int = DEEP) -> str:
    """The members and types of a value; of a list those of its first entry."""
    if isinstance(value, dict) and deep:
        inside = (f"{name}:{shape(value[name], deep - 1)}" for name in sorted(value)[:40])
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list) and deep:
        return f"[{shape(value[0], deep - 1)}]" if value else "[]"
    return type(value).__name__


def _class(seconds: float) -> int:
    return sum(seconds > end for end in SECONDS)
