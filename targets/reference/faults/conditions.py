"""Faults of what must be present: by itself, or because of what another member says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from targets.reference.create import constraints
from targets.reference.endpoint import Endpoint
from targets.reference.faults.fault import SLUGS, Change, Fault, Kind, of, rule
from targets.reference.page import (
    ACCESS_KEY,
    CONNECTIVITY,
    EXTERNAL,
    HSM,
    NAME,
    NEEDS,
    PUBLIC,
    SECRET_KEY,
    SERVICE,
    TYPE,
)
from targets.reference.rules import Need, Problem, Request, Rules

_ALWAYS: tuple[tuple[str, str], ...] = ()


def faults() -> Iterator[Fault]:
    """All of them."""
    for need in NEEDS:
        slug, member = SLUGS[need.member], need.member
        yield _fault(f"{slug}-need-missing", need, f"{member} may always be left out", _without(need))
        yield _fault(f"{slug}-need-null", need, f"null counts as a {member}", _instead(replace(need, met=_in_body)))
        wider = ((TYPE, EXTERNAL),) if member == SERVICE else _ALWAYS
        yield _fault(
            f"{slug}-need-always",
            need,
            f"{member} is demanded of other stores too",
            _instead(replace(need, when=wider)),
            spreads=True,
        )
    service = NEEDS[-1]
    swapped = replace(service, when=((TYPE, EXTERNAL), (CONNECTIVITY, PUBLIC)))
    yield _fault(
        "service-need-swapped",
        service,
        "a service is demanded of public stores instead",
        _instead(swapped),
        spreads=True,
    )
    yield from _required()


def _required() -> Iterator[Fault]:
    for member in (NAME, ACCESS_KEY, SECRET_KEY):
        yield Fault(
            f"{SLUGS[member]}-not-required",
            of(f"{member}.required"),
            Kind.CONDITION,
            f"{member} may be left out",
            _not_required(member),
        )
        yield Fault(
            f"{SLUGS[member]}-null-suffices",
            of(f"{member}.required"),
            Kind.CONDITION,
            f"null counts as a {member}",
            _null_suffices(member),
        )
    for member, other in ((NEEDS[1].member, HSM), (NEEDS[6].member, EXTERNAL)):
        yield Fault(
            f"{SLUGS[member]}-null-refused",
            of(f"{member}.type"),
            Kind.CONDITION,
            f"null is no {member} even where a store other than {other} needs none",
            rule(null_refused=frozenset({member})),
        )


def _fault(name: str, need: Need, description: str, change: Change, *, spreads: bool = False) -> Fault:
    return Fault(name, of(f"rule.{need.name}"), Kind.CONDITION, description, change, spreads)


def _without(need: Need) -> Change:
    return lambda rules: replace(rules, needs=tuple(n for n in rules.needs if n.name != need.name))


def _instead(need: Need) -> Change:
    return lambda rules: replace(rules, needs=tuple(need if n.name == need.name else n for n in rules.needs))


def _in_body(member: str, request: Request) -> bool:
    return member in request.body


def _not_required(member: str) -> Change:
    return lambda rules: replace(rules, required=rules.required - {member})


def _null_suffices(member: str) -> Change:
    outer, _, inner = member.rpartition(".")

    def is_null(request: Request) -> bool:
        around = request.body[outer] if outer else request.body
        return inner in around and around[inner] is None

    def lenient(endpoint: Endpoint, request: Request) -> Problem | None:
        problem = constraints(endpoint, request)
        if problem is not None and problem.cause == f"{member}.required" and is_null(request):
            return None
        return problem

    def change(rules: Rules) -> Rules:
        return replace(rules, steps=tuple(lenient if step is constraints else step for step in rules.steps))

    return change
