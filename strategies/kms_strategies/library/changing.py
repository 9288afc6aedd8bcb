"""Templates that break nothing: an example of the operation, and changes of its members that leave it unbroken."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hypothesis import strategies as st

from kms_specification.aspects import Aspect
from kms_specification.facts import Json, Operation
from kms_specification.requirements.registry import registry
from kms_specification.violations.requests import violations
from kms_strategies.fuzzing.values import known
from kms_strategies.library.fitting import Fits, filled
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.examples import example, example_requests, with_companions, with_place
from kms_strategies.requests.paths import Request, having
from kms_strategies.values import drawn

CHANGES = 8  # that a request has at most
Change = tuple[str, Json]


def unbroken(operation: Operation, fits: Fits) -> st.SearchStrategy[Request]:
    """Templates of requests that break nothing and fit, with members that are drawn, or valid by a bound."""

    def right(request: Request) -> bool:
        sent = filled(request)
        return not violations(operation, sent) and fits(sent)

    def changed(made: tuple[Request, Sequence[Change]]) -> Request:
        return _with_those_that(right, operation, *made)

    def build() -> st.SearchStrategy[Request]:
        kinds = [
            [request for request in kind if right(request)] for kind in (_examples(operation), _related(operation))
        ]
        bases = st.one_of([drawn.one_of_these(kind) for kind in kinds if kind])
        members = [_change(operation, path) for path, _ in operation.walk()]
        changes = st.lists(st.one_of(members), max_size=CHANGES) if members else st.just([])
        return st.tuples(bases, changes).map(changed)

    return st.deferred(build)


def _with_those_that(right: Fits, operation: Operation, request: Request, changes: Sequence[Change]) -> Request:
    """The request with as many of the changes as leave it right: one at a time, then two that need each other."""
    refused = []
    for change in changes:
        other = _with(operation, request, change)
        if right(other):
            request = other
        else:
            refused.append(change)
    for two in combinations(refused, 2):
        other = _with(operation, request, *two)
        if right(other):
            request = other
    return request


def _with(operation: Operation, request: Request, *changes: Change) -> Request:
    for path, value in changes:
        request = with_companions(operation, having(with_place(operation, request, path), path, value), path)
    return request


def _change(operation: Operation, path: str) -> st.SearchStrategy[Change]:
    """A member at a value that its own constraints allow."""
    member, prefix = operation.member(path), operation.prefix(path)
    found = known(operation.name, path)
    values = drawn.one_of_these([example(member), *found.remarkable, *found.bounds])
    drawn_ones = drawn.valid(member)
    if prefix:
        drawn_ones = drawn_ones.map(lambda value: value if value.startswith(prefix) else prefix + value)
    return st.tuples(st.just(path), st.one_of(values, drawn_ones))


def _examples(operation: Operation) -> list[Request]:
    """The example of each variant."""
    return list(example_requests(operation).values())


def _related(operation: Operation) -> list[Request]:
    """What the boundary cases have of members that depend on each other."""
    rules = [r for r in registry() if r.operation == operation.name and r.aspect is Aspect.RULE]
    found = [case.request for rule in rules for case in vectors(rule)]
    return list({repr(request): request for request in found if isinstance(request, dict)}.values())
