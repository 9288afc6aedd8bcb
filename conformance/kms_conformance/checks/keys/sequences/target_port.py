"""The port to the target of a run: requests by the executor's transport, what is made in its tracker and ledger."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from kms_conformance.checks.custom_key_stores.scenes import writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.keys.sequences.allowance import Allowance
from kms_conformance.checks.keys.sequences.port import NotShownError, Request, Resource
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.knowledge.availability import is_unknown
from kms_conformance.execution.resource_tracker import Resource as Tracked
from kms_specification.facts import Json
from kms_specification.pages.custom_key_stores import CREATE
from kms_targets.http.response import Observation
from kms_targets.ledger import NoLedger

# Two Regions of each partition, by how the names of its Regions begin: a replica stays within the partition.
_REGIONS = {
    "cn-": ("cn-north-1", "cn-northwest-1"),
    "us-gov-": ("us-gov-east-1", "us-gov-west-1"),
    "us-iso-": ("us-iso-east-1", "us-iso-west-1"),
    "": ("us-east-1", "eu-west-2"),
}
# The numbers of their names.
_STORES = {"store": 41, "idle_store": 42, "other_store": 43, "external_store": 44, "other_external_store": 45}
_BACKED = {True: "it needs a custom key store that is backed by a cluster", False: "it needs an external key store"}
_STAYS = (
    "a custom key store with a key in it stays for a week, and is made only where a profile says disposable = true, "
    "without --ledger"
)
_AT_ONCE = 0.05  # seconds: an answer that was right by then was right when it was first asked for
_IN_VAIN = 3  # waits for reads to catch up, after which a target that was never seen to lag is believed


def beside(region: str) -> str:
    """Another Region of the partition that a Region is in."""
    pair = next(pair for prefix, pair in _REGIONS.items() if region.startswith(prefix))
    return next(other for other in pair if other != region)


@dataclass(slots=True)
class TargetPort:
    """What is made is known to the tracker, by the resource of a sequence that stands for it."""

    context: Context
    allowance: Allowance = field(init=False)
    _tracked: dict[int, Tracked] = field(default_factory=dict)
    _latest: Tracked | None = None
    _waits: int = 0
    _asked_about: set[str] = field(default_factory=set)  # what calibration asks of it is not asked of calibration

    def __post_init__(self) -> None:
        self.allowance = Allowance(self.context.keys)

    @property
    def elsewhere(self) -> str:
        """A Region that is not that of the keys here."""
        return beside(self.context.executor.transport.client.region)

    @property
    def lacks(self) -> Collection[str]:
        """The operations that calibration did not find."""
        known = self.context.calibration.operations.values()
        return frozenset(one.operation for one in known if not one.implemented)

    def fixture(self, name: str) -> Json:
        """A request for a custom key store, backed by a cluster or external, or for a key in one of the former.

        Raises NotShownError.
        """
        if not isinstance(self.context.executor.tracker.ledger, NoLedger):
            raise NotShownError(_STAYS)
        if name == "store_key":
            return {"Origin": "AWS_CLOUDHSM"}
        try:
            write = writer(self.context)
            why = abilities(self.context).unconnectable()
        except NotJudgedError as reason:
            raise NotShownError(str(reason)) from None
        backed = "external" not in name
        kinds = [kind for kind in write.kinds if ("CloudHsmClusterId" in write.examples[kind]) is backed]
        if why or not kinds:
            raise NotShownError(why or _BACKED[backed])
        fill = self.context.executor.tools.preparer.substitution(CREATE)
        return fill(dict(write.create(kinds[0], _STORES[name]).request))

    def caught_up(self, waited: float, *, right: bool) -> bool:
        """Whether an answer is final; a target that was never seen to lag is not waited for again and again."""
        lag = self.context.executor.lag
        final = lag.caught_up(waited, right=right)
        if final and not right:
            self._waits += 1
        return final or (self._waits >= _IN_VAIN and lag.longest < _AT_ONCE)

    def unknown(self, operation: str, seen: Observation) -> bool:
        """Whether the answer of an operation is that to one which the target does not know.

        A target that fails may answer both alike: a request that it understands tells them apart.
        """
        if not is_unknown(self.context.executor.transport, seen):
            return False
        if operation in self._asked_about:
            return True
        self._asked_about.add(operation)
        try:
            return not self.context.calibrated(operation).implemented
        finally:
            self._asked_about.discard(operation)

    def call(self, operation: str, request: Request, region: str | None) -> Observation:
        """The answer. Raises NotShownError where nothing may be made, or another Region not asked."""
        tracker = self.context.executor.tracker
        real = tracker.transport.client.endpoint.real
        if region is not None or operation == "ReplicateKey":
            if real:
                raise NotShownError("what is made in another Region cannot be noted in the ledger")
            elsewhere = self.context.executor.in_region(region or tracker.transport.client.region)
            return elsewhere.call(operation, request)
        seen, self._latest = tracker.call(operation, dict(request))
        return seen

    def intend(self, operation: str, request: Request, region: str | None, *, shared: bool = False) -> None:
        """A request that may make something is about to be sent. Raises NotShownError where it may not be made.

        What stands in another Region the ledger does not know: its names would stay open there.
        """
        if self.context.executor.transport.real:
            self.allowance.spend(operation, request, shared=shared)
        if region is None:
            self.context.executor.tracker.intend([(operation, dict(request))])

    def made(self, resource: Resource) -> None:
        """Something was made. What stands in another Region the tracker does not know."""
        if self._latest is not None:
            self._tracked[id(resource)] = self._latest
        self._latest = None

    def removed(self, resource: Resource) -> None:
        """Something is gone, or will be by itself."""
        tracked = self._tracked.pop(id(resource), None)
        if tracked is not None:
            self.context.executor.tracker.gone(tracked)
