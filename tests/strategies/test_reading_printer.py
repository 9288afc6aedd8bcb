"""Classes as a person reads them: a class's text is one that `re` reads as the same class."""

from __future__ import annotations

import re

import pytest

from kms_strategies.regex.parser import Chars, parse
from kms_strategies.regex.reading_printer import character, read_aloud


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("[a-zA-Z0-9/_-]", "[-/0-9A-Z_a-z]"),
        (r"[\u0020-\u00FF]", r"[\x20-\xff]"),
        (r"[+,\-./]", "[-+,./]"),
        (".", r"[^\n]"),
        (r"[\[\]^\\]", r"[\[\\\]\^]"),
        ("[ab]", "[ab]"),
        ("[^/:]", "[^/:]"),
    ],
)
def test_a_class_is_short_and_means_the_same(expression: str, written: str) -> None:
    slot = parse(expression)
    assert isinstance(slot, Chars)
    assert read_aloud(slot) == written
    again = re.compile(written)
    for point in range(0x300):
        assert bool(again.fullmatch(chr(point))) == (chr(point) in slot), hex(point)


def test_repetitions_are_counts() -> None:
    digit, letter = Chars(((48, 57),)), Chars(((97, 97),))
    assert read_aloud(digit, 2, 2) == "[0-9]{2}"
    assert read_aloud(digit, 1, 5) == "[0-9]{1,5}"
    assert (read_aloud(letter, 2, 2), read_aloud(letter, 3, 3)) == ("aa", "a{3}")


def test_what_does_not_print_is_an_escape() -> None:
    assert [character(c) for c in "a \n\t\u00e9\u20ac\U0001f600"] == [
        "a",
        r"\x20",
        r"\n",
        r"\t",
        r"\xe9",
        r"\u20ac",
        r"\U0001f600",
    ]
