"""How many custom key stores there may be at once, for all the connections of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock, local

from kms_conformance.execution.judging.expectations import expected
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.probes.probe import Bytes, Probe
from kms_specification.pages.resources import CUSTOM_KEY_STORE, created_by
from kms_strategies.cases import Case

MOST = CUSTOM_KEY_STORE.at_most  # custom key stores that a run makes at once, over however many connections


class Room:
    """Room for so many stores; where there is no limit, one probe after the other makes what it needs."""

    def __init__(self, most: int | None = None) -> None:
        self.most, self._taken, self._closed = most, 0, False
        self._turn, self._change, self._here = Lock(), Condition(), local()

    @contextmanager
    def for_probe(self, probe: Probe, prepared: PreparedCase) -> Iterator[None]:
        """Room for all that a probe makes, for as long as it has it. Raises KeyboardInterrupt where it is closed."""
        inside = getattr(self._here, "inside", False)  # what a probe does has the room of the probe
        wanted = 0 if self.most is None or inside else needed(probe, prepared, alone=self.most == 1)
        if not wanted:
            if not inside:
                self._here.alone = self.most is None
            yield
            return
        taken = self._take(wanted)
        self._here.inside = True
        try:
            yield
        finally:
            self._here.inside = False
            with self._change:
                self._taken -= taken
                self._change.notify_all()

    def one_by_one(self) -> bool:
        """The target has less room than was thought: from now on one probe after the other makes what it needs.

        Says whether other probes may have what this one lacks.
        """
        if self.most is None:
            return False
        self.most = 1
        return not getattr(self._here, "alone", True)

    def close(self) -> None:
        """Lets none in any more, and those go that wait."""
        with self._change:
            self._closed = True
            self._change.notify_all()

    def _take(self, wanted: int) -> int:
        """What is taken, which is all there is where that is less."""
        assert self.most is not None
        # One after the other, so that who wants much is not passed by those who want little.
        with self._turn, self._change:
            while not self._closed and self._taken + min(wanted, self.most) > self.most:
                self._change.wait()
            if self._closed:
                raise KeyboardInterrupt
            taken = min(wanted, self.most)
            self._taken += taken
            self._here.alone = self.most == 1
            return taken


def needed(probe: Probe, prepared: PreparedCase, *, alone: bool = False) -> int:
    """How many stores a probe may have at once. A request that has to be refused makes none.

    `alone`: the target has room for one probe at a time, so even a request that has to be refused waits for room.
    """
    if not isinstance(probe.sent, Case | Bytes):
        return MOST if probe.stores is None else probe.stores
    first = zip(prepared.operations, prepared.before, strict=True)
    before = [request for operation, request in first if _makes(operation)]
    if not _makes(probe.operation):
        return len(before)
    refused = isinstance(probe.sent, Case) and expected(probe.operation, prepared.request, tuple(before)).rejected
    return max(len(before) + (not refused), int(bool(probe.observe) or alone))


def _makes(operation: str) -> bool:
    return created_by(operation) is CUSTOM_KEY_STORE
