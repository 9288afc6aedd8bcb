"""What may be answered to one request of any KMS operation where nothing is known of the account.

The six operations on custom key stores are held to what their sentences leave; of every other the service model's
constraints are held, and which answer is right to a request that breaks none is for the account to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kms_specification import service_model
from kms_specification.catalog import OPERATIONS as PAGES
from kms_specification.facts import Json, Operation
from kms_specification.oracle import (
    SUCCESS,
    Expectation,
    Outcome,
    expect,
    listed,
    merged,
    refusals,
    refused,
)
from kms_specification.pages.custom_key_stores import (
    DESCRIBE,
    ID,
    INVALID_MARKER,
    NAME,
    NAME_IN_USE,
    NEW_NAME,
    NOT_FOUND,
    UPDATE,
    modelled,
)
from kms_specification.pages.custom_key_stores import OPERATIONS as LIFE_CYCLE
from kms_specification.state.uniqueness import UNKNOWN
from kms_specification.violations import (
    SERIALIZATION,
    VALIDATION,
    violations,
)

# Errors that speak of what a request names: without any of these members they are wrong.
_SPEAKS_OF = {
    (DESCRIBE, NOT_FOUND): (ID, NAME),
    (DESCRIBE, INVALID_MARKER): ("Marker",),
    (UPDATE, NAME_IN_USE): (NEW_NAME,),
}
_OF_A_STORE = ("CustomKeyStore", "CloudHsm", "Xks")  # how the names of errors begin that speak of one store


def expect_recorded(operation: str, request: Json) -> Expectation | None:
    """The answers that may be right, or None for an operation that the service model does not know."""
    if operation in PAGES:
        return expect(PAGES[operation], request, UNKNOWN)
    if operation not in service_model.document()["operations"]:
        return None
    page = _page(operation)
    found = violations(page, request)
    rejected = any(v.certain for v in found)
    outcomes = refusals(page, found)
    if isinstance(request, dict):
        outcomes += _of_the_account(page, request, rejected=rejected)
    return Expectation(merged(outcomes), found, rejected)


@cache
def _page(operation: str) -> Operation:
    return LIFE_CYCLE.get(operation) or modelled(operation, service_model.summary(operation))


def _of_the_account(page: Operation, request: Mapping[str, Json], *, rejected: bool) -> Iterator[Outcome]:
    """Success where nothing is surely broken, and what the account may be told by."""
    if not rejected:
        yield Outcome(SUCCESS, page.success_status, (f"{page.name}.implemented",), page.success_source)
        if _open(page.name, request):
            for code in (VALIDATION, *(() if page.name in LIFE_CYCLE else (SERIALIZATION,))):
                yield refused(page, code, f"{page.name}.implemented", page.success_source)
    takes_a_store = any(m.name == ID for m in page.members)
    for error in page.errors:
        of_a_store = takes_a_store and error.name.startswith(_OF_A_STORE)
        members = _SPEAKS_OF.get((page.name, error.name), (ID,) if of_a_store else ())
        clients = error.status == page.validation_error.status  # and no failure of the service
        if clients and (not members or any(request.get(m) is not None for m in members)):
            yield listed(page, error.name, inconclusive=True)


def _open(operation: str, request: Mapping[str, Json]) -> bool:
    """Whether prose, or what is in lists, leaves open that a request is refused which breaks no constraint."""
    given = {m for m, value in request.items() if value is not None}
    if operation == DESCRIBE:
        return "Marker" in given or {ID, NAME} <= given
    return operation not in LIFE_CYCLE or (operation == UPDATE and given != {ID, NEW_NAME})
