"""Requests in which no document leaves anything to object to.

Most operations answer ValidationException to requests that meet every constraint of the service model: the prose, or
the account, has more to say of them. Where a request has nothing but harmless values, it has not.
"""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.facts import Json, Operation
from kms_specification.pages.requests.harmless_values import HARMLESS, HARMLESS_IN
from kms_specification.violations.requests import violations


def harmless(operation: Operation, request: Mapping[str, Json]) -> bool:
    """Whether a request that breaks nothing can have nothing wrong about it but what the account holds."""
    given = {member: value for member, value in request.items() if value is not None}
    members = HARMLESS | HARMLESS_IN.get(operation.name, {})
    # An operation that may be asked for nothing at all, though a choice or a condition is demanded, has violations.
    return (
        all(member in members and members[member](value) for member, value in given.items())
        and _declares(operation, given)
        and not _goes_with_another(operation, given)
        and not violations(operation, dict(request))
    )


def _goes_with_another(operation: Operation, given: Mapping[str, Json]) -> bool:
    """Whether a store is named for a key, which takes an Origin as well, or what a key is of is said in two ways."""
    store = "CustomKeyStoreId" in given and any(member.name == "Origin" for member in operation.members)
    specs = [given[member] for member in ("KeySpec", "CustomerMasterKeySpec") if member in given]
    return store or len(specs) > 1 or (given.get("Origin") == "EXTERNAL" and bool(specs))


def _declares(operation: Operation, given: Mapping[str, Json]) -> bool:
    """Whether the operation has every member that is given."""
    return given.keys() <= {member.name for member in operation.members}
