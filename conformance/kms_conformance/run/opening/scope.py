"""Which operations a run is about, and what of it several processes or connections cannot share."""

from __future__ import annotations

from fnmatch import fnmatchcase

from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.knowledge.calibration import Calibration, OperationCalibration
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import registry


def judged_operations(selected: frozenset[str]) -> tuple[str, ...]:
    """The operations that have requirements among the selected, in the order in which they are judged."""
    return tuple(dict.fromkeys(r.operation for r in registry() if r.id in selected and r.operation in OPERATIONS))


def named_operations(globs: tuple[str, ...]) -> tuple[str, ...]:
    """The operations that --operations names, where only what belongs to none of them is judged."""
    return tuple(name for name in OPERATIONS if any(glob == "all" or fnmatchcase(name, glob) for glob in globs))


def nothing_else(learned: Calibration, judged: tuple[str, ...]) -> str:
    """The operation that is unknown to the target where no requirement of another is judged; or empty."""
    unknown = (one.operation for one in learned.operations.values() if not one.implemented)
    return next((name for name in unknown if judged == (name,)), "")


def single(one: OperationCalibration) -> str:
    """What a profile gives that must be unique, so that there can be one resource at a time; empty where nothing is."""
    operation, reach = facts(one.operation), one.environment.reach
    for variant in (v for v in operation.variants if v.name in reach):
        given = {member for member, _ in reach[variant.name].only}
        for rule in operation.uniqueness:
            kind = variant.chosen_by.get(rule.between or "", "")
            if given.issuperset(rule.members) and (rule.between is None or (kind, kind) in rule.pairs):
                return " and ".join(rule.members)
    return ""
