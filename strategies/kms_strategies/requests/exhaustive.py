"""The complete set of a pattern as cases: a target that answers all of them rightly matches as the documents say."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case, broken
from kms_strategies.requests.boundary_cases.hosts import hosts
from kms_strategies.requests.examples import Examples, example_requests, having
from kms_strategies.values.exhaustive import complete


def exhaustive_cases(
    requirement: Requirement, examples: Examples | None = None, extra_states: int = 0, seed: int = 0
) -> Iterator[Case]:
    """A case for each value of the set, each in the next of the variants with a place for it; made as they are read.

    Values that match the pattern and break something else say nothing of it and are left out. None where the
    requirement is no pattern. `ordinary` and `extra_states`: see `vectors` and `complete`.
    """
    if requirement.aspect is not Aspect.PATTERN:
        return
    operation = OPERATIONS[requirement.operation]
    usual = example_requests(operation) if examples is None else examples
    found = hosts(operation, requirement.subject, usual)
    own = {requirement.id}
    for number, value in enumerate(complete(operation.member(requirement.subject), extra_states, seed)):
        name, request = found[number % len(found)]
        case = Case(having(request, requirement.subject, value), name)
        wrong = broken(operation, case)
        if not wrong - own or own & wrong:
            yield case
