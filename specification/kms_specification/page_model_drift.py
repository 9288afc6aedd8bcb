"""Where the page and the service model differ: both readings, side by side. Neither is taken for the right one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kms_specification import service_model
from kms_specification.facts import (
    Member,
    Operation,
    walk,
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that page and model tell differently; None where one of them is silent."""

    path: str
    fact: str
    page: str | None
    model: str | None


def differences(page: Operation) -> list[Difference]:
    """All differences between a page and the model's operation of the same name."""
    written = dict(walk(page.members))
    modelled = dict(walk(service_model.members(page.name)))
    found = [
        Difference(path, "member", "present" if path in written else None, "present" if path in modelled else None)
        for path in sorted(written.keys() ^ modelled.keys())
    ]
    for path in sorted(written.keys() & modelled.keys()):
        found += [
            Difference(path, fact, mine, theirs)
            for (fact, mine), (_, theirs) in zip(_facts(written[path]), _facts(modelled[path]), strict=True)
            if mine != theirs
        ]
    listed = {e.name for e in page.errors}
    theirs = service_model.error_names(page.name)
    found += [
        Difference(f"error.{name}", "error", "listed" if name in listed else None, "listed" if name in theirs else None)
        for name in sorted(listed ^ theirs)
    ]
    return found


def _facts(member: Member) -> Iterator[tuple[str, str | None]]:
    yield "type", str(member.kind)
    yield "required", "yes" if member.required else None
    yield "length", f"{member.length.min} to {member.length.max}" if member.length else None
    yield "pattern", member.pattern.expression if member.pattern else None
    yield "enum", " | ".join(sorted(member.enumeration.values)) if member.enumeration else None
    yield "sensitive", "yes" if member.sensitive else None
