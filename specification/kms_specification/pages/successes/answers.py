"""What a success has to hold for its request: rows beside their sentences.

Of lists, flags and dates that are not there nothing is said: some servers leave out what is empty or false.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Json, Source
from kms_specification.pages.successes.exclusions import ONLY, Only
from kms_specification.pages.successes.key_metadata import NAMED, NAMED_BY_ARN
from kms_specification.pages.successes.possible_lengths import AS_STANDARDS_SAY, ENCAPSULATED, MACS, SIGNATURES
from kms_specification.service_model import said


class Needed(NamedTuple):
    """A member without which the success gives nothing; or `instead` of it another."""

    member: str
    source: Source
    instead: str = ""


class Echo(NamedTuple):
    """A place of the answer that has the value of a member of the request, or `default` where that is absent.

    Where the request has a member of `unless`, the default is open.
    """

    path: str
    member: str
    source: Source
    default: Json = None
    unless: tuple[str, ...] = ()


class Bytes(NamedTuple):
    """How many bytes a blob has: the number in the member `by` of the request, or one of the `lengths` of its value."""

    member: str
    by: str
    source: Source
    lengths: Mapping[str, tuple[int, ...]] = {}


def _of(operation: str, member: str, sentence: str) -> Source:
    return said(f"{operation}Response.{member}", sentence)


_FOR_RECIPIENT = "CiphertextForRecipient"

# By operation, what its success is for: the member, what is said of it, and what may be there instead.
_NEEDED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "CreateCustomKeyStore": (("CustomKeyStoreId", "A unique identifier for the new custom key store.", ""),),
    "CreateGrant": (
        ("GrantId", "The unique identifier for the grant.", ""),
        ("GrantToken", "The grant token.", ""),
    ),
    "CreateKey": (("KeyMetadata", "Metadata associated with the KMS key.", ""),),
    "Decapsulate": (("SharedSecret", "The plaintext shared secret recovered from the encapsulated form.", ""),),
    "Decrypt": (("Plaintext", "Decrypted plaintext data.", _FOR_RECIPIENT),),
    "DeriveSharedSecret": (("SharedSecret", "The raw secret derived from", _FOR_RECIPIENT),),
    "DescribeKey": (("KeyMetadata", "Metadata associated with the key.", ""),),
    "Encapsulate": (
        ("SharedSecret", "The plaintext shared secret.", ""),
        ("SharedSecretCiphertextBlob", "The encapsulated form of the shared secret.", ""),
    ),
    "Encrypt": (("CiphertextBlob", "The encrypted plaintext.", ""),),
    "GenerateDataKey": (
        ("CiphertextBlob", "The encrypted copy of the data key.", ""),
        ("Plaintext", "The plaintext data key.", _FOR_RECIPIENT),
    ),
    "GenerateDataKeyPair": (
        ("PrivateKeyCiphertextBlob", "The encrypted copy of the private key.", ""),
        ("PrivateKeyPlaintext", "The plaintext copy of the private key.", _FOR_RECIPIENT),
        ("PublicKey", "The public key (in plaintext).", ""),
    ),
    "GenerateDataKeyPairWithoutPlaintext": (
        ("PrivateKeyCiphertextBlob", "The encrypted copy of the private key.", ""),
        ("PublicKey", "The public key (in plaintext).", ""),
    ),
    "GenerateDataKeyWithoutPlaintext": (("CiphertextBlob", "The encrypted data key.", ""),),
    "GenerateMac": (("Mac", "The hash-based message authentication code (HMAC) that was generated", ""),),
    "GenerateRandom": (("Plaintext", "The random byte string.", _FOR_RECIPIENT),),
    "GetKeyPolicy": (("Policy", "A key policy document in JSON format.", ""),),
    "GetParametersForImport": (
        ("ImportToken", "The import token to send in a subsequent ImportKeyMaterial request.", ""),
        ("PublicKey", "The public key to use to encrypt the key material before importing it", ""),
    ),
    "GetPublicKey": (("PublicKey", "The exported public key.", ""),),
    "ReEncrypt": (("CiphertextBlob", "The reencrypted data.", ""),),
    "ReplicateKey": (("ReplicaKeyMetadata", "Displays details about the new replica key", ""),),
    "Sign": (("Signature", "The cryptographic signature that was generated for the message.", ""),),
    "Verify": (("SignatureValid", "A Boolean value that indicates whether the signature was verified.", ""),),
    "VerifyMac": (("MacValid", "A Boolean value that indicates whether the HMAC was verified.", ""),),
}
NEEDED: Mapping[str, tuple[Needed, ...]] = {
    operation: tuple(Needed(member, _of(operation, member, words), instead) for member, words, instead in rows)
    for operation, rows in _NEEDED.items()
}

_SPECS = ("KeySpec", "CustomerMasterKeySpec")
# By member, what the metadata of a new key says of it; the default, and the members beside which that is open.
_METADATA: tuple[tuple[str, str, Json, tuple[str, ...]], ...] = (
    ("KeySpec", "Describes the type of key material in the KMS key.", "SYMMETRIC_DEFAULT", _SPECS),
    ("KeyUsage", "The cryptographic operations for which you can use the KMS key.", "ENCRYPT_DECRYPT", _SPECS),
    ("Origin", "The source of the key material for the KMS key.", "AWS_KMS", ("CustomKeyStoreId",)),
    ("MultiRegion", "Indicates whether the KMS key is a multi-Region (True) or regional (False) key.", False, ()),
    ("Description", "The description of the KMS key.", "", ()),
    ("CustomKeyStoreId", "A unique identifier for the custom key store that contains the KMS key.", None, ()),
)
# Where a request names none: “The default value, SYMMETRIC_DEFAULT, is the algorithm used for symmetric encryption KMS
# keys.”, and of other keys it has to name one.
_DEFAULT_ALGORITHMS: Mapping[str, Json] = dict.fromkeys(
    ("EncryptionAlgorithm", "SourceEncryptionAlgorithm", "DestinationEncryptionAlgorithm"), "SYMMETRIC_DEFAULT"
)
ALGORITHMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Decapsulate": (("EncapsulationAlgorithm", "The key encapsulation algorithm used to recover the shared secret."),),
    "Decrypt": (("EncryptionAlgorithm", "The encryption algorithm that was used to decrypt the ciphertext."),),
    "DeriveSharedSecret": (
        ("KeyAgreementAlgorithm", "Identifies the key agreement algorithm used to derive the shared secret."),
    ),
    "Encapsulate": (("EncapsulationAlgorithm", "The key encapsulation algorithm used to generate the shared secret."),),
    "Encrypt": (("EncryptionAlgorithm", "The encryption algorithm that was used to encrypt the plaintext."),),
    "GenerateDataKeyPair": (("KeyPairSpec", "The type of data key pair that was generated."),),
    "GenerateDataKeyPairWithoutPlaintext": (("KeyPairSpec", "The type of data key pair that was generated."),),
    "GenerateMac": (("MacAlgorithm", "The MAC algorithm that was used to generate the HMAC."),),
    "ReEncrypt": (
        (
            "SourceEncryptionAlgorithm",
            "The encryption algorithm that was used to decrypt the ciphertext before it was reencrypted.",
        ),
        ("DestinationEncryptionAlgorithm", "The encryption algorithm that was used to reencrypt the data."),
    ),
    "Sign": (("SigningAlgorithm", "The signing algorithm that was used to sign the message."),),
    "Verify": (("SigningAlgorithm", "The signing algorithm that was used to verify the signature."),),
    "VerifyMac": (("MacAlgorithm", "The MAC algorithm used in the verification."),),
}
_WINDOW = "The waiting period before the KMS key is deleted."
ECHOES: Mapping[str, tuple[Echo, ...]] = {
    **{
        name: tuple(Echo(m, m, _of(name, m, words), _DEFAULT_ALGORITHMS.get(m)) for m, words in rows)
        for name, rows in ALGORITHMS.items()
    },
    "CreateKey": (
        *(
            Echo(f"KeyMetadata.{m}", m, said(f"KeyMetadata.{m}", words), default, unless)
            for m, words, default, unless in _METADATA
        ),
        Echo(
            "KeyMetadata.XksKeyConfiguration.Id",
            "XksKeyId",
            said("XksKeyConfigurationType.Id", "The ID of the external key in its external key manager."),
        ),
    ),
    "GetKeyPolicy": (
        Echo("PolicyName", "PolicyName", _of("GetKeyPolicy", "PolicyName", "The name of the key policy."), "default"),
    ),
    "ReplicateKey": (
        Echo(
            "ReplicaKeyMetadata.Description",
            "Description",
            said("KeyMetadata.Description", "The description of the KMS key."),
        ),
    ),
    "ScheduleKeyDeletion": (
        Echo(
            "PendingWindowInDays", "PendingWindowInDays", _of("ScheduleKeyDeletion", "PendingWindowInDays", _WINDOW), 30
        ),
    ),
}

_KEM, _SECRET = "EncapsulationAlgorithm", "a 32-byte"
_DATA_KEYS = {"AES_128": (16,), "AES_256": (32,)}
BYTES: Mapping[str, tuple[Bytes, ...]] = {
    "Decapsulate": (
        Bytes("SharedSecret", _KEM, _of("Decapsulate", "SharedSecret", f"It is {_SECRET} value"), {"ML_KEM": (32,)}),
    ),
    "Encapsulate": (
        Bytes("SharedSecret", _KEM, _of("Encapsulate", "SharedSecret", f"It is {_SECRET}"), {"ML_KEM": (32,)}),
        Bytes(
            "SharedSecretCiphertextBlob",
            _KEM,
            _of(
                "Encapsulate",
                "SharedSecretCiphertextBlob",
                "the encapsulated shared secret is 768 bytes for ML_KEM_512, 1088 bytes for ML_KEM_768, and 1568 bytes "
                "for ML_KEM_1024.",
            ),
            {"ML_KEM": ENCAPSULATED},
        ),
    ),
    "GenerateDataKey": (
        Bytes(
            "Plaintext",
            "NumberOfBytes",
            said("GenerateDataKeyRequest.NumberOfBytes", "Specifies the length of the data key in bytes."),
        ),
        Bytes(
            "Plaintext",
            "KeySpec",
            said(
                "GenerateDataKeyRequest.KeySpec",
                "Use AES_128 to generate a 128-bit symmetric key, or AES_256 to generate a 256-bit symmetric key.",
            ),
            _DATA_KEYS,
        ),
    ),
    "GenerateMac": (
        Bytes(
            "Mac",
            "MacAlgorithm",
            _of("GenerateMac", "Mac", "This is the standard, raw HMAC defined in RFC 2104."),
            {algorithm: (size,) for algorithm, size in MACS.items()},
        ),
    ),
    "GenerateRandom": (
        Bytes(
            "Plaintext",
            "NumberOfBytes",
            said("GenerateRandomRequest.NumberOfBytes", "The length of the random byte string."),
        ),
    ),
    "Sign": (Bytes("Signature", "SigningAlgorithm", AS_STANDARDS_SAY, SIGNATURES),),
}


def about(operation: str) -> Source | None:
    """The first sentence that the success of an operation is held to; None where there is none."""
    rows: tuple[Needed | Echo | Only, ...] = (
        *NEEDED.get(operation, ()),
        *ECHOES.get(operation, ()),
        *(only for only in ONLY.get(operation, ()) if not only.some),
    )
    return rows[0].source if rows else (NAMED | NAMED_BY_ARN).get(operation)
