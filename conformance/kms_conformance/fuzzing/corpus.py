"""The drafts that are worth changing: those whose answers were new. In memory with how often each was picked.

In a directory each is a file of its own, named after what it holds, so that copying files together merges two corpora.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kms_conformance.fuzzing.signature import Signature
from kms_reports import files
from kms_specification.catalog import OPERATIONS
from kms_strategies.fuzzing.draft import Draft
from kms_strategies.fuzzing.shrinking import size
from kms_targets import TargetError

SCHEMA = 1
ACCEPTED = 0.6  # how often a draft is picked among those that the target took, where there are any
SUFFIX = ".json"


@dataclass(slots=True)
class Entry:
    """A draft, what it was answered, and how often it was picked."""

    draft: Draft
    signature: Signature
    picked: int = 0


@dataclass(slots=True)
class Corpus:
    """One draft for each signature: the smallest that got it. `directory`: where they are kept, or None."""

    directory: Path | None = None
    entries: dict[Signature, Entry] = field(default_factory=dict)
    _of: dict[str, list[Signature]] = field(default_factory=dict)

    def add(self, draft: Draft, signature: Signature) -> bool:
        """Keeps a draft where its signature is new, or it is smaller than the one that is kept; whether it is new."""
        known = self.entries.get(signature)
        if known is not None and size(known.draft) <= size(draft):
            return False
        self.entries[signature] = Entry(draft, signature)
        if known is None:
            self._of.setdefault(draft.operation, []).append(signature)
        if self.directory is not None:
            _write(self.directory, draft, signature)
            if known is not None and known.draft != draft:
                _file(self.directory, known.draft).unlink(missing_ok=True)
        return known is None

    def pick(self, operation: str, random: Random) -> Draft | None:
        """A draft of an operation: the newer its signature, and the seldomer it was picked, the likelier."""
        known = self._of.get(operation, [])
        accepted = [s for s in known if s.success]
        some = accepted if accepted and random.random() < ACCEPTED else known
        if not some:
            return None
        weights = [1 / (1 + self.entries[s].picked) for s in some]
        entry = self.entries[random.choices(some, weights)[0]]
        entry.picked += 1
        return entry.draft

    def minimise(self, answered: Iterable[Draft]) -> int:
        """Deletes the files of drafts that were answered, and that a smaller one stands for; returns how many."""
        if self.directory is None:
            return 0
        kept = {_file(self.directory, entry.draft) for entry in self.entries.values()}
        gone = {path for draft in answered if (path := _file(self.directory, draft)) not in kept and path.exists()}
        for path in gone:
            path.unlink()
        return len(gone)


def load(directory: Path) -> list[Draft]:
    """The drafts in a directory, which is made where there is none.

    Raises TargetError, one line, where it cannot be read, or a file in it is none of a corpus; nothing is changed then.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return [_read(path) for path in _files(directory)]
    except OSError as broken:
        raise TargetError(f"--corpus {str(directory)!r} cannot be used: {broken.strerror or broken}") from None


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.suffix == SUFFIX and not path.name.startswith("."))


def _read(path: Path) -> Draft:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {data['schema']!r} is not {SCHEMA}")
        draft = Draft.from_json(data["draft"])
        if draft.operation not in OPERATIONS:
            raise ValueError(f"there is no operation {draft.operation!r}")
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        why = f"{wrong} is missing" if isinstance(wrong, KeyError) else str(wrong)
        raise TargetError(f"--corpus: {str(path)!r} is no file of a corpus ({why}); nothing was changed") from None
    return draft


def _file(directory: Path, draft: Draft) -> Path:
    text = json.dumps(draft.to_json(), sort_keys=True)
    return directory / f"{draft.operation}-{hashlib.sha256(text.encode()).hexdigest()[:16]}{SUFFIX}"


def _write(directory: Path, draft: Draft, signature: Signature) -> None:
    """Writes a file that is whole or not there. Raises TargetError where it cannot be written."""
    data = {"schema": SCHEMA, "draft": draft.to_json(), "signature": signature.to_json()}
    try:
        files.replace(_file(directory, draft), (json.dumps(data, indent=1) + "\n").encode("ascii"))
    except OSError as broken:
        raise TargetError(f"--corpus {str(directory)!r} cannot be written: {broken.strerror or broken}") from None


def of_operations(drafts: Iterable[Draft], operations: Iterable[str]) -> list[Draft]:
    """The drafts of some operations."""
    chosen = set(operations)
    return [draft for draft in drafts if draft.operation in chosen]
