"""What is known of the target before anything is judged: found out now, or by another process."""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.checks.keys.behaviour import run_of
from kms_conformance.execution.context import Context
from kms_conformance.execution.executor import Executor
from kms_conformance.execution.knowledge.calibration import Calibration
from kms_conformance.run.opening.assembling import given
from kms_conformance.run.opening.calibrate import calibrate
from kms_conformance.run.opening.connecting import of_proxy
from kms_conformance.run.results.worker_share import WorkerShare
from kms_strategies.sequences.keys.requests import takes_a_key
from kms_targets import TargetError
from kms_targets.profile import Profile


def learned_of(
    executor: Executor, known: Profile, part: WorkerShare | None, first: str, wait: float | None
) -> Calibration:
    """What is known of the target: what another process found out, or is found out now."""
    if part is None:
        return _calibrated(executor, known, first, wait)
    learned = Calibration.from_json(part.calibration)
    executor.tools.environments.learn({name: one.environment for name, one in learned.operations.items()})
    for name, one in learned.operations.items():
        executor.tools.controls.learn(name, one.accepted, one.examples)
    return learned


def asked_with_a_key(context: Context) -> Context:
    """The same, where operations seemed to be unknown that may only have failed on a key that no target has."""
    seeming = [name for name, one in context.calibration.operations.items() if not one.implemented]
    found = {name: context.calibrate(context, name) for name in seeming if takes_a_key(name)}
    if not found:
        return context
    run_of(context).close()  # it believes that they are unknown
    context.memory.clear()
    learned = replace(context.calibration, operations={**context.calibration.operations, **found})
    return replace(context, calibration=learned)


def _calibrated(executor: Executor, known: Profile, first: str, wait: float | None) -> Calibration:
    """What is learned of the target, in words that hold no secret that it repeats."""
    redact = executor.tracker.redact
    try:
        learned = calibrate(executor, (first,), given(known), wait)
    except TargetError as unusable:
        client = executor.transport.client
        proxy = "" if executor.transport.heard else of_proxy(client.endpoint)
        raise TargetError(redact(f"{unusable}{proxy}")) from None
    found = {
        name: replace(one, answer=redact(one.answer), refused={v: redact(why) for v, why in one.refused.items()})
        for name, one in learned.operations.items()
    }
    return replace(learned, operations=found)
