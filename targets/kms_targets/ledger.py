"""The ledger: which resources a run may have made, on disk before the request leaves, so that nothing is ever lost.

JSON Lines. `run` says where; `create` is written and synced before a request that might succeed; `created` or
`refused` when it is answered; `deleted` when the resource is gone. Each has the type of the resource. Names are ours
and no secret; of other values of a request only the id of what a new resource belongs to (`parent`) is written.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kms_targets import TargetError

_sync = getattr(os, "fdatasync", os.fsync)  # macOS has no fdatasync


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource as it stands in the ledger: its type, its id, its name and the id of what it belongs to, if any."""

    type: str
    id: str
    name: str = ""
    parent: str = ""

    def to_json(self) -> dict[str, str]:
        """As an event has it."""
        found = {"type": self.type, "name": self.name, "id": self.id}
        return {**found, "parent": self.parent} if self.parent else found


class Ledger:
    """An append-only file that several processes of one run may share, and runs of one target one after another."""

    def __init__(self, path: Path, target: str, region: str) -> None:
        self.path = path
        self._refused: list[dict[str, str]] = []
        try:
            self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as broken:
            raise _unwritable(path, broken.strerror) from None
        try:
            self._begin(target, region)
        except BaseException:
            os.close(self._file)
            raise

    def intend(self, kind: str, names: Iterable[str]) -> None:
        """Before requests leave: the names of the resources of one type they would make. On disk when this returns."""
        self._write([{"event": "create", "type": kind, "name": name} for name in names], sync=True)

    def created(self, made: Entry) -> None:
        """A resource was made."""
        self._write([{"event": "created", **made.to_json()}])

    def refused(self, kind: str, name: str) -> None:
        """A request was answered, and nothing made. Written with what comes next: if it never is, `cleanup` asks."""
        self._refused.append({"event": "refused", "type": kind, "name": name})

    def deleted(self, gone: Entry) -> None:
        """A resource is gone."""
        self._write([{"event": "deleted", **gone.to_json()}])

    def close(self) -> None:
        """Ends the writing."""
        try:
            self._write([])
        finally:
            os.close(self._file)

    def _begin(self, target: str, region: str) -> None:
        """Says whose ledger it is. Raises TargetError where it already is that of another target, or no ledger."""
        found = os.fstat(self._file)
        if not stat.S_ISREG(found.st_mode):
            raise _unwritable(self.path, "it is no file that keeps what is written")
        if found.st_size:
            before = read(self.path)
            if (before.target, before.region) != (target, region):
                whose = f"{before.target} in {before.region}"
                raise TargetError(f"the ledger {str(self.path)!r} is that of {whose}: give another file")
            if os.pread(self._file, 1, found.st_size - 1) != b"\n":
                self._append(b"\n")  # The last writer was killed in the middle of a line.
        self._write([{"event": "run", "target": target, "region": region}], sync=True)
        with contextlib.suppress(OSError):
            _sync_directory(self.path.absolute().parent)

    def _write(self, events: list[dict[str, str]], *, sync: bool = False) -> None:
        try:
            events, self._refused = [*self._refused, *events], []
            self._append("".join(json.dumps(e) + "\n" for e in events).encode("ascii"))
            if sync and events:
                _sync(self._file)
        except OSError as broken:
            raise _unwritable(self.path, broken.strerror) from None

    def _append(self, line: bytes) -> None:
        while line:
            line = line[os.write(self._file, line) :]


class NoLedger:
    """For the embedded endpoint, whose resources end with it."""

    def intend(self, kind: str, names: Iterable[str]) -> None:
        """Nothing to note."""

    def created(self, made: Entry) -> None:
        """Nothing to note."""

    def refused(self, kind: str, name: str) -> None:
        """Nothing to note."""

    def deleted(self, gone: Entry) -> None:
        """Nothing to note."""

    def close(self) -> None:
        """Nothing to end."""


@dataclass(slots=True)
class Entries:
    """What a ledger says is left: resources made and not deleted, by type and id, and requests not known answered.

    `names` has, by type and name, how many requests may have made a resource and were not answered.
    """

    target: str = ""
    region: str = ""
    resources: dict[tuple[str, str], Entry] = field(default_factory=dict)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)


def read(path: Path) -> Entries:
    """What is left by a ledger. Torn lines are passed over; raises TargetError for a file that is no ledger."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as broken:
        raise TargetError(f"the ledger {str(path)!r} cannot be read: {broken.strerror or broken}") from None
    found = Entries()
    for line in lines:
        try:
            _note(found, json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            if not found.target:
                raise TargetError(f"{str(path)!r} is no ledger: it does not begin with the target it is of") from None
    return found


def _note(found: Entries, event: dict[str, Any]) -> None:
    """Takes one entry in. Raises ValueError, TypeError or KeyError for what is none."""
    happened, kind, name, resource = event["event"], event.get("type"), event.get("name"), event.get("id")
    if happened == "run":
        found.target, found.region = str(event["target"]), str(event["region"])
    elif not found.target or not isinstance(name, str) or not isinstance(kind, str):
        raise ValueError(happened)
    elif happened == "create":
        found.names[kind, name] += 1
    elif happened == "refused":
        _answered(found, kind, name)
    elif happened == "created" and isinstance(resource, str):
        _answered(found, kind, name)
        found.resources[kind, resource] = Entry(kind, resource, name, str(event.get("parent", "")))
    elif happened == "deleted" and isinstance(resource, str):
        found.resources.pop((kind, resource), None)


def _answered(found: Entries, kind: str, name: str) -> None:
    found.names[kind, name] -= 1
    if found.names[kind, name] <= 0:
        del found.names[kind, name]


def _sync_directory(path: Path) -> None:
    """That the file exists is kept by the directory that it is in."""
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _unwritable(path: Path, why: str | None) -> TargetError:
    return TargetError(f"the ledger {str(path)!r} cannot be written: {why}")
