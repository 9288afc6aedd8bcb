"""The vocabulary in which a reference page is written down.

Only words live here, no rule and no figure: a fact is a frozen value that stands beside the sentence it comes from.
Lengths are in characters, ranges in the member's own unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Level(StrEnum):
    """How a requirement is known; all but OBSERVED turn a run red."""

    DOCUMENTED = "documented"
    MODELLED = "modelled"
    PROTOCOL = "protocol"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: the document, the section in it, and the sentence itself."""

    document: str
    section: str
    sentence: str
    level: Level = Level.DOCUMENTED

    def __str__(self) -> str:
        return f"{self.document}, {self.section}: “{self.sentence}”"


class Kind(StrEnum):
    """The JSON type a member's value has on the wire in AWS JSON 1.1."""

    STRING = "string"
    STRUCTURE = "object"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LIST = "array"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Length:
    """Both bounds of a string, in characters, inclusive."""

    min: int
    max: int
    source: Source


@dataclass(frozen=True, slots=True)
class Range:
    """Both bounds of a number, inclusive."""

    min: int
    max: int
    source: Source


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that the whole value has to match.

    `disputed` is the widest other reading of the documents: a value that it matches and `expression` does not is
    neither surely right nor surely wrong. `partial_error` is the error that is as right as ValidationException for a
    value of which only a part matches, where the documents leave anchors out.
    """

    expression: str
    source: Source
    disputed: str | None = None
    partial_error: str | None = None


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The closed set of values of a string."""

    values: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a request or a response, with every constraint on its value."""

    name: str
    kind: Kind
    source: Source
    required: Source | None = None
    length: Length | None = None
    pattern: Pattern | None = None
    enumeration: Enumeration | None = None
    members: tuple[Member, ...] = ()
    sensitive: bool = False
    default: str | None = None
    unique: Source | None = None
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """`requires` must be present where the request, its defaults filled in, has all the values of `when`.

    `errors` are the configuration errors of the family, as right as ValidationException where one is missing: the
    page demands the member and names no error for it.
    """

    name: str
    when: Mapping[str, str]
    requires: str
    errors: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Unique:
    """No two stores may have the same values of `members`, where `pairs` says which kinds of store are compared.

    `pairs` holds (value of the new store, value of the existing one) of `between`; empty means any two stores.
    `host` names a member that holds a host name: DNS knows no case, and the page does not say whether the rule does.
    """

    name: str
    members: tuple[str, ...]
    error: str
    source: Source
    between: str | None = None
    pairs: frozenset[tuple[str, str]] = frozenset()
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Error:
    """An error an operation lists, with the HTTP status it is sent with."""

    name: str
    status: int
    source: Source
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to make a valid request: the values that choose it, and what may stop it once it is valid.

    `environment_errors` are what a valid request of this variant may be answered where the resource behind it (a
    cluster, a proxy, an endpoint service) is missing or unfit; `looked_up` are the members that name the resource.
    """

    name: str
    chosen_by: Mapping[str, str]
    members: tuple[str, ...]
    environment_errors: tuple[str, ...] = ()
    looked_up: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """Everything that one reference page says."""

    name: str
    members: tuple[Member, ...]
    output: tuple[Member, ...]
    errors: tuple[Error, ...]
    success_status: int
    success_source: Source
    conditions: tuple[Condition, ...] = ()
    uniqueness: tuple[Unique, ...] = ()
    variants: tuple[Variant, ...] = ()
    validation_error: Error = field(kw_only=True)
    length_errors: tuple[Error, ...] = ()

    def member(self, path: str) -> Member:
        """The member at a dotted path. Raises KeyError where there is none."""
        return self._members[path]

    def walk(self) -> Iterator[tuple[str, Member]]:
        """Every member of the request with its dotted path, parents before children."""
        yield from walk(self.members)

    def error(self, name: str) -> Error:
        """The listed error of that name. Raises KeyError where the operation lists none."""
        return self._errors[name]

    def variant(self, name: str) -> Variant:
        """The variant of that name. Raises KeyError where there is none."""
        return self._variants[name]

    @cached_property
    def _members(self) -> dict[str, Member]:
        return dict(self.walk())

    @cached_property
    def _errors(self) -> dict[str, Error]:
        return {e.name: e for e in (*self.errors, self.validation_error)}

    @cached_property
    def _variants(self) -> dict[str, Variant]:
        return {v.name: v for v in self.variants}


def walk(members: tuple[Member, ...], prefix: str = "") -> Iterator[tuple[str, Member]]:
    """Every member with its dotted path, parents before children."""
    for member in members:
        path = prefix + member.name
        yield path, member
        yield from walk(member.members, path + ".")
