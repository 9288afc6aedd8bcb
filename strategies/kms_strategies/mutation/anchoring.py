"""Ways to match a value that are not the whole value: a pattern's tree with what each of them lets in around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kms_strategies.regex.char_classes import ANY, one
from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    Repeat,
)

Change = tuple[str, Node]

_ALL = Repeat(ANY, 0, None)
_LINE = one("\n")
_BLANK = Chars(((9, 13), (32, 32)))
_WIDE_BLANK = Chars(((0xA0, 0xA0), (0x2000, 0x200B), (0x3000, 0x3000), (0xFEFF, 0xFEFF)))


def _maybe(*parts: Node) -> Node:
    return Repeat(Concat(parts), 0, 1)


_AROUND: dict[str, Callable[[Node], tuple[Node, ...]]] = {
    "a prefix matches": lambda node: (node, _ALL),
    "a suffix matches": lambda node: (_ALL, node),
    "any part matches": lambda node: (_ALL, node, _ALL),
    "$ before a line break at the end": lambda node: (node, _maybe(_LINE)),
    "$ before CR and LF at the end": lambda node: (node, _maybe(one("\r"), _LINE)),
    "^ at every line": lambda node: (_maybe(_ALL, _LINE), node),
    "$ at every line": lambda node: (node, _maybe(_LINE, _ALL)),
    "^ and $ at every line": lambda node: (_maybe(_ALL, _LINE), node, _maybe(_LINE, _ALL)),
    "up to a NUL": lambda node: (node, _maybe(one("\x00"), _ALL)),
    "spaces before": lambda node: (Repeat(one(" "), 0, None), node),
    "spaces after": lambda node: (node, Repeat(one(" "), 0, None)),
    "stripped": lambda node: (Repeat(_BLANK, 0, None), node, Repeat(_BLANK, 0, None)),
    "stripped of the blanks of Unicode": lambda node: (node, Repeat(_WIDE_BLANK, 0, None)),
    "a slash after": lambda node: (node, _maybe(one("/"))),
}


def loosely(node: Node) -> Iterator[Change]:
    """The whole pattern matched loosely, and each of its alternatives alone, as where one anchor was forgotten."""
    for how, around in _AROUND.items():
        yield how, Concat(around(node))
        if isinstance(node, Choice):
            for n, option in enumerate(node.options):
                others = (*node.options[:n], Concat(around(option)), *node.options[n + 1 :])
                yield f"{how}, of alternative {n}", Choice(others)
