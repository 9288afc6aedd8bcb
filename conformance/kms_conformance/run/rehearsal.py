"""What a run would send and make, counted at the embedded endpoint in the target's place. The target is asked nothing.

What is known of the target is left out, since the embedded endpoint is another: it takes all that it is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from kms_conformance.execution.errors import OutOfTimeError
from kms_conformance.run.run import opened
from kms_conformance.settings.options import Options
from kms_specification.requirements.registry import Requirement
from kms_targets.ledger import Entry, NoLedger


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Requests by operation, those to find out what the target is and to delete included; `made` by type.

    `most` is how many resources there were at one time.
    """

    cases: int
    requests: Mapping[str, int]
    made: Mapping[str, int]
    most: int

    @property
    def total(self) -> int:
        """All requests."""
        return sum(self.requests.values())


@dataclass(slots=True)
class _Counting(NoLedger):
    """A ledger that counts."""

    made: Counter[str] = field(default_factory=Counter)
    there: set[tuple[str, str]] = field(default_factory=set)
    most: int = 0

    def created(self, made: Entry) -> None:
        """One more is there."""
        self.made[made.type] += 1
        self.there.add((made.type, made.id))
        self.most = max(self.most, len(self.there))

    def deleted(self, gone: Entry) -> None:
        """One less."""
        self.there.discard((gone.type, gone.id))


def rehearsed(options: Options, requirements: Sequence[Requirement], elsewhere: Iterable[str] = ()) -> Rehearsal:
    """The counts of a run. `elsewhere` are the ids that other shards test. Raises TargetError where it cannot begin."""
    here = Options(
        depth=options.depth, generator=options.generator, extra_states=options.extra_states, seed=options.seed
    )
    here = replace(here, operations=options.operations)
    ids = frozenset(r.id for r in requirements)
    counted = _Counting()
    with opened(here, ids | frozenset(elsewhere)) as run:
        run.executor.tracker.write_to(counted)
        client = run.executor.transport.client
        with suppress(OutOfTimeError):
            for requirement in requirements:
                run.judge(requirement)
        cases = run.executor.counts.planned
    return Rehearsal(cases, dict(client.sent.by_operation), dict(counted.made), counted.most)
