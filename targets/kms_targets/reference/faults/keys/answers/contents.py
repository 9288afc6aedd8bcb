"""Answers of the right form that their request, or another of their members, denies: one operation each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kms_targets.reference.faults.fault import Fault, Kind
from kms_targets.reference.faults.keys.words import answered, changed, each, inside, longer, set_to, short, without
from kms_targets.reference.rules import Result

_NOBODY = "arn:aws:iam::444455556666:root"
_META = "KeyMetadata"
_ANOTHER = "arn:aws:kms:us-east-1:111122223333:key/5c0ffee5-0bad-4bad-8bad-0123456789ab"


def faults() -> Iterator[Fault]:
    """All of them."""
    named: set[str] = set()
    for number, (operation, described, change) in enumerate(_WRONG):
        first = operation not in named
        named.add(operation)
        yield Fault(
            f"{operation}-output-contents" if first else f"{operation}-contents-{number}",
            f"{operation}.output.contents",
            Kind.BEHAVIOUR,
            f"{operation} answers {described}",
            answered(change, operation),
            spreads=True,
        )


def _swapped(result: Result) -> Result:
    source, destination = "SourceEncryptionAlgorithm", "DestinationEncryptionAlgorithm"
    return {**result, source: result[destination], destination: "RSAES_OAEP_SHA_1"}


def _always_named(*members: str) -> Any:
    """Key material of whatever key is named."""
    return lambda result: {**dict.fromkeys(members, "0" * 64), **result}


def _told_by_key(**members: Any) -> Any:
    """Members that an answer does not have."""
    return lambda result: {**members, **result}


def _enabled(key: Mapping[str, Any]) -> dict[str, Any]:
    return {**key, "Enabled": True}


def _told(**members: Any) -> Any:
    """Metadata with more members, where it does not have them."""
    return inside(_META, lambda key: {**members, **key})


def _window_of_all(key: Mapping[str, Any]) -> dict[str, Any]:
    return {**key, "PendingDeletionWindowInDays": 7} if "DeletionDate" in key else dict(key)


def _older_spec(key: Mapping[str, Any]) -> dict[str, Any]:
    return {**key, "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT"}


_WRONG: tuple[tuple[str, str, Any], ...] = (
    ("Sign", "another SigningAlgorithm", set_to("SigningAlgorithm", "RSASSA_PSS_SHA_512")),
    ("Verify", "another SigningAlgorithm", set_to("SigningAlgorithm", "RSASSA_PSS_SHA_512")),
    ("Encrypt", "an algorithm of RSA", set_to("EncryptionAlgorithm", "RSAES_OAEP_SHA_1")),
    ("Encrypt", "no ciphertext", without("CiphertextBlob")),
    ("Decrypt", "no plaintext", without("Plaintext")),
    ("ReEncrypt", "other algorithms", _swapped),
    ("Decrypt", "key material of an RSA key", _always_named("KeyMaterialId")),
    ("ReEncrypt", "key material of RSA keys", _always_named("SourceKeyMaterialId", "DestinationKeyMaterialId")),
    ("GenerateMac", "another MacAlgorithm", set_to("MacAlgorithm", "HMAC_SHA_224")),
    ("VerifyMac", "MacValid that is false", set_to("MacValid", False)),
    ("GenerateDataKeyPair", "another KeyPairSpec", set_to("KeyPairSpec", "RSA_4096")),
    ("DeriveSharedSecret", "no secret", without("SharedSecret")),
    ("CreateGrant", "no token", without("GrantToken")),
    ("CreateKey", "that AWS manages the key", inside(_META, set_to("KeyManager", "AWS"))),
    ("CreateKey", "an ExpirationModel of material of KMS", _told(ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE")),
    ("DescribeKey", "that every key is enabled", inside(_META, _enabled)),
    ("DescribeKey", "a deletion date of every key", _told(DeletionDate=2.0e9)),
    ("DescribeKey", "the window of a key beside its date of deletion", inside(_META, _window_of_all)),
    ("DescribeKey", "an older spec that is always symmetric", inside(_META, _older_spec)),
    ("GetPublicKey", "an older spec that is another", set_to("CustomerMasterKeySpec", "RSA_4096")),
    ("GetKeyPolicy", "another name", set_to("PolicyName", "key-default-1")),
    ("GetKeyRotationStatus", "another key", set_to("KeyId", _ANOTHER)),
    ("ImportKeyMaterial", "another key", set_to("KeyId", _ANOTHER)),
    *(
        (operation, "with the id of the key", changed("KeyId", short))
        for operation in ("GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair", "GetParametersForImport")
    ),
    *(
        (operation, "another key", set_to("KeyId", _ANOTHER))
        for operation in ("CancelKeyDeletion", "DeleteImportedKeyMaterial", "RotateKeyOnDemand")
    ),
    *(
        (operation, "half of a secret", changed("SharedSecret", lambda secret: secret[:16]))
        for operation in ("Encapsulate", "Decapsulate")
    ),
    ("GenerateDataKey", "a byte more", changed("Plaintext", longer)),
    ("GenerateRandom", "a byte more", changed("Plaintext", longer)),
    ("GenerateDataKeyPairWithoutPlaintext", "a private key", _always_named("PrivateKeyPlaintext")),
    ("GenerateDataKeyWithoutPlaintext", "a plaintext", _always_named("Plaintext")),
    (
        "ReplicateKey",
        "that the replica is in one Region alone",
        inside("ReplicaKeyMetadata", set_to("MultiRegion", False)),
    ),
    ("ListGrants", "another grantee", each("Grants", set_to("GranteePrincipal", _NOBODY))),
    ("ListRetirableGrants", "another retiring principal", each("Grants", set_to("RetiringPrincipal", _NOBODY))),
    ("ListKeyRotations", "rotations of another key", each("Rotations", set_to("KeyId", _ANOTHER))),
    ("Decrypt", "an algorithm of RSA", set_to("EncryptionAlgorithm", "RSAES_OAEP_SHA_1")),
    ("ReEncrypt", "no ciphertext", without("CiphertextBlob")),
    ("GetPublicKey", "algorithms for signatures of every key", _told_by_key(SigningAlgorithms=["ECDSA_SHA_256"])),
    ("GetKeyPolicy", "a policy that is a list", set_to("Policy", "[]")),
    ("DescribeKey", "a cluster of every key", _told(CloudHsmClusterId="cluster-1a23b4cdefg")),
    ("DescribeKey", "an external key of every key", _told(XksKeyConfiguration={"Id": "1"})),
    ("DescribeKey", "algorithms for MACs of every key", _told(MacAlgorithms=["HMAC_SHA_256"])),
    ("ScheduleKeyDeletion", "that the key is disabled", set_to("KeyState", "Disabled")),
    ("GetKeyRotationStatus", "a date of rotation of every key", _told_by_key(NextRotationDate=2.0e9)),
    ("ScheduleKeyDeletion", "a week, whatever was asked for", changed("PendingWindowInDays", lambda days: 7)),
)
