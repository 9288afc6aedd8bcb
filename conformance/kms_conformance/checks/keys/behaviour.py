"""The check of the behaviours of keys: the sequences of a requirement played, the one that is wrong as its result."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from kms_conformance.checks.keys.sequences.played import Played
from kms_conformance.checks.keys.sequences.runner import Run
from kms_conformance.checks.keys.sequences.script import script
from kms_conformance.checks.keys.sequences.target_port import TargetPort
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.probes.prepared_case import Shown
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.execution.sending.transport import encoded
from kms_conformance.execution.snippets.curl import Call
from kms_reports.result import Verdict
from kms_specification.oracle import Expectation
from kms_specification.oracle import Outcome as Acceptable
from kms_specification.pages.keys import BEHAVIOURS
from kms_specification.requirements.registry import Aspect, Requirement
from kms_strategies.cases import Case
from kms_strategies.sequences.keys import SEQUENCES
from kms_strategies.sequences.keys.language import Outcome, Step

_VALIDATION = "ValidationException"


@dataclass(frozen=True, slots=True)
class Sequences:
    """The sequences of a requirement, to be played on keys of their own and on those that a run shares."""

    requirement: Requirement
    context: Context

    def perform(self, probe: Probe) -> CaseResult:
        """What they came to. Raises NotJudgedError where the target cannot show it."""
        played = run_of(self.context).play(SEQUENCES[self.requirement.id])
        if played.verdict in {Verdict.INAPPLICABLE, Verdict.VACUOUS} or not played.sent:
            raise NotJudgedError(played.explanation)
        return result(self.requirement, probe, played)


def run_of(context: Context) -> Run:
    """What the sequences of one run share."""
    found = context.memory.setdefault("sequences on keys", None) or Run(TargetPort(context))
    assert isinstance(found, Run)
    context.memory["sequences on keys"] = found
    return found


def result(requirement: Requirement, probe: Probe, played: Played) -> CaseResult:
    """The result: the last request of the sequence, and all that it takes to send it again."""
    last = played.sent[-1]
    calls = script(played.shared or played.sent)
    return CaseResult(
        last.operation,
        Case(dict(last.request), ""),
        encoded(dict(last.request)),
        partial(_shown, calls),
        last.seen,
        expectation(requirement, played.step),
        played.verdict,
        played.explanation,
        probe,
        script=calls,
    )


def expectation(requirement: Requirement, step: Step | None) -> Expectation:
    """The answers that are right for a step."""
    codes: set[str | None] = set(step.errors) if step is not None else set()
    if step is None or step.outcome in {Outcome.SUCCESS, Outcome.EITHER, Outcome.ANYTHING}:
        codes.add(None)
    if step is not None and step.outcome is Outcome.REFUSAL:
        codes.add(_VALIDATION)  # the usual one of all that are right
    ordered = sorted(codes, key=lambda code: code or "")
    right = (Acceptable(c, 400 if c else 200, (requirement.id,), requirement.source) for c in ordered)
    return Expectation(tuple(right), (), rejected=None not in codes)


def _shown(calls: tuple[Call, ...]) -> Shown:
    return tuple(call.request for call in calls)


def behaves(requirement: Requirement, context: Context) -> Steps:
    """The sequences of a requirement come out as they have to."""
    yield Probe(operation=requirement.operation, sent=Sequences(requirement, context))


def _register() -> None:
    """Registers the check for every requirement that has sequences."""
    operations: dict[tuple[Aspect, str], set[str]] = defaultdict(set)
    for shown in BEHAVIOURS:
        if shown.id in SEQUENCES:
            operations[Aspect.ERROR if shown.is_error else Aspect.STATE, shown.subject].add(shown.operation)
    for (aspect, subject), names in operations.items():
        check(aspect, subject=subject, operations=names)(behaves)


_register()
