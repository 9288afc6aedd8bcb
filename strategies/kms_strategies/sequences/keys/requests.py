"""A valid request of each operation on a key, for the keys that sequences share."""

from __future__ import annotations

from collections.abc import Mapping

from kms_strategies.sequences.keys.language import Made, Maker, Template, ref

MESSAGE = "YSBtZXNzYWdlIG9mIHRoaXJ0eS10d28gYnl0ZXMsIG9r"  # 33 bytes
OTHER_MESSAGE = "YW5vdGhlciBtZXNzYWdlLCBqdXN0IGFzIGxvbmcgYXMgaXQ="
POLICY = '{"Version":"2012-10-17","Id":"kms-conformance","Statement":[{"Sid":"Enable","Effect":"Allow",'
POLICY += '"Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"kms:*","Resource":"*"}]}'
CONTEXT: dict[str, Template] = {"purpose": "conformance", "Stage": "one"}

# An id of the right form that no key has, and one that no grant has.
NOBODY = "5c0ffee5-0bad-4bad-8bad-0123456789ab"
NO_GRANT = "0123456789abcdef" * 4
# Key material that is imported: 32 bytes, the same each time.
MATERIAL = "a21zLWNvbmZvcm1hbmNlLWtleS1tYXRlcmlhbC0wMSE="
OTHER_MATERIAL = "a21zLWNvbmZvcm1hbmNlLWtleS1tYXRlcmlhbC0wMiE="

ECDSA = "ECDSA_SHA_256"
HMAC = "HMAC_SHA_256"


def key_id(of: str) -> str:
    """The reference to the id of a key: that of a shared resource, or of an answer of CreateKey."""
    return ref(f"{of}.KeyMetadata.KeyId")


def arn(of: str) -> str:
    """The reference to the ARN of a key."""
    return ref(f"{of}.KeyMetadata.Arn")


def metadata(of: str) -> str:
    """The reference to the metadata of a key."""
    return ref(f"{of}.KeyMetadata")


def account(of: str) -> str:
    """The reference to the account of a key."""
    return ref(f"{of}.KeyMetadata.AWSAccountId")


def principal(of: str) -> str:
    """The template of a principal that exists: the account of a key."""
    return f"arn:aws:iam::{account(of)}:root"


def policy(of: str, sid: str = "Enable") -> str:
    """The template of a policy that lets the account of a key do everything."""
    return (POLICY % account(of)).replace("Enable", sid)


def changed(blob: Template) -> Made:
    """The bytes with the last bit changed."""
    return Made(Maker.FLIPPED, (blob,))


def digest(message: Template) -> Made:
    """The SHA-256 digest of a message."""
    return Made(Maker.SHA_256, (message,))


