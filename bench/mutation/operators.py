"""Changes of Python source that cosmic-ray's own operators do not make: strings, membership, elements left out.

As cosmic-ray has it, an operator says where in a syntax tree it can make a change, and makes one of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import parso

Node = Any
Span = tuple[tuple[int, int], tuple[int, int]]


class ReplaceString:
    """Puts XX on either side of a string, as other tools do. Docstrings stay as they are."""

    def mutation_positions(self, node: Node) -> Iterator[Span]:
        """One change a string, or a part of a formatted one."""
        text = node.type == "string" and node.parent.type != "simple_stmt"
        if text or node.type == "fstring_string":
            yield node.start_pos, node.end_pos

    def mutate(self, node: Node, index: int) -> Node:
        """The node with other words."""
        quote = 0 if node.type == "fstring_string" else min(node.value.index(q) for q in "\"'" if q in node.value) + 1
        end = len(node.value) - (quote > 0)
        node.value = f"{node.value[:quote]}XX{node.value[quote:end]}XX{node.value[end:]}"
        return node


class ReplaceNumberInString:
    """Makes a number in a string, such as a bound in a pattern, one greater."""

    def mutation_positions(self, node: Node) -> Iterator[Span]:
        """One change a number."""
        for _ in ReplaceString().mutation_positions(node):
            for _ in re.finditer(r"\d+", node.value):
                yield node.start_pos, node.end_pos

    def mutate(self, node: Node, index: int) -> Node:
        """The node with another number."""
        number = [*re.finditer(r"\d+", node.value)][index]
        start, end = number.span()
        node.value = f"{node.value[:start]}{int(number.group()) + 1}{node.value[end:]}"
        return node


class ReplaceMembership:
    """`in` for `not in`, and the other way round."""

    def mutation_positions(self, node: Node) -> Iterator[Span]:
        """One change a comparison."""
        if node.type == "comparison" and _word(node.children[1]) in ("in", "not in"):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Node, index: int) -> Node:
        """The comparison turned round."""
        other = " not in" if _word(node.children[1]) == "in" else " in"
        node.children[1] = parso.parse(other)
        return node


class LeaveOut:
    """Leaves out one element of a tuple, list, set or dictionary, or one argument that is given by its keyword."""

    def mutation_positions(self, node: Node) -> Iterator[Span]:
        """One change an element."""
        for element in _elements(node):
            yield element[0].start_pos, element[-1].end_pos

    def mutate(self, node: Node, index: int) -> Node:
        """The node without the element and the comma behind it."""
        gone = _elements(node)[index]
        commas = [child for child in node.children if _word(child) == ","]
        following = node.children[node.children.index(gone[-1]) + 1 :][:1]
        kept = [child for child in node.children if child not in (*gone, *following)]
        # A tuple of one is none without its comma.
        lost = node.type == "testlist_comp" and kept and not any(comma in kept for comma in commas)
        node.children = [*kept, commas[0]] if lost else kept
        return node


def _word(node: Node) -> str:
    return " ".join(str(node.get_code()).split())


def _elements(node: Node) -> list[list[Node]]:
    """The children between commas of what may lose one."""
    if node.type not in ("testlist_comp", "dictorsetmaker", "arglist") or node.children[-1].type == "sync_comp_for":
        return []
    found: list[list[Node]] = [[]]
    for child in node.children:
        if _word(child) == ",":
            found.append([])
        else:
            found[-1].append(child)
    return [element for element in found if element and (node.type != "arglist" or _keyword(element[0]))]


def _keyword(node: Node) -> bool:
    return node.type == "argument" and bool(node.children[1] == "=")


OPERATORS = (ReplaceString, ReplaceNumberInString, ReplaceMembership, LeaveOut)


def idle(node: Node) -> bool:
    """Whether a node is a part of an annotation, or of what a decorator is given: no verdict rests on these."""
    parent = node.parent
    if parent is None:
        return False
    place = parent.children.index(node)
    annotation = (
        (parent.type == "annassign" and place == 1)
        or (parent.type == "tfpdef" and place == 2)
        or (parent.type == "funcdef" and parent.children[place - 1] == "->")
    )
    return annotation or (parent.type == "decorator" and place > 0) or idle(parent)
