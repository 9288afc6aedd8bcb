"""Blobs, lists and maps of a given size, and values on both sides of the bounds of a size."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.facts import Json, Kind, Member
from kms_strategies.requests.member_values import blob, example

MOST = 2**19  # bytes of the largest blob that is made


def of_size(member: Member, size: int) -> Json:
    """A blob of so many bytes, or a list or map of so many entries, each unlike the others."""
    if member.kind is Kind.BLOB:
        return blob(bytes(n % 251 for n in range(size)))
    if member.kind is Kind.MAP:
        return {f"purpose{n}": "example" for n in range(size)}
    assert member.item is not None
    return [numbered(member.item, n) for n in range(size)]


def numbered(member: Member, number: int) -> Json:
    """The nth of several example values of an element."""
    value = example(member)
    if isinstance(value, dict) and member.members:
        first = member.members[0]
        return {**value, first.name: numbered(first, number)}
    if member.enumeration:
        return member.enumeration.values[number % len(member.enumeration.values)]
    if isinstance(value, str) and member.kind is Kind.STRING and not member.pattern:
        return f"{value}{number}"
    return value


def sizes_below(member: Member) -> Iterator[Json]:
    """Values on both sides of the lower bound of a size."""
    if member.size is None or member.size.min is None:
        return
    for size in dict.fromkeys((member.size.least - 1, 0, member.size.least, member.size.least + 1)):
        if 0 <= size <= member.size.most:
            yield of_size(member, size)


def sizes_above(member: Member) -> Iterator[Json]:
    """Values on both sides of the upper bound of a size; blobs without and with each kind of padding."""
    if member.size is None or member.size.max is None:
        return
    most = member.size.most
    for size in dict.fromkeys((most, most - 1, most - 2, most + 1, most + 2, most + 3, most * 2)):
        if member.size.least <= size <= MOST:
            yield of_size(member, size)
