r"""Faults of character classes: one that takes a neighbour of its edge, refuses an edge, or means Unicode.

A table a member: the pattern with `{}` where its class stands, and the classes that are slightly wrong.
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

_UNICODE_LETTER = r"[^\W\d_]"
_UNICODE_DIGIT = r"\d"

# member: (pattern, ((slug, class, what it does), ...))
_CLASSES: dict[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    CLUSTER: (
        r"cluster-(?:{}){{11,16}}",
        (
            ("takes-1", "[1-7a-zA-Z]", "takes 1"),
            ("takes-8", "[2-8a-zA-Z]", "takes 8"),
            ("takes-any-digit", "[0-9a-zA-Z]", "takes every digit"),
            ("takes-underscore", "[2-7a-zA-Z_]", "takes _"),
            ("takes-hyphen", "[2-7a-zA-Z-]", "takes -"),
            ("takes-backtick", "[2-7`-zA-Z]", "takes `"),
            ("takes-brace", "[2-7a-{A-Z]", "takes {"),
            ("takes-at", "[2-7a-z@-Z]", "takes @"),
            ("takes-bracket", r"[2-7a-zA-\[]", "takes ["),
            ("takes-A-to-z", "[2-7A-z]", "is written A-z"),
            ("takes-unicode-letters", f"(?:[2-7]|{_UNICODE_LETTER})", "takes letters of every script"),
            ("takes-unicode-digits", f"(?:[2-7a-zA-Z]|(?![0-9]){_UNICODE_DIGIT})", "takes digits of other scripts"),
            ("refuses-2", "[3-7a-zA-Z]", "refuses 2"),
            ("refuses-7", "[2-6a-zA-Z]", "refuses 7"),
            ("refuses-z", "[2-7a-yA-Z]", "refuses z"),
            ("refuses-A", "[2-7a-zB-Z]", "refuses A"),
            ("refuses-upper", "[2-7a-z]", "refuses upper case"),
        ),
    ),
    ACCESS_KEY: (
        r"(?:{})+",
        (
            ("takes-1", "[A-Z1-7]", "takes 1"),
            ("takes-8", "[A-Z2-8]", "takes 8"),
            ("takes-any-digit", "[A-Z0-9]", "takes every digit"),
            ("takes-at", "[@-Z2-7]", "takes @"),
            ("takes-bracket", r"[A-\[2-7]", "takes ["),
            ("takes-underscore", "[A-Z2-7_]", "takes _"),
            ("takes-hyphen", "[A-Z2-7-]", "takes -"),
            ("takes-slash", "[A-Z2-7/]", "takes /"),
            ("takes-padding", "[A-Z2-7=]", "takes the = of base 32"),
            ("takes-unicode-digits", f"(?:[A-Z2-7]|(?![0-9]){_UNICODE_DIGIT})", "takes digits of other scripts"),
            ("refuses-Z", "[A-Y2-7]", "refuses Z"),
            ("refuses-7", "[A-Z2-6]", "refuses 7"),
            ("refuses-digits", "[A-Z]", "refuses digits"),
        ),
    ),
    SECRET_KEY: (
        r"(?:{})+",
        (
            ("takes-hyphen", "[a-zA-Z0-9/+=-]", "takes -"),
            ("takes-underscore", "[a-zA-Z0-9/+=_]", "takes _"),
            ("takes-dot", "[a-zA-Z0-9./+=]", "takes ."),
            ("takes-colon", "[a-zA-Z0-:/+=]", "takes :"),
            ("takes-space", "[a-zA-Z0-9/+= ]", "takes a space"),
            ("takes-at", "[a-z@-Z0-9/+=]", "takes @"),
            ("takes-brace", "[a-{A-Z0-9/+=]", "takes {"),
            ("takes-A-to-z", "[A-z0-9/+=]", "is written A-z"),
            ("takes-plus-to-equals", "[a-zA-Z+-=]", "is written +-=, a range"),
            ("refuses-slash", "[a-zA-Z0-9+=]", "refuses /"),
            ("refuses-plus", "[a-zA-Z0-9/=]", "refuses +"),
            ("refuses-equals", "[a-zA-Z0-9/+]", "refuses ="),
            ("refuses-Z", "[a-zA-Y0-9/+=]", "refuses Z"),
        ),
    ),
    ENDPOINT: (
        r"https://(?:{})+",
        (
            ("takes-underscore", "[a-zA-Z0-9._-]", "takes _"),
            ("takes-slash", "[a-zA-Z0-9./-]", "takes /"),
            ("takes-backslash", r"[a-zA-Z0-9.\\-]", "takes a backslash"),
            ("takes-colon", "[a-zA-Z0-9.:-]", "takes : and with it a port"),
            ("takes-at", "[a-zA-Z0-9.@-]", "takes @ and with it a user"),
            ("takes-query", "[a-zA-Z0-9.?=-]", "takes a query"),
            ("takes-percent", "[a-zA-Z0-9.%-]", "takes %"),
            ("takes-star", "[a-zA-Z0-9.*-]", "takes *"),
            ("takes-space", "[a-zA-Z0-9. -]", "takes a space"),
            ("takes-A-to-z", "[A-z0-9.-]", "is written A-z"),
            ("takes-dot-to-nine", "[a-zA-Z.-9-]", "is written .-9, a range"),
            ("takes-unicode-letters", f"(?:[0-9.-]|{_UNICODE_LETTER})", "takes letters of every script"),
            ("refuses-upper", "[a-z0-9.-]", "refuses upper case"),
            ("refuses-hyphen", "[a-zA-Z0-9.]", "refuses -"),
            ("refuses-9", "[a-zA-Z0-8.-]", "refuses 9"),
            ("refuses-Z", "[a-zA-Y0-9.-]", "refuses Z"),
        ),
    ),
    PATH: (
        r"(?:/(?:{})+)?/kms/xks/v[0-9]{{1,2}}",
        (
            ("takes-dot", r"[a-zA-Z0-9\/_.-]", "takes ."),
            ("takes-tilde", r"[a-zA-Z0-9\/_~-]", "takes ~"),
            ("takes-percent", r"[a-zA-Z0-9\/_%-]", "takes %"),
            ("takes-space", r"[a-zA-Z0-9\/_ -]", "takes a space"),
            ("takes-colon", r"[a-zA-Z0-:\/_-]", "takes :"),
            ("takes-at", r"[a-z@-Z0-9\/_-]", "takes @"),
            ("takes-A-to-z", r"[A-z0-9\/_-]", "is written A-z"),
            ("takes-unicode-letters", rf"(?:[0-9\/_-]|{_UNICODE_LETTER})", "takes letters of every script"),
            ("refuses-underscore", r"[a-zA-Z0-9\/-]", "refuses _"),
            ("refuses-hyphen", r"[a-zA-Z0-9\/_]", "refuses -"),
            ("refuses-slash", r"[a-zA-Z0-9_-]", "refuses /"),
            ("refuses-upper", r"[a-z0-9\/_-]", "refuses upper case"),
            ("refuses-9", r"[a-zA-Z0-8\/_-]", "refuses 9"),
            ("refuses-Z", r"[a-zA-Y0-9\/_-]", "refuses Z"),
        ),
    ),
    SERVICE: (
        r"com\.amazonaws\.vpce\.([a-z]+-){{2,3}}[0-9]+\.vpce-svc-(?:{})+",
        (
            ("takes-upper", "[0-9a-zA-Z]", "takes upper case"),
            ("takes-hyphen", "[0-9a-z-]", "takes -"),
            ("takes-underscore", "[0-9a-z_]", "takes _"),
            ("takes-dot", "[0-9a-z.]", "takes ."),
            ("takes-colon", "[0-:a-z]", "takes :"),
            ("takes-brace", "[0-9a-{]", "takes {"),
            ("refuses-9", "[0-8a-z]", "refuses 9"),
            ("refuses-z", "[0-9a-y]", "refuses z"),
            ("takes-hexadecimal-alone", "[0-9a-f]", "takes hexadecimal digits alone"),
        ),
    ),
}


def faults() -> Iterator[Fault]:
    """All of them."""
    for member, (frame, classes) in _CLASSES.items():
        for slug, wrong, what in classes:
            pattern = re.compile(frame.format(wrong))
            yield slip(member, slug, f"the class in the pattern of {member} {what}", pattern.fullmatch)
