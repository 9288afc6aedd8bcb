"""Operations, their errors and the kinds of request that they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kms_specification.facts.members import Member, walk
from kms_specification.facts.relations import (
    Affix,
    Choice,
    Condition,
    Elsewhere,
    Permitted,
    PossibleLengths,
    Refused,
    SizeBy,
    Together,
    Unique,
)
from kms_specification.facts.sources import Source


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
    the service answers ValidationException to requests that meet every constraint there is. `named_in_prose`: errors
    that are not listed, for what a request alone does not show.
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
    possible_lengths: tuple[PossibleLengths, ...] = ()
    refused: tuple[Refused, ...] = ()
    together: tuple[Together, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    permitted: tuple[Permitted, ...] = ()
    uniqueness: tuple[Unique, ...] = ()
    variants: tuple[Variant, ...] = ()
    validation_error: Error = field(kw_only=True)
    length_errors: tuple[Error, ...] = ()
    modelled_only: tuple[Member, ...] = ()
    exact: bool = False
    named_in_prose: tuple[Error, ...] = ()

    def member(self, path: str) -> Member:
        """The member at a dotted path. Raises KeyError where there is none."""
        return self._members[path]

    def prefix(self, path: str) -> str:
        """What the values of a member have to begin with; empty where that is nothing."""
        return next((affix.prefix for affix in self.affixes if affix.allowed and affix.member == path), "")

    def defaults_among(self, values: Mapping[str, object]) -> frozenset[str]:
        """Of members and their values, the members that need not be said: the value is their default."""
        return frozenset(m for m, value in values.items() if self.member(m).default == value)

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
    def documented(self) -> frozenset[str]:
        """The names of all members that any document knows."""
        return frozenset(m.name for m in (*self.members, *self.modelled_only))

    @cached_property
    def _members(self) -> dict[str, Member]:
        return dict(self.walk())

    @cached_property
    def _errors(self) -> dict[str, Error]:
        return {e.name: e for e in (*self.errors, self.validation_error)}

    @cached_property
    def _variants(self) -> dict[str, Variant]:
        return {v.name: v for v in self.variants}
