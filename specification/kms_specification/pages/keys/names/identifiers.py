"""Aliases, and which names of a key each operation takes."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, STRICT, Behaviour, row

_NOT_FOUND = "The request was rejected because the specified entity or resource could not be found."
ID_OR_ARN = "Specify the key ID or key ARN of the KMS key."
_FOUR_WAYS = "To specify a KMS key, use its key ID, key ARN, alias name, or alias ARN."

# Operation, and the member that takes a key by its id, ARN, alias or alias ARN.
BY_ANY_NAME: tuple[tuple[str, str], ...] = (
    ("DescribeKey", "KeyId"),
    ("Encrypt", "KeyId"),
    ("Decrypt", "KeyId"),
    ("ReEncrypt", "DestinationKeyId"),
    ("GenerateDataKey", "KeyId"),
    ("GenerateDataKeyWithoutPlaintext", "KeyId"),
    ("GenerateDataKeyPair", "KeyId"),
    ("GenerateDataKeyPairWithoutPlaintext", "KeyId"),
    ("Sign", "KeyId"),
    ("Verify", "KeyId"),
    ("GetPublicKey", "KeyId"),
    ("DeriveSharedSecret", "KeyId"),
    ("Encapsulate", "KeyId"),
    ("Decapsulate", "KeyId"),
)

# Operation, and the member that takes a key by its id or ARN and by no alias.
BY_ID_OR_ARN: tuple[tuple[str, str], ...] = (
    ("DisableKey", "KeyId"),
    ("EnableKeyRotation", "KeyId"),
    ("UpdateKeyDescription", "KeyId"),
    ("TagResource", "KeyId"),
    ("CreateGrant", "KeyId"),
    ("CreateAlias", "TargetKeyId"),
    ("EnableKey", "KeyId"),
    ("DisableKeyRotation", "KeyId"),
    ("GetKeyPolicy", "KeyId"),
    ("GetKeyRotationStatus", "KeyId"),
    ("ListAliases", "KeyId"),
    ("ListGrants", "KeyId"),
    ("ListKeyPolicies", "KeyId"),
    ("ListKeyRotations", "KeyId"),
    ("ListResourceTags", "KeyId"),
    ("PutKeyPolicy", "KeyId"),
    ("UntagResource", "KeyId"),
)

# Operations that refuse a key that does not exist, those first that most programs call.
FOR_A_KEY: tuple[str, ...] = (
    "DescribeKey",
    "Encrypt",
    "Decrypt",
    "ReEncrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "Sign",
    "Verify",
    "GenerateMac",
    "VerifyMac",
    "GetPublicKey",
    "EnableKey",
    "DisableKey",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
    "CreateAlias",
    "GetKeyPolicy",
    "TagResource",
    "ListResourceTags",
    "CreateGrant",
    "ListGrants",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "DeriveSharedSecret",
    "Encapsulate",
    "Decapsulate",
    "GetParametersForImport",
    "ImportKeyMaterial",
    "DeleteImportedKeyMaterial",
    "PutKeyPolicy",
    "ListKeyPolicies",
    "UntagResource",
    "RevokeGrant",
    "UpdateKeyDescription",
    "EnableKeyRotation",
    "DisableKeyRotation",
    "GetKeyRotationStatus",
    "RotateKeyOnDemand",
    "ListKeyRotations",
    "ReplicateKey",
    "UpdatePrimaryRegion",
    "GetKeyLastUsage",
)
_COMMON = frozenset(FOR_A_KEY[:21])

IDENTIFIERS: tuple[Behaviour, ...] = (
    row(
        CORE,
        "CreateAlias",
        "usable",
        "A key is known by its alias.",
        "You can use an alias to identify a KMS key in the KMS console, in the DescribeKey operation and in "
        "cryptographic operations, such as Encrypt and GenerateDataKey.",
    ),
    row(
        CORE,
        "CreateAlias",
        "listed",
        "ListAliases has the alias, its ARN and its key.",
        "To get the alias that you created, use the ListAliases operation.",
    ),
    row(
        COMPLETE,
        "CreateAlias",
        "several",
        "A key may have several aliases.",
        "Each alias is associated with only one KMS key at a time, but a KMS key can have multiple aliases.",
    ),
    row(
        CORE,
        "CreateAlias",
        "AlreadyExistsException",
        "An alias that is taken is refused with AlreadyExistsException.",
        "The alias must be unique in the account and Region, but you can have aliases with the same name in different "
        "Regions.",
    ),
    row(
        COMPLETE,
        "CreateAlias",
        "reserved-prefix",
        "An alias that begins with alias/aws/ is refused.",
        "The alias name cannot begin with alias/aws/.",
        at="CreateAliasRequest.AliasName",
    ),
    row(
        STRICT,
        "CreateAlias",
        "prefix",
        "An alias that does not begin with alias/ is refused.",
        "This value must begin with alias/ followed by a name, such as alias/ExampleAlias.",
        at="CreateAliasRequest.AliasName",
    ),
    row(
        CORE,
        "UpdateAlias",
        "moved",
        "The alias stands for the other key afterwards, and no more for the first.",
        "Associates an existing KMS alias with a different KMS key.",
    ),
    row(
        COMPLETE,
        "UpdateAlias",
        "type-different",
        "An alias is not moved to a key of another type.",
        "The current and new KMS key must be the same type (both symmetric or both asymmetric or both HMAC), and they "
        "must have the same key usage.",
    ),
    row(
        COMPLETE,
        "UpdateAlias",
        "usage-different",
        "An alias is not moved to a key with another usage.",
        "The current and new KMS key must be the same type (both symmetric or both asymmetric or both HMAC), and they "
        "must have the same key usage.",
    ),
    row(
        CORE,
        "UpdateAlias",
        "NotFoundException",
        "An alias that does not exist is refused with NotFoundException.",
        _NOT_FOUND,
        at="NotFoundException",
    ),
    row(
        COMPLETE,
        "UpdateAlias",
        "target-not-found",
        "A target that does not exist is refused with NotFoundException, and the alias stays with its key.",
        _NOT_FOUND,
        at="NotFoundException",
    ),
    row(CORE, "DeleteAlias", "deleted", "No key is known by the alias afterwards.", "Deletes the specified alias."),
    row(
        CORE,
        "DeleteAlias",
        "key-unaffected",
        "The key is as it was.",
        "Because an alias is not a property of a KMS key, you can delete and change the aliases of a KMS key without "
        "affecting the KMS key.",
    ),
    row(
        COMPLETE,
        "DeleteAlias",
        "free",
        "An alias that was deleted can be made again, for another key.",
        "To change the alias of a KMS key, use DeleteAlias to delete the current alias and CreateAlias to create a new "
        "alias.",
    ),
    row(
        CORE,
        "DeleteAlias",
        "NotFoundException",
        "An alias that does not exist is refused with NotFoundException.",
        _NOT_FOUND,
        at="NotFoundException",
    ),
    row(
        CORE,
        "ListAliases",
        "KeyId",
        "With a KeyId the aliases of that key are listed, and no others.",
        "Lists only aliases that are associated with the specified KMS key.",
        at="ListAliasesRequest.KeyId",
    ),
    *(
        row(
            CORE if operation in _COMMON else COMPLETE,
            operation,
            "identifiers",
            f"{member} takes a key's id, its ARN, its alias and the ARN of its alias.",
            _FOUR_WAYS,
            at=f"{operation}Request.{member}",
        )
        for operation, member in BY_ANY_NAME
    ),
    *(
        row(
            STRICT,
            operation,
            "no-alias",
            f"{member} takes a key's id and its ARN, and no alias.",
            ID_OR_ARN,
            at=f"{operation}Request.{member}",
        )
        for operation, member in BY_ID_OR_ARN
    ),
    row(
        STRICT,
        "GetKeyLastUsage",
        "no-alias",
        "KeyId takes a key's id and its ARN, and no alias.",
        "Alias names are not supported.",
        at="GetKeyLastUsageRequest.KeyId",
    ),
    row(
        STRICT,
        "DescribeKey",
        "malformed-arn",
        "An ARN that is none is refused with InvalidArnException, NotFoundException or ValidationException.",
        "The request was rejected because a specified ARN, or an ARN in a key policy, is not valid.",
        at="InvalidArnException",
    ),
    *(
        row(
            CORE if operation in _COMMON else COMPLETE,
            operation,
            "NotFoundException",
            "A key that does not exist is refused with NotFoundException.",
            _NOT_FOUND,
            at="NotFoundException",
        )
        for operation in FOR_A_KEY
    ),
)
