"""Which check a requirement gets: by its aspect, and where that is not enough by its subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from conformance.checks import lifecycle, listing, proxies, unknown, updates
from conformance.checks.atomic import atomic
from conformance.checks.concurrent import concurrent
from conformance.checks.constraints import constraint
from conformance.checks.errors import error
from conformance.checks.history import history
from conformance.checks.implemented import implemented
from conformance.checks.linear import linear
from conformance.checks.output import output
from conformance.checks.secrets import secrets
from conformance.checks.state import as_sent, created, disconnected
from conformance.checks.uniqueness import uniqueness
from conformance.checks.wire import error_shape, wire
from conformance.judged import Judged
from conformance.session import Session
from spec.custom_key_stores import INVALID_MARKER, INVALID_STATE, NOT_FOUND, OPERATIONS
from spec.requirements import Aspect, Requirement

Check = Callable[[Requirement, Session], Iterable[Judged]]

CHECKS: dict[Aspect, Check] = {
    Aspect.IMPLEMENTED: implemented,
    Aspect.REQUIRED: constraint,
    Aspect.TYPE: constraint,
    Aspect.LENGTH_MIN: constraint,
    Aspect.LENGTH_MAX: constraint,
    Aspect.PATTERN: constraint,
    Aspect.ENUM: constraint,
    Aspect.DEFAULT: constraint,
    Aspect.RULE: constraint,
    Aspect.UNIQUE: uniqueness,
    Aspect.ERROR: error,
    Aspect.OUTPUT: output,
    Aspect.PROTOCOL: wire,
}
_BY_SUBJECT: dict[tuple[Aspect, str], Check] = {
    (Aspect.PROTOCOL, "error-shape"): error_shape,
    (Aspect.STATE, "CreationDate"): created,
    (Aspect.STATE, "atomic"): atomic,
    (Aspect.STATE, "concurrent"): concurrent,
    (Aspect.STATE, "described"): as_sent,
    (Aspect.STATE, "disconnected"): disconnected,
    (Aspect.STATE, "history"): history,
    (Aspect.STATE, "linearizable"): linear,
    (Aspect.STATE, "proxy-asked"): proxies.asked,
    (Aspect.STATE, "proxy-not-asked"): proxies.not_asked,
    (Aspect.STATE, "secrets"): secrets,
}
# Of the operations on stores that are there.
_LIFE_CYCLE: dict[Aspect, Check] = {
    Aspect.IMPLEMENTED: unknown.implemented,
    Aspect.RANGE_MIN: listing.limits,
    Aspect.RANGE_MAX: listing.limits,
    Aspect.ERROR: updates.in_use,
    Aspect.STATE: lifecycle.state,
}
_LIFE_CYCLE_BY_SUBJECT: dict[tuple[Aspect, str], Check] = {
    (Aspect.ERROR, NOT_FOUND): unknown.not_found,
    (Aspect.ERROR, INVALID_STATE): lifecycle.invalid_state,
    (Aspect.ERROR, INVALID_MARKER): listing.marker,
    (Aspect.STATE, "selected"): listing.selected,
    (Aspect.STATE, "paging"): listing.paging,
    (Aspect.STATE, "ConnectionErrorCode"): lifecycle.error_code,
    (Aspect.STATE, "updated"): updates.updated,
    (Aspect.STATE, "atomic"): updates.atomic,
}


def check_of(requirement: Requirement) -> Check:
    """The function that checks a requirement."""
    if requirement.operation in OPERATIONS:
        found = _LIFE_CYCLE_BY_SUBJECT.get((requirement.aspect, requirement.subject))
        return found or _LIFE_CYCLE[requirement.aspect]
    return _BY_SUBJECT.get((requirement.aspect, requirement.subject)) or CHECKS[requirement.aspect]
