"""What breaks a requirement by which members a request has: foreign ones, near-miss names, all of a group left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from kms_specification.facts import (
    Operation,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case, broken
from kms_strategies.requests.boundary_cases.hosts import at_each_value
from kms_strategies.requests.boundary_cases.rules import chooses
from kms_strategies.requests.examples import (
    Examples,
    Request,
    at,
    example,
    having,
    lacking,
)
from kms_strategies.values import boundaries


def foreign_members(
    operation: Operation, requirement: Requirement, examples: Examples, cases: list[Case]
) -> Iterator[Case]:
    """What breaks the requirement, in a kind of store that has no use for the member: its constraints hold there too.

    One value, and those that somebody might take for none.
    """
    path = requirement.subject
    member = path.partition(".")[0]
    there = [(c, c.request) for c in cases if isinstance(c.request, dict) and member in c.request]
    some = list(islice((request for case, request in there if broken(operation, case)), 1))
    some += [request for _, request in there if at(path, request) is not None and not at(path, request)]
    if requirement.aspect is Aspect.LENGTH_MIN and member == path:
        some += [having(request, path, "") for _, request in there[:1]]  # whatever else that breaks
    for name, request in examples.items() if requirement.aspect is not Aspect.RULE and operation.exact else ():
        if member not in request and member not in operation.variant(name).chosen_by:
            found = (Case({**request, member: r[member]}, name) for r in some)
            yield from (case for case in found if requirement.id in broken(operation, case))


def by_default(operation: Operation, cases: Sequence[Case]) -> Iterator[Case]:
    """What breaks the requirement, in a request that leaves its kind to the default: it is not said, or null."""
    for case in cases if operation.exact else ():
        default = operation.defaults_among(operation.variant(case.variant).chosen_by)
        if isinstance(case.request, dict) and default & case.request.keys() and broken(operation, case):
            without: Request = {m: v for m, v in case.request.items() if m not in default}
            if not broken(operation, Case(without, case.variant)):
                continue  # what is broken is the very member that is left out
            yield from (Case(without, case.variant), Case({**without, **dict.fromkeys(default)}, case.variant))
            return


def omit_all(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """All that belongs together left out at once: a target may look for the rest only where it finds a part.

    This breaks several requirements, of which the first alone sends it.
    """
    path = requirement.subject
    parent = path.rpartition(".")[0]
    if requirement.aspect is Aspect.REQUIRED and not parent:
        if path == next(m.name for m in operation.members if m.required):
            yield Case({}, next(iter(examples)))
    elif requirement.aspect is Aspect.REQUIRED and path == f"{parent}.{operation.member(parent).members[0].name}":
        yield from (Case(having(r, parent, {}), name) for name, r in examples.items() if at(parent, r) is not None)
    elif requirement.aspect is Aspect.RULE and operation.exact:
        when = next(c for c in operation.conditions if c.name == path).when
        alike = [c for c in operation.conditions if c.when == when]
        for name, request in examples.items():
            if path == alike[0].name and len(alike) > 1 and chooses(operation.variant(name), when):
                needed = {c.requires for c in alike}
                default = {m for m, v in when.items() if operation.member(m).default == v}
                for without in (needed, needed | default):
                    yield Case({m: v for m, v in request.items() if m not in without}, name)


def near_miss_names(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """A required member is left out, and one of nearly its name is there, which a lenient reader takes for it."""
    name = requirement.subject
    # A secret is known by the name of its member.
    if requirement.aspect is Aspect.REQUIRED and "." not in name and not operation.member(name).sensitive:
        for variant, request in examples.items():
            without = lacking(request, name)
            yield from (Case({**without, near: request[name]}, variant) for near in boundaries.near_names(name))
    elif requirement.aspect is Aspect.REQUIRED and operation.exact and "." in name:
        parent, _, last = name.rpartition(".")
        for variant, request in examples.items():
            if at(parent, request) is not None:
                # No secret of anybody's: nothing hides it under this name.
                value, without = example(operation.member(name)), lacking(request, name)
                near = boundaries.near_names(last)
                yield from (Case(having(without, f"{parent}.{other}", value), variant) for other in near)


def unpaired(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """Half of a surrogate pair, which JSON can write and Unicode has no character for: only a fault is wrong there."""
    member = operation.member(requirement.subject) if requirement.aspect is Aspect.TYPE else None
    if member is not None and member.length and member.pattern is None and not member.sensitive:
        value = boundaries.of_length(member, boundaries.SOME) + "\ud800"
        yield from at_each_value(operation, requirement, examples, [value], everywhere=False)
