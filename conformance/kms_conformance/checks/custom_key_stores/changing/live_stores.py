"""Constraints of an update, tried on a store that is there: a target may look the store up before anything else.

All the cases of a requirement share one store, of the kind that the member belongs to; where one of them has changed
it, or may have, the next gets a new one. Where no store can be made that takes a valid value, an id is sent that no
store has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.constraints import LENGTHS, Ground, both_sides, constraint
from kms_conformance.checks.requests.one_sided import satisfied
from kms_conformance.checks.requests.patterns import not_for_the_pattern, refuses_others
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.evidence import Judge, answer
from kms_conformance.execution.probes.probe import CaseResult, Probe, Setup
from kms_conformance.execution.probes.references import refer
from kms_specification.aspects import CONSTRAINTS
from kms_specification.facts import Variant
from kms_specification.oracle import ReachableOutcome
from kms_specification.pages.custom_key_stores import CHANGED_WITH, CREATE, DELETE, ID, UPDATE
from kms_specification.requirements.registry import Aspect, Requirement, registry
from kms_specification.state.account import made_as
from kms_strategies.cases import Case, breaks
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.examples import Request, example, having
from kms_strategies.sequences.steps import StepWriter

_NUMBER = 1  # of the store's name, and of all that has to be unique: no update gives it what it has


@dataclass(frozen=True, slots=True)
class LiveStore:
    """A store that takes valid `members`, as far as `code`: success (None), or an error of what is behind it.

    `reach` says so where it was seen that what a request breaks is reported before that error.
    """

    setup: Setup
    members: Request
    code: str | None
    reach: ReachableOutcome | None = None


@check(*CONSTRAINTS, operations=(UPDATE,))
def on_a_live_store(requirement: Requirement, context: Context) -> Steps:
    """Both sides of a constraint on a member that changes a store."""
    member, operation = requirement.subject.partition(".")[0], facts(UPDATE)
    store = _live_store(member, context) if member != ID else None
    if store is None:
        yield from constraint(requirement, context)
        return
    request = {ID: example(operation.member(ID)), **store.members}
    ground = Ground(
        {variant.name: request for variant in operation.variants},
        lambda case: store.code is None or breaks(operation, case),
        (store.setup,),
        {ID: refer(0)},
        store.reach,
    )
    cases = [case for case in vectors(requirement, ground.examples) if ground.usable(case)]
    yield from both_sides(requirement, context, ground, cases, _judge(requirement, store, context))


def _judge(requirement: Requirement, store: LiveStore, context: Context) -> Judge:
    """How the cases are judged: a length is not accused where other values of the pattern are refused too."""
    judge = partial(satisfied, requirement=requirement)

    def ask(value: str) -> CaseResult | None:
        return _updated(store.setup, having(store.members, requirement.subject, value), context, judge)

    if requirement.aspect in LENGTHS and refuses_others(context, UPDATE, requirement.subject, ask):
        return partial(not_for_the_pattern, judge=judge)
    return judge


def _live_store(member: str, context: Context) -> LiveStore | None:
    """The store for a member, found out once a run; None where none can be made or changed so."""
    found = context.memory.setdefault("live stores", dict[str, LiveStore | None]())
    if member not in found:
        found[member] = next(_taking(member, context), None)
    store: LiveStore | None = found[member]
    return store


def _taking(member: str, context: Context) -> Iterator[LiveStore]:
    """Stores that take a valid value of a member."""
    known = context.calibrated(CREATE)
    if not context.calibrated(UPDATE).implemented or abilities(context).reason_against(DELETE):
        return
    for kind in _kinds(member):
        if kind.name in known.examples and known.succeeds(kind.name):
            made = known.examples[kind.name]
            setup = Setup(CREATE, StepWriter(facts(CREATE), {kind.name: made}).create(kind.name, _NUMBER).request, True)
            members = _members(member, kind, made)
            result = _updated(setup, members, context)
            if result is not None and result.seen.success:
                yield LiveStore(setup, members, None)
            elif result is not None and _got_to_what_is_behind(result):
                code = result.seen.code or ""
                first = _constraints_first(setup, member, kind, members, code, context)
                yield LiveStore(setup, members, code, ReachableOutcome(code) if first else None)


def _kinds(member: str) -> list[Variant]:
    """The kinds of store that a member belongs to. One that none has by itself goes with the others of a kind."""
    variants = facts(CREATE).variants
    having = [v for v in variants if made_as(member) in v.members]
    return having or sorted(variants, key=lambda v: len(v.members), reverse=True)


def _members(member: str, kind: Variant, made: Request) -> Request:
    """A valid value of a member for a store of a kind, and of what has to be changed with it."""
    value = kind.chosen_by.get(member, example(facts(UPDATE).member(member)))
    others = (other for rule in CHANGED_WITH if rule.member == member for other in rule.others)
    return {member: value, **{other: made[other] for other in others}}


def _updated(setup: Setup, members: Request, context: Context, judge: Judge = answer) -> CaseResult | None:
    """What a new store is answered to an update; None where it cannot be made."""
    case = Case({ID: refer(0), **members}, facts(UPDATE).variants[0].name)
    try:
        return context.executor.execute(Probe(operation=UPDATE, sent=case, setup=(setup,), judge=judge))
    except (NotJudgedError, SetupFailedError):
        return None


def _got_to_what_is_behind(result: CaseResult) -> bool:
    """Whether a request is refused for the cluster or the proxy that it names, after the store was found."""
    outcomes = (result.expectation.of(code) for code in result.seen.codes.values())
    return not result.failed and any(outcome is not None and outcome.inconclusive for outcome in outcomes)


def _constraints_first(setup: Setup, member: str, kind: Variant, members: Request, code: str, context: Context) -> bool:
    """Whether a member that breaks a constraint is reported before what another names, which is behind the store."""
    operation = facts(UPDATE)
    for requirement in registry():
        other = requirement.subject
        if requirement.operation == UPDATE and requirement.aspect is Aspect.LENGTH_MAX and other != member:
            cases = (case for case in vectors(requirement) if other in kind.members and breaks(operation, case))
            for case in cases:
                assert isinstance(case.request, dict)
                result = _updated(setup, {**members, other: case.request[other]}, context)
                return result is not None and not result.seen.success and code not in result.seen.codes.values()
    return False
