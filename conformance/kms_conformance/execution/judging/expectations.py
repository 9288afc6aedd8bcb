"""What may be answered to a request for any operation: the one place that asks the oracle."""

from __future__ import annotations

from kms_specification.catalog import operation as facts
from kms_specification.facts import Json
from kms_specification.oracle import Environment, Expectation, expect
from kms_specification.state.resources import created_by
from kms_specification.state.uniqueness import State
from kms_strategies.requests.examples import Request

__all__ = ["expected", "facts", "no_answer_for_room"]


def expected(
    operation: str, request: Json, existing: tuple[Request, ...] = (), environment: Environment | None = None
) -> Expectation:
    """The answers that are right for a request; `existing` are the requests that made the resources of its type.

    Raises KeyError for an operation that no document knows.
    """
    known = existing if created_by(operation) is not None else ()
    return expect(facts(operation), request, State(known), environment or Environment())


def no_answer_for_room(operation: str, expectation: Expectation) -> bool:
    """Whether want of room is no answer to a request: it breaks nothing, and there used to be room."""
    kind = created_by(operation)
    listed = kind is not None and any(expectation.of(code) is not None for code in kind.full)
    return expectation.accepts and not expectation.rejected and not listed
