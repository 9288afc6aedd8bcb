"""Faults of lengths: a side missing, one off, or counted in something else than characters.

Left out is what no request can show: every wrong length of a cluster id also breaks its pattern, and the shortest
path and service name that their patterns admit are longer than the least length.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import (
    SLUGS,
    Fault,
    Kind,
    of,
    text,
)
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    ANCHOR,
    CLUSTER,
    ENDPOINT,
    NAME,
    PASSWORD,
    PATH,
    SECRET_KEY,
    SERVICE,
    TEXTS,
)
from kms_targets.reference.rules import NO_BOUND, Request, Rules

# The least and greatest number of characters that a valid value can have, where a pattern decides it.
_SHORTEST = {PATH: 11, SERVICE: 35}
DECIDED_BY_PATTERN = {CLUSTER: ("min", "max"), PATH: ("min",), SERVICE: ("min",)}

_BOUNDED = (NAME, CLUSTER, PASSWORD, ANCHOR, ACCESS_KEY, SECRET_KEY, ENDPOINT, PATH, SERVICE)
_ANY_CHARACTER = (NAME, PASSWORD, ANCHOR)


def faults() -> Iterator[Fault]:
    """All of them."""
    for member in _BOUNDED:
        least, most = _SHORTEST.get(member, TEXTS[member].least), TEXTS[member].most
        for side, field, bound, step in (("min", "least", least, -1), ("max", "most", most, 1)):
            if side not in DECIDED_BY_PATTERN.get(member, ()):
                nothing = 0 if side == "min" else NO_BOUND
                yield _fault(member, side, "missing", "is not checked", field, nothing)
                yield _fault(member, side, "lax", "is one off, too lax", field, bound + step)
            yield _fault(member, side, "strict", "is one off, too strict", field, bound - step)
    yield _fault(ANCHOR, "max", "4096", "is 4096", "most", 4096)
    yield _fault(NAME, "max", "64", "is 64", "most", 64)
    for member in _ANY_CHARACTER:
        yield _measured(member, "max", "bytes", "is counted in bytes of UTF-8", _bytes_above(TEXTS[member].least))
        yield _measured(member, "max", "composed", "is counted after composition (NFC)", _composed(TEXTS[member].most))
        yield _measured(member, "min", "trimmed", "is counted without white space around it", lambda v: len(v.strip()))
    yield _measured(ANCHOR, "max", "lines", "is counted with line ends of one character", _lines)
    yield _measured(PASSWORD, "min", "bytes", "is counted in bytes of UTF-8", _bytes_below(TEXTS[PASSWORD].least))
    yield _measured(PASSWORD, "min", "composed", "is counted after composition (NFC)", _composed())
    for member in (CLUSTER, PASSWORD, ANCHOR, ENDPOINT, PATH, SERVICE):
        yield Fault(
            f"{SLUGS[member]}-empty-is-absent",
            of(f"{member}.length.min"),
            Kind.BOUNDS,
            f"an empty {member} is taken for none",
            _empty_is_absent(member),
        )


def _fault(member: str, side: str, slug: str, how: str, field: str, bound: int) -> Fault:
    return Fault(
        f"{SLUGS[member]}-{side}-{slug}",
        of(f"{member}.length.{side}"),
        Kind.BOUNDS,
        f"the {side}imum length of {member} {how}",
        text(member, **{field: bound}),
    )


def _measured(member: str, side: str, slug: str, how: str, size: Callable[[str], int]) -> Fault:
    return Fault(
        f"{SLUGS[member]}-{side}-{slug}",
        of(f"{member}.length.{side}"),
        Kind.BOUNDS,
        f"the {side}imum length of {member} {how}",
        text(member, size=size),
    )


def _bytes(value: str) -> int:
    return len(value.encode("utf-8", "surrogatepass"))


def _bytes_above(least: int) -> Callable[[str], int]:
    return lambda value: _bytes(value) if len(value) > least else len(value)


def _bytes_below(least: int) -> Callable[[str], int]:
    return lambda value: _bytes(value) if len(value) < least else len(value)


def _lines(value: str) -> int:
    return len(value.replace("\r\n", "\n"))


def _composed(above: int = 0) -> Callable[[str], int]:
    """What is left of more than so many characters when those that combine are one with those before."""
    return lambda value: len(unicodedata.normalize("NFC", value)) if len(value) > above else len(value)


def _empty_is_absent(member: str) -> Callable[[Rules], Rules]:
    def not_empty(needed: str, request: Request) -> bool:
        return bool(request.values.get(needed))

    def change(rules: Rules) -> Rules:
        plain = rules.texts[member]
        matches = plain.matches
        lenient = replace(
            plain,
            size=lambda value: plain.size(value) or plain.least,
            matches=None if matches is None else (lambda value: value == "" or matches(value)),
        )
        needs = tuple(replace(n, met=not_empty) if n.member == member else n for n in rules.needs)
        return replace(rules, texts={**rules.texts, member: lenient}, needs=needs)

    return change
