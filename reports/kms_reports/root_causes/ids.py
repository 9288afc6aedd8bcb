"""Ids in few lines."""

from __future__ import annotations

from collections.abc import Iterable


def compact(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids by operation: those of one member share a line, as `Member.{length.max, pattern}`."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in ids:
        operation, _, rest = one.partition(".")
        member, dot, aspect = rest.partition(".")
        stem, leaf = (member + dot, aspect) if aspect else ("", rest)
        found.setdefault(operation, {}).setdefault(stem, []).append(leaf)
    return {operation: [_braced(*pair) for pair in stems.items()] for operation, stems in found.items()}


def _braced(stem: str, leaves: list[str]) -> str:
    if not stem:
        return ", ".join(leaves)
    return stem + (leaves[0] if len(leaves) == 1 else "{" + ", ".join(leaves) + "}")
