"""Faults that one value in many shows: a length between the bounds, a letter of a class, a word that means nothing.

A developer's own list, column or reserved word stands behind most of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from kms_targets.reference.faults.constraints.patterns import PATTERNED
from kms_targets.reference.faults.fault import SLUGS, Change, Fault, Kind, of, text
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    ANCHOR,
    CLUSTER,
    CONNECTIVITY,
    ENDPOINT,
    NAME,
    PASSWORD,
    PATH,
    SECRET_KEY,
    SERVICE,
    TEXTS,
    TYPE,
)
from kms_targets.reference.rules import Problem, Request, Rules, Service

Test = Callable[[str], bool]

_LENGTHS = ((NAME, 100), (ANCHOR, 1024), (PASSWORD, 20), (SECRET_KEY, 56), (ENDPOINT, 64), (PATH, 64), (SERVICE, 50))
_LETTERS = ((ACCESS_KEY, "I"), (SECRET_KEY, "l"), (CLUSTER, "O"), (ENDPOINT, "q"), (PATH, "5"), (SERVICE, "g"))
_TAKEN = ((ACCESS_KEY, "0"), (CLUSTER, "9"), (CLUSTER, "é"), (SECRET_KEY, ","), (ENDPOINT, "~"), (PATH, "é"))
_WORDS = ((TYPE, "XKS"), (CONNECTIVITY, "PUBLIC_ENDPOINT_SERVICE"))
_REFUSED: tuple[tuple[str, str, str, str, Test], ...] = (
    ("name-digits-refused", NAME, "length.min", "of digits alone", str.isdigit),
    ("name-null-refused-as-text", NAME, "length.min", "that reads null", lambda value: value == "null"),
    ("name-star-refused", NAME, "length.min", "with a *", lambda value: "*" in value),
    ("password-blank-refused", PASSWORD, "length.min", "of spaces alone", lambda value: not value.strip()),
    ("path-v9-refused", PATH, "pattern", "of version 9", lambda value: value.endswith("/v9")),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    for member, length in _LENGTHS:
        described = f"a {member} of {length} characters is refused"
        refusing = _refusing(member, partial(_has_length, length))
        yield Fault(f"{SLUGS[member]}-of-{length}", of(f"{member}.length.max"), Kind.BOUNDS, described, refusing)
    for name, member, aspect, which, test in _REFUSED:
        yield Fault(
            name, of(f"{member}.{aspect}"), Kind.BOUNDS, f"a {member} {which} is refused", _refusing(member, test)
        )
    for member, letter in _LETTERS:
        lacking = _refusing(member, partial(_has, letter))
        yield _pattern(member, f"lacks-{letter}", f"has no {letter} in its class", lacking)
    for member, taken in _TAKEN:
        yield _pattern(member, f"also-{ord(taken)}", f"has {taken} in its class", _also(member, taken))
    for member in PATTERNED:
        yield _pattern(member, "carriage-return", "lets a carriage return follow", _also_before(member, "\r"))
        yield _default(member)
    for member, word in _WORDS:
        allowed = text(member, allowed=(*TEXTS[member].allowed, word))
        name = f"{SLUGS[member]}-enum-{word.replace('_', '-')}"
        yield Fault(name, of(f"{member}.enum"), Kind.ENUM, f"{word} is a {member}", allowed)
    yield _default(NAME, "length.max")


def _pattern(member: str, slug: str, how: str, change: Change) -> Fault:
    described = f"the pattern of {member} {how}"
    return Fault(f"{SLUGS[member]}-pattern-{slug}", of(f"{member}.pattern"), Kind.PATTERN, described, change)


def _has_length(length: int, value: str) -> bool:
    return len(value) == length


def _has(letter: str, value: str) -> bool:
    return letter in value


def _refusing(member: str, test: Test) -> Change:
    matches = TEXTS[member].matches
    return text(member, matches=lambda value: (matches is None or matches(value)) and not test(value))


def _also(member: str, taken: str) -> Change:
    """Takes a character wherever a letter may stand."""
    matches = TEXTS[member].matches
    assert matches is not None
    return text(member, matches=lambda value: matches(value) or matches(value.replace(taken, "A")))


def _also_before(member: str, end: str) -> Change:
    matches = TEXTS[member].matches
    assert matches is not None
    return text(member, matches=lambda value: matches(value.removesuffix(end)))


def _default(member: str, aspect: str = "pattern") -> Fault:
    """A member is not looked at in a request that does not say its type."""

    def change(rules: Rules) -> Rules:
        plain, *others = rules.steps

        def constraints(endpoint: Service, request: Request) -> Problem | None:
            problem = plain(endpoint, request)
            said = request.body.get(TYPE) is not None
            return None if problem is not None and not said and problem.cause.startswith(f"{member}.") else problem

        return replace(rules, steps=(constraints, *others))

    described = f"{member} is not checked where no {TYPE} is said"
    return Fault(f"{SLUGS[member]}-default-unchecked", of(f"{member}.{aspect}"), Kind.CONDITION, described, change)
