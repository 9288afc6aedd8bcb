"""What a target is and what stands behind it, found out in few requests before anything is judged.

Success never rests on luck: for each variant of an operation it is learned how far a valid request gets (success, or
an error of the environment such as CloudHsmClusterNotFoundException), and whether what a request itself breaks is
reported before that. What is learned holds for the whole run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import answer_text
from kms_conformance.execution.knowledge.availability import is_unknown, refuses_alike
from kms_conformance.execution.knowledge.calibration import Calibration, OperationCalibration
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.run.opening.usable import speaks, usable
from kms_conformance.run.opening.waiting import waited
from kms_specification.facts import Json, Kind, Operation, Variant
from kms_specification.oracle import Environment, ReachableOutcome
from kms_specification.pages.resources import LISTS, may_cost
from kms_specification.requirements.registry import (
    Aspect,
    Requirement,
    registry,
)
from kms_specification.violations.requests import VALIDATION, variant_of
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.boundary_cases import pattern_values, vectors
from kms_strategies.requests.examples import (
    DISTINCT,
    Examples,
    Request,
    example,
    example_request,
    having,
    lacking,
    plain,
)
from kms_strategies.sequences.keys.requests import takes_a_key
from kms_targets import TargetError
from kms_targets.http.response import REFUSED_CALLER, Observation
from kms_targets.profile import Values

OTHERS = 12  # other values of each member that are tried where the usual ones are refused


def calibrate(
    executor: Executor, operations: tuple[str, ...], given: Mapping[str, str | Values], wait: float | None = None
) -> Calibration:
    """Asks the target. `given` is what a profile says of the resource behind a variant; `wait`: see `waited`.

    What holds of an operation that needs live resources is found out when those can be made, after the run has begun.
    Raises TargetError, one line, for a target that cannot be judged at all.
    """
    procedure = Procedure(executor, given, lambda _: None, wait)
    try:
        found = {name: procedure.calibrated(name, first=number == 0) for number, name in enumerate(operations)}
        silent = all(one.implemented for one in found.values()) and procedure.is_silent(list(found.values()))
    except NotJudgedError as why:
        raise TargetError(f"the target cannot be judged: {why}") from None
    lasting = {name: one for name, one in found.items() if facts(name).exact or not one.implemented}
    return Calibration(lasting, silent)


@dataclass(frozen=True, slots=True)
class Procedure:
    """How a target is asked; what is learned of an operation holds for the executor from then on."""

    executor: Executor
    given: Mapping[str, str | Values]
    live: Callable[[str], Request | None]
    wait: float | None = None

    def calibrated(self, name: str, *, first: bool = False) -> OperationCalibration:
        """What an operation is found to be. `first`: it is not known yet that the target can be judged."""
        operation = facts(name)
        reach: dict[str, ReachableOutcome] = {}
        examples: dict[str, Request] = {}
        refused: dict[str, str] = {}
        unknown: dict[str, str] = {}
        speaking = False
        for variant in operation.variants:
            seen: CaseResult | None = None
            for request in self._candidates(operation, variant):
                probe = Probe(operation=name, sent=Case(request, variant.name))
                result = self.executor.execute(probe)
                if first:
                    if not speaking and waited(self.executor.transport, result.seen, self.wait):
                        result = self.executor.execute(probe)
                    usable(result.seen, lambda: self._takes_others(operation))
                    speaking = speaking or speaks(self.executor, result.seen)
                seen = seen or result
                if result.failed and self._is_unknown(operation, result.seen):
                    unknown[variant.name] = answer_text(result.seen)
                    break
                if result.seen.success or _gets_somewhere(operation, variant, result):
                    reach[variant.name] = self._reach(operation, variant, request, result)
                    examples[variant.name] = request
                    break
            if variant.name not in examples:
                refused[variant.name] = seen.explanation if seen else "it has no valid request"
                examples[variant.name] = example_request(operation, variant)
        if len(unknown) == len(operation.variants):
            # A target that knows one kind alone knows the operation.
            return OperationCalibration(name, implemented=False, answer=next(iter(unknown.values())))
        environment = Environment(reach)
        found = OperationCalibration(name, True, "", environment, examples, refused)
        self.executor.tools.environments.learn({name: environment})
        self.executor.tools.controls.learn(name, found.accepted, found.examples)
        return found

    def _is_unknown(self, operation: Operation, seen: Observation) -> bool:
        """Whether an answer says that the operation is unknown, and not that what the request names is."""
        transport = self.executor.transport
        names = takes_a_key(operation.name) or any(m.required and m.kind is Kind.STRING for m in operation.members)
        return is_unknown(transport, seen) and (operation.exact or not names or not refuses_alike(transport, seen))

    def _candidates(self, operation: Operation, variant: Variant) -> Iterator[Request]:
        """Valid requests of a variant. Where the documents are not exact only the usual ones are sure to be valid."""
        if operation.exact:
            yield from _candidates(operation, variant, self.given.get(variant.name))
            return
        if self.executor.transport.real and may_cost(operation.name):
            return  # a key costs money, and what makes other things needs one
        live = self.live(operation.name)
        if live is not None:
            yield live
        yield example_request(operation, variant)

    def _takes_others(self, operation: Operation) -> bool:
        """Whether the caller may ask for other things: a refusal may then be about what the request names.

        The service says AccessDeniedException of a ciphertext whose key it does not find.
        """
        names = {m.name for m in operation.members}
        if "CiphertextBlob" not in names:
            return False
        answers = [self.executor.transport.call(name, {}) for name in LISTS]
        return any(not REFUSED_CALLER.intersection(seen.codes.values()) for seen in answers)

    def _reach(self, operation: Operation, variant: Variant, request: Request, result: CaseResult) -> ReachableOutcome:
        """How far the variant's valid requests get, and what is reported first where that is an error."""
        code, given = result.seen.code, self.given.get(variant.name)
        if given == "any":
            return ReachableOutcome()
        if isinstance(given, Mapping):
            return ReachableOutcome(only=tuple((m, v) for m, v in given.items() if isinstance(v, str)))
        if given == "none":
            code = code or variant.environment_errors[0]
        if code is None:
            return ReachableOutcome()
        if not operation.exact:
            return ReachableOutcome(code)
        late = [self._answered_with(code, operation, variant, request, rule=rule) for rule in (False, True)]
        # One constraint reported late, or never, among those reported first is a fault; several are another order.
        return ReachableOutcome(code, constraints_first=late[0] <= 1, conditions_first=late[1] == 0)

    def _answered_with(self, code: str, operation: Operation, variant: Variant, request: Request, *, rule: bool) -> int:
        """How many of a few broken requests are answered with an error of the environment."""
        cases = _broken(operation, variant, {variant.name: request}, rule=rule)
        results = self.executor.all([Probe(operation=operation.name, sent=case) for case in cases])
        return sum(code in result.seen.codes.values() for result in results)

    def is_silent(self, found: list[OperationCalibration]) -> bool:
        """Whether the target's errors say no code: requests that surely break something."""
        answers = [
            self.executor.execute(Probe(operation=one.operation, sent=Case(request, ""))).seen
            for one in found
            for request in _surely_broken(facts(one.operation), one)
        ]
        rejected = [seen for seen in answers if seen.failure is None and not seen.success]
        return bool(rejected) and not any(seen.codes for seen in rejected)


