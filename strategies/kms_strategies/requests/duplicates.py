"""Two stores one after the other: what the uniqueness rules compare is the same, nearly the same, or different.

Made for any rule of any operation. What a pair breaks is worked out by `spec` from the two requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kms_specification.facts import (
    Json,
    Operation,
    Unique,
)
from kms_specification.state.uniqueness import State, conflicts
from kms_specification.violations.requests import violations
from kms_strategies.cases import Case, breaks
from kms_strategies.placeholders import (
    LOWER,
    UPPER,
    Substitution,
    placeholders,
)
from kms_strategies.regex.parser import (
    bits,
    lengths,
    parse,
)
from kms_strategies.requests.distinct import numbered
from kms_strategies.requests.examples import Examples, Request, example
from kms_strategies.values.boundaries import of_length

# What a reader may take for the same that decodes, unescapes, replaces what it cannot write, or looks at a part alone.
_ENDS = (
    ("-x", "_x"),
    ("%41", "A"),
    ("+x", " x"),
    ("&amp;", "&"),
    ("\u8a9e", "\u5b57"),
    ("\U0001f600", "\U0001f601"),
    ("x\n", "x"),
    ("x\x01", "x"),
    ("\r\nx", "\nx"),
    ("\\x", "x"),
    (".x", ".y"),
)


def duplicates(operation: Operation, rule: Unique, requests: Examples) -> tuple[Case, ...]:
    """Pairs of requests for every two variants that have what the rule compares; the second is judged.

    None of them breaks another rule, or rests on what the documents leave open.
    """
    found = [c for c in _pairs(operation, rule, requests) if not breaks(operation, c) and _only(operation, rule, c)]
    return tuple({repr(c): c for c in found}.values())


def _only(operation: Operation, rule: Unique, case: Case) -> bool:
    """Whether a case surely breaks just this rule, or surely none, and all that has to be there can be there at once.

    It cannot where a target takes one value of a member alone.
    """
    substitution = Substitution(Random(0))
    stores = tuple(substitution(request) for request in case.before)
    if any(conflicts(operation, store, State(stores[:n])) for n, store in enumerate(stores)):  # type: ignore[arg-type]
        return False
    found = conflicts(operation, substitution(case.request), State(stores))  # type: ignore[arg-type]
    return all(clash.certain and clash.rule.name == rule.name for clash in found)


def _pairs(operation: Operation, rule: Unique, requests: Examples) -> Iterator[Case]:
    having = {name: r for name, r in requests.items() if all(isinstance(r.get(m), str) for m in rule.members)}
    for new, request in having.items():
        for old, existing in having.items():
            other = different(operation, request, existing)
            yield Case(other, new, (existing,))
            yield Case({**other, **_taken(rule, existing)}, new, (existing,))
            for member in rule.members if len(rule.members) > 1 else ():
                yield Case({**other, member: existing[member]}, new, (existing,))
            if new == old:
                yield from _otherwise(operation, rule, new, other, existing)
                yield from _nearly(operation, rule, new, other, existing)


def _otherwise(operation: Operation, rule: Unique, variant: str, other: Request, existing: Request) -> Iterator[Case]:
    """The same by default, and where the store that has it is neither the first nor the last."""
    taken = {**other, **_taken(rule, existing)}
    default = operation.defaults_among(operation.variant(variant).chosen_by)
    if default & taken.keys():
        yield Case({m: v for m, v in taken.items() if m not in default}, variant, (existing,))
    first, last = (numbered(operation, existing, number) for number in (1, 2))
    yield Case(taken, variant, (first, existing, last))


def same(rule: Unique, case: Case) -> bool:
    """Whether the second request has the values of the first that the rule compares."""
    assert isinstance(case.request, dict)
    return all(case.request.get(m) == before.get(m) for before in case.before for m in rule.members)


def apart(operation: Operation, rule: Unique) -> frozenset[str]:
    """The members that other rules compare and this one does not."""
    compared = {m for other in operation.uniqueness for m in other.members}
    return frozenset(compared - set(rule.members))


def _taken(rule: Unique, existing: Request) -> Request:
    return {m: existing[m] for m in rule.members}


def different(operation: Operation, request: Request, existing: Request) -> Request:
    """The request with another value of everything that any rule compares."""
    compared = {m for rule in operation.uniqueness for m in rule.members}
    return {n: _other(operation, n, v, existing) if n in compared else v for n, v in request.items()}


def _other(operation: Operation, name: str, value: Json, existing: Request) -> Json:
    """Another value of a member that its constraints allow, as like the first as can be."""
    if not isinstance(value, str):
        return value
    # With one hole less it is another run, and is filled with other letters.
    at = next((n for n, c in enumerate(value) if placeholders(c)), 0)
    alike = [value[:at] + letter + value[at + 1 :] for letter in "bB4"] if placeholders(value) > 1 else []
    others = (
        *alike,
        value[:at] + "a" + value[at:],
        f"/x{value}",
        *(example(operation.member(name), n) for n in (0, 1)),
    )
    return next((v for v in others if v != existing.get(name) and _fits(operation, name, v)), value)


def _fits(operation: Operation, name: str, value: Json) -> bool:
    """Whether a value breaks no constraint on its own member."""
    found = violations(operation, Substitution(Random(0))({name: value}))
    return not any(v.certain and v.requirement.startswith(f"{operation.name}.{name}.") for v in found)


def _nearly(operation: Operation, rule: Unique, variant: str, other: Request, existing: Request) -> Iterator[Case]:
    """Values that differ in the case of a letter, in white space, after a NUL, in what matches anything to a database
    or to a regular expression, or in what only a tidy reader takes for the same.
    """
    for member in rule.members:
        value = existing[member]
        assert isinstance(value, str)
        for theirs, mine in (*_twins(value), *_longest(operation, member, value)):
            if not _fits(operation, member, theirs):
                continue
            before = {**existing, member: theirs}
            yield Case({**other, **_taken(rule, before), member: mine}, variant, (before,))


def _longest(operation: Operation, member: str, value: str) -> Iterator[tuple[str, str]]:
    """Two values as long as can be that differ in their last character."""
    length, pattern = operation.member(member).length, operation.member(member).pattern
    if length is None:
        return
    if pattern is None:
        start = value + "x" * (length.most - len(value) - 1)
    else:
        longest = bits(lengths(parse(pattern.expression), length.most))[-1]
        start = of_length(operation.member(member), longest)[:-1]
    for pair in ("yz", "23"):
        first, second = (start + last for last in pair)
        if _fits(operation, member, first) and _fits(operation, member, second):
            yield first, second
            break
    if pattern is None:
        yield from ((f"y{start}", f"z{start}"),)


def _twins(value: str) -> Iterator[tuple[str, str]]:
    for hole, letter in ((LOWER, "x"), (UPPER, "X")):
        if hole in value:
            yield value.replace(hole, letter, 1), value.replace(hole, letter.swapcase(), 1)
            yield value.replace(hole, "e\u0301", 1), value.replace(hole, "\u00e9", 1)
    yield value[:1] + " " + value[1:], value[:1] + "  " + value[1:]
    yield value, f"{value} "
    yield value, f" {value}"
    yield value, f"{value}\u200b"
    yield f"/x{value}", f"/x/{value.lstrip('/')}" if not value.startswith("/") else f"/x/{value}"
    yield f"/x{value}", f"/X{value}"
    yield f"{value}\0x", f"{value}\0y"
    for wildcard in "_%.":
        yield f"{value}x", f"{value}{wildcard}"
        yield f"{value}{wildcard}", f"{value}x"
    yield value[:-1] + "1", value[:-1] + "01"
    yield value, value.replace("1", "2", 1)
    yield from ((f"{value}{theirs}", f"{value}{mine}") for theirs, mine in _ENDS)
    yield from ((f"x{sign}{value}", f"y{sign}{value}") for sign in "/:")
    yield "77", "077"
