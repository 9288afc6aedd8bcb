"""Faults in the life of a key: creation, states, deletion, imported material, custom key stores, one behaviour each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    attributes,
    changed,
    default,
    faults_of,
    ignoring,
    inside,
    named,
    recoded,
    retried,
    set_to,
    short,
    state_code,
    state_free,
    tables,
    touching,
    without,
)
from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.operations.custom_key_stores.connection import DONE
from kms_targets.reference.operations.custom_key_stores.replacements import instead_of, problem_as
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import Key

_STATE = "KMSInvalidStateException"
_UNSUPPORTED = "UnsupportedOperationException"
_SCHEDULE, _CANCEL = "ScheduleKeyDeletion", "CancelKeyDeletion"
_PARAMETERS, _IMPORT, _DELETE = "GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial"
_META = "KeyMetadata"
_DAY = 86_400


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_CREATION + _STATES + _DELETION + _IMPORTS + _STORES)


def _forget_material(key: Key) -> None:
    """What the key has encrypted before is lost."""
    for material in key.materials:
        material.secret = bytes(len(material.secret))


def _forget_imported(key: Key) -> None:
    key.materials.clear()


def _enable(key: Key) -> None:
    key.window, key.deletion, key.enabled = None, None, True


def _never_again(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is not None and key.materials:
        refuse("IncorrectKeyMaterialException", "The key material was imported before.")
    return plain(call)


def _of_any_token(call: Call, plain: KeyOperation) -> Result:
    """The token is good for every key."""
    key, tokens = named(call), call.service.vault.tokens
    token = tokens.get(call.values["ImportToken"])
    if key is not None and token is not None:
        tokens[call.values["ImportToken"]] = replace(token, key=key)
    return plain(call)


def _made_while_disconnected(call: Call, plain: KeyOperation) -> Result:
    store = call.service.account.stores.get(str(call.values.get("CustomKeyStoreId")))
    if store is None:
        return plain(call)
    state, store.state = store.state, "CONNECTED"
    try:
        return plain(call)
    finally:
        store.state = state


_CREATION: tuple[Row, ...] = (
    (
        "CreateKey.state.enabled",
        "a new key is disabled",
        around(lambda call, plain: _then_disabled(call, plain), "CreateKey"),
    ),
    (
        "CreateKey.state.defaults",
        "a key is one of several Regions by default, it says",
        answered(inside(_META, set_to("MultiRegion", True)), "CreateKey"),
    ),
    (
        "CreateKey.state.KeySpec",
        "an RSA_3072 key says that it is RSA_2048",
        asked(
            changed("KeySpec", lambda spec: {"RSA_3072": "RSA_2048", "ECC_NIST_P384": "ECC_NIST_P256"}.get(spec, spec)),
            "CreateKey",
        ),
    ),
    (
        "CreateKey.state.CustomerMasterKeySpec",
        "CustomerMasterKeySpec is always SM2",
        answered(inside(_META, set_to("CustomerMasterKeySpec", "SM2")), "CreateKey", "DescribeKey"),
    ),
    ("CreateKey.state.Description", "the description is not kept", asked(without("Description"), "CreateKey")),
    (
        "CreateKey.state.fresh",
        "keys of one description have one id",
        around(lambda call, plain: _same_again(call, plain), "CreateKey"),
    ),
    ("CreateKey.state.listed", "no key is listed", answered(set_to("Keys", []), "ListKeys")),
    (
        "CreateKey.state.KeyUsage-required",
        "the KeyUsage of an asymmetric key is SIGN_VERIFY by default",
        asked(lambda values: _with_usage(values), "CreateKey"),
    ),
    (
        "CreateKey.state.KeyUsage-of-KeySpec",
        "a KeyUsage that does not go with KeySpec is another one",
        retried("ValidationException", lambda call: _other_usages(call), "CreateKey"),
    ),
    ("CreateKey.state.Policy", "the policy is not kept", asked(without("Policy"), "CreateKey")),
    (
        "CreateKey.error.MalformedPolicyDocumentException",
        "a policy that is no JSON makes a key with the default one",
        retried("MalformedPolicyDocumentException", lambda call: [without("Policy")(call.values)], "CreateKey"),
    ),
    ("CreateKey.state.Tags", "the tags are not kept", asked(without("Tags"), "CreateKey")),
    (
        "CreateKey.state.MultiRegion",
        "a multi-Region key is a replica",
        answered(
            inside(
                _META,
                changed("MultiRegionConfiguration", lambda found: {**found, "MultiRegionKeyType": "REPLICA"}),
            ),
            "CreateKey",
            "DescribeKey",
        ),
    ),
    (
        "DescribeKey.state.KeyMetadata",
        "DescribeKey has another date of creation",
        answered(inside(_META, changed("CreationDate", lambda date: date + _DAY)), "DescribeKey"),
    ),
    (
        "DescribeKey.state.algorithms",
        "signing keys are described with encryption algorithms too",
        answered(inside(_META, default("EncryptionAlgorithms", ["SYMMETRIC_DEFAULT"])), "DescribeKey", "CreateKey"),
    ),
    (
        "DescribeKey.state.malformed-arn",
        "an ARN that is none is an InternalFailure",
        recoded("InvalidArnException", "InternalFailure", "DescribeKey"),
    ),
    ("UpdateKeyDescription.state.updated", "nothing is changed", ignoring("UpdateKeyDescription")),
    (
        "GetKeyLastUsage.state.unused",
        "a key that was never used was used when it was made",
        answered(
            lambda shown: {**shown, "KeyLastUsage": shown["KeyLastUsage"] or {"Operation": "Encrypt", "Timestamp": 1}},
            "GetKeyLastUsage",
        ),
    ),
    (
        "GetKeyLastUsage.state.KeyCreationDate",
        "KeyCreationDate is a day later",
        answered(changed("KeyCreationDate", lambda date: date + _DAY), "GetKeyLastUsage"),
    ),
)


def _then_disabled(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    call.region.keys[result[_META]["KeyId"]].enabled = False
    return {_META: {**result[_META], "Enabled": False, "KeyState": "Disabled"}}


def _same_again(call: Call, plain: KeyOperation) -> Result:
    same = (key for key in call.region.keys.values() if key.description == call.values.get("Description", ""))
    found = next((key for key in same if key.spec == call.values.get("KeySpec", "SYMMETRIC_DEFAULT")), None)
    result = plain(call)
    if found is None or found.usage != result[_META]["KeyUsage"] or found.origin != result[_META]["Origin"]:
        return result
    return {_META: {**result[_META], "KeyId": found.id, "Arn": found.arn}}


def _with_usage(values: Values) -> Values:
    spec = values.get("KeySpec", "SYMMETRIC_DEFAULT")
    usage = "GENERATE_VERIFY_MAC" if spec.startswith("HMAC") else "SIGN_VERIFY"
    return values if spec == "SYMMETRIC_DEFAULT" else default("KeyUsage", usage)(values)


def _other_usages(call: Call) -> Iterator[Values]:
    if "KeyUsage" in call.values:
        for usage in ("SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC"):
            yield {**call.values, "KeyUsage": usage}


_STATES: tuple[Row, ...] = (
    ("DisableKey.state.disabled", "the key stays enabled", ignoring("DisableKey")),
    ("EnableKey.state.enabled", "the key stays disabled", ignoring("EnableKey")),
    (
        "EnableKey.state.usable",
        "what a key has encrypted before it was enabled is lost",
        touching(_forget_material, "EnableKey"),
    ),
)

_DELETION: tuple[Row, ...] = (
    (
        f"{_SCHEDULE}.state.pending",
        "the key is Disabled",
        touching(attributes(window=None, deletion=None), _SCHEDULE),
    ),
    (f"{_SCHEDULE}.state.KeyId", "the id of the key as KeyId", answered(changed("KeyId", short), _SCHEDULE)),
    (
        f"{_SCHEDULE}.state.PendingWindowInDays",
        "the key is deleted after 30 days whatever is asked for",
        asked(without("PendingWindowInDays"), _SCHEDULE),
    ),
    (
        f"{_SCHEDULE}.state.default-window",
        "the key is deleted after 7 days by default",
        tables(window=(7, 30, 7)),
    ),
    (
        f"{_SCHEDULE}.state.DeletionDate",
        "the key is described without its deletion date",
        answered(inside(_META, without("DeletionDate")), "DescribeKey"),
    ),
    (
        f"{_SCHEDULE}.state.EnableKey",
        "EnableKey cancels the deletion",
        touching(_enable, "EnableKey", first=True),
    ),
    (
        f"{_SCHEDULE}.state.DisableKey",
        "DisableKey cancels the deletion",
        touching(_enable, "DisableKey", first=True),
    ),
    (
        f"{_SCHEDULE}.error.{_STATE}",
        "a key is scheduled again",
        state_free(_SCHEDULE, "PendingDeletion", "PendingReplicaDeletion"),
    ),
    (
        f"{_SCHEDULE}.state.replicas",
        "a primary key is deleted before its replicas",
        around(lambda call, plain: _at_once(call, plain), _SCHEDULE),
    ),
    (f"{_CANCEL}.state.disabled", "the key is enabled", touching(_enable, _CANCEL)),
    (
        f"{_CANCEL}.state.usable",
        "what the key has encrypted before is lost",
        touching(_forget_material, _CANCEL),
    ),
    (f"{_CANCEL}.state.KeyId", "the id of the key as KeyId", answered(changed("KeyId", short), _CANCEL)),
    (
        f"{_CANCEL}.state.DeletionDate",
        "the key is described with a deletion date for ever",
        answered(inside(_META, default("DeletionDate", 4_102_444_800)), "DescribeKey"),
    ),
    (
        f"{_CANCEL}.error.{_STATE}",
        "a key that is not pending deletion is no error",
        state_free(_CANCEL, "Enabled", "Disabled", "PendingImport", "Unavailable"),
    ),
)


def _at_once(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    key = named(call)
    if key is None or key.deletion is not None or key.window is None:
        return result
    key.deletion = time.time() + key.window * _DAY
    return {**result, "KeyState": "PendingDeletion", "DeletionDate": key.deletion}


_IMPORTS: tuple[Row, ...] = (
    (
        "CreateKey.state.pending-import",
        "a key without material is Enabled, it says",
        answered(inside(_META, lambda m: {**m, "KeyState": "Enabled", "Enabled": True}), "CreateKey", "DescribeKey"),
    ),
    (
        "CreateKey.state.pending-import-unusable",
        "a key without material answers ValidationException",
        state_code("Encrypt", "PendingImport", "ValidationException"),
    ),
    (
        f"{_PARAMETERS}.state.WrappingKeySpec",
        "the wrapping key is always RSA_2048",
        asked(set_to("WrappingKeySpec", "RSA_2048"), _PARAMETERS),
    ),
    (
        f"{_PARAMETERS}.state.ParametersValidTo",
        "the parameters are valid for an hour",
        answered(changed("ParametersValidTo", lambda date: date - 23 * 3600), _PARAMETERS),
    ),
    *(
        (
            f"{operation}.error.{_UNSUPPORTED}",
            "a key whose material KMS made is a ValidationException",
            recoded(_UNSUPPORTED, "ValidationException", operation),
        )
        for operation in (_PARAMETERS, _IMPORT, _DELETE)
    ),
    (f"{_IMPORT}.state.enabled", "the key is Disabled afterwards", touching(attributes(enabled=False), _IMPORT)),
    (
        f"{_IMPORT}.state.usable",
        "material that is imported is changed between encryption and decryption",
        touching(_forget_material, "Encrypt"),
    ),
    (
        f"{_IMPORT}.state.expires",
        "ValidTo is described a day early",
        answered(inside(_META, changed("ValidTo", lambda date: date - _DAY)), "DescribeKey"),
    ),
    (
        f"{_IMPORT}.state.does-not-expire",
        "all material expires, it says",
        answered(inside(_META, set_to("ExpirationModel", "KEY_MATERIAL_EXPIRES")), "DescribeKey"),
    ),
    (
        f"{_IMPORT}.state.ValidTo-required",
        "without ValidTo material does not expire",
        asked(
            lambda v: v if "ValidTo" in v else {**v, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"},
            _IMPORT,
        ),
    ),
    (
        f"{_IMPORT}.state.ValidTo-omitted",
        "ValidTo is not read where material does not expire",
        asked(
            lambda v: without("ValidTo")(v) if v.get("ExpirationModel") == "KEY_MATERIAL_DOES_NOT_EXPIRE" else v,
            _IMPORT,
        ),
    ),
    (f"{_IMPORT}.error.InvalidImportTokenException", "a token is for every key", around(_of_any_token, _IMPORT)),
    (
        f"{_IMPORT}.error.InvalidCiphertextException",
        "material that cannot be decrypted is a ValidationException",
        recoded("InvalidCiphertextException", "ValidationException", _IMPORT),
    ),
    (
        f"{_IMPORT}.error.IncorrectKeyMaterialException",
        "other material takes the place of what was imported",
        touching(_forget_imported, _IMPORT, first=True),
    ),
    (
        f"{_IMPORT}.state.reimport",
        "material that was deleted is not imported again",
        around(_never_again, _IMPORT),
    ),
    (
        f"{_DELETE}.state.pending-import",
        "the material stays",
        ignoring(_DELETE),
    ),
    (f"{_DELETE}.state.pending-deletion", "the deletion of the key is cancelled", touching(_enable, _DELETE)),
)

_STORES: tuple[Row, ...] = (
    (
        "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException",
        "a custom key store that has keys answers success",
        instead_of("DeleteCustomKeyStore", problem_as("CustomKeyStoreHasCMKsException", DONE)),
    ),
    (
        "CreateKey.state.store",
        "a key in a custom key store is described without it",
        answered(inside(_META, without("CustomKeyStoreId")), "CreateKey", "DescribeKey"),
    ),
    (
        "CreateKey.state.store-usable",
        "a key in a custom key store decrypts nothing",
        around(lambda call, plain: _not_in_store(call, plain), "Decrypt"),
    ),
    (
        "CreateKey.state.store-KeySpec",
        "KeySpec is not read for a key in a custom key store",
        asked(lambda v: without("KeySpec", "KeyUsage")(v) if "CustomKeyStoreId" in v else v, "CreateKey"),
    ),
    (
        "CreateKey.state.store-MultiRegion",
        "MultiRegion is not read for a key in a custom key store",
        asked(lambda v: without("MultiRegion")(v) if "CustomKeyStoreId" in v else v, "CreateKey"),
    ),
    (
        "CreateKey.error.CustomKeyStoreNotFoundException",
        "a custom key store that does not exist is a NotFoundException",
        recoded("CustomKeyStoreNotFoundException", "NotFoundException", "CreateKey"),
    ),
    (
        "CreateKey.error.CustomKeyStoreInvalidStateException",
        "a key is made in a custom key store that is not connected",
        around(_made_while_disconnected, "CreateKey"),
    ),
    (
        "Encrypt.state.disconnected-store",
        "a key encrypts while its custom key store is disconnected",
        state_free("Encrypt", "Unavailable"),
    ),
    (
        "EnableKeyRotation.state.store",
        "a key in a custom key store is rotated",
        around(lambda call, plain: _rotated_in_store(call, plain), "EnableKeyRotation"),
    ),
)


def _not_in_store(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    key = call.region.keys.get(short(result["KeyId"]))
    return changed("Plaintext", lambda data: data[:-1])(result) if key is not None and key.store else result


def _rotated_in_store(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    return {} if key is not None and key.store is not None else plain(call)
