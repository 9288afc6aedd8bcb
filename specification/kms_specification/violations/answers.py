"""What is wrong with the form of a success: members of another JSON type, or missing where one is required. Pure.

A member that the model does not know, or that is null, is open: SDKs pass over both. So are values outside an
enumeration, since the service may be newer than the model, and line ends in base64, which decoders pass over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kms_specification.facts import Json, Kind, Member
from kms_specification.violations.values import IS, decoded


class Misfit(NamedTuple):
    """A place in an answer, as a path with indices, and what is wrong there."""

    path: str
    why: str

    def __str__(self) -> str:
        return f"{self.path} {self.why}"


def _is_integral(value: Json) -> bool:
    """Whether a number is an integer; some write 5.0."""
    return IS[Kind.NUMBER](value) and not (isinstance(value, float) and not value.is_integer())


_IS: Mapping[Kind, Callable[[Json], bool]] = {**IS, Kind.INTEGER: _is_integral}
_NAMES: Mapping[type, str] = {
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    dict: "an object",
    list: "an array",
}
_ARTICLES: Mapping[Kind, str] = {
    Kind.STRING: "a string",
    Kind.BLOB: "a string of base64",
    Kind.STRUCTURE: "an object",
    Kind.MAP: "an object",
    Kind.LIST: "an array",
    Kind.BOOLEAN: "true or false",
    Kind.INTEGER: "an integer",
    Kind.NUMBER: "a number",
    Kind.TIMESTAMP: "a number of seconds",
}


_MILLISECONDS = 10**11  # as seconds, the year 5138; as milliseconds, 1973


def misfits(members: Sequence[Member], answer: Json) -> Iterator[Misfit]:
    """Every place of a success that is not as the members of the output say."""
    if not isinstance(answer, dict):
        yield Misfit("the body", f"is {named(answer)}, not an object")
        return
    yield from _structure(members, answer, "")


def has_type(member: Member, value: Json) -> bool:
    """Whether a value of an answer has the JSON type of its member."""
    return _IS[member.kind](value)


def named(value: Json) -> str:
    """The JSON type of a value, in words."""
    kinds = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        dict: "an object",
        list: "an array",
        str: "a string",
    }
    return kinds.get(type(value), "null")


def _structure(members: Sequence[Member], found: Mapping[str, Json], path: str) -> Iterator[Misfit]:
    for member in members:
        here, value = f"{path}.{member.name}" if path else member.name, found.get(member.name)
        if value is not None:
            yield from _value(member, value, here)
        elif member.required:
            yield Misfit(here, "is not there")


def _value(member: Member, value: Json, here: str) -> Iterator[Misfit]:
    if not has_type(member, value):
        yield Misfit(here, f"is {named(value)}, not {_ARTICLES[member.kind]}")
    elif member.kind is Kind.TIMESTAMP and isinstance(value, int | float) and value >= _MILLISECONDS:
        yield Misfit(here, "is a number of milliseconds, not a number of seconds")
    elif member.kind is Kind.BLOB and isinstance(value, str) and not decoded("".join(value.split()))[1]:
        yield Misfit(here, "is not base64")
    elif isinstance(value, list) and member.item is not None:
        for number, entry in enumerate(value):
            yield from _value(member.item, entry, f"{here}[{number}]")
    elif isinstance(value, dict) and member.value is not None:
        for key, entry in value.items():
            yield from _value(member.value, entry, f"{here}.{key}")
    elif isinstance(value, dict):
        yield from _structure(member.members, value, here)
