"""The cases that the corpus is made of, each with the requirement it is for: all that needs no drawing.

Only of operations whose pages say exactly what is right, since the answers must hold at any endpoint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json, Operation
from kms_specification.requirements.registry import (
    Aspect,
    Requirement,
    registry,
)
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.boundary_cases import pattern_values, vectors
from kms_strategies.requests.duplicates import duplicates
from kms_strategies.requests.examples import (
    Request,
    at,
    example_requests,
    having,
    lacking,
)
from kms_strategies.requests.exhaustive import exhaustive_cases

SEEDS = range(1, 5)  # other spellings of the pattern values

Found = tuple[Requirement, Case]
EXACT = {name: operation for name, operation in OPERATIONS.items() if operation.exact}


def boundaries() -> Iterator[Found]:
    """Boundary vectors, ordinary requests, and pairs of stores that may not both exist."""
    for requirement in registry():
        operation = EXACT.get(requirement.operation)
        if operation is None:
            continue
        examples = example_requests(operation)
        if requirement.aspect is Aspect.IMPLEMENTED:
            yield from ((requirement, Case(request, name)) for name, request in examples.items())
        elif requirement.aspect is Aspect.UNIQUE:
            rule = next(rule for rule in operation.uniqueness if rule.name == requirement.subject)
            yield from ((requirement, case) for case in duplicates(operation, rule, examples))
        else:
            yield from ((requirement, case) for case in vectors(requirement))


def _patterned() -> Iterator[tuple[Requirement, Operation, list[tuple[str, Request]]]]:
    """The requirements that are patterns, with the variants in whose ordinary request the member stands."""
    for requirement in registry():
        if requirement.aspect is Aspect.PATTERN and requirement.operation in EXACT:
            operation = EXACT[requirement.operation]
            hosts = [(v, r) for v, r in example_requests(operation).items() if at(requirement.subject, r) is not None]
            yield requirement, operation, hosts


def spellings() -> Iterator[Found]:
    """The values that give the mutants of each pattern away, spelled otherwise."""
    for requirement, operation, hosts in _patterned():
        member = operation.member(requirement.subject)
        values = dict.fromkeys(value for seed in SEEDS for value in pattern_values(member, seed))
        yield from _in_turn(requirement, hosts, values)


def complete_sets() -> Iterator[Found]:
    """The complete set of each pattern."""
    for requirement, *_ in _patterned():
        yield from ((requirement, case) for case in exhaustive_cases(requirement))


def _in_turn(requirement: Requirement, hosts: list[tuple[str, Request]], values: Iterable[str]) -> Iterator[Found]:
    for number, value in enumerate(values):
        name, request = hosts[number % len(hosts)]
        yield requirement, Case(having(request, requirement.subject, value), name)


def twice() -> Iterator[Found]:
    """Of every two requirements the first case that breaks each, as one request."""
    for operation in EXACT.values():
        examples = example_requests(operation)
        first: dict[str, dict[str, Found]] = defaultdict(dict)
        for requirement in registry():
            if requirement.operation == operation.name:
                for case in vectors(requirement):
                    if not case.before and breaks(operation, case):
                        first[case.variant].setdefault(requirement.id, (requirement, case))
        for variant, found in first.items():
            for (requirement, case), (_, other) in combinations(found.values(), 2):
                mine, theirs = (special(c.request, examples[variant]) for c in (case, other))
                if not mine.keys() & theirs.keys():
                    yield requirement, Case(_changed(case.request, theirs), variant)


_ABSENT: Json = {"absent": True}


def special(request: Json, usual: Request) -> dict[str, Json]:
    """The members of a request that are not as usual, at its top."""
    assert isinstance(request, dict)
    names = dict.fromkeys((*usual, *request))
    changed = {name: request.get(name, _ABSENT) for name in names}
    return {name: value for name, value in changed.items() if name not in usual or value != usual[name]}


def _changed(request: Json, special: dict[str, Json]) -> Request:
    assert isinstance(request, dict)
    for name, value in special.items():
        request = lacking(request, name) if value is _ABSENT else having(request, name, value)
    return request
