"""What may come of a request: the values that the oracle answers with, and how they are made and merged. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kms_specification.facts import Operation, Source
from kms_specification.violations.violation import Violation

SUCCESS = None
BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class ReachableOutcome:
    """How far a valid request of one variant gets: to success (`code` None) or to an error of the environment.

    `constraints_first` and `conditions_first`: a broken constraint, or a missing member, is reported before that error.
    `only`: the (member, value) pairs of the resource for which this holds, where there may be no other. `alternatives`:
    the errors that are as right as `code`. `may_succeed`: success is right as well. `host_reached`: the host that the
    request names can be reached, whatever its name.
    """

    code: str | None = None
    known: bool = True
    constraints_first: bool = True
    conditions_first: bool = True
    only: tuple[tuple[str, str], ...] = ()
    alternatives: tuple[str, ...] = ()
    may_succeed: bool = False
    host_reached: bool = False


_UNKNOWN_OUTCOME = ReachableOutcome(known=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """What stands behind the target, by variant; a variant that is not there is unknown."""

    reach: Mapping[str, ReachableOutcome] = field(default_factory=dict)

    def of(self, variant: str | None) -> ReachableOutcome:
        """The reachable outcome of a variant."""
        return self.reach.get(variant or "", _UNKNOWN_OUTCOME)


UNKNOWN = Environment()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One acceptable answer, and the requirements it rests on. `code` None is success.

    `inconclusive`: the answer does not show whether the request's own fault was seen.
    """

    code: str | None
    status: int
    requirements: tuple[str, ...]
    source: Source
    inconclusive: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """The acceptable outcomes of a request and what it breaks.

    `rejected`: it surely breaks something, by itself or together with what exists in the account.
    """

    outcomes: tuple[Outcome, ...]
    violated: tuple[Violation, ...]
    rejected: bool = False

    @property
    def accepts(self) -> bool:
        """Whether success is acceptable."""
        return any(o.code is SUCCESS for o in self.outcomes)

    def of(self, code: str) -> Outcome | None:
        """The acceptable outcome with that error code, or None."""
        return next((o for o in self.outcomes if o.code == code), None)


def success(operation: Operation) -> Outcome:
    """The operation does what it is asked for."""
    requirements = (f"{operation.name}.implemented",)
    return Outcome(SUCCESS, operation.success_status, requirements, operation.success_source)


def listed(operation: Operation, code: str, *, inconclusive: bool = False) -> Outcome:
    """An error that the operation lists, with its own sentence. Raises KeyError where it lists none of that name."""
    error = operation.error(code)
    return Outcome(code, error.status, (f"{operation.name}.error.{code}",), error.source, inconclusive)


def refused(operation: Operation, code: str, requirement: str, source: Source) -> Outcome:
    """An error for what another sentence demands; an error that the operation does not list is the client's."""
    return Outcome(code, operation.status_of(code, BAD_REQUEST), (requirement,), source)


def refusals(operation: Operation, found: Iterable[Violation]) -> Iterator[Outcome]:
    """The errors that are right for what a request breaks by itself."""
    return (refused(operation, code, v.requirement, v.source) for v in found for code in v.errors)


def merged(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """One outcome a code, with the requirements of all that lead to it."""
    by_code: dict[str | None, list[Outcome]] = {}
    for outcome in outcomes:
        by_code.setdefault(outcome.code, []).append(outcome)
    return tuple(alike[0] if len(alike) == 1 else _one_of(alike) for alike in by_code.values())


def _one_of(alike: Sequence[Outcome]) -> Outcome:
    """The outcomes of one code as one."""
    first = alike[0]
    requirements = tuple(dict.fromkeys(name for outcome in alike for name in outcome.requirements))
    inconclusive = all(outcome.inconclusive for outcome in alike)
    return Outcome(first.code, first.status, requirements, first.source, inconclusive)
