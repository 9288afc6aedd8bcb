"""Delete the stores that an interrupted run left, by its ledger."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from kms_conformance.commands.shared.arguments import CONNECTION, add_options
from kms_conformance.commands.shared.epilog import CONFIGURED, epilog
from kms_conformance.commands.shared.printing import say
from kms_conformance.execution.resource_tracker import OURS, Resource, ResourceTracker
from kms_conformance.execution.sending.transport import Transport
from kms_conformance.run.cleanup import listed
from kms_conformance.run.opening.connecting import connected, over
from kms_conformance.settings import options as table
from kms_conformance.settings.exit_codes import BROKEN, OK, USAGE
from kms_conformance.settings.readers import OptionError
from kms_specification import service_model
from kms_specification.facts import Json
from kms_specification.facts.resources import ResourceType
from kms_specification.pages.resources import TYPES
from kms_targets import TargetError, ledger, profile
from kms_targets.profile import Profile

_SHARED = tuple(name for name in CONNECTION if name != "region")  # which the ledger says
EPILOG = epilog(
    {
        "cleanup /tmp/kms-conformance-x1.ledger.jsonl": "the file that the report of the run named",
        "cleanup run.ledger.jsonl --allow-real-aws": "of a run against the real service",
    },
    {
        OK: "nothing is left",
        BROKEN: "something could not be deleted, or may be somebody else's",
        USAGE: "bad usage, or the target is out of reach",
    },
    CONFIGURED,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ledger."""
    parser.add_argument("ledger", metavar="LEDGER", type=Path, help="the file that the run has written")
    add_options(parser, _SHARED)


def run(options: argparse.Namespace) -> int:
    """Deletes, and names what it could not delete: 0 where nothing is left, else 1."""
    try:
        asked = table.read(partial(getattr, options), _SHARED)
    except OptionError as wrong:
        raise TargetError(str(wrong)) from None
    entries = ledger.read(options.ledger)
    known = replace(
        over(profile.load(asked.profile) if asked.profile else Profile(), asked),
        region=entries.region,
    )
    client, _ = connected(replace(asked, target_url=entries.target), known)
    notes = ledger.Ledger(options.ledger, entries.target, entries.region)
    transport = Transport(client=client, prefix=service_model.target_prefix())
    tracker = ResourceTracker(transport=transport, ledger=notes, lag=known.lag)
    deleted = left = 0
    for resource, ours in _found(tracker, entries):
        done = "left alone, because it may be somebody else's"
        if ours:
            done = "deleted" if tracker.delete(resource) else "could not be deleted"
        say(f"{done}: {resource.name or resource.type.name} ({resource.id})")
        deleted += done == "deleted"
        left += done != "deleted"
    transport.close()
    notes.close()
    print(f"{deleted} deleted, {left} left at {entries.target}")
    return 1 if left else 0


def _found(tracker: ResourceTracker, entries: ledger.Entries) -> Iterator[tuple[Resource, bool]]:
    """What is there that the ledger speaks of, and whether it is surely that of the run. Raises TargetError."""
    kinds = {kind for kind, _ in (*entries.resources, *entries.names)}
    for kind in (t for t in reversed(list(TYPES.values())) if t.name in kinds):
        known = {entry.id: entry for (name, _), entry in entries.resources.items() if name == kind.name}
        names = {entry.name for entry in known.values() if entry.name} | {n for k, n in entries.names if k == kind.name}
        parents = {entry.parent for entry in known.values()} if kind.parent_member else {""}
        for parent in parents:
            for found, name in dict(listed(tracker, kind, parent)).items():
                if found in known or name in names:
                    yield _resource(kind, found, name, parent), found in known or len(name) >= OURS


def _resource(kind: ResourceType, found: str, name: str, parent: str) -> Resource:
    request: dict[str, Json] = {kind.name_member: name} if kind.name_member else {}
    return Resource(kind, found, {**request, kind.parent_member: parent} if kind.parent_member else request)
