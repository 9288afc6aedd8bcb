"""All that is known of a case that was sent: what a judge looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kms_conformance.execution.judging.verdicts import Judgement, judge
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.resource_tracker import Resource
from kms_conformance.execution.sending.pagination import Listed
from kms_specification.oracle import Expectation
from kms_specification.state.linearizability import Event
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the request that asked for it, as it may be shown, the answer and, of a list, all its pages."""

    operation: str
    shown: Request
    seen: Observation
    listed: Listed | None = None


class ProxyCall(Protocol):
    """A request that the offered proxy got; `mistake` is what is wrong with its signature."""

    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def mistake(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ProxyLog:
    """Who came to the offered proxy while a case was sent."""

    contacts: int
    calls: tuple[ProxyCall, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a case that was sent: what a judge looks at.

    `made` are the resources of the setup, `own` is the one that the case itself made. `answers` are all the answers
    where several requests were sent
    and `events` what happened where resources were made and deleted at once. `unrelated` says why the answer is none to
    this request, where that is so.
    """

    operation: str
    prepared: PreparedCase
    expectation: Expectation
    seen: Observation
    made: tuple[Resource, ...] = ()
    own: Resource | None = None
    readings: tuple[Reading, ...] = ()
    answers: tuple[Observation, ...] = ()
    requests: tuple[Request, ...] = ()
    events: tuple[Event, ...] = ()
    deleted: bool = True
    proxy: ProxyLog | None = None
    unrelated: str = ""

    @property
    def request(self) -> Request:
        """The request as it was sent. Raises TypeError where it was no object."""
        if not isinstance(self.prepared.request, dict):
            raise TypeError(self.prepared.request)
        return self.prepared.request


Judge = Callable[[Evidence], Judgement]
AskedFor = Callable[[Evidence], Request]


def answer(evidence: Evidence) -> Judgement:
    """The verdict on the answer alone."""
    return judge(evidence.expectation, evidence.seen)
