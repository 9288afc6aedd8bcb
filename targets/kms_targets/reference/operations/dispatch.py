"""Which function answers which operation on keys, and the way of a request to it and back.

A module is imported when it is first asked for something, so that what needs cryptography does not slow the start.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, cast

from kms_targets.reference import json11
from kms_targets.reference.operations import calls
from kms_targets.reference.operations.validation import broken, problem_of, read
from kms_targets.reference.rules import Answer, Call, KeyOperation, Problem, Service

_KEYS = "kms_targets.reference.operations.keys."
_CRYPTOGRAPHY = "kms_targets.reference.operations.cryptography."

# Module: the operations it has, each in a function of that name in lower case.
_MODULES: Mapping[str, tuple[str, ...]] = {
    _KEYS + "creation": ("CreateKey",),
    _KEYS + "lifecycle": (
        "DescribeKey", "EnableKey", "DisableKey", "UpdateKeyDescription", "ScheduleKeyDeletion", "CancelKeyDeletion",
        "GetKeyLastUsage",
    ),
    _KEYS + "listing": ("ListKeys",),
    _KEYS + "aliases": ("CreateAlias", "UpdateAlias", "DeleteAlias", "ListAliases"),
    _KEYS + "grants": ("CreateGrant", "ListGrants", "ListRetirableGrants", "RetireGrant", "RevokeGrant"),
    _KEYS + "tags": ("TagResource", "UntagResource", "ListResourceTags"),
    _KEYS + "policies": ("PutKeyPolicy", "GetKeyPolicy", "ListKeyPolicies"),
    _KEYS + "rotation": (
        "EnableKeyRotation", "DisableKeyRotation", "GetKeyRotationStatus", "RotateKeyOnDemand", "ListKeyRotations",
    ),
    _KEYS + "multi_region": ("ReplicateKey", "UpdatePrimaryRegion"),
    _CRYPTOGRAPHY + "imports": ("GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial"),
    _CRYPTOGRAPHY + "encryption": ("Encrypt", "Decrypt", "ReEncrypt"),
    _CRYPTOGRAPHY + "data_keys": (
        "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
    ),
    _CRYPTOGRAPHY + "signatures": ("Sign", "Verify", "GetPublicKey"),
    _CRYPTOGRAPHY + "macs": ("GenerateMac", "VerifyMac"),
    _CRYPTOGRAPHY + "randomness": ("GenerateRandom",),
    _CRYPTOGRAPHY + "shared_secrets": ("DeriveSharedSecret", "Encapsulate", "Decapsulate"),
}  # fmt: skip
OPERATIONS: Mapping[str, str] = {name: module for module, names in _MODULES.items() for name in names}


def answer(service: Service, region: str, operation: str, body: Mapping[str, Any]) -> Answer | Problem:
    """The answer to a request for an operation on keys. Raises WrongTypeError or RefusalError."""
    rules = service.rules
    behaviour = rules.behaviour
    shape = behaviour.inputs[operation]
    values = read(shape, body)
    call = Call(service, operation, service.vault.region(region), values)
    if behaviour.lookup_first:
        _look_up(call)
    problem = problem_of(list(broken(shape, values)), all_of_them=not behaviour.one_error)
    if problem is not None:
        return problem._replace(cause=f"{operation}.{problem.cause}")
    plain = function(operation)
    around = rules.around.get(operation)
    result = around(call, plain) if around is not None else plain(call)
    if not result and behaviour.empty_body:
        return Answer(200, b"")
    encoded = _encoded({**result, **behaviour.extra}, behaviour.omitted)
    return json11.success(_sparse(encoded) if behaviour.sparse else encoded)


@cache
def function(operation: str) -> KeyOperation:
    """The function of an operation."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
    found: Callable[..., Any] = getattr(import_module(OPERATIONS[operation]), name)
    return cast(KeyOperation, found)


def _look_up(call: Call) -> None:
    for member in ("KeyId", "DestinationKeyId", "TargetKeyId"):
        if member in call.values:
            calls.find(call, call.values[member])


def _encoded(value: object, omitted: frozenset[str]) -> object:
    """A result as JSON has it: bytes in base64."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {name: _encoded(item, omitted) for name, item in value.items() if name not in omitted}
    return [_encoded(item, omitted) for item in value] if isinstance(value, list) else value


def _sparse(value: object) -> object:
    """A result without what is false, and without lists that have no entries."""
    if isinstance(value, Mapping):
        return {name: _sparse(item) for name, item in value.items() if item is not False and item != []}
    return [_sparse(item) for item in value] if isinstance(value, list) else value
