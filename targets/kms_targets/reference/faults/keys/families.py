"""Faults that many operations can have alike: states, identifiers, unknown keys, usages, trials, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain

from kms_targets.reference.faults.fault import Change, Fault, Kind
from kms_targets.reference.faults.keys.permissions.grant_rules import grants_of_principals
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    changed,
    faults_of,
    recoded,
    restated,
    set_to,
    state_code,
    state_free,
    tables,
    without,
)
from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.operations.cryptography.blobs import parsed
from kms_targets.reference.operations.dispatch import OPERATIONS
from kms_targets.reference.rules import Call, KeyOperation, RefusalError, Result, Rules
from kms_targets.reference.tables.behaviour import BY_ALIAS, PAGES, STATES, USAGES
from kms_targets.reference.tables.shapes import ERRORS, INPUTS

_STATES = {
    "Disabled": ("DisableKey", "while its key is disabled"),
    "PendingDeletion": ("ScheduleKeyDeletion", "while its key is pending deletion"),
}
# Refused in these states for other reasons than the table of key states.
_OTHERWISE = {("EnableKey", "PendingDeletion"), ("DisableKey", "PendingDeletion")}
_NO_ALIAS = (
    *("DisableKey", "EnableKey", "EnableKeyRotation", "DisableKeyRotation", "UpdateKeyDescription", "GetKeyLastUsage"),
    *("TagResource", "UntagResource", "CreateGrant", "ListGrants", "CreateAlias", "ListAliases", "ListKeyRotations"),
    *("GetKeyPolicy", "PutKeyPolicy", "ListKeyPolicies", "GetKeyRotationStatus", "ListResourceTags", "UpdateAlias"),
    *("ScheduleKeyDeletion", "CancelKeyDeletion", "ReplicateKey", "UpdatePrimaryRegion", "RotateKeyOnDemand"),
    *("GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial", "RevokeGrant"),
)
_KEYS = frozenset({"KeyId", "TargetKeyId", "DestinationKeyId"})
_MATERIAL = (
    *("Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair"),
    *("GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac"),
)

# Behaviours that no requirement speaks of.
_UNSPOKEN = frozenset(
    {
        *(f"{operation}.state.identifiers" for operation in ("GenerateMac", "VerifyMac")),
        *(f"{operation}.error.NotFoundException" for operation in ("ListAliases", "RetireGrant")),
    }
)


def faults() -> Iterator[Fault]:
    """All of them."""
    rows = chain(_states(), _identifiers(), _usages_and_trials(), _pages(), _later_pages())
    yield from faults_of(tuple(row for row in rows if row[0] not in _UNSPOKEN))
    for cause in ("DisableKey", "ScheduleKeyDeletion"):
        yield Fault(
            f"{cause}-state-Decrypt-unnamed",
            f"{cause}.state.Decrypt",
            Kind.BEHAVIOUR,
            "Decrypt looks at the state of a key that the request names alone",
            around(_usable_unnamed, "Decrypt"),
            False,
        )


def _usable_unnamed(call: Call, plain: KeyOperation) -> Result:
    """The key of a ciphertext, where the request names none, is used as if it were enabled."""
    blob = None if "KeyId" in call.values else parsed(call.values.get("CiphertextBlob", b""))
    key = None if blob is None else call.region.keys.get(blob.key_id)
    if key is None:
        return plain(call)
    state = key.enabled, key.window
    key.enabled, key.window = True, None
    try:
        return plain(call)
    finally:
        key.enabled, key.window = state


def _states() -> Iterator[Row]:
    for operation, states in STATES.items():
        for state, (cause, when) in _STATES.items():
            if state in states and operation not in ("CancelKeyDeletion", "ScheduleKeyDeletion"):
                if (operation, state) in _OTHERWISE:
                    continue
                gone = (state, "PendingReplicaDeletion") if state == "PendingDeletion" else (state,)
                described = f"{operation} succeeds {when}"
                yield f"{cause}.state.{operation}", described, state_free(operation, *gone)
    for operation in _MATERIAL:
        described = f"{operation} answers NotFoundException once the key material was deleted"
        change = state_code(operation, "PendingImport", "NotFoundException")
        yield f"DeleteImportedKeyMaterial.state.{operation}", described, change


def _identifiers() -> Iterator[Row]:
    for operation in sorted(BY_ALIAS):
        yield f"{operation}.state.identifiers", f"{operation} knows no aliases", _aliases(operation, known=False)
    for operation in _NO_ALIAS:
        yield f"{operation}.state.no-alias", f"{operation} takes an alias", _aliases(operation, known=True)
    for number, (operation, errors) in enumerate(ERRORS.items()):
        if operation in OPERATIONS and "NotFoundException" in errors and _KEYS & INPUTS[operation].members.keys():
            other = ("ValidationError", "KMSInternalException", "ResourceNotFoundException")[number % 3]
            described = f"{operation} answers {other} for a key that does not exist"
            yield f"{operation}.error.NotFoundException", described, recoded("NotFoundException", other, operation)


def _aliases(operation: str, *, known: bool) -> Change:
    def change(rules: Rules) -> Rules:
        by_alias = rules.behaviour.by_alias
        return tables(by_alias=by_alias | {operation} if known else by_alias - {operation})(rules)

    return change


# Statuses that go with the codes by their meaning, and are not those that are documented.
_STATUSES = (
    *((operation, "DryRunOperationException", 412) for operation in ("Encrypt", "CreateGrant")),
    *((operation, "NotFoundException", 404) for operation in ("DescribeKey", "ListGrants", "Encrypt")),
    ("Sign", "InvalidKeyUsageException", 409),
    ("Decrypt", "InvalidCiphertextException", 422),
)


def _usages_and_trials() -> Iterator[Row]:
    code = "InvalidKeyUsageException"
    for operation in USAGES:
        if code in ERRORS[operation]:
            described = f"{operation} answers ValidationException for a key for another use"
            yield f"{operation}.error.{code}", described, recoded(code, "ValidationException", operation)
    for operation, shape in INPUTS.items():
        if "DryRun" in shape.members:
            described = f"{operation} does what it is asked for although DryRun is true"
            yield f"{operation}.error.DryRunOperationException", described, asked(without("DryRun"), operation)
    for operation in ("Encrypt", "Sign", "CreateGrant", "RevokeGrant"):
        described = f"{operation} is a trial wherever DryRun is there, false or true"
        yield f"{operation}.error.DryRunOperationException", described, asked(_always_dry, operation)
    for operation in ("CreateGrant", "RetireGrant", "RevokeGrant"):
        described = f"{operation} answers DryRunOperationException and does it all the same"
        yield f"{operation}.state.dry-run", described, around(_done_though_dry, operation)
    for operation in USAGES:
        described = f"{operation} does not look at the state of its key where DryRun is true"
        yield f"{operation}.state.dry-run-disabled", described, around(_dry_whatever_state, operation)
    for operation, code, status in _STATUSES:
        yield (
            f"{operation}.error.{code}",
            f"{operation} answers {code} with HTTP {status}",
            restated(code, status, operation),
        )
    token = "InvalidGrantTokenException"
    yield f"Encrypt.error.{token}", "an unknown grant token is a ValidationError", recoded(token, "Oops", "Encrypt")


def _always_dry(values: Values) -> Values:
    return {**values, "DryRun": True} if "DryRun" in values else values


def _dry_whatever_state(call: Call, plain: KeyOperation) -> Result:
    try:
        return plain(call)
    except RefusalError:
        if call.values.get("DryRun"):
            refuse("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
        raise


def _done_though_dry(call: Call, plain: KeyOperation) -> Result:
    if call.values.get("DryRun"):
        plain(replace(call, values=without("DryRun")(call.values)))
        if call.operation != "CreateGrant":
            refuse("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
    return plain(call)


def _pages() -> Iterator[Row]:
    for number, operation in enumerate(PAGES):
        how, change = _WAYS[3 if operation == "ListKeyPolicies" else number % len(_WAYS)]
        yield f"{operation}.state.paging", f"{operation} {how}", change(operation)
        code = "InvalidMarkerException"
        if code in ERRORS[operation]:
            described = f"{operation} answers InvalidParameter for a marker that is none"
            yield f"{operation}.error.{code}", described, recoded(code, "InvalidParameter", operation)
    for operation in ("ListAliases", "ListGrants"):
        described = f"{operation} shows 100 entries where no Limit is given"
        yield f"{operation}.state.default-limit", described, tables(pages={**PAGES, operation: (100, 100)})


def _later_pages() -> Iterator[Row]:
    described = "pages after the first have the entries that were not asked for"
    for requirement, list_member, asked_for in _FILTERS:
        change = partial(_unfiltered, list_member, asked_for)
        yield requirement, described, around(change, requirement.partition(".")[0])


# What has to be asked for in a list, by its requirement; the member of the answer, and that of the request.
_FILTERS = (
    ("ListAliases.state.KeyId", "Aliases", "KeyId"),
    ("ListGrants.state.GranteePrincipal-pages", "Grants", "GranteePrincipal"),
    ("ListRetirableGrants.state.RetiringPrincipal-pages", "Grants", "RetiringPrincipal"),
    ("ListKeyRotations.state.ALL_KEY_MATERIAL", "Rotations", "IncludeKeyMaterial"),
)


def _unfiltered(list_member: str, asked_for: str, call: Call, plain: KeyOperation) -> Result:
    if "Marker" not in call.values:
        return plain(call)
    whole = without("Marker", "Limit")(call.values)
    if asked_for == "RetiringPrincipal":  # required: all others are asked for
        everything = grants_of_principals(call, plain, asked_for)
    else:
        everything = plain(replace(call, values=without(asked_for)(whole)))[list_member]
    return {list_member: everything[call.values["Limit"] :], "Truncated": False}


def _skips(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    if "Marker" not in call.values:
        return result
    return {name: value[1:] if isinstance(value, list) else value for name, value in result.items()}


_WAYS: tuple[tuple[str, Callable[[str], Change]], ...] = (
    ("skips the first entry of a page", lambda operation: around(_skips, operation)),
    ("shows one entry more than Limit", lambda operation: asked(changed("Limit", lambda limit: limit + 1), operation)),
    ("never says how to go on", lambda operation: answered(without("NextMarker"), operation)),
    ("says that there is more than there is", lambda operation: answered(set_to("Truncated", True), operation)),
    ("shows everything whatever Limit is", lambda operation: asked(without("Limit"), operation)),
)
