"""Characters that free text may hold and that servers stumble over: blanks, signs, controls, what Unicode reserves.

Of most of them no document says whether they are text: a target may take them or refuse them, and must not fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import punctuation

from kms_specification.facts import Member
from kms_strategies.placeholders import LOWER
from kms_strategies.values.special import special_values

FEW = 4  # characters of a value of which one is special
# Values that tidy implementations refuse and no length constraint forbids.
_TIDIED = (*" \t\n\u00a0\u200b\x01\x7f", *"-_.'\"\\<&%/:;@$#{")
_CONTROLS = (*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0)))
_SEPARATORS = ("\u2028", "\u2029")
_BIDIRECTIONAL = tuple(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_NONCHARACTERS = ("\ufffe", "\uffff", "\U0001fffe", "\U0010ffff")
_PRIVATE = ("\ue000", "\uf8ff", "\U000f0000", "\U0010fffd")
# A combining mark without a letter before it, a family of emoji, a flag and a keycap.
_SEQUENCES = ("\u0301", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "1\ufe0f\u20e3")
_RESERVED = (*_CONTROLS, *_SEPARATORS, *_BIDIRECTIONAL, *_NONCHARACTERS, *_PRIVATE)


def is_free_text(member: Member) -> bool:
    """Whether a string has a length and nothing else that it has to keep to."""
    return member.length is not None and member.pattern is None and member.enumeration is None


def untidy(member: Member) -> Iterator[str]:
    """Values of free text that only a tidy implementation refuses."""
    if member.length is None or not is_free_text(member):
        return
    least = member.length.least
    size = max(least, FEW)
    for character in _TIDIED:
        if least <= 1 and not member.sensitive:
            yield character
        yield LOWER * (size - 1) + character
        yield character + LOWER * (size - 1)
    if least > 1:
        yield " " * least
    if member.length.most >= len(punctuation) + FEW:
        yield LOWER * FEW + punctuation
    else:
        yield from (LOWER + punctuation[at : at + least] for at in range(0, len(punctuation), least))
    yield from special_values(member)


def reserved(member: Member, *, each: bool) -> Iterator[str]:
    """Values of free text with characters that are no letters, `each` by itself or as many in one as it holds."""
    if member.length is None or not is_free_text(member):
        return
    size = max(member.length.least, FEW)
    if not each:
        yield LOWER * size + "\x00"
        yield from (LOWER * size + part for part in _filled(member.length.most - size))
        return
    for character in _RESERVED:
        yield LOWER * (size - 1) + character
    for sequence in _SEQUENCES:
        yield sequence + LOWER * size


def _filled(room: int) -> Iterator[str]:
    """All of them, as many in a text as it has room for, however characters are counted."""
    text = ""
    for one in (*_RESERVED, *_SEQUENCES):
        if text and len((text + one).encode("utf-16-le")) // 2 > room:
            yield text
            text = ""
        text += one
    yield text
