"""Delete the stores that an interrupted run left, by its ledger."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from conformance.options import Options
from conformance.running import connected, operation
from conformance.sending import Sender
from spec import service_model
from spec.facts import Json
from strategies.baselines import seeded
from targets import TargetError, ledger, profile
from targets.profile import Profile

DESCRIBE = "DescribeCustomKeyStores"
PAGES = 1000  # most pages of stores that are read


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
    sender = Sender(client, operation(), service_model.target_prefix(), notes, seeded(0, "cleanup"), lag=known.lag)
    there = dict(_listed(sender))
    stores = {store: name for store, name in there.items() if store in entries.stores or name in entries.names}
    left = 0
    for store, name in stores.items():
        gone = sender.delete(store, name)
        print(f"{'deleted' if gone else 'could not be deleted'}: {name} ({store})")
        left += not gone
    client.close()
    notes.close()
    print(f"{len(stores) - left} deleted, {left} left at {entries.target}")
    return 1 if left else 0


def _listed(sender: Sender) -> Iterator[tuple[str, str]]:
    """Every store that is there: its id and name. Raises TargetError where the target does not say."""
    request: dict[str, Json] = {}
    for _ in range(PAGES):
        seen = sender.call(DESCRIBE, request)
        if seen.failure is not None:
            raise TargetError(f"the target cannot be reached: {seen.failure}")
        stores = seen.json.get("CustomKeyStores") if isinstance(seen.json, dict) else None
        if not seen.success or not isinstance(stores, list):
            raise TargetError(f"the target does not list its stores: HTTP {seen.status} {seen.code or ''}".rstrip())
        for store in stores:
            yield str(store.get("CustomKeyStoreId")), str(store.get("CustomKeyStoreName"))
        if not seen.json.get("Truncated") or not seen.json.get("NextMarker"):
            return
        request = {"Marker": seen.json["NextMarker"]}
