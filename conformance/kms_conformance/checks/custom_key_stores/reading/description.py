"""Probes that make a store and look at it with DescribeCustomKeyStores, for the checks of what a store is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.verdicts import answer_text
from kms_conformance.execution.probes.evidence import Evidence, Judge
from kms_conformance.execution.probes.probe import Probe, Read
from kms_specification.facts import Json
from kms_specification.oracle import (
    SUCCESS,
    Expectation,
    Outcome,
)
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DESCRIBE,
    ID,
    NAME,
    NOT_FOUND,
)
from kms_specification.requirements.registry import Requirement
from kms_specification.state.listing import entries
from kms_strategies.cases import Case
from kms_strategies.placeholders import LOWER
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation

Store = dict[str, Json]
_PROXY = "XksProxyConfiguration"
# A name of which a tidy implementation would change something.
UNTIDY_NAME = f" Conformance e\u0301  <é&'语\\\"> \U0001f511+%41\r\n{LOWER * 12} "


def standing(context: Context) -> list[Case]:
    """A valid request of each kind that makes a store. Raises NotJudgedError where none does, or none can be seen."""
    known = context.calibrated(CREATE)
    found = [Case(request, name) for name, request in known.examples.items() if known.succeeds(name)]
    if not found:
        known.need(*known.examples)
    can_look(context)
    return found


def can_look(context: Context) -> None:
    """Raises NotJudgedError where the target does not describe stores."""
    seen = context.executor.transport.call(DESCRIBE, {})
    if not seen.success:
        raise NotJudgedError(f"the target does not describe its stores ({answer_text(seen)})")


def described(requirement: Requirement, case: Case, judge: Judge, enough: Callable[[list[Store]], bool]) -> Probe:
    """A store is made, which has to succeed, and looked for by its name."""
    return Probe(
        operation=CREATE,
        sent=case,
        must_succeed=True,
        observe=(look_by_name(enough),),
        judge=judge,
        expectation=right(requirement),
    )


def look_by_name(enough: Callable[[list[Store]], bool]) -> Read:
    """The stores that have the name of the case.

    Asked for by name, and where the target does not answer that, or tells of others too, looked up in all it has.
    """
    return Read(DESCRIBE, _by_name, partial(_enough, enough=enough), {}, frozenset({NOT_FOUND}))


def _by_name(evidence: Evidence) -> Request:
    return {NAME: name_of(evidence)}


def _enough(evidence: Evidence, seen: Observation, enough: Callable[[list[Store]], bool]) -> bool:
    return enough(_named(seen, name_of(evidence)))


def stores_in(evidence: Evidence, reading: int = 0) -> list[Store]:
    """The stores of the case's name that a reading shows."""
    return _named(evidence.readings[reading].seen, name_of(evidence))


def _named(seen: Observation, name: str) -> list[Store]:
    listed = seen.json.get("CustomKeyStores") if seen.success and isinstance(seen.json, dict) else None
    found = [s for s in listed if isinstance(s, dict)] if isinstance(listed, list) else []
    return [s for s in found if s.get(NAME) == name]


def name_of(evidence: Evidence) -> str:
    """The name of the store that the case asks for."""
    return str(evidence.request.get(NAME))


def store_of(seen: Observation, store: str) -> Store | None:
    """How a store is described in an answer; None where it is not."""
    found = entries(seen.json) if seen.success else None
    return next((dict(one) for one in found or () if one.get(ID) == store), None)


def flat(entry: Mapping[str, Json], but: Collection[str]) -> Store:
    """What a description says of a store, its proxy's members by their paths; without some of them."""
    proxy = entry.get(_PROXY)
    inside = {f"{_PROXY}.{m}": v for m, v in proxy.items()} if isinstance(proxy, dict) else {}
    return {m: v for m, v in {**entry, **inside}.items() if m not in but and m != _PROXY}


def differing(first: Mapping[str, Json], then: Mapping[str, Json]) -> Iterator[str]:
    """The members that two descriptions do not have alike."""
    return (member for member in (*first, *then) if first.get(member) != then.get(member))


def right(requirement: Requirement) -> Expectation:
    """What is right where a requirement is met: a success that rests on it."""
    return Expectation((Outcome(SUCCESS, 200, (requirement.id,), requirement.source),), ())
