"""How deletions go, by the type of what is deleted, and what the caller may not delete."""

from __future__ import annotations

from dataclasses import dataclass, field

from kms_specification.facts.resources import ResourceType

GIVEN_UP = 3  # deletions that failed before no more of the type are tried in the middle of a run


@dataclass(slots=True)
class Deletions:
    """What is known of the deletions of one target, over all connections of a run; types by their names.

    `failures` are those that failed one after the other. `forbidden`: the target has no such deletion, or not for this
    caller. `left` are the resources that this caller was not allowed to delete, by type and id. `crowded`: the account
    was full of what could not be deleted.
    """

    failures: dict[str, int] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    left: set[tuple[str, str]] = field(default_factory=set)
    crowded: bool = False
    _denied: set[str] = field(default_factory=set)

    def gave_up(self, kind: ResourceType | None) -> bool:
        """Whether no more deletions of a type are tried."""
        return kind is not None and (kind.name in self.forbidden or self.failures.get(kind.name, 0) >= GIVEN_UP)

    def failed(self, kind: ResourceType) -> None:
        """Notes a deletion that failed though the target has it and this caller may ask for it."""
        self.failures[kind.name] = self.failures.get(kind.name, 0) + 1

    def is_forbidden(self, kind: ResourceType, *, caller: bool) -> None:
        """Notes that there is no such deletion, or not for this `caller`."""
        self.forbidden.add(kind.name)
        if caller:
            self._denied.add(kind.name)

    def stays(self, kind: ResourceType, key: tuple[str, str]) -> None:
        """Notes that a resource was not deleted."""
        if kind.name in self._denied:
            self.left.add(key)

    def gone(self, kind: ResourceType, key: tuple[str, str]) -> None:
        """Notes that a resource was deleted."""
        self.failures[kind.name] = 0
        self.left.discard(key)

    def try_again(self) -> None:
        """Deletions are tried again, however many failed before."""
        self.failures.clear()
        self.forbidden.clear()

    def too_many(self, kind: ResourceType | None, more: int) -> str | None:
        """Why a request that makes so many `more` resources should not be sent; None where it may be.

        A request that has to be refused makes none. One place is kept for such requests, until the target has wrongly
        made one.
        """
        if kind is None or not kind.at_most:
            return None
        left = sum(name == kind.name for name, _ in self.left)
        if not left or left + more < kind.at_most:
            return None
        return f"this caller may not use {kind.delete}, and at most {kind.at_most} are left behind"
