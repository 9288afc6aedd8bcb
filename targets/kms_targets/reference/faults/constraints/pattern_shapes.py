r"""Faults of what stands around the classes: counts, alternatives, literals, dots, and values found untidy.

Each pattern is written out whole, as somebody would have got it wrong. Matched whole; \d is any digit of Unicode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kms_targets.reference.faults.constraints.patterns import slip
from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    CLUSTER,
    ENDPOINT,
    PATH,
    SECRET_KEY,
    SERVICE,
)

_PREFIX = r"/[a-zA-Z0-9\/_-]+"
_BARE = "/kms/xks/v[0-9]{1,2}"
_CLUSTERS = "[2-7a-zA-Z]"
_NAME = r"com\.amazonaws\.vpce\.([a-z]+-){2,3}[0-9]+\.vpce-svc-[0-9a-z]+"


def _service(right: str, wrong: str) -> str:
    """The pattern of service names with some part of it wrong."""
    assert right in _NAME
    return _NAME.replace(right, wrong)


# member: ((slug, pattern, what it does), ...)
_SHAPES: dict[str, tuple[tuple[str, str, str], ...]] = {
    CLUSTER: (
        ("at-least-12", f"cluster-{_CLUSTERS}{{12,16}}", "asks for 12 characters after the hyphen"),
        ("at-most-15", f"cluster-{_CLUSTERS}{{11,15}}", "allows 15 characters after the hyphen"),
        ("exactly-11", f"cluster-{_CLUSTERS}{{11}}", "wants 11 characters after the hyphen, no more"),
        ("any-separator", f"cluster.{_CLUSTERS}{{11,16}}", "takes any character for the hyphen"),
        ("plural", f"clusters?-{_CLUSTERS}{{11,16}}", "takes clusters-"),
        ("any-prefix", f"[a-z]+-{_CLUSTERS}{{11,16}}", "takes any word for cluster"),
    ),
    ACCESS_KEY: (("letter-first", "[A-Z][A-Z2-7]*", "wants a letter first"),),
    SECRET_KEY: (
        ("base64-padding", "[a-zA-Z0-9/+]+={0,2}", "takes = at the end alone"),
        ("base64-fours", "(?:[a-zA-Z0-9/+=]{4})+", "wants a multiple of four characters"),
    ),
    ENDPOINT: (
        ("http", "https?://[a-zA-Z0-9.-]+", "takes http"),
        ("no-scheme", "(https://)?[a-zA-Z0-9.-]+", "does without the scheme"),
        ("any-scheme", "[a-z]+://[a-zA-Z0-9.-]+", "takes any scheme"),
        ("one-slash", "https:/{1,2}[a-zA-Z0-9.-]+", "takes one slash after the scheme"),
        ("three-slashes", "https:/{2,3}[a-zA-Z0-9.-]+", "takes three slashes after the scheme"),
        ("port", "https://[a-zA-Z0-9.-]+(:443)?", "takes :443"),
        ("trailing-slash", "https://[a-zA-Z0-9.-]+/?", "takes a slash at the end"),
        ("anything", "https://.+", "takes anything after the scheme"),
        ("two-labels", r"https://[a-zA-Z0-9-]+(\.[a-zA-Z0-9.-]+)+", "wants a dot in the host name"),
        ("no-empty-label", r"https://[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*", "wants no empty label"),
        ("no-hyphen-first", "https://[a-zA-Z0-9.][a-zA-Z0-9.-]*", "wants no hyphen first"),
        ("no-digit-first", "https://[a-zA-Z.-][a-zA-Z0-9.-]*", "wants no digit first"),
        ("label-of-63", r"https://(?!.*[a-zA-Z0-9-]{64})[a-zA-Z0-9.-]+", "wants labels of at most 63 characters"),
    ),
    PATH: (
        ("bare-dropped", rf"{_PREFIX}/kms/xks/v[0-9]{{1,2}}", "refuses a path without prefix"),
        ("prefix-dropped", r"/kms/xks/v[0-9]{1,2}", "refuses a path with prefix"),
        ("one-digit", rf"({_PREFIX})?/kms/xks/v[0-9]", "takes one digit, not two"),
        ("two-digits", rf"({_PREFIX})?/kms/xks/v[0-9]{{2}}", "takes two digits, not one"),
        ("three-digits", rf"({_PREFIX})?/kms/xks/v[0-9]{{1,3}}", "takes three digits"),
        ("no-digit", rf"({_PREFIX})?/kms/xks/v[0-9]{{0,2}}", "does without a digit"),
        ("v1-alone", rf"({_PREFIX})?/kms/xks/v1", "takes no version but v1"),
        ("one-path", "/kms/xks/v1", "takes /kms/xks/v1 and no other path"),
        ("unicode-digit", rf"({_PREFIX})?/kms/xks/v\d{{1,2}}", "takes digits of other scripts"),
        ("empty-prefix", r"(/[a-zA-Z0-9\/_-]*)?/kms/xks/v[0-9]{1,2}", "takes an empty prefix"),
        ("no-slash-before-kms", rf"({_PREFIX}/?|/)kms/xks/v[0-9]{{1,2}}", "does without the slash before kms"),
        ("no-slash-first", r"(/?[a-zA-Z0-9\/_-]+)?/kms/xks/v[0-9]{1,2}", "does without the slash at the start"),
        ("trailing-slash", rf"({_PREFIX})?/kms/xks/v[0-9]{{1,2}}/?", "takes a slash at the end"),
        ("half-anchored", rf"{_PREFIX}{_BARE}.*|.*{_BARE}", "binds ^ and $ to one half each"),
        ("no-double-slash", rf"(?!.*//)({_PREFIX})?/kms/xks/v[0-9]{{1,2}}", "refuses two slashes in a row"),
        ("no-xks", rf"({_PREFIX})?/kms(/xks)?/v[0-9]{{1,2}}", "does without /xks"),
        ("any-version", rf"({_PREFIX})?/kms/xks/[a-z0-9]+", "takes any word for the version"),
    ),
    SERVICE: (
        ("dots", _service(r"\.", "."), "takes any character for each dot"),
        ("first-dot", _service(r"com\.", "com."), "takes any character for the first dot"),
        ("last-dot", _service(r"\.vpce-", ".vpce-"), "takes any character for the last dot"),
        ("one-word", _service("([a-z]+-){2,3}", "([a-z]+-){1,3}"), "takes a region of one word"),
        ("four-words", _service("([a-z]+-){2,3}", "([a-z]+-){2,4}"), "takes a region of four words"),
        ("two-words-alone", _service("([a-z]+-){2,3}", "([a-z]+-){2}"), "refuses a region of three words"),
        ("three-words-alone", _service("([a-z]+-){2,3}", "([a-z]+-){3}"), "refuses a region of two words"),
        ("two-letters", _service("([a-z]+-){2,3}", "([a-z]{2,}-){2,3}"), "wants two letters a word"),
        ("empty-word", _service("([a-z]+-){2,3}", "([a-z]*-){2,3}"), "takes an empty word in the region"),
        ("upper-region", _service("([a-z]+-){2,3}", "([a-zA-Z]+-){2,3}"), "takes upper case in the region"),
        ("digit-in-word", _service("([a-z]+-){2,3}", "([a-z0-9]+-){2,3}"), "takes digits in the words of the region"),
        ("one-digit", _service("[0-9]+", "[0-9]"), "takes one digit after the region, no more"),
        ("no-digit", _service("[0-9]+", "[0-9]*"), "does without a digit after the region"),
        ("unicode-digit", _service("[0-9]+", r"\d+"), "takes digits of other scripts"),
        ("no-id", _service("[0-9a-z]+", "[0-9a-z]*"), "does without an id"),
        ("id-of-17", _service("[0-9a-z]+", "[0-9a-z]{17}"), "wants an id of 17 characters"),
        ("any-top", _service("com", "[a-z]+"), "takes any word for com"),
        ("no-svc", _service("svc-", "(svc-)?"), "does without svc"),
    ),
}


# These refuse what most valid requests have.
_COMMON = {(PATH, "bare-dropped"), (PATH, "two-digits"), (SERVICE, "three-words-alone")}


def faults() -> Iterator[Fault]:
    """All of them."""
    for member, shapes in _SHAPES.items():
        for slug, wrong, what in shapes:
            matches = re.compile(wrong).fullmatch
            spreads = (member, slug) in _COMMON
            yield slip(member, slug, f"the pattern of {member} {what}", matches, spreads=spreads)
