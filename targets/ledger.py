"""The ledger: which stores a run may have made, on disk before the request leaves, so that nothing is ever lost.

JSON Lines. `run` says where; `create` is written and synced before a request that might succeed, `created` when it
did, `deleted` when the store is gone. Names are ours and no secret; no other value of a request is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from targets import TargetError


class Ledger:
    """An append-only file that several processes of one run may share."""

    def __init__(self, path: Path, target: str, region: str) -> None:
        self.path = path
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as broken:
            raise TargetError(f"the ledger {str(path)!r} cannot be written: {broken.strerror or broken}") from None
        self._write([{"event": "run", "target": target, "region": region}], sync=True)

    def intend(self, names: Iterable[str]) -> None:
        """Before requests leave: the names of the stores they would make. On disk when this returns."""
        self._write([{"event": "create", "name": name} for name in names], sync=True)

    def created(self, name: str, store: str) -> None:
        """A store was made."""
        self._write([{"event": "created", "name": name, "id": store}])

    def deleted(self, name: str, store: str) -> None:
        """A store is gone."""
        self._write([{"event": "deleted", "name": name, "id": store}])

    def close(self) -> None:
        """Ends the writing."""
        os.close(self._file)

    def _write(self, events: list[dict[str, str]], *, sync: bool = False) -> None:
        if events:
            os.write(self._file, "".join(json.dumps(e) + "\n" for e in events).encode("ascii"))
            if sync:
                os.fdatasync(self._file)


class NoLedger:
    """For the embedded endpoint, whose stores end with it."""

    def intend(self, names: Iterable[str]) -> None:
        """Nothing to note."""

    def created(self, name: str, store: str) -> None:
        """Nothing to note."""

    def deleted(self, name: str, store: str) -> None:
        """Nothing to note."""

    def close(self) -> None:
        """Nothing to end."""


@dataclass(slots=True)
class Entries:
    """What a ledger says is left: ids of stores made and not deleted, and names of requests never answered."""

    target: str = ""
    region: str = ""
    stores: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def read(path: Path) -> Entries:
    """What is left by a ledger. A torn last line is passed over; raises TargetError for a file that is no ledger."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as broken:
        raise TargetError(f"the ledger {str(path)!r} cannot be read: {broken}") from None
    found = Entries()
    for number, line in enumerate(lines, 1):
        try:
            event = json.loads(line)
            _note(found, event)
        except (ValueError, TypeError, KeyError):
            if number < len(lines) or number == 1:
                raise TargetError(f"line {number} of {str(path)!r} is no entry of a ledger") from None
    if not found.target:
        raise TargetError(f"{str(path)!r} is no ledger: it does not say which target it is of")
    return found


def _note(found: Entries, event: dict[str, Any]) -> None:
    kind = event["event"]
    if kind == "run":
        found.target, found.region = event["target"], event["region"]
    elif kind == "create":
        found.names.add(event["name"])
    elif kind == "created":
        found.stores[event["id"]] = event["name"]
        found.names.discard(event["name"])
    elif kind == "deleted":
        found.stores.pop(event["id"], None)
    else:
        raise ValueError(kind)
