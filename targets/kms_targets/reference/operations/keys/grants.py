"""Grants: created, listed, retired, revoked."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable
from typing import Any

from kms_targets.reference.operations.calls import (
    NOT_FOUND,
    behaviour,
    dry_run,
    find,
    invalid,
    key_for,
    present,
    refuse,
    seconds,
)
from kms_targets.reference.operations.keys.listing import Item, page
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import SYMMETRIC, Grant, Key
from kms_targets.reference.tables.behaviour import AGREE, ENCAPSULATE, ENCRYPT, MAC, SIGN

_ANY = frozenset({"CreateGrant", "RetireGrant", "DescribeKey"})
_ASYMMETRIC = {
    ENCRYPT: frozenset({"Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GetPublicKey"}),
    SIGN: frozenset({"Sign", "Verify", "GetPublicKey"}),
    AGREE: frozenset({"DeriveSharedSecret", "GetPublicKey"}),
    ENCAPSULATE: frozenset({"Encapsulate", "Decapsulate", "GetPublicKey"}),
    MAC: frozenset({"GenerateMac", "VerifyMac"}),
}
_DATA_KEYS = tuple(f"GenerateDataKey{pair}{plain}" for pair in ("", "Pair") for plain in ("", "WithoutPlaintext"))
_SYMMETRIC = frozenset({"Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", *_DATA_KEYS})
_CONTEXTS = ("EncryptionContextEquals", "EncryptionContextSubset")
_WITH_CONTEXT = _SYMMETRIC
_ID = re.compile("[0-9a-f]{64}")
# What two requests must agree in to be for the same grant.
_SAME = (
    "GranteePrincipal", "RetiringPrincipal", "GranteeServicePrincipal", "RetiringServicePrincipal", "Operations",
    "Constraints", "Name",
)  # fmt: skip


def create_grant(call: Call) -> dict[str, Any]:
    """A grant on a key; the same one again where it has a name and nothing else is different."""
    key = key_for(call)
    _check_principals(call)
    _check_operations(call, key)
    dry_run(call)
    token = secrets.token_urlsafe(96)
    request = {name: call.values[name] for name in _SAME if name in call.values}
    found = next((g for g in _of(call, key) if "Name" in request and g.request == request), None)
    if found is None:
        number = call.service.vault.next_number()
        found = Grant(secrets.token_hex(32), number, key, request, set(), time.time())
        call.region.grants[found.id] = found
    found.tokens.add(token)
    return {"GrantId": found.id, "GrantToken": token}


def list_grants(call: Call) -> dict[str, Any]:
    """The grants on a key, all or those of a principal or an id."""
    key = find(call, call.values["KeyId"])
    values = call.values
    if "GranteePrincipal" in values and "GranteeServicePrincipal" in values:
        invalid("Give either GranteePrincipal or GranteeServicePrincipal, but not both.")
    if "GrantId" in values and not _ID.fullmatch(values["GrantId"]):
        refuse("InvalidGrantIdException", "The grant ID is not valid.")
    grants = [
        grant
        for grant in _of(call, key)
        if values.get("GrantId", grant.id) == grant.id
        and _has(call, grant, "GranteePrincipal", "GranteeServicePrincipal")
    ]
    return page(call, "Grants", _items(call, grants), f"{key.id}{sorted(_filters(call).items())}")


def list_retirable_grants(call: Call) -> dict[str, Any]:
    """The grants that a principal may retire."""
    if ("RetiringPrincipal" in call.values) == ("RetiringServicePrincipal" in call.values):
        invalid("Give either RetiringPrincipal or RetiringServicePrincipal.")
    every = call.region.grants.values()
    grants = [grant for grant in every if _has(call, grant, "RetiringPrincipal", "RetiringServicePrincipal")]
    return page(call, "Grants", _items(call, grants), str(sorted(_filters(call).items())))


def retire_grant(call: Call) -> dict[str, Any]:
    """The grant of a token, or of an id and a key, is gone."""
    values = call.values
    token = values.get("GrantToken")
    if (token is None) == ("KeyId" not in values and "GrantId" not in values):
        invalid("Give a grant token, or a grant ID and a key ARN.")
    if token is not None:
        found = next((grant for grant in call.region.grants.values() if token in grant.tokens), None)
        if found is None:
            refuse("InvalidGrantTokenException", "The grant token is not valid.")
    elif "KeyId" not in values or "GrantId" not in values:
        invalid("A grant ID and a key ARN go together.")
    else:
        found = _by_id(call, key_for(call))
    dry_run(call)
    del call.region.grants[found.id]
    return {}


def revoke_grant(call: Call) -> dict[str, Any]:
    """The grant is gone."""
    found = _by_id(call, key_for(call))
    dry_run(call)
    del call.region.grants[found.id]
    return {}


def _check_principals(call: Call) -> None:
    values = call.values
    if ("GranteePrincipal" in values) == ("GranteeServicePrincipal" in values):
        invalid("Give either GranteePrincipal or GranteeServicePrincipal.")
    if "RetiringPrincipal" in values and "RetiringServicePrincipal" in values:
        invalid("Give either RetiringPrincipal or RetiringServicePrincipal, but not both.")
    if "GranteeServicePrincipal" in values:
        if "SourceArn" not in values.get("Constraints", {}):
            invalid("GranteeServicePrincipal requires a SourceArn grant constraint.")
        if "RetiringPrincipal" not in values and "RetiringServicePrincipal" not in values:
            invalid("GranteeServicePrincipal requires a retiring principal.")


def _check_operations(call: Call, key: Key) -> None:
    possible = _ANY | (_SYMMETRIC if key.spec == SYMMETRIC else _ASYMMETRIC[key.usage])
    operations = call.values["Operations"]
    if not operations:
        invalid("Operations must not be empty.")
    if not possible.issuperset(operations):
        invalid("The operations of a grant must be supported by the KMS key.")
    constraints = call.values.get("Constraints", {})
    if all(name in constraints for name in _CONTEXTS):
        invalid("Give either EncryptionContextEquals or EncryptionContextSubset, but not both.")
    for context in (constraints[name] for name in _CONTEXTS if name in constraints):
        if key.spec != SYMMETRIC or not _WITH_CONTEXT.union(_ANY).issuperset(operations):
            invalid("Encryption context constraints need operations that have an encryption context.")
        if len(context) > behaviour(call).context_pairs:
            invalid(f"A constraint has at most {behaviour(call).context_pairs} encryption context pairs.")
        if any(len(value) > behaviour(call).context_length for value in context.values()):
            invalid(f"A value of a constraint has at most {behaviour(call).context_length} characters.")


def _of(call: Call, key: Key) -> list[Grant]:
    return [grant for grant in call.region.grants.values() if grant.key is key]


def _by_id(call: Call, key: Key) -> Grant:
    grant_id = call.values["GrantId"]
    if not _ID.fullmatch(grant_id):
        refuse("InvalidGrantIdException", "The grant ID is not valid.")
    found = call.region.grants.get(grant_id)
    if found is None or found.key is not key:
        refuse(NOT_FOUND, f"Grant ID {grant_id} not found")
    return found


def _filters(call: Call) -> dict[str, Any]:
    return {name: value for name, value in call.values.items() if name not in ("Limit", "Marker", "KeyId")}


def _has(call: Call, grant: Grant, *members: str) -> bool:
    return all(grant.request.get(name) == call.values[name] for name in members if name in call.values)


def _items(call: Call, grants: Iterable[Grant]) -> list[Item]:
    return [Item(grant.number, grant.created, _shown(call, grant)) for grant in grants]


def _shown(call: Call, grant: Grant) -> dict[str, Any]:
    issuer = f"arn:aws:iam::{behaviour(call).account}:root"
    return {
        **present(KeyId=grant.key.arn, GrantId=grant.id, CreationDate=seconds(grant.created), IssuingAccount=issuer),
        **grant.request,
    }
