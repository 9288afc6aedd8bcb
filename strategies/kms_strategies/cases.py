"""One case: a request, or the bytes of one, that is sent for the sake of one requirement."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kms_specification.facts import Json, Operation
from kms_specification.violations.requests import violations
from kms_specification.wire.forms import USUAL, Form
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.examples import Request


@dataclass(frozen=True, slots=True)
class Case:
    """A request with holes. `before`: requests that must have been answered with success when this one is sent.

    `variant` is the variant of the operation that the request was made from.
    """

    request: Json
    variant: str
    before: tuple[Request, ...] = ()


def breaks(operation: Operation, case: Case) -> bool:
    """Whether a case surely breaks something by itself, however its holes are filled."""
    return any(v.certain for v in violations(operation, Substitution(Random(0))(case.request)))


def broken(operation: Operation, case: Case) -> set[str]:
    """The ids of all requirements that a case breaks by itself; with a question mark where that is not sure."""
    found = violations(operation, Substitution(Random(0))(case.request))
    return {v.requirement if v.certain else f"{v.requirement}?" for v in found}


@dataclass(frozen=True, slots=True)
class Wire:
    """A request that is odd on the wire, and in what. `target` None leaves the X-Amz-Target header out."""

    body: bytes
    note: str
    target: str | None = None
    form: Form = USUAL
