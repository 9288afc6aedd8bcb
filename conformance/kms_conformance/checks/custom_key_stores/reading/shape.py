"""That a description of stores has its JSON types; what a store is described with is for other requirements."""

from __future__ import annotations

from kms_conformance.checks.custom_key_stores.reading.description import described, standing
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.registry import check
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.judging.verdicts import Judgement
from kms_conformance.execution.probes.evidence import Evidence
from kms_conformance.execution.probes.probe import Probes
from kms_reports.result import Verdict
from kms_specification.pages.custom_key_stores import DESCRIBE
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.answers import misfits

_APART = ".CreationDate"  # CreateCustomKeyStore.state.CreationDate


@check(Aspect.OUTPUT, subject="types", operations={DESCRIBE})
def types(requirement: Requirement, context: Context) -> Steps:
    """A store of each kind, described."""
    abilities(context).need(DESCRIBE)
    yield Probes([described(requirement, case, _typed, bool) for case in standing(context)], optional=True)


def _typed(evidence: Evidence) -> Judgement:
    seen = evidence.readings[0].seen
    if not seen.success:
        return Judgement(Verdict.CONFORMS, "nothing is described", inconclusive=True, reading=0)
    found = misfits(facts(DESCRIBE).output, seen.json)
    wrong = next((one for one in found if not one.path.endswith(_APART)), None)
    if wrong is not None:
        return Judgement(Verdict.MALFORMED_RESPONSE, str(wrong), reading=0)
    return Judgement(Verdict.CONFORMS, "as it should be", reading=0)
