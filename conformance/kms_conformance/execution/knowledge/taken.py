"""Requests whose resources may still have what must be unique, though none of them is known to exist now."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kms_conformance.execution.judging.expectations import facts
from kms_specification.facts import Json
from kms_specification.facts.resources import ResourceType
from kms_specification.pages.resources import created_by
from kms_specification.state.uniqueness import State, conflicts
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation

REMEMBERED = 200  # deleted resources that are remembered, for a target that forgets them late
NAMELESS = 1_000  # requests that may have made a resource of which no id is known


@dataclass(frozen=True, slots=True)
class _Maker:
    """The request that made a resource, or may have made one. `until`: when it no longer matters, in seconds."""

    kind: ResourceType
    request: Mapping[str, Json]
    until: float = 0.0


@dataclass(slots=True)
class Taken:
    """Resources that were deleted lately, and those that nobody can name."""

    _deleted: deque[_Maker] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    _nameless: deque[_Maker] = field(default_factory=lambda: deque(maxlen=NAMELESS))

    def deleted(self, kind: ResourceType, request: Mapping[str, Json], lag: float) -> None:
        """Notes a deletion that the target may see only `lag` seconds from now."""
        self._deleted.append(_Maker(kind, request, time.monotonic() + lag))

    def nameless(self, kind: ResourceType, request: Request) -> None:
        """Notes a request that may have made a resource of which no id is known."""
        self._nameless.append(_Maker(kind, request))

    def found(self, kind: ResourceType, name: str) -> None:
        """Notes that the id of the resource of that name is known after all."""
        kept = [one for one in self._nameless if one.kind is not kind or kind.name_of(dict(one.request)) != name]
        self._nameless = deque(kept, NAMELESS)

    def for_lag(self, operation: str, request: Json, seen: Observation) -> bool:
        """Whether a request is refused for what a resource had that was deleted just now."""
        now = time.monotonic()
        return _clash(operation, request, seen, (one for one in self._deleted if one.until > now))

    def for_good(self, operation: str, request: Json, seen: Observation) -> bool:
        """Whether a request is refused for what a resource may have of which no id is known."""
        return _clash(operation, request, seen, self._nameless)


def _clash(operation: str, request: Json, seen: Observation, made: Iterable[_Maker]) -> bool:
    """Whether a request is refused for what one of the requests that made something has as well."""
    kind, rules = created_by(operation), facts(operation)
    taken = {rule.error for rule in rules.uniqueness}.intersection(seen.codes.values())
    if kind is None or not taken or not isinstance(request, dict):
        return False
    before = State(tuple(dict(one.request) for one in made if one.kind is kind))
    return any(clash.rule.error in taken for clash in conflicts(rules, request, before))
