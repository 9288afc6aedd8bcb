"""Which check a requirement gets: by its aspect, and where that is not enough by its subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kms_conformance.checks.constraints import constraint
from kms_conformance.checks.custom_key_stores import (
    absent,
    connection,
    listing,
    updates,
    xks_proxy,
)
from kms_conformance.checks.custom_key_stores.atomicity import atomic
from kms_conformance.checks.custom_key_stores.creation import (
    as_sent,
    created,
    disconnected,
)
from kms_conformance.checks.custom_key_stores.linearizability import linear
from kms_conformance.checks.custom_key_stores.races import concurrent
from kms_conformance.checks.custom_key_stores.sequences import history
from kms_conformance.checks.errors import error
from kms_conformance.checks.operations import implemented
from kms_conformance.checks.protocol import error_shape, wire
from kms_conformance.checks.responses import output
from kms_conformance.checks.secrets import secrets
from kms_conformance.checks.uniqueness import uniqueness
from kms_conformance.execution.case_result import CaseResult
from kms_conformance.execution.context import Context
from kms_specification.pages.custom_key_stores import (
    INVALID_MARKER,
    INVALID_STATE,
    NOT_FOUND,
    OPERATIONS,
)
from kms_specification.requirements import Aspect, Requirement

Check = Callable[[Requirement, Context], Iterable[CaseResult]]

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
    (Aspect.STATE, "proxy-asked"): xks_proxy.asked,
    (Aspect.STATE, "proxy-healthy"): xks_proxy.healthy,
    (Aspect.STATE, "proxy-not-asked"): xks_proxy.not_asked,
    (Aspect.STATE, "secrets"): secrets,
}
# Of the operations on stores that are there.
_LIFE_CYCLE: dict[Aspect, Check] = {
    Aspect.IMPLEMENTED: absent.implemented,
    Aspect.RANGE_MIN: listing.limits,
    Aspect.RANGE_MAX: listing.limits,
    Aspect.ERROR: updates.in_use,
    Aspect.STATE: connection.state,
}
_LIFE_CYCLE_BY_SUBJECT: dict[tuple[Aspect, str], Check] = {
    (Aspect.ERROR, NOT_FOUND): absent.not_found,
    (Aspect.ERROR, INVALID_STATE): connection.invalid_state,
    (Aspect.ERROR, INVALID_MARKER): listing.marker,
    (Aspect.STATE, "selected"): listing.selected,
    (Aspect.STATE, "paging"): listing.paging,
    (Aspect.STATE, "ConnectionErrorCode"): connection.error_code,
    (Aspect.STATE, "while-CONNECTED"): connection.while_in_state,
    (Aspect.STATE, "while-FAILED"): connection.while_in_state,
    (Aspect.STATE, "updated"): updates.updated,
    (Aspect.STATE, "atomic"): updates.atomic,
}


def check_of(requirement: Requirement) -> Check:
    """The function that checks a requirement."""
    if requirement.operation in OPERATIONS:
        found = _LIFE_CYCLE_BY_SUBJECT.get((requirement.aspect, requirement.subject))
        return found or _LIFE_CYCLE[requirement.aspect]
    return _BY_SUBJECT.get((requirement.aspect, requirement.subject)) or CHECKS[requirement.aspect]
