"""Delete the stores that an interrupted run left, by its ledger."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from kms_conformance.execution.cleanup import OURS, listed
from kms_conformance.execution.resource_tracker import ResourceTracker
from kms_conformance.options import Options
from kms_conformance.run.run import connected, operation
from kms_specification import service_model
from kms_targets import ledger, profile
from kms_targets.profile import Profile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ledger."""
    parser.add_argument("ledger", metavar="LEDGER", type=Path, help="the file that the run has written")
    parser.add_argument("--profile", metavar="FILE", type=Path, help="the target's profile")
    parser.add_argument("--allow-real-aws", action="store_true", help="let the target be the real service")


def run(options: argparse.Namespace) -> int:
    """Deletes, and names what it could not delete: 0 where nothing is left, else 1."""
    entries = ledger.read(options.ledger)
    known = replace(profile.load(options.profile) if options.profile else Profile(), region=entries.region)
    asked = Options(target_url=entries.target, allow_real_aws=options.allow_real_aws)
    client, _ = connected(asked, known)
    notes = ledger.Ledger(options.ledger, entries.target, entries.region)
    prefix = service_model.target_prefix()
    tracker = ResourceTracker(client=client, operation=operation(), prefix=prefix, ledger=notes, lag=known.lag)
    there = dict(listed(tracker))
    deleted = left = 0
    for store, name in there.items():
        if store not in entries.stores and name not in (*entries.stores.values(), *entries.names):
            continue
        if store not in entries.stores and len(name) < OURS:
            done = "left alone, because it may be somebody else's"
        else:
            done = "deleted" if tracker.delete(store, name) else "could not be deleted"
        print(f"{done}: {name} ({store})")
        deleted += done == "deleted"
        left += done != "deleted"
    client.close()
    notes.close()
    print(f"{deleted} deleted, {left} left at {entries.target}")
    return 1 if left else 0
