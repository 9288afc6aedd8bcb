"""What a success must not have: other values, members that it withholds, entries that were not asked for.

Rows beside their sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Json, Source
from kms_specification.service_model import said


class Holds(NamedTuple):
    """A place of the answer that has one of these values, or is not there.

    It is so of requests that have the values of `when`.
    """

    member: str
    values: tuple[Json, ...]
    source: Source
    when: Mapping[str, Json] = {}


class Never(NamedTuple):
    """A place of the answer that has none of these values."""

    member: str
    values: tuple[Json, ...]
    source: Source


class Document(NamedTuple):
    """A member that is the text of a JSON object."""

    member: str
    source: Source


class Withheld(NamedTuple):
    """A place that no success has; or none with something at the path `beside`, in the request or in the answer."""

    member: str
    source: Source
    beside: str = ""


class Begins(NamedTuple):
    """A place of texts that all begin with one of the `prefixes`."""

    path: str
    prefixes: tuple[str, ...]
    source: Source


class OneOfEach(NamedTuple):
    """A list in which no two entries have the same value of a member."""

    entries: str
    member: str
    source: Source


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
        Holds(
            "KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType",
            ("PRIMARY",),
            said("CreateKeyRequest.MultiRegion", "This value creates a primary key, not a replica."),
        ),
    ),
    "DeriveSharedSecret": (
        Holds(
            "KeyOrigin",
            ("AWS_KMS", "EXTERNAL"),
            _of(
                "DeriveSharedSecret",
                "KeyOrigin",
                "The only valid values for DeriveSharedSecret are AWS_KMS and EXTERNAL.",
            ),
        ),
    ),
    "ListKeyPolicies": (
        Holds(
            "PolicyNames.item",
            ("default", "AWS_RAM"),
            _of("ListKeyPolicies", "PolicyNames", "A list of key policy names. Valid values are: default"),
        ),
    ),
    "ReplicateKey": (
        Holds(
            "ReplicaKeyMetadata.MultiRegion",
            (True,),
            said("ReplicateKey", "Replicates a multi-Region key into the specified Region."),
        ),
        Holds(
            "ReplicaKeyMetadata.MultiRegionConfiguration.MultiRegionKeyType",
            ("REPLICA",),
            said(
                "ReplicateKey", "This operation creates a multi-Region replica key based on a multi-Region primary key"
            ),
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

# “The public key of an asymmetric KMS key”: none of these is.
_SYMMETRIC = ("SYMMETRIC_DEFAULT", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512")
NEVER: Mapping[str, tuple[Never, ...]] = {
    "GetPublicKey": tuple(
        Never(member, values, said("GetPublicKey", "Returns the public key of an asymmetric KMS key."))
        for member, values in (
            ("KeySpec", _SYMMETRIC),
            ("CustomerMasterKeySpec", _SYMMETRIC),
            ("KeyUsage", ("GENERATE_VERIFY_MAC",)),
        )
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
    **{
        operation: (
            Withheld(
                "Grants.item.GrantToken",
                said("RetireGrantRequest.GrantToken", "Only the CreateGrant operation returns a grant token."),
            ),
        )
        for operation in ("ListGrants", "ListRetirableGrants")
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

# An alias of AWS may stand as “aws/<service-name>”, as ListAliases says it.
BEGINS: Mapping[str, tuple[Begins, ...]] = {
    "ListAliases": (
        Begins(
            "Aliases.item.AliasName",
            ("alias/", "aws/"),
            said("AliasListEntry.AliasName", "This value begins with alias/."),
        ),
    ),
}
_ONE_TAG = "You cannot have more than one tag on a KMS key with the same tag key."
ONE_OF_EACH: Mapping[str, tuple[OneOfEach, ...]] = {
    "ListAliases": (
        OneOfEach("Aliases", "AliasName", said("CreateAlias", "The alias must be unique in the account and Region")),
    ),
    "DescribeCustomKeyStores": (
        OneOfEach(
            "CustomKeyStores",
            "CustomKeyStoreId",
            said("CustomKeyStoresListEntry.CustomKeyStoreId", "A unique identifier for the custom key store."),
        ),
        OneOfEach(
            "CustomKeyStores",
            "CustomKeyStoreName",
            said("CreateCustomKeyStoreRequest.CustomKeyStoreName", "The name must be unique in your"),
        ),
    ),
    "ListKeys": (OneOfEach("Keys", "KeyArn", said("KeyListEntry.KeyId", "Unique identifier of the key.")),),
    **{
        operation: (OneOfEach("Grants", "GrantId", said("GrantListEntry.GrantId", "The unique identifier for the")),)
        for operation in ("ListGrants", "ListRetirableGrants")
    },
    "ListResourceTags": (OneOfEach("Tags", "TagKey", said("TagResourceRequest.Tags", _ONE_TAG)),),
    "ReplicateKey": (OneOfEach("ReplicaTags", "TagKey", said("ReplicateKeyRequest.Tags", _ONE_TAG)),),
}
