"""Values of every JSON type but the right one, among them those that a lenient reader turns into the right one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from kms_specification.facts import Json, Kind, Member
from kms_strategies.placeholders import LOWER
from kms_strategies.requests.member_values import example

# Strings that no reader takes for base64.
_NO_BASE64 = ("%%%%", "not base64!", "é" * 4, "e")


def wrong_types(member: Member) -> Iterator[Json]:
    """Values that a member's JSON type forbids, in a fixed order."""
    yield from _WRONG[member.kind](member)


def _for_string(member: Member) -> Iterator[Json]:
    digits = 10 ** (max(member.length.least if member.length else 1, 8) - 1) + 1234567
    right = member.enumeration.values[0] if member.enumeration else example(member)
    yield from (digits, -digits, 1.5, 0, True, False, [], [right], [right, right], {}, {"value": right}, {"": right})


def _for_blob(member: Member) -> Iterator[Json]:
    right = example(member)
    wrong: tuple[Json, ...] = (12345678, 1.5, 0, True, False, [], [right], {}, {"value": right}, [1, 2, 3])
    yield from (*_NO_BASE64, *wrong)


def _for_structure(member: Member) -> Iterator[Json]:
    right = example(member)
    yield from ("", LOWER * 8, 1, 0, True, False, [], [right], 1.5, json.dumps(right, ensure_ascii=False))


def _for_number(member: Member) -> Iterator[Json]:
    right = example(member)
    yield from (str(right), "", "one", True, False, [], [right], {}, {"value": right})


def _for_boolean(member: Member) -> Iterator[Json]:
    wrong: tuple[Json, ...] = ("true", "false", "", "yes", 1, 0, 1.5, [], [True], {}, {"value": True})
    yield from wrong


def _for_list(member: Member) -> Iterator[Json]:
    assert member.item is not None
    right = example(member.item)
    yield from ("", LOWER * 8, 1, 0, True, False, 1.5, {}, {"0": right}, {"item": right}, json.dumps([right]), right)


def _for_map(member: Member) -> Iterator[Json]:
    right = example(member)
    pairs: list[Json] = [["key", "value"]]
    yield from ("", LOWER * 8, 1, 0, True, False, 1.5, [], [right], pairs, json.dumps(right))


_WRONG: Mapping[Kind, Callable[[Member], Iterator[Json]]] = {
    Kind.STRING: _for_string,
    Kind.BLOB: _for_blob,
    Kind.STRUCTURE: _for_structure,
    Kind.INTEGER: _for_number,
    Kind.NUMBER: _for_number,
    Kind.TIMESTAMP: _for_number,
    Kind.BOOLEAN: _for_boolean,
    Kind.LIST: _for_list,
    Kind.MAP: _for_map,
}
