"""The boundary vectors: for each requirement a finite list of cases, the same each time.

Each case is an ordinary request in which only the requirement's own subject is special. What a case breaks is worked
out by `spec` from the request: a case that surely breaks another requirement too is left out, unless every value on
that side of the bound does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import (
    Operation,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case, broken
from kms_strategies.requests.boundary_cases.hosts import at_each_value, hosts
from kms_strategies.requests.boundary_cases.patterns import json_texts, pattern_values
from kms_strategies.requests.boundary_cases.rules import rule_cases
from kms_strategies.requests.boundary_cases.structure import (
    by_default,
    foreign_members,
    near_miss_names,
    omit_all,
    unpaired,
)
from kms_strategies.requests.boundary_cases.vacuity import vacuous
from kms_strategies.requests.examples import (
    Examples,
    at,
    example,
    example_requests,
    having,
    lacking,
)
from kms_strategies.values import boundaries
from kms_strategies.values.characters import every_character, foreign_characters
from kms_strategies.values.free_text import reserved, untidy
from kms_strategies.values.sizes import sizes_above, sizes_below
from kms_strategies.values.types import wrong_types


def vectors(requirement: Requirement, examples: Examples | None = None) -> tuple[Case, ...]:
    """The boundary vectors of a requirement; none where it is no constraint on a single request.

    `examples`: the request of each variant that the target is known to take, where not the usual ones.
    """
    make = _MAKERS.get(requirement.aspect)
    if make is None:
        return ()
    operation = OPERATIONS[requirement.operation]
    usual = example_requests(operation) if examples is None else examples
    found = make(operation, requirement, usual)
    if requirement.aspect is Aspect.DEFAULT:  # of a default no single request is broken by itself
        return tuple({repr(c): c for c in found}.values())
    cases = list(_clean(operation, requirement, found))
    foreign = tuple(foreign_members(operation, requirement, usual, cases))
    of_shape = (
        *by_default(operation, cases),
        *by_default(operation, foreign),
        *foreign,
        *omit_all(operation, requirement, usual),
        *near_miss_names(operation, requirement, usual),
        *unpaired(operation, requirement, usual),
    )
    return tuple({repr(c): c for c in (*cases, *of_shape)}.values())


def _clean(operation: Operation, requirement: Requirement, cases: Iterable[Case]) -> Iterator[Case]:
    """Cases that surely break nothing or just the requirement, and those for which there is no such case."""
    found = [(case, broken(operation, case)) for case in cases]
    own = {requirement.id, f"{operation.name}.{requirement.subject}.{Aspect.TYPE}?"}
    alone = any(requirement.id in wrong and not wrong - own for _, wrong in found)
    for case, wrong in found:
        if not wrong - own or (not alone and requirement.id in wrong):
            yield case


def _required(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    path = requirement.subject
    for name, request in hosts(operation, path, examples):
        yield Case(request, name)
        yield Case(lacking(request, path), name)
        yield Case(having(request, path, None), name)


def _types(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    path, member = requirement.subject, operation.member(requirement.subject)
    yield from at_each_value(operation, requirement, examples, wrong_types(member), everywhere=True)
    for name, request in examples.items():
        if at(path, request) is not None or "." in path:
            yield Case(request, name)
        else:
            yield Case(having(request, path, None), name)
            choice = operation.variant(name).chosen_by.get(path)
            if choice is not None or not operation.exact:
                yield Case(having(request, path, choice or example(member)), name)


def _least(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    if vacuous(requirement):
        # Nothing is shorter, or the pattern is broken as well: only that right values are not refused can be seen.
        yield from at_each_value(operation, requirement, examples, [boundaries.shortest_of(member)], everywhere=True)
    else:
        yield from at_each_value(operation, requirement, examples, boundaries.lengths_below(member), everywhere=True)
        yield from at_each_value(operation, requirement, examples, boundaries.usual(member), everywhere=True)
    yield from at_each_value(operation, requirement, examples, untidy(member), everywhere=False)
    yield from at_each_value(operation, requirement, examples, reserved(member, each=operation.exact), everywhere=False)


def _most(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from at_each_value(operation, requirement, examples, boundaries.lengths_above(member), everywhere=True)
    if member.length is not None and member.length.min is None:  # there is no requirement of a shortest value
        values = (*untidy(member), *reserved(member, each=operation.exact))
        yield from at_each_value(operation, requirement, examples, values, everywhere=False)
    if operation.exact:
        yield from at_each_value(operation, requirement, examples, boundaries.lengths_between(member), everywhere=False)


def _patterns(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """Values on both sides of a pattern, in the form that the member must have besides, so that nothing hides them."""
    member = operation.member(requirement.subject)
    prefix = operation.prefix(requirement.subject)
    found = (value if value.startswith(prefix) else prefix + value for value in pattern_values(member))
    # Of one-sided operations the edges of each class have to do.
    listed = (*every_character(member), *foreign_characters(member)) if operation.exact else ()
    values = dict.fromkeys((*boundaries.usual(member), *found, *json_texts(member), *listed))
    yield from at_each_value(operation, requirement, examples, values, everywhere=False)


def _enums(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    path, member = requirement.subject, operation.member(requirement.subject)
    for name, request in hosts(operation, path, examples):
        choice = operation.variant(name).chosen_by.get(path)
        if choice is None and at(path, request) is None:
            if operation.exact:
                continue
            choice = str(example(member))
        yield Case(request if choice is None else having(request, path, choice), name)
        for value in boundaries.wrong_names(member):
            yield Case(having(request, path, value), name)


def _defaults(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """Without the member: requests of the variant that the default chooses, and of the others."""
    path = requirement.subject
    for name, request in examples.items():
        for without in (lacking(request, path), having(request, path, None)):
            yield Case(without, name)


def _rules(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    return rule_cases(operation, requirement.subject, examples)


def _smallest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from at_each_value(operation, requirement, examples, sizes_below(member), everywhere=True)


def _largest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from at_each_value(operation, requirement, examples, sizes_above(member), everywhere=True)


def _lowest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from at_each_value(operation, requirement, examples, boundaries.numbers_below(member), everywhere=True)


def _highest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from at_each_value(operation, requirement, examples, boundaries.numbers_above(member), everywhere=True)


_Maker = Callable[[Operation, Requirement, Examples], Iterator[Case]]

_MAKERS: dict[Aspect, _Maker] = {
    Aspect.REQUIRED: _required,
    Aspect.TYPE: _types,
    Aspect.LENGTH_MIN: _least,
    Aspect.LENGTH_MAX: _most,
    Aspect.SIZE_MIN: _smallest,
    Aspect.SIZE_MAX: _largest,
    Aspect.RANGE_MIN: _lowest,
    Aspect.RANGE_MAX: _highest,
    Aspect.PATTERN: _patterns,
    Aspect.ENUM: _enums,
    Aspect.DEFAULT: _defaults,
    Aspect.RULE: _rules,
}
