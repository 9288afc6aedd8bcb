"""Hypothesis strategies for whole requests: valid ones of each variant, and those that break one requirement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from hypothesis import strategies as st

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import (
    Json,
    Member,
    Operation,
    Variant,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case, breaks
from kms_strategies.regex.parser import parse
from kms_strategies.requests.boundary_cases import vacuous, vectors
from kms_strategies.requests.boundary_cases.hosts import hosts
from kms_strategies.requests.examples import (
    Examples,
    Request,
    at,
    example_requests,
    having,
    lacking,
)
from kms_strategies.values import drawn
from kms_strategies.values.drawn import one_of_these

SHORT = 16  # characters above the lower bound that a value near it has at most


def valid(operation: Operation, variant: Variant) -> st.SearchStrategy[Request]:
    """Requests of a variant that break nothing, every member drawn."""
    fixed: dict[str, st.SearchStrategy[Json]] = {m: st.just(v) for m, v in variant.chosen_by.items()}
    return st.fixed_dictionaries({**fixed, **_values(operation, variant)})


def _values(operation: Operation, variant: Variant) -> dict[str, st.SearchStrategy[Json]]:
    """Valid values of each member that a variant has, but for those that choose it."""
    return {
        member.name: drawn.valid(member)
        for member in operation.members
        if member.name not in variant.chosen_by and (member.required or member.name in variant.members)
    }


def right(requirement: Requirement, examples: Examples | None = None) -> st.SearchStrategy[Case] | None:
    """Requests that meet a requirement where it is nearly broken. None where nothing but its vectors shows that."""
    operation = OPERATIONS[requirement.operation]
    if requirement.aspect not in _NEARLY_BROKEN:
        return None
    member = operation.member(requirement.subject)
    return _placed(operation, requirement, examples, _right_values(requirement.aspect, member))


_NEARLY_BROKEN = frozenset(
    {
        Aspect.LENGTH_MIN,
        Aspect.LENGTH_MAX,
        Aspect.SIZE_MIN,
        Aspect.SIZE_MAX,
        Aspect.RANGE_MIN,
        Aspect.RANGE_MAX,
        Aspect.PATTERN,
    }
)


def _right_values(aspect: Aspect, member: Member) -> st.SearchStrategy[Any]:
    if aspect is Aspect.PATTERN or member.length is None:
        return drawn.valid(member)
    least, most = member.length.least, member.length.most
    if aspect is Aspect.LENGTH_MIN:
        # Short in every unit: what is long in bytes is for the other bound to show.
        return drawn.within(member, least, min(least + SHORT, most))
    return drawn.within(member, (least + most) // 2, most)


def wrong_values(requirement: Requirement) -> st.SearchStrategy[Any] | None:
    """Values of the requirement's own member that break it. None where no value by itself does."""
    make = _WRONG.get(requirement.aspect)
    if make is None or vacuous(requirement):
        return None
    return make(requirement, OPERATIONS[requirement.operation].member(requirement.subject))


def breaking(requirement: Requirement, examples: Examples | None = None) -> st.SearchStrategy[Case] | None:
    """Requests that break a requirement, and no other that they can avoid. None for one that no request breaks."""
    operation = OPERATIONS.get(requirement.operation)
    if operation is None:
        return None
    if vacuous(requirement) and not operation.exact:
        return None
    make = _WRONG.get(requirement.aspect)
    if make is not None:
        wrong = make(requirement, operation.member(requirement.subject))
        return _placed(operation, requirement, examples, wrong)
    if requirement.aspect is Aspect.REQUIRED:
        top = requirement.subject.partition(".")[0]
        always = operation.member(top).required is not None
        having_it = tuple(v for v in operation.variants if always or top in v.members)
        if having_it and ".item." not in requirement.subject:  # a drawn list may be empty
            return _without(operation, requirement.subject, having_it, examples)
        return _sampled(requirement, examples)
    if requirement.aspect is Aspect.RULE and not operation.exact:
        return _sampled(requirement, examples)
    if requirement.aspect is Aspect.RULE:
        condition = next(c for c in operation.conditions if c.name == requirement.subject)
        chosen = [v for v in operation.variants if all(v.chosen_by.get(m) == w for m, w in condition.when.items())]
        return _without(operation, condition.requires, tuple(chosen), examples)
    return None


def _sampled(requirement: Requirement, examples: Examples | None) -> st.SearchStrategy[Case] | None:
    """The boundary cases that break a requirement, where drawn requests need not have what it speaks of."""
    operation = OPERATIONS[requirement.operation]
    found = [case for case in vectors(requirement, examples) if breaks(operation, case)]
    return one_of_these(found) if found else None


def _mismatched(requirement: Requirement, member: Member) -> st.SearchStrategy[str]:
    """Near misses, as the vectors have them, and strings with a character that is in none of the classes."""
    assert member.pattern is not None
    length = member.length
    least, most = (length.least, length.most) if length else (0, 256)
    near = [at(requirement.subject, c.request) for c in vectors(requirement) if isinstance(c.request, dict)]
    other = drawn.foreign(parse(member.pattern.expression), least, most)
    return st.one_of(other, one_of_these([v for v in near if isinstance(v, str)]))


_WRONG: Mapping[Aspect, Callable[[Requirement, Member], st.SearchStrategy[Any]]] = {
    Aspect.TYPE: lambda _, member: drawn.wrong_type(member),
    Aspect.LENGTH_MIN: lambda _, member: drawn.below(member),
    Aspect.LENGTH_MAX: lambda _, member: drawn.above(member),
    Aspect.SIZE_MIN: lambda _, member: drawn.below(member),
    Aspect.SIZE_MAX: lambda _, member: drawn.above(member),
    Aspect.RANGE_MIN: lambda _, member: drawn.below(member),
    Aspect.RANGE_MAX: lambda _, member: drawn.above(member),
    Aspect.PATTERN: _mismatched,
    Aspect.ENUM: lambda _, member: drawn.near_miss_names(member),
}


def _placed(
    operation: Operation, requirement: Requirement, examples: Examples | None, drawn: st.SearchStrategy[Any]
) -> st.SearchStrategy[Case]:
    """The drawn value in the example of any variant that has the member."""
    path = requirement.subject
    requests = example_requests(operation) if examples is None else examples
    return st.builds(partial(_place, path), one_of_these(hosts(operation, path, requests)), drawn)


def _place(path: str, host: tuple[str, Request], value: Json) -> Case:
    return Case(having(host[1], path, value), host[0])


def _without(
    operation: Operation, path: str, variants: tuple[Variant, ...], examples: Examples | None
) -> st.SearchStrategy[Case]:
    """A valid request, of which one other member is drawn, and from which a member is taken, or is null."""
    known = example_requests(operation) if examples is None else examples
    top = path.partition(".")[0]
    found = []
    for variant in variants:
        values = _values(operation, variant)
        within = values.pop(top) if top in values and "." in path else st.none()
        others = [st.tuples(st.just(name), value) for name, value in values.items() if name != top]
        other = st.one_of(others) if others else st.none()
        take = partial(_take, path, variant.name, known.get(variant.name) or example_requests(operation)[variant.name])
        found.append(st.builds(take, within, other, st.booleans()))
    return st.one_of(found)


def _take(
    path: str, variant: str, request: Request, within: Json, other: tuple[str, Json] | None, absent: bool
) -> Case:
    drawn = {
        **request,
        **({} if within is None else {path.partition(".")[0]: within}),
        **dict([other] if other else []),
    }
    return Case(lacking(drawn, path) if absent else having(drawn, path, None), variant)
