"""Members of requests and responses, with the constraints on their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kms_specification.facts.sources import Source


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
class Pem:
    """That a text means a PEM block of this label (RFC 7468), as no constraint says.

    A target that looks whether it is one refuses any other text with `error`, and one that does not takes it.
    """

    label: str
    error: str


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
    pem: Pem | None = None
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


def walk(members: Iterable[Member], prefix: str = "") -> Iterator[tuple[str, Member]]:
    """Every member with its path, parents before what is inside them."""
    for member in members:
        yield from _walk(prefix + member.name, member)


def _walk(path: str, member: Member) -> Iterator[tuple[str, Member]]:
    yield path, member
    for step, inner in member.inner:
        yield from _walk(f"{path}.{step}", inner)
