"""A draft: a request written as what is changed of one that the target takes, and of its bytes.

So a draft means the same at every target and in every run: what has to exist (a key, a ciphertext) is in the request
that it changes, which is made anew each time. It shrinks by leaving changes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kms_specification.facts import Json
from kms_strategies.fuzzing.slips import Slip, Way
from kms_strategies.requests.examples import Request, at, having, lacking

MOST_EDITS = 12
MOST_SLIPS = 6
MOST_REPEATED = 10_000  # characters or entries of what is repeated


class Act(StrEnum):
    """What an edit does to the value at a path: puts another there, drops it, swaps it, repeats it, or renames it."""

    SET = "set"
    DROP = "drop"
    SWAP = "swap"
    REPEAT = "repeat"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a request. `value` is the new value of SET, the other path of SWAP and the new name of RENAME."""

    act: Act
    path: str
    value: Json = None

    def __call__(self, request: Request) -> Request:
        """The request changed; as it is where the edit has nothing to change."""
        if self.act is Act.SET:
            return having(request, self.path, self.value)
        if self.act is Act.DROP:
            return lacking(request, self.path)
        here = at(self.path, request)
        if self.act is Act.REPEAT:
            fits = isinstance(here, list | str) and len(here) <= MOST_REPEATED
            return having(request, self.path, here * 2) if fits else request  # type: ignore[operator]
        if self.act is Act.RENAME:
            place = self.path.rpartition(".")[0]
            new = f"{place}.{self.value}" if place else str(self.value)
            return request if here is None else having(lacking(request, self.path), new, here)
        other = at(str(self.value), request)
        return having(having(request, self.path, other), str(self.value), here)


@dataclass(frozen=True, slots=True)
class Draft:
    """Changes of the valid request of a variant of an operation: first of its members, then of its bytes."""

    operation: str
    variant: str
    edits: tuple[Edit, ...] = ()
    slips: tuple[Slip, ...] = ()

    def request(self, base: Request) -> Request:
        """The request, with placeholders where `base` has them."""
        for edit in self.edits:
            base = edit(base)
        return base

    def with_edit(self, edit: Edit) -> Draft:
        """One change more; what was done at the same path before does not matter where it is replaced."""
        replaced = edit.act in (Act.SET, Act.DROP)
        kept = tuple(e for e in self.edits if not (replaced and e.path == edit.path))
        return replace(self, edits=(*kept, edit)[-MOST_EDITS:])

    def with_slip(self, slip: Slip) -> Draft:
        """One change of the bytes more."""
        return replace(self, slips=(*self.slips, slip)[-MOST_SLIPS:])

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "operation": self.operation,
            "variant": self.variant,
            "edits": [{"act": str(e.act), "path": e.path, "value": e.value} for e in self.edits],
            "slips": [{"way": str(s.way), "at": s.at, "with": s.operand} for s in self.slips],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        """The draft that `to_json` wrote. Raises KeyError, TypeError or ValueError where it is none."""
        names = (data["operation"], data["variant"], *(edit["path"] for edit in data["edits"]))
        if not all(isinstance(name, str) for name in names):
            raise TypeError("an operation, a variant and a path are strings")
        edits = tuple(Edit(Act(e["act"]), e["path"], e["value"]) for e in data["edits"])
        slips = tuple(Slip(Way(s["way"]), int(s["at"]), int(s["with"])) for s in data["slips"])
        return cls(data["operation"], data["variant"], edits, slips)
