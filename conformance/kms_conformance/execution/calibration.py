"""What a target is and what stands behind it, found out in few requests before anything is judged.

Success never rests on luck: for each variant of the operation it is learned how far a valid request gets (a store, or
an error of the environment such as CloudHsmClusterNotFoundException), and whether what a request itself breaks is told
before that. What is learned holds for the whole run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.verdicts import INTERNAL, answer_text
from kms_specification.facts import Operation, Variant
from kms_specification.oracle import Environment, ReachableOutcome
from kms_specification.requirements import (
    Aspect,
    Requirement,
    registry,
)
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.boundary_cases import (
    Examples,
    pattern_values,
    vectors,
)
from kms_strategies.requests.examples import (
    DISTINCT,
    Request,
    example,
    example_request,
    having,
    lacking,
    plain,
)
from kms_targets import TargetError
from kms_targets.http.client import Failure
from kms_targets.http.response import REFUSED_CALLER, Observation
from kms_targets.profile import Profile, Values

_ADVICE: Mapping[Failure, str] = {
    Failure.REFUSED: "is it started, and is the port right?",
    Failure.TLS: "give the CA that signed its certificate as ca_file in a profile, or use http://",
    Failure.TIMEOUT: "is it ready, and is the port right?",
    Failure.DROPPED: "is the scheme right, http:// or https://?",
    Failure.NOT_HTTP: "is the port right?",
    Failure.TOO_LARGE: "is this a KMS endpoint?",
}
OTHERS = 12  # other values of each member that are tried where the usual ones are refused


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was learned. `refused`: by variant, why its valid requests are refused. `ordinary`: one that is taken.

    `silent`: the target's errors carry no code that an SDK can read.
    """

    implemented: bool = True
    answer: str = ""
    environment: Environment = field(default_factory=Environment)
    examples: Mapping[str, Request] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False

    def to_json(self) -> dict[str, Any]:
        """As plain data, for another process."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """The calibration that `to_json` wrote."""
        reach = {
            name: ReachableOutcome(**{**found, "only": tuple(map(tuple, found["only"]))})
            for name, found in data["environment"]["reach"].items()
        }
        return cls(**{**data, "environment": Environment(reach)})

    def summary(self) -> dict[str, Any]:
        """What a person wants to know of it, by variant."""
        if not self.implemented:
            return {"operation": f"unknown to the target: {self.answer}"}
        found: dict[str, Any] = {}
        for name, reach in self.environment.reach.items():
            found[name] = "makes a store" if reach.code is None else f"gets as far as {reach.code}"
        found.update({name: f"refused: {why}" for name, why in self.refused.items()})
        return found


def calibrate(executor: Executor, profile: Profile) -> Calibration:
    """Asks the target. Raises TargetError, one line, for one that cannot be judged at all."""
    operation = executor.operation
    reach: dict[str, ReachableOutcome] = {}
    examples: dict[str, Request] = {}
    refused: dict[str, str] = {}
    speaks = False
    for variant in operation.variants:
        first: CaseResult | None = None
        given = _given(profile, variant)
        for request in _candidates(operation, variant, given):
            judged = executor.one(Case(request, variant.name))
            _usable(judged.seen)
            if not speaks:
                speaks = _speaks(executor, judged.seen)
            if is_unknown(executor, judged.seen):
                return Calibration(implemented=False, answer=answer_text(judged.seen))
            first = first or judged
            if judged.seen.success or (not judged.failed and judged.seen.code in variant.environment_errors):
                reach[variant.name] = _reach(executor, judged, variant, request, given)
                examples[variant.name] = request
                break
        else:
            refused[variant.name] = first.explanation if first else "it has no valid request"
            examples[variant.name] = example_request(operation, variant)
    silent = _is_silent(executor, examples)
    return Calibration(True, "", Environment(reach), examples, refused, silent)


def _given(profile: Profile, variant: Variant) -> str | Values | None:
    """What the profile says of the resource behind a variant."""
    return {"cloudhsm": profile.cloudhsm, "public-proxy": profile.xks, "vpc-proxy": profile.vpc}.get(variant.name)


def _candidates(operation: Operation, variant: Variant, given: str | Values | None) -> Iterator[Request]:
    """Valid requests of a variant: the usual one, then with another value of each member, without what is the default
    anyway, and with each member of another kind of store in turn."""
    fixed = given if isinstance(given, Mapping) else {}
    for request in _ways(operation, variant):
        for path, value in {**_apart(operation, request, fixed), **fixed}.items():
            request = having(request, path, value)
        yield request


def _apart(operation: Operation, request: Request, fixed: Values) -> dict[str, str]:
    """Values of members by which stores are told apart that have the rest of a unique value from the profile."""
    rules = [rule for rule in operation.uniqueness if fixed.keys() & set(rule.members)]
    return {m: DISTINCT[m] for rule in rules for m in rule.members if m in DISTINCT and m in request and m not in fixed}


def _ways(operation: Operation, variant: Variant) -> Iterator[Request]:
    usual = example_request(operation, variant)
    yield usual
    for name in (*variant.members, *_always(operation)):
        yield from (example_request(operation, variant, name), {**usual, name: plain(operation.member(name))})
    for name in variant.members:
        other = ({**usual, name: value} for value in pattern_values(operation.member(name)))
        yield from islice((r for r in other if not breaks(operation, Case(r, variant.name))), OTHERS)
    yield from (lacking(usual, m) for m, value in variant.chosen_by.items() if operation.member(m).default == value)
    yield from ({**usual, m.name: example(m)} for m in operation.members if m.name not in usual)


def _reach(
    executor: Executor, judged: CaseResult, variant: Variant, request: Request, given: str | Values | None
) -> ReachableOutcome:
    """How far the variant's valid requests get, and what is told first where that is an error."""
    code = judged.seen.code
    if given == "any":
        return ReachableOutcome()
    if isinstance(given, Mapping):
        return ReachableOutcome(only=tuple((m, v) for m, v in given.items() if isinstance(v, str)))
    if given == "none":
        code = code or variant.environment_errors[0]
    if code is None:
        return ReachableOutcome()
    late = [
        sum(code in judged.seen.codes.values() for judged in executor.all(cases))
        for cases in (
            _broken(executor.operation, variant, {variant.name: request}, rule=rule) for rule in (False, True)
        )
    ]
    # One constraint that is told late, or never, among those told first is a fault; several are another order.
    return ReachableOutcome(code, constraints_first=late[0] <= 1, conditions_first=late[1] == 0)