# The kind of key that an operation takes.
KIND: dict[str, str] = {
    "Sign": "signing",
    "Verify": "signing",
    "GetPublicKey": "signing",
    "GenerateMac": "hmac",
    "VerifyMac": "hmac",
    "DeriveSharedSecret": "agreement",
    "Encapsulate": "ml-kem",
    "Decapsulate": "ml-kem",
    "GetParametersForImport": "external",
    "ImportKeyMaterial": "importable",
    "ReplicateKey": "primary",
    "UpdatePrimaryRegion": "moved-primary",
}
# The kind of key that an algorithm takes, where it is not the usual one of the operation. SM2 there is in China alone.
_KIND_BY_ALGORITHM: dict[str, str] = {
    "RSAES_OAEP_SHA_1": "rsa-encryption",
    "RSAES_OAEP_SHA_256": "rsa-encryption",
    "ED25519_SHA_512": "ed25519",
    "ED25519_PH_SHA_512": "ed25519",
    **{f"RSASSA_{scheme}_SHA_{bits}": "rsa-signing" for scheme in ("PSS", "PKCS1_V1_5") for bits in (256, 384, 512)},
}
# Which member names the key that a member's algorithm is for.
_ALGORITHMS = {
    "EncryptionAlgorithm": "KeyId",
    "DestinationEncryptionAlgorithm": "DestinationKeyId",
    "SigningAlgorithm": "KeyId",
}
# What each operation is asked besides the key. `@` stands for the resource that holds it.
_MEMBERS: dict[str, dict[str, Template]] = {
    "Encrypt": {"Plaintext": MESSAGE},
    "Decrypt": {"CiphertextBlob": "{@.ciphertext.CiphertextBlob}"},
    "GenerateDataKey": {"KeySpec": "AES_256"},
    "GenerateDataKeyWithoutPlaintext": {"KeySpec": "AES_256"},
    "GenerateDataKeyPair": {"KeyPairSpec": "ECC_NIST_P256"},
    "GenerateDataKeyPairWithoutPlaintext": {"KeyPairSpec": "ECC_NIST_P256"},
    "Sign": {"Message": MESSAGE, "SigningAlgorithm": ECDSA},
    "Verify": {"Message": MESSAGE, "SigningAlgorithm": ECDSA, "Signature": "{@.signature.Signature}"},
    "GenerateMac": {"Message": MESSAGE, "MacAlgorithm": HMAC},
    "VerifyMac": {"Message": MESSAGE, "MacAlgorithm": HMAC, "Mac": "{@.mac.Mac}"},
    "DeriveSharedSecret": {
        "KeyAgreementAlgorithm": "ECDH",
        "PublicKey": Made(Maker.PEER_PUBLIC_KEY, ("ECC_NIST_P256",)),
    },
    "Encapsulate": {"EncapsulationAlgorithm": "ML_KEM"},
    "Decapsulate": {
        "EncapsulationAlgorithm": "ML_KEM",
        "SharedSecretCiphertextBlob": "{@.secret.SharedSecretCiphertextBlob}",
    },
    "CreateGrant": {"GranteePrincipal": principal("symmetric.key"), "Operations": ["Encrypt", "Decrypt"]},
    "RevokeGrant": {"GrantId": NO_GRANT},
    "RetireGrant": {"KeyId": arn("changed-by-RetireGrant.key"), "GrantId": NO_GRANT},
    "ListRetirableGrants": {"RetiringPrincipal": principal("symmetric.key")},
    "TagResource": {"Tags": [{"TagKey": "stage", "TagValue": "one"}]},
    "UntagResource": {"TagKeys": ["stage"]},
    "UpdateKeyDescription": {"Description": "another description"},
    "GetKeyPolicy": {"PolicyName": "default"},
    "PutKeyPolicy": {"PolicyName": "default", "Policy": policy("symmetric.key")},
    "ScheduleKeyDeletion": {"PendingWindowInDays": 7},
    "GetParametersForImport": {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"},
    "ImportKeyMaterial": {
        "ImportToken": "{@.parameters.ImportToken}",
        "EncryptedKeyMaterial": Made(Maker.RSA_OAEP_SHA_256, ("{importable.parameters.PublicKey}", MATERIAL)),
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
    },
    "ReplicateKey": {"ReplicaRegion": "{elsewhere}"},
    "UpdatePrimaryRegion": {"PrimaryRegion": "{elsewhere}"},
    "CreateAlias": {"AliasName": "alias/{unique}-valid"},
    "UpdateAlias": {"AliasName": "{changed-alias.made.AliasName}"},
}
# The member that names the key; of an operation that names none it is empty.
_KEY_MEMBER = {
    "ReEncrypt": "DestinationKeyId",
    "CreateAlias": "TargetKeyId",
    "UpdateAlias": "TargetKeyId",
    "ListRetirableGrants": "",
}


def valid(operation: str, *, state: str = "", key: Template = None, **more: Template) -> dict[str, Template]:
    """A valid request, for the shared key of the operation's kind.

    `state` is a state of that key, such as `disabled`; `key` is another name of a key; `more` are further members.
    """
    resource = f"{state}-{kind(operation)}" if state else kind(operation)
    named = _KEY_MEMBER.get(operation, "KeyId")
    request: dict[str, Template] = {named: key or key_id(f"{resource}.key")} if named else {}
    members = {"CiphertextBlob": "{symmetric.ciphertext.CiphertextBlob}"} if operation == "ReEncrypt" else {}
    for member, value in (members | _MEMBERS.get(operation, {})).items():
        request[member] = value.replace("@", resource) if isinstance(value, str) else value
    return request | more


def keys_by_algorithm(request: Mapping[str, object]) -> dict[str, Template]:
    """For each member that names a key, a key of the kind that the algorithm in a request takes, if not the usual."""
    kinds = ((key, _KIND_BY_ALGORITHM.get(str(request.get(member)))) for member, key in _ALGORITHMS.items())
    return {key: key_id(f"{kind}.key") for key, kind in kinds if kind is not None and key in request}


_WITHOUT_KEY = frozenset({"CreateKey", "GenerateRandom", "ListKeys", "ListAliases", "DeleteAlias"})
# Operations that change a key of their own: what one of them has spoilt is nothing to the others.
CHANGING = (
    *("CreateAlias", "CreateGrant", "DeleteImportedKeyMaterial", "DisableKeyRotation", "EnableKeyRotation"),
    *("PutKeyPolicy", "RetireGrant", "RotateKeyOnDemand", "TagResource", "UntagResource", "UpdateAlias"),
    "UpdateKeyDescription",
)


def takes_a_key(operation: str) -> bool:
    """Whether an operation is asked for a key that `valid` knows."""
    return operation not in _WITHOUT_KEY and "CustomKeyStore" not in operation


def changing(operation: str) -> str:
    """The reference to the key that requests of an operation change; empty where they leave it as it is."""
    if operation in ("DisableKey", "EnableKey"):
        return key_id("disabled-by-request.key")
    if operation in ("ScheduleKeyDeletion", "CancelKeyDeletion"):
        return key_id("deleted-by-request.key")
    return key_id(f"changed-by-{operation}.key") if operation in CHANGING else ""


def kind(operation: str) -> str:
    """The shared resource that has the kind of key an operation takes."""
    return KIND.get(operation, "symmetric")


def alias_arn(key: str, alias: Template) -> Made:
    """The ARN of an alias of a key."""
    return Made(Maker.ALIAS_ARN, (arn(key), alias))
