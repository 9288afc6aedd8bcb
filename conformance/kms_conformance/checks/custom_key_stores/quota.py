"""The quota of stores: filled, where a profile says that it may be, and free again of a store that is deleted."""

from __future__ import annotations

from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import (
    Judgement,
    answer_text,
    judge,
)
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import InTurn, ListAll, Probe
from kms_reports.result import Verdict
from kms_specification.oracle import (
    Expectation,
    Outcome,
    ReachableOutcome,
)
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_specification.requirements.registry import Requirement
from kms_specification.state.listing import page_error
from kms_strategies.cases import Case
from kms_targets.http.response import Observation

QUOTA_ERROR = "LimitExceededException"
ROUNDS = 11  # stores that are made one after the other: the service has room for ten at once


def filled(requirement: Requirement, context: Context) -> Probe:
    """Stores are made until one is refused, or there is one more than there may be.

    Fewer than the quota may be made where others are there already. No other test has more than a few at once.
    """
    known = context.calibrated(CREATE)
    known.need(*list(known.examples)[:1])
    variant, request = next(iter(known.examples.items()))
    assert context.quota is not None
    error = facts(CREATE).error(QUOTA_ERROR)
    return Probe(
        operation=CREATE,
        sent=InTurn(Case(request, variant), context.quota + 1),
        expectation=Expectation(
            (Outcome(error.name, error.status, (requirement.id,), error.source),), (), rejected=True
        ),
        judge=_full,
    )


def _full(evidence: Evidence) -> Judgement:
    found = judge(evidence.expectation, evidence.seen)
    beside = f"beside {len(evidence.answers) - 1} stores of this run"
    return Judgement(found.verdict, f"{beside}: {found.explanation}", found.inconclusive)


def freed(context: Context) -> Steps:
    """LimitExceededException although the account holds no stores, of a target that had room for one before."""
    known = context.calibrated(CREATE)
    variant = next((name for name in known.examples if known.succeeds(name)), None)
    tracker = context.executor.tracker
    if variant is None or tracker.of_type(CUSTOM_KEY_STORE) or _others(context):
        return
    probe = Probe(
        operation=CREATE,
        sent=Case(known.examples[variant], variant),
        reach=ReachableOutcome(),
        waits_for_room=False,
        behind=_says_full,
        observe=(ListAll(CUSTOM_KEY_STORE, page_error),),
        judge=_room,
    )
    for _ in range(ROUNDS):
        progress = yield probe
        if progress.last is None or not progress.last.seen.success or tracker.of_type(CUSTOM_KEY_STORE):
            return


def _others(context: Context) -> bool:
    """Whether there are stores, or the target does not say."""
    seen = context.executor.transport.call(CUSTOM_KEY_STORE.list, {})
    return not seen.success or not isinstance(seen.json, dict) or seen.json.get(CUSTOM_KEY_STORE.list_member) != []


def _says_full(seen: Observation) -> bool:
    return QUOTA_ERROR in seen.codes.values()


def _room(evidence: Evidence) -> Judgement:
    """The verdict on want of room alone. Raises NotJudgedError where a store is in the way."""
    if not _says_full(evidence.seen):
        return Judgement(Verdict.CONFORMS, f"{answer_text(evidence.seen)}: there is room", inconclusive=True)
    listed = evidence.readings[0].listed
    if listed is None or not listed.seen.success or listed.entries:
        raise NotJudgedError("whose stores are in the way nobody can tell")
    found = judge(evidence.expectation, evidence.seen)
    return Judgement(found.verdict, f"beside no store at all: {found.explanation}", found.inconclusive)