def _broken(operation: Operation, variant: Variant, examples: Examples, *, rule: bool) -> list[Case]:
    """One request for each of a few constraints, or conditions, that breaks it: not of what is looked up itself."""
    aspects = (Aspect.RULE,) if rule else (Aspect.LENGTH_MAX, Aspect.LENGTH_MIN, Aspect.PATTERN)
    members = {*variant.members, *_always(operation)} - {*variant.looked_up}
    found: list[Case] = []
    for requirement in registry():
        if requirement.operation == operation.name and requirement.aspect in aspects:
            subject = requirement.subject.rpartition("-requires-")[2] if rule else requirement.subject
            case = _first_broken(operation, requirement, variant, examples)
            if subject.partition(".")[0] in members and case is not None:
                found.append(case)
    return found


def _first_broken(operation: Operation, requirement: Requirement, variant: Variant, examples: Examples) -> Case | None:
    found = (c for c in vectors(requirement, examples) if c.variant == variant.name)
    return next((c for c in found if breaks(operation, c)), None)


def _always(operation: Operation) -> tuple[str, ...]:
    return tuple(m.name for m in operation.members if m.required)


def _is_silent(executor: Executor, examples: Examples) -> bool:
    """Whether the target's errors say no code: two requests that surely break something."""
    broken: list[Request] = [
        {},
        {"CustomKeyStoreName": 1},
        *({**request, "CustomKeyStoreType": ""} for request in examples.values()),
    ]
    found = [executor.one(Case(request, "")).seen for request in broken]
    rejected = [seen for seen in found if seen.failure is None and not seen.success]
    return bool(rejected) and not any(seen.codes for seen in rejected)


def _usable(seen: Observation) -> None:
    """Raises TargetError for an answer after which nothing can be judged."""
    if seen.failure in (Failure.REFUSED, Failure.TLS, Failure.NOT_HTTP) or seen.failure is Failure.TIMEOUT:
        detail = f" ({seen.exchange.detail})" if seen.exchange.detail else ""
        raise TargetError(f"the target cannot be reached: {seen.failure}{detail}; {_ADVICE[seen.failure]}")
    refused = REFUSED_CALLER.intersection(seen.codes.values())
    if refused:
        raise TargetError(
            f"the target refuses the caller: {next(iter(refused))}; set credentials or region in a profile"
        )
    if seen.throttled:
        raise TargetError("the target throttles every request: wait, or give a lower --rate")


def _speaks(executor: Executor, seen: Observation) -> bool:
    """Whether the target speaks AWS JSON 1.1. Raises TargetError where none of a few answers is of it."""
    others = ("DescribeCustomKeyStores", "ListKeys")
    if _readable(seen) or any(_readable(executor.call(name, {})) for name in others):
        return True
    if seen.status is not None and 300 <= seen.status < 400:
        where = next((v for k, v in seen.exchange.headers if k.lower() == "location"), "nowhere")
        raise TargetError(f"the target redirects to {where[:100]!r}: give the final URL")
    said = {name.lower(): value[:60] for name, value in seen.exchange.headers}
    encoding = said.get("content-encoding", "identity")
    if encoding != "identity":
        raise TargetError(f"the target answers in {encoding!r}, and nothing but 'identity' was asked for")
    kind = said.get("content-type", "no content type")
    what = f"HTTP {seen.status} with {kind!r}" if seen.failure is None else str(seen.failure)
    raise TargetError(f"the target does not speak the KMS API (it answers {what}): is the URL right?")


def _readable(seen: Observation) -> bool:
    return bool(seen.codes) or (seen.success and isinstance(seen.json, dict)) or seen.status == 501


def is_unknown(executor: Executor, seen: Observation) -> bool:
    """Whether an answer says that the operation is unknown, or fails just as for one that does not exist."""
    if seen.unknown_operation:
        return True
    if seen.failure is not None or seen.success or (seen.codes and (seen.status or 0) < INTERNAL):
        return False
    other = executor.call("NoSuchOperation", {})
    return (other.status, other.codes) == (seen.status, seen.codes)


def unreached(calibration: Calibration, variant: str) -> str:
    """Why a valid request of a variant makes no store; empty where it does."""
    if variant in calibration.refused:
        return f"every valid {variant} request is refused ({calibration.refused[variant]})"
    reach = calibration.environment.of(variant)
    return f"a valid {variant} request gets only as far as {reach.code}" if reach.code else ""
