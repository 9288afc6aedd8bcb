"""Whether a target takes what a request leaves to its default, so that no other requirement is accused of it."""

from __future__ import annotations

from kms_conformance.execution.context import Context
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import Probe
from kms_reports.result import Verdict
from kms_strategies.cases import Case


def refuses_default(context: Context, operation: str, case: Case) -> bool:
    """Whether a case leaves members to their default, and the target refuses its variant's example without them.

    It is asked once a variant. What the target refuses even where the members are said is not refused for them.
    """
    known = context.calibrated(operation).accepted.get(case.variant)
    default = facts(operation).defaults_among(facts(operation).variant(case.variant).chosen_by)
    if known is None or not isinstance(case.request, dict) or not default - case.request.keys():
        return False
    key = f"refuses {case.variant} by default in {operation}"
    if key not in context.memory:
        without = Case({member: value for member, value in known.items() if member not in default}, case.variant)
        found = context.executor.execute(Probe(operation=operation, sent=without))
        context.memory[key] = found is not None and found.verdict is Verdict.REJECTED_VALID
    return bool(context.memory[key])
