"""What members have to be together, and what two resources may not both have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from kms_specification.facts.json_values import Json
from kms_specification.facts.sources import Source


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

    `form` is a name in `forms.FORMS`, or in `OF_SETS` where there are `sets` of elements. `requirement` is the end
    of the id of the behaviour that is broken. `errors` are as right as ValidationException. Where the boolean member
    `unless` is true the form is taken; it is, too, where the map at the path `beside` has no entries.
    """

    requirement: str
    member: str
    form: str
    errors: tuple[str, ...]
    source: Source
    unless: str | None = None
    sets: tuple[frozenset[str], ...] = ()
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A Region that is not the one of the ARN which another member has; nor, with `partition`, of another partition.

    `requirement` is the end of the id of the behaviour that is broken. `errors` are as right as ValidationException.
    """

    requirement: str
    region: str
    arn: str
    errors: tuple[str, ...]
    source: Source
    partition: bool = False


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
class PossibleLengths:
    """The numbers of decoded bytes that a blob can have at all, by the value that another member has.

    `requirement` is the end of the id of the behaviour that is broken by a success with another length. `errors` are as
    right as ValidationException.
    """

    requirement: str
    member: str
    by: str
    lengths: Mapping[str, tuple[int, ...]]
    errors: tuple[str, ...]
    source: Source


class Presence(Enum):
    """What is said of a member in the place of a value. A member that is null is absent."""

    ABSENT = "absent"
    PRESENT = "present"


Allowed = tuple[Json | Presence, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Where each member of `when` has one of its values, so has each of `then`; members are named by paths.

    `requirement` is the end of the id: that of a rule, or of a behaviour that is broken as well. `errors` are as right
    as ValidationException.
    """

    requirement: str
    when: Mapping[str, Allowed]
    then: Mapping[str, Allowed]
    source: Source
    errors: tuple[str, ...] = ()

    @property
    def rule(self) -> str | None:
        """The name of the rule; None where it is a behaviour that is broken."""
        aspect, _, name = self.requirement.partition(".")
        return name if aspect == "rule" else None


@dataclass(frozen=True, slots=True)
class Permitted:
    """A value of a member, by its path, that the documents name where `when` holds, though it breaks constraints."""

    member: str
    value: Json
    when: Mapping[str, Allowed]
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
