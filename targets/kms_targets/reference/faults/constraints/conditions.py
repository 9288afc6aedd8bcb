"""Faults of what must be present: by itself, or because of what another member says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import (
    SLUGS,
    Change,
    Fault,
    Kind,
    of,
    rule,
)
from kms_targets.reference.operations.custom_key_stores.create import constraints
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    CONNECTIVITY,
    CREDENTIAL,
    EXTERNAL,
    HSM,
    NAME,
    NEEDS,
    PUBLIC,
    SECRET_KEY,
    SERVICE,
    TYPE,
)
from kms_targets.reference.rules import Need, Problem, Request, Service, is_there

_ALWAYS: tuple[tuple[str, str], ...] = ()


def faults() -> Iterator[Fault]:
    """All of them."""
    for need in NEEDS:
        slug, member = SLUGS[need.member], need.member
        yield _fault(f"{slug}-need-missing", need, f"{member} may always be left out", _without(need))
        yield _fault(f"{slug}-need-null", need, f"null counts as a {member}", _instead(replace(need, met=_in_body)))
        if need.when == ((TYPE, HSM),):
            described = f"{member} may be left out where {TYPE} is null"
            yield _fault(f"{slug}-need-null-type", need, described, _instead(replace(need, met=_null_type)))
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
    for kind, first in ((HSM, NEEDS[0]), (EXTERNAL, NEEDS[3])):
        yield _fault(
            f"{SLUGS[first.member]}-needs-together",
            first,
            f"what a store of {kind} needs is looked for only where some of it is there",
            _together([n for n in NEEDS if n.when == first.when]),
        )
    yield from _required()


def _folded(value: object) -> dict[str, Any] | None:
    names = [path.rpartition(".")[2] for path in (ACCESS_KEY, SECRET_KEY)]
    spelled = {name.lower(): name for name in names}
    return {spelled.get(str(key).lower(), str(key)): v for key, v in value.items()} if isinstance(value, dict) else None


def _null_type(member: str, request: Request) -> bool:
    return member in request.values or (TYPE in request.body and request.body[TYPE] is None)


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
    yield Fault(
        "credential-names-folded",
        of(f"{ACCESS_KEY}.required"),
        Kind.CONDITION,
        "the names in a credential are read without regard to case",
        rule(credential_of=_folded),
    )
    yield Fault(
        "credential-empty-suffices",
        of(f"{ACCESS_KEY}.required"),
        Kind.CONDITION,
        "an empty object counts as a credential",
        _lenient(lambda request: request.body[CREDENTIAL] == {}, ACCESS_KEY, SECRET_KEY),
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


def _together(needs: list[Need]) -> Change:
    def met(member: str, request: Request) -> bool:
        there = [is_there(need.member, request) for need in needs]
        return is_there(member, request) or not any(there)

    return lambda rules: replace(rules, needs=tuple(replace(n, met=met) if n in needs else n for n in rules.needs))


def _null_suffices(member: str) -> Change:
    outer, _, inner = member.rpartition(".")

    def is_null(request: Request) -> bool:
        around = request.body[outer] if outer else request.body
        return inner in around and around[inner] is None

    return _lenient(is_null, member)


def _lenient(enough: Callable[[Request], bool], *members: str) -> Change:
    """Members that are missing are not missed where something else is enough."""
    causes = {f"{member}.required" for member in members}

    def lenient(endpoint: Service, request: Request) -> Problem | None:
        problem = constraints(endpoint, request)
        return None if problem is not None and problem.cause in causes and enough(request) else problem

    return lambda rules: replace(rules, steps=tuple(lenient if step is constraints else step for step in rules.steps))
