"""Which requirement a wrong answer breaks, and whether the same was found before.

Of a request that breaks something it is the first thing that it surely breaks; of one that breaks nothing, what its
unusual member keeps to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kms_conformance.checks.wire.changed_bytes import Reading, reading
from kms_conformance.execution.judging.verdicts import error_codes
from kms_conformance.execution.probes.probe import CaseResult
from kms_reports.result import Verdict
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json, Member
from kms_specification.requirements.registry import Aspect, Requirement, find
from kms_strategies.cases import Wire
from kms_strategies.fuzzing.draft import Draft
from kms_strategies.requests.examples import at

_WIRE = {Reading.NONE: "protocol.json11.malformed-body", Reading.OTHER: "protocol.json11.not-an-object"}
MOST_TRIES = 3  # times that what looks new, and shrinks to what is known, is shrunk at once
MOST_BESIDES = 40  # times that an answer is shrunk that is wrong in a known way, and not by the known changes alone


# The verdict on an answer, its status and its error code.
Way = tuple[Verdict, int | None, str | None]


def way_of(result: CaseResult) -> Way:
    """In which way an answer is wrong."""
    return result.verdict, result.seen.status, result.seen.code


class Key(NamedTuple):
    """What tells one finding from another."""

    requirement: str
    verdict: Verdict
    status: int | None
    code: str | None


@dataclass(slots=True)
class Findings:
    """What was found so far. `raw` are the keys of what was found before it was shrunk.

    `shown` are, by operation and way, the paths whose changes were left when a finding was small. A request that has
    other changes too may be wrong by these: a common fault must not hide a rare one that is answered alike.
    """

    known: set[Key] = field(default_factory=set)
    _raw: set[Key] = field(default_factory=set)
    _in_vain: dict[tuple[str, Verdict, int | None, str | None], int] = field(default_factory=dict)
    _passed: dict[tuple[str, Verdict, int | None, str | None], int] = field(default_factory=dict)
    _shown: dict[tuple[str, *Way], set[frozenset[str]]] = field(default_factory=dict)
    _besides: dict[tuple[str, *Way], int] = field(default_factory=dict)

    def show(self, draft: Draft, way: Way) -> None:
        """Notes the smallest request that is answered so."""
        paths = frozenset(edit.path for edit in draft.edits)
        if paths and not draft.slips:
            self._shown.setdefault((draft.operation, *way), set()).add(paths)

    def besides(self, draft: Draft, way: Way) -> Draft | None:
        """The draft without all changes that are known to be answered so together; None where that shows nothing."""
        alike, paths = (draft.operation, *way), {edit.path for edit in draft.edits}
        if draft.slips or self._besides.get(alike, 0) >= MOST_BESIDES:
            return None
        told = frozenset[str]().union(*(one for one in self._shown.get(alike, ()) if one <= paths))
        rest = replace(draft, edits=tuple(edit for edit in draft.edits if edit.path not in told))
        return rest if rest.edits else None

    def looked_besides(self, draft: Draft, way: Way) -> None:
        """Notes that such a rest is shrunk."""
        alike = (draft.operation, *way)
        self._besides[alike] = self._besides.get(alike, 0) + 1

    def worth(self, key: Key, operation: str) -> bool:
        """Whether a wrong answer is to be shrunk: not what is known, and ever more seldom what turned out to be."""
        if key in self.known or key in self._raw:
            return False
        alike = (operation, *key[1:])
        tries = self._in_vain.get(alike, 0)
        if tries < MOST_TRIES:
            return True
        passed = self._passed[alike] = self._passed.get(alike, 0) + 1
        return not passed % (1 << min(tries, 12))

    def add(self, raw: Key, shrunk: Key, operation: str) -> bool:
        """Whether what was found is new, once it is shrunk."""
        self._raw.add(raw)
        if shrunk in self.known:
            alike = (operation, *raw[1:])
            self._in_vain[alike] = self._in_vain.get(alike, 0) + 1
            return False
        self.known.add(shrunk)
        return True


def key_of(result: CaseResult, requirement: Requirement) -> Key:
    """The key of a wrong answer."""
    seen = result.seen
    return Key(requirement.id, result.verdict, seen.status, seen.code or next(iter(seen.codes.values()), None))


def requirement_of(result: CaseResult, draft: Draft) -> Requirement:
    """The requirement that a wrong answer breaks."""
    found = (find(one) for one in (*_candidates(result, draft), f"{draft.operation}.implemented"))
    return next(requirement for requirement in found if requirement is not None)


def _candidates(result: CaseResult, draft: Draft) -> Iterator[str]:
    """Ids that may name it, the likeliest first; some may not be in the registry."""
    operation = draft.operation
    if result.verdict is Verdict.SECRET_DISCLOSED:
        yield f"{operation}.state.secrets"
    if isinstance(result.case, Wire):
        yield _WIRE.get(reading(result.body), "")
    if result.verdict is Verdict.WRONG_STATUS and result.seen.success and not error_codes(result.seen):
        yield f"{operation}.output.status"
    certain = [v.requirement for v in result.expectation.violated if v.certain]
    yield from certain
    if not certain:
        # In one order, so that one fault has one name, however the draft came about.
        edits = sorted(draft.edits, key=lambda edit: edit.path)
        yield from (one for edit in edits for one in _kept_by(operation, edit.path, edit.value))
        yield from (v.requirement for v in result.expectation.violated)


def _kept_by(operation: str, path: str, value: Json) -> Iterator[str]:
    """The constraints of a member that a value of it keeps to, the one that it is nearest to breaking first."""
    members = dict(OPERATIONS[operation].walk())
    member = members.get(path)
    if member is None:
        return
    if isinstance(value, dict):
        inside = ((f"{path}.{name}", at(name, value)) for name in value)
        yield from (one for place, inner in inside for one in _kept_by(operation, place, inner))
    yield from (f"{operation}.{path}.{aspect}" for aspect in _aspects(member, value))


def _aspects(member: Member, value: Json) -> Iterator[Aspect]:
    number, least, most, pair = _measured(member, value)
    if number is not None and pair is not None:
        low, high = pair
        if most is not None and number >= most:
            yield high
        if least is not None and number <= least:
            yield low
    yield Aspect.PATTERN
    yield Aspect.ENUM
    if number is not None and pair is not None:
        yield from reversed(pair)
    yield Aspect.TYPE


def _measured(member: Member, value: Json) -> tuple[int | None, int | None, int | None, tuple[Aspect, Aspect] | None]:
    """The number of a value that is bounded, its bounds, and the aspects of these."""
    if member.range is not None and isinstance(value, int):
        return value, member.range.min, member.range.max, (Aspect.RANGE_MIN, Aspect.RANGE_MAX)
    if member.size is not None and isinstance(value, list | dict | str):
        size = len(value) * 3 // 4 if isinstance(value, str) else len(value)
        return size, member.size.min, member.size.max, (Aspect.SIZE_MIN, Aspect.SIZE_MAX)
    if member.length is not None and isinstance(value, str):
        return len(value), member.length.least, member.length.most, (Aspect.LENGTH_MIN, Aspect.LENGTH_MAX)
    return None, None, None, None
