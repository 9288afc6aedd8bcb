"""What a success must not have: other values, members that it withholds, entries that were not asked for.

Rows beside their sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Json, Source
from kms_specification.pages.successes.key_metadata import ONLY_BESIDE, Beside
from kms_specification.service_model import said


class Holds(NamedTuple):
    """A place of the answer that has one of these values, or is not there.

    It is so of requests that have the values of `when`.
    """

    member: str
    values: tuple[Json, ...]
    source: Source
    when: Mapping[str, Json] = {}


class Document(NamedTuple):
    """A member that is the text of a JSON object."""

    member: str
    source: Source


class Withheld(NamedTuple):
    """A member that no success has; or none with something at the path `beside`, in the request or in the answer."""

    member: str
    source: Source
    beside: str = ""


class Only(NamedTuple):
    """A place of entries that all have the value of a member of the request; `some` where one of them is there."""

    path: str
    member: str
    source: Source
    some: bool = False


def _of(operation: str, member: str, sentence: str) -> Source:
    return said(f"{operation}Response.{member}", sentence)


HELD: Mapping[str, tuple[Holds, ...]] = {
    "CreateKey": (
        Holds(
            "KeyMetadata.KeyManager",
            ("CUSTOMER",),
            said(
                "CreateKey", "Creates a unique customer managed KMS key in your Amazon Web Services account and Region."
            ),
        ),
        Holds(
            "KeyMetadata.Enabled",
            (False,),
            said(
                "CreateKeyRequest.Origin",
                "To create a KMS key with no key material (for imported key material), set this value to EXTERNAL.",
            ),
            {"Origin": "EXTERNAL"},
        ),
    ),
    "ReplicateKey": (
        Holds(
            "ReplicaKeyMetadata.MultiRegion",
            (True,),
            said("ReplicateKey", "Replicates a multi-Region key into the specified Region."),
        ),
    ),
    "ScheduleKeyDeletion": (
        Holds(
            "KeyState",
            ("PendingDeletion", "PendingReplicaDeletion"),
            said(
                "ScheduleKeyDeletion",
                "When this operation is successful, the key state of the KMS key changes to PendingDeletion",
            ),
        ),
    ),
    "Verify": (
        Holds(
            "SignatureValid",
            (True,),
            _of(
                "Verify",
                "SignatureValid",
                "If the signature is not verified, the Verify operation fails with a KMSInvalidSignatureException "
                "exception.",
            ),
        ),
    ),
    "VerifyMac": (
        Holds(
            "MacValid",
            (True,),
            _of(
                "VerifyMac",
                "MacValid",
                "If the HMAC is not verified, the VerifyMac operation fails with a KMSInvalidMacException exception.",
            ),
        ),
    ),
}

DOCUMENTS: Mapping[str, tuple[Document, ...]] = {
    "GetKeyPolicy": (Document("Policy", _of("GetKeyPolicy", "Policy", "A key policy document in JSON format.")),),
    "ReplicateKey": (
        Document(
            "ReplicaPolicy", _of("ReplicateKey", "ReplicaPolicy", "The value is a key policy document in JSON format.")
        ),
    ),
}

# By operation, its plaintext and what is said of that in an answer for a recipient.
_PLAINTEXTS = {
    "Decrypt": ("Plaintext", "The Plaintext field in the response is null or empty."),
    "DeriveSharedSecret": ("SharedSecret", "The SharedSecret field in the response is null or empty."),
    "GenerateDataKey": ("Plaintext", "The Plaintext field in the response is null or empty."),
    "GenerateDataKeyPair": ("PrivateKeyPlaintext", "The PrivateKeyPlaintext field in the response is null or empty."),
    "GenerateRandom": ("Plaintext", "The Plaintext field in the response is null or empty."),
}
WITHHELD: Mapping[str, tuple[Withheld, ...]] = {
    **{
        operation: tuple(
            Withheld(member, said(f"{operation}Request.Recipient", words), beside)
            for beside in ("CiphertextForRecipient", "Recipient.AttestationDocument")
        )
        for operation, (member, words) in _PLAINTEXTS.items()
    },
    "GenerateDataKeyPairWithoutPlaintext": (
        Withheld(
            "PrivateKeyPlaintext",
            said("GenerateDataKeyPairWithoutPlaintext", "this operation does not return a plaintext private key."),
        ),
    ),
    "GenerateDataKeyWithoutPlaintext": (
        Withheld(
            "Plaintext",
            said("GenerateDataKeyWithoutPlaintext", "it does not return a plaintext copy of the data key."),
        ),
    ),
}

_ONE_STORE = "Gets only information about the specified custom key store."
ONLY: Mapping[str, tuple[Only, ...]] = {
    "DescribeCustomKeyStores": tuple(
        Only(f"CustomKeyStores.item.{m}", m, said(f"DescribeCustomKeyStoresRequest.{m}", _ONE_STORE), some=True)
        for m in ("CustomKeyStoreId", "CustomKeyStoreName")
    ),
    "ListGrants": tuple(
        Only(f"Grants.item.{m}", m, said(f"ListGrantsRequest.{m}", words))
        for m, words in (
            ("GrantId", "Returns only the grant with the specified grant ID."),
            (
                "GranteePrincipal",
                "Returns only grants where the specified principal is the grantee principal for the grant.",
            ),
        )
    ),
    "ListRetirableGrants": (
        Only(
            "Grants.item.RetiringPrincipal",
            "RetiringPrincipal",
            said("ListRetirableGrants", "that have the specified retiring principal"),
        ),
    ),
}


def _beside(section: str, other: str, *rows: tuple[str, str, str]) -> tuple[Beside, ...]:
    """Rows of a member, the one value of `other` that it is there beside, and the sentence."""
    return tuple(
        Beside(member, other, (value,), said(f"{section}.{member}", sentence)) for member, value, sentence in rows
    )


_OF_KEYS = (
    *ONLY_BESIDE,
    Beside(
        "XksKeyConfiguration",
        "Origin",
        ("EXTERNAL_KEY_STORE",),
        said(
            "XksKeyConfigurationType",
            "This element appears in a CreateKey or DescribeKey response only for a KMS key in an external key store.",
        ),
    ),
)
_CLUSTER = "This field appears only when the CustomKeyStoreType is AWS_CLOUDHSM."
_SYMMETRIC = "SYMMETRIC_DEFAULT"
# By operation, the path of what has them (empty for the answer itself), and members that go with some values of others.
BESIDE: Mapping[str, tuple[str, tuple[Beside, ...]]] = {
    "CreateKey": ("KeyMetadata", _OF_KEYS),
    "DescribeKey": ("KeyMetadata", _OF_KEYS),
    "ReplicateKey": ("ReplicaKeyMetadata", _OF_KEYS),
    "Decrypt": (
        "",
        _beside(
            "DecryptResponse",
            "EncryptionAlgorithm",
            (
                "KeyMaterialId",
                _SYMMETRIC,
                "This field is present only when the operation uses a symmetric encryption KMS key.",
            ),
        ),
    ),
    "ReEncrypt": (
        "",
        (
            *_beside(
                "ReEncryptResponse",
                "SourceEncryptionAlgorithm",
                (
                    "SourceKeyMaterialId",
                    _SYMMETRIC,
                    "This field is present only when the original encryption used a symmetric encryption KMS key.",
                ),
            ),
            *_beside(
                "ReEncryptResponse",
                "DestinationEncryptionAlgorithm",
                (
                    "DestinationKeyMaterialId",
                    _SYMMETRIC,
                    "This field is present only when data is reencrypted using a symmetric encryption KMS key.",
                ),
            ),
        ),
    ),
    "GetPublicKey": (
        "",
        _beside(
            "GetPublicKeyResponse",
            "KeyUsage",
            (
                "EncryptionAlgorithms",
                "ENCRYPT_DECRYPT",
                "This field appears in the response only when the KeyUsage of the public key is ENCRYPT_DECRYPT.",
            ),
            (
                "SigningAlgorithms",
                "SIGN_VERIFY",
                "This field appears in the response only when the KeyUsage of the public key is SIGN_VERIFY.",
            ),
            (
                "KeyAgreementAlgorithms",
                "KEY_AGREEMENT",
                "This field is present only when the KMS key has a KeyUsage value of KEY_AGREEMENT.",
            ),
        ),
    ),
    "DescribeCustomKeyStores": (
        "CustomKeyStores.item",
        _beside(
            "CustomKeyStoresListEntry",
            "CustomKeyStoreType",
            ("CloudHsmClusterId", "AWS_CLOUDHSM", _CLUSTER),
            ("TrustAnchorCertificate", "AWS_CLOUDHSM", _CLUSTER),
            (
                "XksProxyConfiguration",
                "EXTERNAL_KEY_STORE",
                "This field appears only when the CustomKeyStoreType is EXTERNAL_KEY_STORE.",
            ),
        ),
    ),
}
