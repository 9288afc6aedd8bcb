"""The drafts that are worth changing: those whose answers were new, with how often each was picked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from kms_conformance.fuzzing.signature import Signature
from kms_conformance.fuzzing.storage import Storage, entry
from kms_strategies.fuzzing.draft import Draft
from kms_strategies.fuzzing.shrinking import size

ACCEPTED = 0.6  # how often a draft is picked among those that the target took, where there are any


@dataclass(slots=True)
class Entry:
    """A draft, what it was answered, and how often it was picked."""

    draft: Draft
    signature: Signature
    picked: int = 0


@dataclass(slots=True)
class Corpus:
    """One draft for each signature: the smallest that got it. `storage`: where they are kept, or None."""

    storage: Storage | None = None
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
        if self.storage is not None:
            self.storage.save(draft)
            if known is not None and known.draft != draft:
                self.storage.delete(known.draft)
        return known is None

    def pick(self, operation: str, random: Random) -> Draft | None:
        """A draft of an operation: the newer its signature, and the seldomer it was picked, the likelier."""
        known = self._of.get(operation, [])
        accepted = [s for s in known if s.success]
        some = accepted if accepted and random.random() < ACCEPTED else known
        if not some:
            return None
        weights = [1 / (1 + self.entries[s].picked) for s in some]
        chosen = self.entries[random.choices(some, weights)[0]]
        chosen.picked += 1
        return chosen.draft

    def minimise(self, answered: Iterable[Draft]) -> int:
        """Forgets drafts that were answered, and that a smaller one stands for; returns how many."""
        if self.storage is None:
            return 0
        kept = {entry(found.draft) for found in self.entries.values()}
        gone = {entry(draft): draft for draft in answered if entry(draft) not in kept}
        for draft in gone.values():
            self.storage.delete(draft)
        return len(gone)


def of_operations(drafts: Iterable[Draft], operations: Iterable[str]) -> list[Draft]:
    """The drafts of some operations."""
    chosen = set(operations)
    return [draft for draft in drafts if draft.operation in chosen]
