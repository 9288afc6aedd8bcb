"""Whether a target has an operation at all, and lets this caller use it."""

from __future__ import annotations

from kms_conformance.execution.judging.verdicts import INTERNAL, answer_text
from kms_conformance.execution.sending.transport import NO_OPERATION, Transport
from kms_specification.pages.resources import LISTS
from kms_strategies.requests.examples import Request
from kms_targets.http.response import REFUSED_CALLER, Observation

NOT_IMPLEMENTED = 501
_WRONG: Request = {"Limit": {}}  # of each of LISTS


def is_unknown(transport: Transport, seen: Observation) -> bool:
    """Whether an answer says that the operation is unknown, or fails just as for one that does not exist.

    A target that answers every operation alike with an error of its own is broken, whichever operations it has.
    """
    if seen.unknown_operation:
        return True
    if seen.failure is not None or seen.success or (seen.codes and not is_fault(seen)):
        return False
    if _told(transport.call(NO_OPERATION, {})) != _told(seen):
        return False
    return not is_fault(seen) or not _answers_all_alike(transport, seen)


def refuses_alike(transport: Transport, seen: Observation) -> bool:
    """Whether an operation that is there refuses a request with the very same answer, which has no code.

    Such an answer does not tell an operation that is unknown from a resource that is.
    """
    if seen.codes or seen.unknown_operation:
        return False
    there = next((name for name in LISTS if transport.call(name, {}).success), None)
    return there is not None and _told(transport.call(there, _WRONG)) == _told(seen)


def is_fault(seen: Observation) -> bool:
    """Whether the server says that it has failed; one that has not implemented something has not."""
    return (seen.status or 0) >= INTERNAL and seen.status != NOT_IMPLEMENTED


def _answers_all_alike(transport: Transport, seen: Observation) -> bool:
    return all(_told(transport.call(name, {})) == _told(seen) for name in LISTS)


def _told(seen: Observation) -> tuple[object, ...]:
    return seen.status, tuple(seen.codes.items())


def no_answer(seen: Observation) -> str:
    """Why an exchange has no answer, as a sentence: whether the target was reached, and what came."""
    reached = "was reached, but" if seen.exchange.reached else "cannot be reached:"
    return f"the target {reached} {silent(seen)}"


def silent(seen: Observation) -> str:
    """What came in place of an answer, and once alone what the system says of it."""
    said = seen.exchange.detail
    news = not {*said.lower().split()} <= {*str(seen.failure).split()}  # "Connection refused" is none
    return f"{seen.failure} ({said})" if said and news else str(seen.failure)


def reason_against(transport: Transport, operation: str, request: Request, *, silent: bool) -> str:
    """Why an operation cannot be used, found out by one request; empty where it can.

    `silent`: no error has a code, so that one is like the other.
    """
    seen = transport.call(operation, request)
    if seen.unknown_operation or (not silent and is_unknown(transport, seen)):
        return f"{operation} is not implemented: {answer_text(seen)}"
    refused = REFUSED_CALLER.intersection(seen.codes.values())
    return f"the caller may not use {operation}: {answer_text(seen)}" if refused else ""
