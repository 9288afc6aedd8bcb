"""Faults of valid values, and of the default that one of them is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import (
    SLUGS,
    Change,
    Fault,
    Kind,
    of,
    rule,
    text,
)
from kms_targets.reference.operations.custom_key_stores.members import VALIDATION
from kms_targets.reference.operations.custom_key_stores.page import (
    CONNECTIVITY,
    EXTERNAL,
    HSM,
    PUBLIC,
    TEXTS,
    TYPE,
    VPC,
)
from kms_targets.reference.rules import Need, Problem, Request, Rules, Step

_VALUES = {TYPE: (HSM, EXTERNAL), CONNECTIVITY: (PUBLIC, VPC)}

# How a value is read before it is looked for among the valid ones.
_READINGS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("case", "read without regard to case", str.upper),
    ("trimmed", "read without white space around it", str.strip),
    ("hyphens", "read with hyphens for underscores", lambda value: value.replace("-", "_")),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    for member, (first, second) in _VALUES.items():
        slug = SLUGS[member]
        yield _fault(f"{slug}-enum-missing", member, f"any {member} is taken", _allowed(member, ()))
        for how, what, reading in _READINGS:
            yield _fault(f"{slug}-enum-{how}", member, f"{member} is {what}", _read_as(member, reading))
        extra = {TYPE: "EXTERNAL", CONNECTIVITY: "PRIVATE_ENDPOINT"}[member]
        yield _fault(
            f"{slug}-enum-extra", member, f"{extra} is a {member} as well", _allowed(member, (first, second, extra))
        )
        yield _fault(
            f"{slug}-enum-second-refused", member, f"{second} is no {member}", _refused(member, second), spreads=True
        )
        yield _fault(f"{slug}-enum-prefix", member, f"a {member} is known by its start", _known_by_start(member))
    yield _fault(
        "type-enum-first-refused", TYPE, f"{HSM} is no {TYPE} where it is said", _refused(TYPE, HSM), spreads=True
    )
    yield _fault(
        "type-empty-is-default", TYPE, f"an empty {TYPE} is taken for none", _read_as(TYPE, lambda v: v or HSM)
    )
    yield _default("type-default-external", f"the default {TYPE} is {EXTERNAL}", rule(defaults={TYPE: EXTERNAL}))
    yield _default("type-required", f"{TYPE} is required", _also_required(TYPE))
    yield _default("type-default-unchecked", f"conditions hold where {TYPE} is said, not by default", _where_said)


def _fault(name: str, member: str, description: str, change: Change, *, spreads: bool = False) -> Fault:
    return Fault(name, of(f"{member}.enum"), Kind.ENUM, description, change, spreads)


def _default(name: str, description: str, change: Change) -> Fault:
    return Fault(name, of(f"{TYPE}.default"), Kind.ENUM, description, change)


def _allowed(member: str, values: tuple[str, ...]) -> Change:
    return text(member, allowed=values)


def _refused(member: str, value: str) -> Change:
    problem = Problem(VALIDATION, "The value is not valid.", 400, f"{member}.enum")
    return _first(lambda endpoint, request: problem if request.body.get(member) == value else None)


def _read_as(member: str, reading: Callable[[str], str]) -> Change:
    def read(endpoint: object, request: Request) -> None:
        if member in request.values:
            request.values[member] = reading(request.values[member])

    return _first(read)


def _first(step: Step) -> Change:
    return lambda rules: replace(rules, steps=(step, *rules.steps))


def _known_by_start(member: str) -> Change:
    def full(value: str) -> str:
        return next((known for known in TEXTS[member].allowed if value.startswith(known)), value)

    return _read_as(member, full)


def _also_required(member: str) -> Change:
    return lambda rules: replace(rules, required=rules.required | {member}, defaults={})


def _where_said(rules: Rules) -> Rules:
    def said(need: Need) -> Need:
        met = need.met
        return replace(need, met=lambda member, request: TYPE not in request.body or met(member, request))

    return replace(rules, needs=tuple(map(said, rules.needs)))
