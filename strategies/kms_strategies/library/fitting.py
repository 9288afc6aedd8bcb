"""What a template has to be fit for, and what it breaks."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import cast

from kms_specification.facts import Json, Operation
from kms_specification.violations.requests import violations
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.paths import Request

Fits = Callable[[Request], bool]


def anything(_: Request) -> bool:
    """Every request will do."""
    return True


def filled(template: Json) -> Request:
    """A request of a template; which of its many is of no matter to what it breaks."""
    return cast(Request, Substitution(Random(0))(template))


def surely_broken(operation: Operation, template: Json) -> frozenset[str]:
    """The ids of all requirements that the requests of a template surely break."""
    return frozenset(v.requirement for v in violations(operation, filled(template)) if v.certain)