def _surely_broken(operation: Operation, found: OperationCalibration) -> Iterator[Request]:
    """Nothing at all where something is required, a member of the wrong type, and of each variant one that has none."""
    required = next((m for m in operation.members if m.required), None)
    if required is not None:
        yield {}
        yield {required.name: 1}
    elif operation.members:
        first = operation.members[0]
        value: Json = 1 if first.kind is Kind.STRUCTURE else {}
        yield {first.name: value}
    for variant in operation.variants:
        choices = [m for m in variant.chosen_by if m in found.examples[variant.name]][:1]
        yield from ({**found.examples[variant.name], m: ""} for m in choices)


def _gets_somewhere(operation: Operation, variant: Variant, result: CaseResult) -> bool:
    """Whether a valid request is refused for what it names: by an error that such requests may get."""
    code = result.seen.code
    if result.failed or code is None:
        return False
    return code in variant.environment_errors if operation.exact else code != VALIDATION


def _within(operation: Operation, variant: Variant, request: Request) -> bool:
    """Whether a request still chooses its variant: a candidate must never leave it."""
    return variant_of(operation, request) == variant.name


def _candidates(operation: Operation, variant: Variant, given: str | Values | None) -> Iterator[Request]:
    """Valid requests of a variant: the usual one, then with another value of each member, without what is the default
    anyway, and with each member of another kind of store in turn."""
    fixed = given if isinstance(given, Mapping) else {}
    for request in _ways(operation, variant):
        for path, value in {**_apart(operation, request, fixed), **fixed}.items():
            request = having(request, path, value)
        if _within(operation, variant, request):
            yield request


def _apart(operation: Operation, request: Request, fixed: Values) -> dict[str, str]:
    """Values of members that distinguish stores which have the rest of a unique value from the profile."""
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
    yield from (lacking(usual, m) for m in sorted(operation.defaults_among(variant.chosen_by)))
    yield from ({**usual, m.name: example(m)} for m in operation.members if m.name not in usual)


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
