"""A KMS with one fault fails the requirement that speaks of it."""

from __future__ import annotations

from base64 import b64encode

import pytest

from kms_conformance.checks.keys.sequences.runner import Run
from kms_reports.result import FAILED
from kms_strategies.sequences.keys import SEQUENCES
from tests.support.fake_kms import cryptography
from tests.support.fake_kms.faults import (
    Faults,
    accepting,
    alias_taken_over,
    another_public_key,
    answered,
    asked,
    backwards,
    forgets,
    ignoring,
    longer,
    lowered,
    marker_moved,
    raising,
    renamed_to_id,
    set_to,
    state_is,
    touching,
    with_context,
    without,
)
from tests.support.fake_kms.kms import OPERATIONS, FakeKms

ROUND = ("Encrypt", "Decrypt")
CONSTANT = b64encode(bytes(32)).decode()
FAULTS: dict[str, Faults] = {
    "Decrypt.state.context-case": asked(with_context(lambda c: {k.lower(): v.lower() for k, v in c.items()}), *ROUND),
    "Decrypt.state.context-missing": asked(without("EncryptionContext"), *ROUND),
    "Decrypt.state.context-unexpected": asked(without("EncryptionContext"), *ROUND),
    "Decrypt.state.context-subset": asked(
        with_context(lambda c: {k: v for k, v in c.items() if k == "purpose"}), *ROUND
    ),
    "Decrypt.state.context-different": asked(with_context(lambda c: dict.fromkeys(c, "")), *ROUND),
    "Decrypt.error.IncorrectKeyException": asked(without("KeyId"), "Decrypt"),
    "Decrypt.state.KeyId": answered("Decrypt", renamed_to_id()),
    "Encrypt.state.KeyId": answered("Encrypt", renamed_to_id()),
    "Encrypt.state.concealed": {
        "Encrypt": lambda s, r, q: OPERATIONS["Encrypt"](s, r, q) | {"CiphertextBlob": q["Plaintext"]}
    },
    "ReEncrypt.state.context": asked(without("DestinationEncryptionContext", "SourceEncryptionContext"), "ReEncrypt"),
    "GenerateDataKey.state.fresh": answered("GenerateDataKey", set_to("Plaintext", CONSTANT)),
    "GenerateDataKey.state.inverse": answered("GenerateDataKey", backwards("Plaintext")),
    "GenerateDataKey.state.NumberOfBytes": answered("GenerateDataKey", longer("Plaintext")),
    "GenerateDataKey.state.AES_128": asked(set_to("KeySpec", "AES_256"), "GenerateDataKey"),
    "GenerateDataKey.state.both-lengths": asked(
        lambda q: without("NumberOfBytes")(q) if "KeySpec" in q else q, "GenerateDataKey"
    ),
    "GenerateDataKey.state.context": asked(without("EncryptionContext"), "GenerateDataKey", "Decrypt"),
    "GenerateDataKeyWithoutPlaintext.state.no-plaintext": {"GenerateDataKeyWithoutPlaintext": cryptography.data_key},
    "GenerateDataKeyPair.state.pair": answered("GenerateDataKeyPair", another_public_key),
    "GenerateDataKeyPairWithoutPlaintext.state.no-plaintext": {
        "GenerateDataKeyPairWithoutPlaintext": cryptography.data_key_pair
    },
    "GenerateRandom.state.fresh": answered("GenerateRandom", set_to("Plaintext", CONSTANT)),
    "GenerateRandom.state.length": answered("GenerateRandom", longer("Plaintext")),
    "Sign.state.digest": asked(without("MessageType"), "Sign"),
    "Sign.state.ECDSA_SHA_256": asked(set_to("Message", ""), "Sign"),
    "Verify.state.message-different": accepting("Verify", "KMSInvalidSignatureException", {"SignatureValid": True}),
    "Verify.error.KMSInvalidSignatureException": accepting(
        "Verify", "KMSInvalidSignatureException", {"SignatureValid": False}
    ),
    "Verify.state.digest": asked(without("MessageType"), "Verify"),
    "VerifyMac.state.key-different": accepting("VerifyMac", "KMSInvalidMacException", {"MacValid": True}),
    "GenerateMac.state.standard": answered("GenerateMac", backwards("Mac")),
    "GetPublicKey.state.stable": answered("GetPublicKey", another_public_key),
    "GetPublicKey.state.described": answered("GetPublicKey", without("KeySpec")),
    "DeriveSharedSecret.state.agreement": answered("DeriveSharedSecret", backwards("SharedSecret")),
    "Decapsulate.state.implicit-rejection": {"Decapsulate": lambda s, r, q: {"SharedSecret": CONSTANT[:20]}},
    "DisableKey.state.Encrypt": accepting("Encrypt", "DisabledException", {"CiphertextBlob": "QUJD"}),
    "DisableKey.state.disabled": ignoring("DisableKey"),
    "EnableKey.state.enabled": ignoring("EnableKey"),
    "EnableKey.state.usable": touching("DisableKey", lambda key: key.materials.__setitem__(0, bytes(32))),
    "ScheduleKeyDeletion.state.default-window": asked(lambda q: {"PendingWindowInDays": 7} | q, "ScheduleKeyDeletion"),
    "ScheduleKeyDeletion.state.EnableKey": touching("EnableKey", state_is("Enabled"), first=True),
    "ScheduleKeyDeletion.state.GenerateMac": accepting("GenerateMac", "KMSInvalidStateException", {"Mac": "QUJD"}),
    "CancelKeyDeletion.state.disabled": touching("CancelKeyDeletion", state_is("Enabled")),
    "CancelKeyDeletion.error.KMSInvalidStateException": accepting("CancelKeyDeletion", "KMSInvalidStateException", {}),
    "ImportKeyMaterial.error.IncorrectKeyMaterialException": touching(
        "ImportKeyMaterial", forgets("imported", None), first=True
    ),
    "ImportKeyMaterial.state.enabled": touching("ImportKeyMaterial", state_is("PendingImport")),
    "DeleteImportedKeyMaterial.state.pending-import": touching("DeleteImportedKeyMaterial", state_is("Enabled")),
    "UpdateAlias.state.moved": ignoring("UpdateAlias"),
    "DeleteAlias.state.deleted": ignoring("DeleteAlias"),
    "CreateAlias.error.AlreadyExistsException": {"CreateAlias": alias_taken_over},
    "CreateAlias.state.usable": ignoring("CreateAlias"),
    "ListAliases.state.KeyId": asked(without("KeyId"), "ListAliases"),
    "TagResource.state.case": asked(lowered, "TagResource"),
    "TagResource.state.kept": touching("TagResource", lambda key: key.tags.clear(), first=True),
    "TagResource.state.listed": ignoring("TagResource"),
    "UntagResource.state.removed": ignoring("UntagResource"),
    "UntagResource.state.absent": raising("UntagResource", "TagException"),
    "CreateGrant.state.Name": asked(without("Name"), "CreateGrant"),
    "CreateGrant.state.dry-run": asked(without("DryRun"), "CreateGrant"),
    "CreateGrant.state.fresh": answered("CreateGrant", set_to("GrantId", "the one")),
    "ListGrants.state.GrantId": asked(without("GrantId"), "ListGrants"),
    "ListGrants.state.GranteePrincipal": asked(without("GranteePrincipal"), "ListGrants"),
    "RevokeGrant.state.revoked": ignoring("RevokeGrant"),
    "RetireGrant.state.GrantToken": ignoring("RetireGrant"),
    "PutKeyPolicy.state.returned": ignoring("PutKeyPolicy"),
    "EnableKeyRotation.state.default-period": asked(lambda q: {"RotationPeriodInDays": 90} | q, "EnableKeyRotation"),
    "GetKeyRotationStatus.state.pending-deletion": answered("GetKeyRotationStatus", set_to("KeyRotationEnabled", True)),
    "RotateKeyOnDemand.state.decrypts": touching(
        "RotateKeyOnDemand", lambda key: key.materials.__setitem__(0, bytes(32))
    ),
    "ListKeys.state.paging": asked(marker_moved(1), "ListKeys"),
    "ListGrants.state.paging": asked(marker_moved(-1), "ListGrants"),
    "ListAliases.state.paging": asked(without("Limit"), "ListAliases"),
    "ListResourceTags.state.paging": answered("ListResourceTags", without("NextMarker")),
    "DeleteCustomKeyStore.error.CustomKeyStoreHasCMKsException": ignoring("DeleteCustomKeyStore"),
    "CreateKey.state.defaults": answered("CreateKey", lambda b: {"KeyMetadata": b["KeyMetadata"] | {"KeyUsage": None}}),
}


@pytest.mark.parametrize("id", FAULTS)
def test_the_fault_is_seen_by_its_requirement(id: str) -> None:
    run = Run(FakeKms(operations=OPERATIONS | FAULTS[id]))
    played = run.play(SEQUENCES[id])
    assert played.verdict in FAILED, f"{played.verdict}: {played.explanation}"


def test_enough_faults_are_tried() -> None:
    assert len(FAULTS) >= 30
    assert set(FAULTS) <= set(SEQUENCES)
