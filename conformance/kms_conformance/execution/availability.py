"""Whether a target has an operation at all, and lets this caller use it."""

from __future__ import annotations

from kms_conformance.execution.transport import Transport
from kms_conformance.execution.verdicts import INTERNAL, answer_text
from kms_specification.state.resources import TYPES
from kms_strategies.requests.examples import Request
from kms_targets.http.response import REFUSED_CALLER, Observation

_NOBODY_HAS = "NoSuchOperation"
# Operations that need no member.
LISTS = tuple(kind.list for kind in TYPES.values() if kind.parent_member is None)


def is_unknown(transport: Transport, seen: Observation) -> bool:
    """Whether an answer says that the operation is unknown, or fails just as for one that does not exist."""
    if seen.unknown_operation:
        return True
    if seen.failure is not None or seen.success or (seen.codes and (seen.status or 0) < INTERNAL):
        return False
    other = transport.call(_NOBODY_HAS, {})
    if (other.status, other.codes) != (seen.status, seen.codes):
        return False
    # A target that answers everything alike with an error of its own is broken, whichever operations it has.
    return not seen.codes or any(
        (known.status, known.codes) != (seen.status, seen.codes)
        for known in (transport.call(name, {}) for name in LISTS)
    )


def reason_against(transport: Transport, operation: str, request: Request, *, silent: bool) -> str:
    """Why an operation cannot be used, found out by one request; empty where it can.

    `silent`: no error has a code, so that one is like the other.
    """
    seen = transport.call(operation, request)
    if seen.unknown_operation or (not silent and is_unknown(transport, seen)):
        return f"{operation} is not implemented: {answer_text(seen)}"
    refused = REFUSED_CALLER.intersection(seen.codes.values())
    return f"the caller may not use {operation}: {answer_text(seen)}" if refused else ""
