"""A class of characters written down a little wrong, and repeated classes read more tidily than they are written."""

from __future__ import annotations

import string
from collections.abc import Iterator

from kms_strategies.regex.char_classes import (
    ANY,
    DIGIT,
    DIGITS,
    EMOJI,
    HEX,
    IN_LINE,
    LETTERS,
    LOWER,
    UNICODE_WORD,
    UPPER,
    VISIBLE,
    WORD,
    Range,
    holds,
    meets,
    minus,
    one,
    plus,
)
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    Repeat,
)

Change = tuple[str, Node]

# What loose matchers let in: signs, and what is not printed or hides behind an accent, a numeral system, a width, a
# case, a plane of Unicode. A class that somebody put together of several ranges is tried with every sign of ASCII.
_FEW_SIGNS = "_-."
_HIDDEN = (
    *map(one, " \t\n\x00\x7f\u017f\u212a"),
    Chars(LETTERS[:3]),
    Chars(DIGITS),
    Chars(LETTERS[4:]),
    Chars(EMOJI),
)

_REPLACEMENTS = (
    (".", IN_LINE),
    (". over lines", ANY),
    (r"\w", WORD),
    (r"\w of Unicode", UNICODE_WORD),
    (r"\S", VISIBLE),
)


def rewritten(slot: Chars) -> Iterator[Change]:
    """Wider and narrower at each edge, with the other case, without a range, and replaced as a whole."""
    for edge in slot.edges:
        yield f"without {edge!r}", minus(slot, (ord(edge), ord(edge)))
    for near in slot.neighbours:
        if not "\ud800" <= near <= "\udfff":  # no characters of a value
            yield f"with {near!r}", plus(slot, (ord(near), ord(near)))
    if len(slot.ranges) > 1:
        for low, high in slot.ranges:
            yield f"without {_named((low, high))}", minus(slot, (low, high))
    for more in (LOWER, UPPER, DIGIT, *HEX):
        if not meets(slot, (more,)):
            yield f"with {_named(more)}", plus(slot, more)
    if holds(slot, (DIGIT,)):
        yield "with the digits of Unicode", plus(slot, *DIGITS)
    for name, instead in _REPLACEMENTS:
        yield f"{name} instead", instead


def odd_inside(node: Repeat, slot: Chars) -> Iterator[Change]:
    """Something else let in once, not as the first or last: a string that shows this shows it of the class too."""
    if node.most is not None and node.most < 3:
        return
    most = None if node.most is None else node.most - 1
    before = Repeat(slot, max(1, (node.least - 1) // 2), most and most // 2)
    after = Repeat(slot, max(1, node.least - 1 - (node.least - 1) // 2), most and most - most // 2)
    signs = map(one, string.punctuation if len(slot.ranges) > 1 else _FEW_SIGNS)
    for odd in (*signs, *_HIDDEN):
        if not meets(slot, odd.ranges):
            yield f"{_named(odd.ranges[0])} let in", Choice((node, Concat((before, odd, after))))


def tidied(node: Repeat, slot: Chars) -> Iterator[Change]:
    """What people think a value looks like: not only dots, a dot at all, none at the ends, no two together."""
    if slot.ranges == (DIGIT,):
        yield "no zero", _having(node, slot, minus(slot, (48, 48)), one("0"))
        rest = Concat((minus(slot, (48, 48)), _fewer(node, slot)))
        yield "no leading zero", Choice((one("0"), rest) if node.least <= 1 else (rest,))
    if len(slot.ranges) < 2:
        return
    for some in slot.ranges:
        name, mine, others = _named(some), Chars((some,)), minus(slot, some)
        yield f"more than {name}", _having(node, slot, others, mine)
        yield f"{name} needed", _having(node, slot, mine, others)
        yield f"{name} not first", Concat((others, _fewer(node, slot)))
        yield f"{name} not last", Concat((_fewer(node, slot), others))
        if mine.literal and node.most is None and node.least <= 1:
            single = Concat((Repeat(mine, 0, 1), others))
            yield f"{name} not twice in a row", Choice((mine, Concat((Repeat(single, 1, None), Repeat(mine, 0, 1)))))


def _fewer(node: Repeat, slot: Chars) -> Repeat:
    return Repeat(slot, max(node.least - 1, 0), None if node.most is None else node.most - 1)


def _having(node: Repeat, slot: Chars, needed: Chars, others: Chars) -> Node:
    """As many characters as the node has, one of which at least is needed."""
    options: list[Node] = []
    for before in range(max(node.least, 1) if node.most is None else node.most):
        least = max(node.least - 1 - before, 0)
        endless = node.most is None and before >= node.least - 1
        first = Repeat(others, before, None if endless else before)
        last = Repeat(slot, least, None if node.most is None else node.most - 1 - before)
        options.append(Concat((first, needed, last)))
    return Choice(tuple(options))


def _named(some: Range) -> str:
    low, high = map(chr, some)
    return repr(low) if low == high else f"{low!r} to {high!r}"
