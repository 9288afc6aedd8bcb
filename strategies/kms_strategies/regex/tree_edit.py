"""The places of a pattern's tree, and the tree with something else in one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kms_strategies.regex.parser import (
    Chars,
    Choice,
    Concat,
    Node,
    Repeat,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a tree. `way`: the numbers of the children on the way down to it.

    `put` makes the tree with another node there; `only` does too, and drops the alternatives that do not pass it.
    """

    way: str
    node: Node
    put: Callable[[Node], Node]
    only: Callable[[Node], Node]


def places(node: Node, way: str = "") -> Iterator[Place]:
    """Every node of a tree, parents before children."""
    yield Place(way, node, lambda other: other, lambda other: other)
    for n, child in enumerate(children(node)):
        for inner in places(child, f"{way}.{n}" if way else str(n)):
            yield _below(node, n, inner)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below one."""
    match node:
        case Concat():
            return node.parts
        case Choice():
            return node.options
        case Repeat():
            return (node.part,)
    return ()


def replaced(node: Node, leaf: Callable[[Chars], Node]) -> Node:
    """The tree with each class of characters replaced."""
    match node:
        case Chars():
            return leaf(node)
        case Concat():
            return Concat(tuple(replaced(part, leaf) for part in node.parts))
        case Choice():
            return Choice(tuple(replaced(option, leaf) for option in node.options))
    return Repeat(replaced(node.part, leaf), node.least, node.most)


def _below(node: Node, n: int, inner: Place) -> Place:
    def put(other: Node) -> Node:
        return _with(node, n, inner.put(other))

    def only(other: Node) -> Node:
        below = inner.only(other)
        return below if isinstance(node, Choice) else _with(node, n, below)

    return Place(inner.way, inner.node, put, only)


def _with(node: Node, n: int, child: Node) -> Node:
    match node:
        case Concat():
            return Concat((*node.parts[:n], child, *node.parts[n + 1 :]))
        case Choice():
            return Choice((*node.options[:n], child, *node.options[n + 1 :]))
        case Repeat():
            return Repeat(child, node.least, node.most)
    raise ValueError("a class of characters has no parts")
