"""An executor put together for one target, and what a profile gives to it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kms_conformance.execution.actions.asking import Asker
from kms_conformance.execution.actions.concurrency import Crowd
from kms_conformance.execution.actions.tools import Tools
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.knowledge.controls import Controls
from kms_conformance.execution.knowledge.environments import Environments
from kms_conformance.execution.knowledge.lag import ReadLag
from kms_conformance.execution.probes.notices import Notices
from kms_conformance.execution.probes.offered_proxy import OfferedProxy
from kms_conformance.execution.probes.preparation import Preparer
from kms_conformance.execution.probes.shared_setups import SharedSetups
from kms_conformance.execution.resource_tracker import LedgerLike, ResourceTracker
from kms_conformance.execution.room import Room
from kms_conformance.execution.sending.transport import Transport
from kms_conformance.execution.snippets.redaction import Redactor
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json
from kms_strategies.requests.examples import seeded
from kms_targets.profile import Profile, Values

CREATION = next(iter(OPERATIONS.values()))


def executing(
    transport: Transport,
    notes: LedgerLike,
    known: Profile,
    proxy: OfferedProxy | None = None,
    name: str = "",
    notices: Notices | None = None,
) -> Executor:
    """An executor for one target. `name` is that of the process, where there are several."""
    redact, private = Redactor(), frozenset(_private(known))
    redact.keep(private)
    tracker = ResourceTracker(transport=transport, ledger=notes, redact=redact, lag=known.lag)
    random = seeded(time.time_ns(), name)
    preparer = Preparer(random, redact, private, proxy.expect if proxy is not None else _unnoticed)
    room = Room()
    asker = Asker(tracker, crowded=room.one_by_one)
    lag, crowd = ReadLag(known.lag), Crowd(transport)
    tools = Tools(tracker, preparer, Environments(), lag, crowd, asker, Controls(), room)
    return Executor(tools=tools, proxy=proxy, notices=notices or Notices())


def beside(first: Executor, notes: LedgerLike, name: str) -> Executor:
    """Another executor of the same run, over a connection of its own. What is learned of the target is shared."""
    here, known = first.transport, first.tools
    transport = Transport(client=here.client.twin(), prefix=here.prefix, budget=here.budget, heard=here.heard)
    ours = first.tracker
    tracker = ResourceTracker(
        transport=transport, ledger=notes, redact=ours.redact, lag=ours.lag, deletions=ours.deletions
    )
    preparer = replace(known.preparer, random=seeded(time.time_ns(), name))
    tools = replace(known, tracker=tracker, preparer=preparer, crowd=Crowd(transport), shared=SharedSetups())
    tools = replace(tools, asker=Asker(tracker, crowded=known.room.one_by_one))
    return Executor(tools=tools, notices=first.notices)


def _unnoticed(request: Json) -> None:
    """Without a proxy, nothing has to be prepared."""


def given(known: Profile) -> dict[str, str | Values]:
    """What a profile says of the resource behind each variant."""
    found = {"cloudhsm": known.cloudhsm, "public-proxy": known.xks, "vpc-proxy": known.vpc}
    return {name: value for name, value in found.items() if value is not None}


def _private(known: Profile) -> Iterator[str]:
    """The secrets that a profile holds: somebody's real ones."""
    secret = {path.rpartition(".")[2] for path, member in CREATION.walk() if member.sensitive}
    waiting: list[Any] = [known.cloudhsm, known.xks, known.vpc, *known.fixtures.values()]
    while waiting:
        values = waiting.pop()
        for name, value in values.items() if isinstance(values, Mapping) else ():
            if isinstance(value, str) and name.rpartition(".")[2] in secret:
                yield value
            waiting.append(value)
