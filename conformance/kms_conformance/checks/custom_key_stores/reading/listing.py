"""What DescribeCustomKeyStores lists: the store that was asked for, or all of them, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from kms_conformance.checks.custom_key_stores.scenes import (
    alone,
    create,
    each,
    look,
    played,
    two,
    writer,
)
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.runner import SequenceRunner
from kms_conformance.checks.registry import check
from kms_conformance.checks.requests.constraints import constraint
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.probe import CaseResult, Probes
from kms_reports.result import Verdict
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import (
    CREATE,
    DELETE,
    DESCRIBE,
    INVALID_MARKER,
    NAME,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.state.listing import entries, ids, page_error
from kms_strategies.placeholders import LOWER
from kms_strategies.requests.distinct import side_by_side
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, listing
from kms_strategies.values.boundaries import numbers_above, numbers_below
from kms_targets.http.response import Observation

STORES = 4  # of ours, where a list is read page by page: a second page of two or more can be wrong in itself
LIMITS = (None, 1, 2, 3, 4, 5)


@check(Aspect.STATE, subject="selected", operations={DESCRIBE})
def selected(requirement: Requirement, context: Context) -> Steps:
    """Of two stores each is asked for, by id and by name; the name of one begins with that of the other."""
    abilities(context).need(DESCRIBE, DELETE)
    first, second = two(context)
    second = second | {NAME: f"{first[NAME]}{second[NAME]}"}
    by_name = [Step(DESCRIBE, {NAME: request[NAME]}) for request in (first, second)]
    found = ((0, look(0)), (1, look(1)), (0, by_name[0]), (1, by_name[1]))
    yield each(context, (partial(_shown, first=first, second=second, number=n, step=step) for n, step in found))
    nearly = [partial(_nearly, request=first, other=other) for other in _NEARLY]
    nearly.append(partial(_nearly, request=_longest_name(first), other=lambda name: f"{name[:-1]}c"))
    yield Probes((played(context, scene) for scene in nearly), optional=True)


@check(Aspect.RULE, subject="id-or-name", operations={DESCRIBE})
def id_or_name(requirement: Requirement, context: Context) -> Steps:
    """Both are sent for no store, and for one that is there, with which only a target that reads both finds fault."""
    yield from constraint(requirement, context)
    if not any(abilities(context).reason_against(operation) for operation in (DESCRIBE, DELETE)):
        first, _ = two(context)
        yield Probes([played(context, partial(_by_both, request=first))], optional=True)


def _by_both(player: SequenceRunner, request: Request) -> CaseResult:
    player.first(create(request))
    player.first(look(0))
    return player.play(Step(DESCRIBE, {NAME: request[NAME]}, 0))


def _shown(player: SequenceRunner, first: Request, second: Request, number: int, step: Step) -> CaseResult:
    player.first(create(first))
    player.first(create(second))

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        if not seen.success:
            return found
        listed = ids(entries(seen.json) or ())
        if listed == [player.store(number)]:
            return Judgement(Verdict.CONFORMS, "the store that was asked for")
        return Judgement(Verdict.STATE_VIOLATION, f"of two stores one was asked for, and {len(listed)} are described")

    return player.play(step, adjust)


def _longest_name(request: Request) -> Request:
    """The request with a name that is as long as it may be."""
    length = facts(CREATE).member(NAME).length
    name = str(request[NAME])
    return {**request, NAME: name.ljust(length.max, "b") if length is not None and length.max is not None else name}


def _nearly(player: SequenceRunner, request: Request, other: Callable[[str], str]) -> CaseResult:
    """A store is asked for by a name that is nearly its own."""
    player.first(create(request))
    player.first(look())
    return player.play(Step(DESCRIBE, {NAME: other(str(player.made_as(0)[NAME]))}))


# Another case, the start of the name, and white space around it.
_NEARLY: tuple[Callable[[str], str], ...] = (str.swapcase, lambda name: name[:-1], lambda name: f"{name} ")


@check(Aspect.STATE, subject="paging", operations={DESCRIBE})
def paging(requirement: Requirement, context: Context) -> Steps:
    """A few stores, beside those that may be there already, in pages of different sizes."""
    abilities(context).need(DESCRIBE, DELETE)
    found = side_by_side(facts(CREATE), writer(context).examples, STORES)
    requests = [request for _, request in found]
    yield each(context, (partial(_listed, requests=requests, limit=limit) for limit in LIMITS))
    yield Probes([played(context, partial(_one_page, request=requests[0]))], optional=True)


def _one_page(player: SequenceRunner, request: Request) -> CaseResult:
    """One store is one page, and says where to go on only with a marker."""
    player.first(create(request))
    step = look()

    def adjust(found: Judgement, seen: Observation) -> Judgement:
        why = page_error(step.request, seen.json, ()) if seen.success else None
        return Judgement(Verdict.STATE_VIOLATION, why) if why else found

    return player.play(step, adjust)


def _listed(player: SequenceRunner, requests: list[Request], limit: int | None) -> CaseResult:
    player.first(create(requests[0]))
    for request in requests[1:]:
        player.play(create(request))  # there may be no room for it
    for number in range(player.standing):
        player.first(look(number))
    return player.play(listing(limit))


@check(Aspect.RANGE_MIN, Aspect.RANGE_MAX, operations={DESCRIBE})
def limits(requirement: Requirement, context: Context) -> Steps:
    """Limits on both sides of a bound."""
    abilities(context).need(DESCRIBE)
    member = OPERATIONS[DESCRIBE].member(requirement.subject)
    values = numbers_below(member) if requirement.aspect is Aspect.RANGE_MIN else numbers_above(member)
    yield each(context, (alone(Step(DESCRIBE, {member.name: value})) for value in values))


@check(Aspect.ERROR, subject=INVALID_MARKER, operations={DESCRIBE})
def marker(requirement: Requirement, context: Context) -> Steps:
    """A Marker that no listing has ended with; a target that reads any text as one has nothing to refuse."""
    abilities(context).need(DESCRIBE)
    yield each(context, [_made_up])


def _made_up(player: SequenceRunner) -> CaseResult:
    def adjust(found: Judgement, seen: Observation) -> Judgement:
        if found.verdict is Verdict.CONFORMS and seen.success:
            return replace(found, explanation="any text is read as a marker", inconclusive=True)
        # It may be refused, but not with any code.
        return replace(found, verdict=Verdict.WRONG_CODE) if found.verdict is Verdict.REJECTED_VALID else found

    return player.play(Step(DESCRIBE, {"Marker": f"no-such-marker-{LOWER * 12}"}), adjust)
