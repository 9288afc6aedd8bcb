"""What a check asks for: `Probe` values, which say what must exist, what is sent, what is read and how it is judged.

A check yields them and the executor does them; to repeat one, execute it again. What a request needs of a
resource that was set up stands in it as a reference (`refer`), which is replaced by the id once it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from kms_conformance.execution.probes.evidence import Evidence, Judge, answer
from kms_conformance.execution.probes.prepared_case import Shown
from kms_conformance.execution.sending.pagination import Listed, Wrong
from kms_conformance.execution.snippets.curl import Call
from kms_reports.result import Verdict
from kms_specification.facts.resources import ResourceType
from kms_specification.oracle import Expectation, ReachableOutcome
from kms_strategies.cases import Case, Wire
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation


@dataclass(frozen=True, slots=True)
class Setup:
    """A request that has to succeed before the case is sent. What it makes is deleted when the probe is done.

    `shared`: it is made once for all the probes that are sent together, and anew where a request may have changed it.
    """

    operation: str
    request: Request
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes that are no request, made by `make` of a valid one, sent as they are."""

    valid: Case
    make: Callable[[bytes], Wire]


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A case sent `number` times at once, each over a connection of its own; `differing` members differ in each."""

    case: Case
    number: int
    differing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Churn:
    """`hands` that make a resource of one name and delete it again, `steps` times each, all at once.

    `taken` is the error that says that the name is in use.
    """

    case: Case
    hands: int
    steps: int
    taken: str
    differing: frozenset[str]


@dataclass(frozen=True, slots=True)
class InTurn:
    """A case sent up to `times` times, one after the other, until one is refused; what is made stays until the end."""

    case: Case
    times: int


class Performance(Protocol):
    """A sequence of requests with a model of its own, of which the last answer is judged."""

    def perform(self, probe: Probe) -> CaseResult:
        """The result, which is `probe`'s; what was made is deleted when this returns or raises."""
        ...


Sent = Case | Bytes | AtOnce | Churn | InTurn | Performance


def _always(evidence: Evidence, seen: Observation) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Read:
    """A request that reads, repeated until there is `enough` or reads can no longer be behind writes.

    `otherwise` is asked where the target refuses the first for another reason than that there is no such resource.
    """

    operation: str
    request: Callable[[Evidence], Request]
    enough: Callable[[Evidence, Observation], bool] = _always
    otherwise: Request | None = None
    gone: frozenset[str] = frozenset()
    before: bool = False


@dataclass(frozen=True, slots=True)
class ListAll:
    """All pages of a list, repeated until there is `enough` or reads can no longer be behind writes.

    `wrong` says what is wrong with a page, given its request, its body and the entries before it.
    """

    kind: ResourceType
    wrong: Wrong
    enough: Callable[[Evidence, Listed], bool] = lambda evidence, listed: True


@dataclass(frozen=True, slots=True)
class Follow:
    """Once all that the probe has made is deleted, another request of its operation, repeated while it is `behind`.

    `request` has the same placeholders as the case, and they get the same values. Sent only where `when` holds.
    """

    request: Request
    behind: Callable[[Observation], bool]
    when: Callable[[Evidence], bool] = lambda evidence: True


Observe = Read | ListAll | Follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One thing to try at an operation, and how it is judged.

    `expectation` stands for that of the oracle where it is given; `reach`: how far a valid request gets this time.
    `must_succeed`: where the case does not, nothing is judged. `script` is played by the offered proxy meanwhile.
    `new_connection`: the request is the first on its connection. `behind` says of which answers a target may only not
    know yet what was deleted. Not `waits_for_room`: want of room is the answer. Not `repeatable`: what was seen once is
    enough. `generator` is who made the case, where that is not the suite itself. `stores`: how many a performance has
    at once at most, where that is known.
    """

    operation: str
    sent: Sent
    setup: tuple[Setup, ...] = ()
    observe: tuple[Observe, ...] = ()
    judge: Judge = answer
    expectation: Expectation | None = None
    reach: ReachableOutcome | None = None
    must_succeed: bool = False
    script: str | None = None
    new_connection: bool = False
    waits_for_room: bool = True
    behind: Callable[[Observation], bool] | None = None
    repeatable: bool = True
    generator: str = ""
    stores: int | None = None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case, its answer and what that is worth.

    `operation` is the one that was called, `shown` are the requests in order, as they may be shown, the last of which
    is judged. `at_once`: the requests left together. `script` are the calls that show it where they go to several
    operations. `probe` asks for it once more, and `evidence` is all that was seen.
    """

    operation: str
    case: Case | Wire
    body: bytes
    shown: Callable[[], Shown]
    seen: Observation
    expectation: Expectation
    verdict: Verdict
    explanation: str
    probe: Probe
    inconclusive: bool = False
    canaries: tuple[str, ...] = ()
    at_once: bool = False
    script: tuple[Call, ...] = ()
    evidence: Evidence | None = None

    @property
    def failed(self) -> bool:
        """Whether the answer is wrong."""
        return self.verdict is not Verdict.CONFORMS

    @property
    def rejects(self) -> bool:
        """Whether the request had to be refused."""
        return self.expectation.rejected


@dataclass(frozen=True, slots=True)
class Probes:
    """Probes that are planned together and sent one after the other, so that the next is signed meanwhile.

    `until_failure`: the first that fails is the last. `optional`: one whose setup fails is passed over. `at_least_one`:
    where all were passed over, the last reason is raised.
    """

    probes: Iterable[Probe]
    until_failure: bool = False
    optional: bool = False
    at_least_one: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A result of an earlier probe, judged by another judge, or as it was where that is None; nothing is sent."""

    result: CaseResult
    judge: Judge | None = None


class Campaign(Protocol):
    """Many probes of which each depends on the answers before it, as those that Hypothesis draws."""

    def results(self) -> Iterable[CaseResult]:
        """Every answer that is judged."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """What a check gets for what it has yielded: how many results there were, whether any failed, and the last."""

    cases: int = 0
    failed: bool = False
    last: CaseResult | None = None
