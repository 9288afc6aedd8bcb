"""What may be answered to a request for any operation: the one place that asks the oracle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kms_specification.catalog import operation as facts
from kms_specification.error_meanings import VALIDATION
from kms_specification.facts import Json
from kms_specification.oracle import Environment, Expectation, ReachableOutcome, expect, merged
from kms_specification.pages.custom_key_stores import ID, STORE_OPERATIONS
from kms_specification.pages.resources import created_by
from kms_specification.state.account import Account, Store
from kms_specification.state.answers import expect_in_account
from kms_specification.state.uniqueness import State
from kms_strategies.requests.examples import Request

__all__ = ["expected", "expected_there", "facts", "no_answer_for_room"]

Stores = Mapping[str, Mapping[str, Json]]
"""By the id of a custom key store, the request that makes it."""


def expected(
    operation: str, request: Json, existing: tuple[Request, ...] = (), environment: Environment | None = None
) -> Expectation:
    """The answers that are right for a request; `existing` are the requests that made the resources of its type.

    Raises KeyError for an operation that no document knows.
    """
    known = existing if created_by(operation) is not None else ()
    return expect(facts(operation), request, State(known), environment or Environment())


def expected_there(
    operation: str,
    request: Json,
    stores: Stores,
    reach: ReachableOutcome | None = None,
    others: Stores | None = None,
) -> Expectation | None:
    """The answers that are right for a request to one of `stores`: by id, the requests that made them just now.

    `others` are there as well, since they could not be deleted.

    None for a request that names none of them. What stands behind a store is unknown, since the request may name
    something else, and prose may have more to say of values that meet every constraint. `reach`: it was seen that what
    a request breaks is reported before that.
    """
    named = request.get(ID) if isinstance(request, dict) else None
    if operation not in STORE_OPERATIONS or not isinstance(named, str) or named not in stores:
        return None
    account = Account({store: Store(made) for store, made in {**(others or {}), **stores}.items()})
    there, anywhere = expect_in_account(account, operation, request), expect(facts(operation), request)
    late = there.rejected and reach is not None and reach.constraints_first
    outcomes = (outcome for outcome in there.outcomes if not (late and outcome.inconclusive))
    left_open = (outcome for outcome in anywhere.outcomes if outcome.code == VALIDATION)
    return replace(there, outcomes=merged((*outcomes, *left_open)))


def no_answer_for_room(operation: str, expectation: Expectation) -> bool:
    """Whether want of room is no answer to a request: it breaks nothing, and there used to be room."""
    kind = created_by(operation)
    listed = kind is not None and any(expectation.of(code) is not None for code in kind.full)
    return expectation.accepts and not expectation.rejected and not listed


def varying(operation: str, variant: str, expectation: Expectation, code: str | None) -> tuple[str, ...]:
    """The variants whose valid requests may get an answer that is not expected, for what stands behind the target.

    It is an error of the environment or, where the request breaks nothing, success.
    """
    if not facts(operation).exact or any(outcome.code == code for outcome in expectation.outcomes):
        return ()
    if code is None:
        return () if expectation.rejected else (variant,)
    return tuple(one.name for one in facts(operation).variants if code in one.environment_errors)
