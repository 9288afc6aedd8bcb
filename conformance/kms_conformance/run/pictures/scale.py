"""Which lengths, sizes or numbers a target took and which it refused, for the picture of a bound that is broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult
from kms_reports.result import Scale
from kms_specification.facts import Json, Kind, Member
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.relations import values_at
from kms_specification.violations.values import decoded

MOST = 64  # points that are kept
_LENGTHS = frozenset({Aspect.LENGTH_MIN, Aspect.LENGTH_MAX})
_SIZES = frozenset({Aspect.SIZE_MIN, Aspect.SIZE_MAX})
_RANGES = frozenset({Aspect.RANGE_MIN, Aspect.RANGE_MAX})
_UNITS: Mapping[Kind, str] = {Kind.BLOB: "bytes", Kind.LIST: "elements", Kind.MAP: "entries"}


@dataclass(slots=True)
class Points:
    """What became of each length, size or number of one requirement's member, as the answers come."""

    requirement: Requirement
    seen: dict[int, bool] = field(default_factory=dict)

    def add(self, judged: CaseResult) -> None:
        """One more answer; one that is neither a success nor a refusal is no point."""
        size = measured(self.requirement, judged.evidence.request if judged.evidence is not None else None)
        refused = judged.seen.failure is None and 400 <= (judged.seen.status or 0) < 500
        if size is not None and (judged.seen.success or refused) and len(self.seen) < MOST:
            self.seen[size] = judged.seen.success

    def scale(self) -> Scale | None:
        """The picture's data; None where there is nothing to draw."""
        bounds = _bounds(self.requirement)
        if bounds is None or len(self.seen) < 2:
            return None
        unit, least, most = bounds
        return Scale(unit, least, most, tuple(sorted(self.seen.items())))


def measured(requirement: Requirement, request: Json) -> int | None:
    """The length, size or number of the member that a requirement is about, in a request; None where it has none."""
    member = _member(requirement)
    values = list(values_at(requirement.subject, request)) if member is not None else []
    if member is None or len(values) != 1:
        return None
    value = values[0]
    if requirement.aspect in _RANGES:
        return value if isinstance(value, int) and not isinstance(value, bool) else None
    if requirement.aspect in _SIZES and member.kind is Kind.BLOB:
        data = decoded(value)[0] if isinstance(value, str) else None
        return None if data is None else len(data)
    wanted = str if requirement.aspect in _LENGTHS else (list, dict)
    return len(value) if isinstance(value, wanted) else None


def _bounds(requirement: Requirement) -> tuple[str, int | None, int | None] | None:
    member = _member(requirement)
    if member is None:
        return None
    if requirement.aspect in _LENGTHS and member.length is not None:
        return "characters", member.length.min, member.length.max
    if requirement.aspect in _SIZES and member.size is not None:
        return _UNITS.get(member.kind, "elements"), member.size.min, member.size.max
    if requirement.aspect in _RANGES and member.range is not None:
        return "", member.range.min, member.range.max
    return None


def _member(requirement: Requirement) -> Member | None:
    if requirement.aspect not in _LENGTHS | _SIZES | _RANGES:
        return None
    return facts(requirement.operation).member(requirement.subject)
