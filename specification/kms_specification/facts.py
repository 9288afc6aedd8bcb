"""The vocabulary in which the documents are written down.

Only words live here, no rule and no figure: a fact is a frozen value that stands beside the sentence it comes from.
Lengths are in characters, sizes of blobs in decoded bytes, sizes of lists and maps in entries, ranges in the member's
own unit. A bound that is None does not exist.

A path names a member: `XksProxyAuthenticationCredential.AccessKeyId` inside a structure, `Tags.item.TagKey` inside the
elements of a list, `EncryptionContext.key` and `EncryptionContext.value` for a map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    """What a member's value is on the wire in AWS JSON 1.1."""

    STRING = "string"
    BLOB = "string of base64"
    STRUCTURE = "object"
    INTEGER = "integer"
    TIMESTAMP = "number of seconds"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LIST = "array"
    MAP = "map"


NO_BOUND = 2**16  # what is taken for the largest value where the documents have no upper bound


@dataclass(frozen=True, slots=True)
class Length:
    """The bounds of a string, in characters, inclusive."""

    min: int | None
    max: int | None
    source: Source

    @property
    def least(self) -> int:
        """The lower bound, 0 where there is none."""
        return self.min or 0

    @property
    def most(self) -> int:
        """The upper bound, NO_BOUND where there is none."""
        return NO_BOUND if self.max is None else self.max


@dataclass(frozen=True, slots=True)
class Size:
    """The bounds of a blob, in decoded bytes, or of a list or map, in entries; inclusive.

    Not `certain_min`: the documents disagree on the lower bound, and what breaks it is not surely wrong.
    """

    min: int | None
    max: int | None
    source: Source
    certain_min: bool = True

    @property
    def least(self) -> int:
        """The lower bound, 0 where there is none."""
        return self.min or 0

    @property
    def most(self) -> int:
        """The upper bound, NO_BOUND where there is none."""
        return NO_BOUND if self.max is None else self.max


@dataclass(frozen=True, slots=True)
class Range:
    """The bounds of a number, inclusive.

    `disputed_min` and `disputed_max` are the bounds of the other document where two disagree: a value between the two
    bounds of a side is neither surely right nor surely wrong.
    """

    min: int | None
    max: int | None
    source: Source
    disputed_min: int | None = None
    disputed_max: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that the whole value has to match.

    `disputed` is the widest other reading of the documents: a value that it matches and `expression` does not is
    neither surely right nor surely wrong. `narrower` is a reading that fewer values match: what only `expression`
    matches is not surely right. `loose`: an expression without anchors may be read as a search, and the classes of word
    characters, digits and blanks as Unicode's, since engines differ in both. `partial_error` is the error that is as
    right as ValidationException for a value of which only a part matches, where the documents leave anchors out.
    """

    expression: str
    source: Source
    disputed: str | None = None
    partial_error: str | None = None
    narrower: str | None = None
    loose: bool = False


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
    multiline: bool = False
    default: str | None = None
    unique: Source | None = None
    range: Range | None = None
    size: Size | None = None
    item: Member | None = None
    key: Member | None = None
    value: Member | None = None

    @property
    def inner(self) -> Iterator[tuple[str, Member]]:
        """The members directly inside, each with its step in a path: a name, `item`, `key` or `value`."""
        yield from ((member.name, member) for member in self.members)
        for step, member in (("item", self.item), ("key", self.key), ("value", self.value)):
            if member is not None:
                yield step, member


@dataclass(frozen=True, slots=True)
class Condition:
    """`requires` must be present where the request, its defaults filled in, has a value of each member of `when`.

    Where the boolean member `unless` is true the documents leave it open.

    `errors` are the configuration errors of the family, as right as ValidationException where one is missing: the
    page demands the member and names no error for it.
    """

    name: str
    when: Mapping[str, str | tuple[str, ...]]
    requires: str
    errors: tuple[str, ...]
    source: Source
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Of `members` at least `least` and at most `most` are present. Not `certain`: the documents say "can"."""

    name: str
    members: tuple[str, ...]
    source: Source
    least: int = 1
    most: int = 1
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Affix:
    """A string begins with `prefix` where `allowed`, and does not where not.

    `errors` are as right as ValidationException. `disputed`: not even success is surely wrong.
    """

    name: str
    member: str
    prefix: str
    errors: tuple[str, ...]
    source: Source
    allowed: bool = True
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A form of value that a member does not take though it meets each constraint of the model.

    `form` is a name in `relations.FORMS`. `requirement` is the end of the id of the behaviour that is broken. `errors`
    are as right as ValidationException.
    """

    requirement: str
    member: str
    form: str
    errors: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class SizeBy:
    """How many decoded bytes a blob has, by the value that another member has; where `when` holds."""

    name: str
    member: str
    by: str
    sizes: Mapping[str, tuple[int | None, int | None]]
    source: Source
    when: Mapping[str, str] = field(default_factory=dict)


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
    """An error an operation lists, with the HTTP status it is sent with.

    `needs` is what a target must have before the error can be provoked. `fault`: the service model marks the error as a
    fault of the service, which says nothing about the request.
    """

    name: str
    status: int
    source: Source
    needs: str = ""
    fault: bool = False


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
    """Everything that the documents say of one operation.

    `modelled_only` are members that the service model has and the reference page has not: what they break is never
    surely wrong. `exact`: a request that breaks nothing is refused by none but the errors that are listed; elsewhere
    the service answers ValidationException to requests that meet every constraint there is.
    """

    name: str
    members: tuple[Member, ...]
    output: tuple[Member, ...]
    errors: tuple[Error, ...]
    success_status: int
    success_source: Source
    conditions: tuple[Condition, ...] = ()
    choices: tuple[Choice, ...] = ()
    affixes: tuple[Affix, ...] = ()
    sizes: tuple[SizeBy, ...] = ()
    refused: tuple[Refused, ...] = ()
    uniqueness: tuple[Unique, ...] = ()
    variants: tuple[Variant, ...] = ()
    validation_error: Error = field(kw_only=True)
    length_errors: tuple[Error, ...] = ()
    modelled_only: tuple[Member, ...] = ()
    exact: bool = False

    def member(self, path: str) -> Member:
        """The member at a dotted path. Raises KeyError where there is none."""
        return self._members[path]

    def walk(self) -> Iterator[tuple[str, Member]]:
        """Every member of the request with its dotted path, parents before children."""
        yield from walk(self.members)

    def error(self, name: str) -> Error:
        """The listed error of that name. Raises KeyError where the operation lists none."""
        return self._errors[name]

    def status_of(self, name: str, otherwise: int) -> int:
        """The HTTP status of an error, or `otherwise` where the operation lists none of that name."""
        error = self._errors.get(name)
        return otherwise if error is None else error.status

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


def walk(members: Iterable[Member], prefix: str = "") -> Iterator[tuple[str, Member]]:
    """Every member with its path, parents before what is inside them."""
    for member in members:
        yield from _walk(prefix + member.name, member)


def _walk(path: str, member: Member) -> Iterator[tuple[str, Member]]:
    yield path, member
    for step, inner in member.inner:
        yield from _walk(f"{path}.{step}", inner)
