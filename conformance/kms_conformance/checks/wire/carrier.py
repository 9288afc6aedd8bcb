"""The operation whose requests carry what is odd on the wire: one that takes the same request again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.knowledge.calibration import OperationCalibration
from kms_specification.facts import Operation
from kms_specification.oracle import ReachableOutcome
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.pages.resources import LISTS
from kms_strategies.cases import Case
from kms_strategies.requests.examples import Request

# How the names of operations begin that answer the same request the same way, however often it is sent.
_LASTING = ("List", "Describe", "Get", "Encrypt", "Generate", "Verify", "Sign")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A valid request of an operation. `reach` is how far it gets; `refused`: why valid ones are refused, or empty."""

    operation: str
    variant: str
    request: Request
    reach: ReachableOutcome
    refused: str

    @property
    def case(self) -> Case:
        """The request as a case."""
        return Case(self.request, self.variant)

    def need_an_answer(self) -> None:
        """Raises NotJudgedError where it is unknown what the request gets in its usual form."""
        if self.refused:
            raise NotJudgedError(f"every valid request of {self.operation} is refused ({self.refused})")


def carrier(context: Context) -> Carrier:
    """The carrier of a run. Raises NotJudgedError where the target has none of the operations that are tested."""
    why = ""
    for name in _candidates(context):
        known = context.calibrated(name)
        if known.implemented and known.examples:
            return _carrier(facts(name), known)
        why = why or f"{name} is not implemented: {known.answer}"
    raise NotJudgedError(why)


def _candidates(context: Context) -> Iterator[str]:
    """The tested operations that are known best and change nothing; in the place of others the lists that are read."""
    tested = context.tested or (CREATE,)
    lasting = [name for name in tested if name.startswith(_LASTING) and name not in LISTS]
    known = (*(name for name in tested if name == CREATE), *(name for name in LISTS if name in tested), *lasting)
    yield from dict.fromkeys((*known, *LISTS) if len(known) < len(tested) or not context.tested else known)


def _carrier(operation: Operation, known: OperationCalibration) -> Carrier:
    """A request that is not refused, of a kind that makes a resource where there is one."""
    names = sorted(known.examples, key=lambda name: (name in known.refused, not known.succeeds(name)))
    name = names[0]
    return Carrier(
        operation.name,
        name,
        known.examples[name],
        known.environment.of(name),
        known.refused.get(name, ""),
    )
