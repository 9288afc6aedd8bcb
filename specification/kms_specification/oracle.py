"""What an endpoint may answer: `expect(operation, request, state, environment)`, pure and total.

Everything that decides an expectation is here or in what it calls; nothing here knows how an answer is read.
Exact where the documents are, a set of outcomes where they are not, each with the requirements it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kms_specification.facts import (
    Json,
    Operation,
    Source,
)
from kms_specification.state.uniqueness import State, conflicts
from kms_specification.violations import (
    SERIALIZATION,
    Violation,
    variant_of,
    violations,
)

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN_NAME = re.compile(rf"^https://(?=.{{4,253}}\Z)(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])\Z")


@dataclass(frozen=True, slots=True)
class ReachableOutcome:
    """How far a valid request of one variant gets: to success (`code` None) or to an error of the environment.

    `constraints_first` and `conditions_first`: a broken constraint, or a missing member, is told before that error.
    `only`: the (member, value) pairs of the resource for which this holds, where there may be no other. `instead`: the
    errors that are as right as `code`, and `perhaps`: so is success.
    """

    code: str | None = None
    known: bool = True
    constraints_first: bool = True
    conditions_first: bool = True
    only: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, ...] = ()
    may_succeed: bool = False


_UNKNOWN_OUTCOME = ReachableOutcome(known=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """What stands behind the target, by variant; a variant that is not there is unknown."""

    reach: Mapping[str, ReachableOutcome] = field(default_factory=dict)

    def of(self, variant: str | None) -> ReachableOutcome:
        """The reach of a variant."""
        return self.reach.get(variant or "", _UNKNOWN_OUTCOME)


UNKNOWN = Environment()
SUCCESS = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One acceptable answer. `code` None is success; `masking` hides whether the request's own fault was seen."""

    code: str | None
    status: int
    requirements: tuple[str, ...]
    source: Source
    inconclusive: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """The acceptable outcomes of a request and what it breaks.

    `rejected`: it surely breaks something, by itself or together with the stores that exist.
    """

    outcomes: tuple[Outcome, ...]
    violated: tuple[Violation, ...]
    rejected: bool = False

    @property
    def accepts(self) -> bool:
        """Whether success is acceptable."""
        return any(o.code is SUCCESS for o in self.outcomes)

    def of(self, code: str) -> Outcome | None:
        """The acceptable outcome with that error code."""
        return next((o for o in self.outcomes if o.code == code), None)


def expect(operation: Operation, request: Json, state: State, environment: Environment = UNKNOWN) -> Expectation:
    """The answers that are right for `request` where the stores of `state` exist."""
    found = violations(operation, request)
    outcomes = refusals(operation, found)
    rejected = any(v.certain for v in found)
    if isinstance(request, dict):
        for clash in conflicts(operation, request, state):
            if clash.certain or not rejected:
                requirement = f"{operation.name}.unique.{clash.rule.name}"
                outcomes.append(refused(operation, clash.rule.error, requirement, clash.rule.source))
            rejected = rejected or clash.certain
        outcomes += _reached(operation, request, environment, found, rejected=rejected)
    return Expectation(merged(outcomes), found, rejected)


def _reached(
    operation: Operation,
    request: Mapping[str, Json],
    environment: Environment,
    found: tuple[Violation, ...],
    *,
    rejected: bool,
) -> Iterator[Outcome]:
    name = variant_of(operation, request)
    reach = environment.of(name)
    success = Outcome(SUCCESS, operation.success_status, (), operation.success_source)
    if rejected:
        for one in [reach] if name is not None else _looked_up(operation, request, environment):
            if one.code is not None and not _told_first(one, found):
                yield listed(operation, one.code, inconclusive=True)
    elif name is None or not reach.known or any(request.get(m) != v for m, v in reach.only):
        yield success
        if name is not None:
            yield from (listed(operation, code) for code in operation.variant(name).environment_errors)
    elif reach.code is None:
        yield success
        if _no_domain_name(operation, request):
            yield from (
                listed(operation, code, inconclusive=True) for code in operation.variant(name).environment_errors
            )
    else:
        yield from (listed(operation, code) for code in (reach.code, *reach.instead))
        if reach.may_succeed:
            yield success


def _no_domain_name(operation: Operation, request: Mapping[str, Json]) -> bool:
    """Whether a member that names a host names none that is fully qualified.

    AWS's External Key Store Proxy API specification asks for a fully qualified domain name, and the pattern does not:
    whether such a host can be reached is for the environment to say.
    """
    hosts = (request.get(rule.host) for rule in operation.uniqueness if rule.host is not None)
    return any(isinstance(host, str) and not _DOMAIN_NAME.search(host) for host in hosts)


def _looked_up(
    operation: Operation, request: Mapping[str, Json], environment: Environment
) -> Iterator[ReachableOutcome]:
    """Where a request chooses no variant: the reach of each whose resource it names all the same."""
    for variant in operation.variants:
        if variant.looked_up and all(request.get(m) is not None for m in variant.looked_up):
            yield environment.of(variant.name)


def _told_first(reach: ReachableOutcome, found: tuple[Violation, ...]) -> bool:
    """Whether what the request surely breaks is told before the error of the environment."""
    rules = [".rule." in v.requirement for v in found if v.certain]
    return bool(rules) and (reach.conditions_first if all(rules) else reach.constraints_first)


def refusals(operation: Operation, found: tuple[Violation, ...]) -> list[Outcome]:
    """The errors that are right for what a request breaks by itself."""
    return [refused(operation, code, v.requirement, v.source) for v in found for code in v.errors]


def listed(operation: Operation, code: str, *, inconclusive: bool = False) -> Outcome:
    """An error that the operation lists, with its own sentence. Raises KeyError where it lists none of that name."""
    error = operation.error(code)
    return Outcome(code, error.status, (f"{operation.name}.error.{code}",), error.source, inconclusive)


def refused(operation: Operation, code: str, requirement: str, source: Source) -> Outcome:
    """An error for what another sentence demands. Raises KeyError where the operation has no such error."""
    status = 400 if code == SERIALIZATION else operation.error(code).status
    return Outcome(code, status, (requirement,), source)


def merged(outcomes: list[Outcome]) -> tuple[Outcome, ...]:
    """One outcome a code; the requirements of all that lead to it."""
    by_code: dict[str | None, Outcome] = {}
    for outcome in outcomes:
        known = by_code.get(outcome.code)
        if known is None:
            by_code[outcome.code] = outcome
        else:
            together = tuple(dict.fromkeys((*known.requirements, *outcome.requirements)))
            by_code[outcome.code] = Outcome(
                outcome.code, known.status, together, known.source, known.inconclusive and outcome.inconclusive
            )
    return tuple(by_code.values())
