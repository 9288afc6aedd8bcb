"""Faults of patterns that are the same for every pattern: not checked, not anchored, folded.

Each member has its table of its own slips beside this file, in `classes.py` and `shapes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kms_targets.reference.faults.fault import (
    SLUGS,
    Fault,
    Kind,
    of,
    text,
)
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    CLUSTER,
    ENDPOINT,
    PATH,
    SECRET_KEY,
    SERVICE,
    TEXTS,
    whole,
)

PATTERNED = (CLUSTER, ACCESS_KEY, SECRET_KEY, ENDPOINT, PATH, SERVICE)

Matcher = Callable[[str], object]

_WAYS: tuple[tuple[str, str, Callable[[str], Matcher | None]], ...] = (
    ("missing", "is not checked", lambda bare: None),
    ("search", "is searched for anywhere in the value", lambda bare: re.compile(bare, re.ASCII).search),
    ("start", "is not anchored at the start", lambda bare: re.compile(rf"(?:{bare})\Z", re.ASCII).search),
    ("end", "is not anchored at the end", lambda bare: re.compile(bare, re.ASCII).match),
    ("newline", "ends in $, which lets a newline through", lambda bare: re.compile(f"(?:{bare})$", re.ASCII).match),
    ("multiline", "is matched line by line", lambda bare: re.compile(f"^(?:{bare})$", re.ASCII | re.M).search),
    ("case", "is matched without regard to case", lambda bare: whole(bare, re.IGNORECASE)),
)
_BOTH_CASES_ALREADY = {(SECRET_KEY, "case")}


def faults() -> Iterator[Fault]:
    """All of them."""
    for member in PATTERNED:
        bare = (TEXTS[member].pattern or "").replace("^", "").replace("$", "")
        for slug, how, made in _WAYS:
            if (member, slug) not in _BOTH_CASES_ALREADY:
                yield slip(member, slug, f"the pattern of {member} {how}", made(bare))


def slip(member: str, slug: str, description: str, matches: Matcher | None, *, spreads: bool = False) -> Fault:
    """A fault of one member's pattern."""
    name = f"{SLUGS[member]}-pattern-{slug}"
    return Fault(name, of(f"{member}.pattern"), Kind.PATTERN, description, text(member, matches=matches), spreads)
