"""The facts of any operation, and what may be answered to a request for it: the one place that asks the oracle."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kms_specification import service_model
from kms_specification.catalog import OPERATIONS as PAGES
from kms_specification.facts import Json, Operation, Variant
from kms_specification.oracle import Environment, Expectation, expect
from kms_specification.pages import custom_key_stores
from kms_specification.state.account import Account
from kms_specification.state.answers import expect_in_account
from kms_specification.state.resources import created_by
from kms_specification.state.uniqueness import State
from kms_strategies.requests.examples import Request

VARIANT = "usual"  # the one variant of an operation that has none of its own


@cache
def facts(operation: str) -> Operation:
    """The facts of an operation. Raises KeyError for one that no document knows.

    An operation that has no variants of its own gets one, of the members that it requires.
    """
    found = PAGES.get(operation) or custom_key_stores.OPERATIONS.get(operation)
    found = found or custom_key_stores.modelled(operation, service_model.summary(operation))
    return found if found.variants else replace(found, variants=(_usual(found),))


def _usual(operation: Operation) -> Variant:
    required = tuple(m.name for m in operation.members if m.required)
    missing = tuple(e.name for e in operation.errors if e.name.endswith("NotFoundException"))
    return Variant(VARIANT, {}, required, missing, _naming(operation))


def _naming(operation: Operation) -> tuple[str, ...]:
    """The members that name a resource which has to exist."""
    return tuple(m.name for m in operation.members if m.name.endswith(("Id", "AliasName")) and m.required)


def expected(
    operation: str, request: Json, existing: tuple[Request, ...] = (), environment: Environment | None = None
) -> Expectation:
    """The answers that are right for a request; `existing` are the requests that made the resources of its type.

    Raises KeyError for an operation that no document knows.
    """
    environment = environment or Environment()
    found = facts(operation)
    if operation in custom_key_stores.OPERATIONS:
        return expect_in_account(Account({}), operation, request, environment)
    if created_by(operation) is None:
        existing = ()
    return expect(found, request, State(existing), environment)
