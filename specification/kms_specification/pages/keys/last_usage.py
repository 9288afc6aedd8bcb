"""What GetKeyLastUsage says of the last cryptographic operation with a key."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_USAGE = "GetKeyLastUsage"
_LAST = "The last successful cryptographic operation the KMS key was used for."

# Operations besides Encrypt, Decrypt, GenerateDataKey and ReEncrypt.
OTHER_USES = (
    *("GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"),
    *("Sign", "Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret", "Encapsulate", "Decapsulate"),
)

LAST_USAGE: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _USAGE,
        "unused",
        "For a key that was never used KeyLastUsage is empty or absent.",
        "If the key has not been used since tracking began, this response element is an empty object.",
        at="GetKeyLastUsageResponse.KeyLastUsage",
    ),
    row(
        COMPLETE,
        _USAGE,
        "KeyCreationDate",
        "KeyCreationDate is the date with which the key is described.",
        "The date and time when the KMS key was created.",
        at="GetKeyLastUsageResponse.KeyCreationDate",
    ),
    row(
        COMPLETE,
        _USAGE,
        "used",
        "Operation is the last operation that the key was used for.",
        _LAST,
        at="KeyLastUsageData.Operation",
    ),
    row(
        COMPLETE,
        _USAGE,
        "management",
        "What only describes or changes a key is no use of it.",
        "Contains usage information about the last time the KMS key was used for a successful cryptographic operation.",
        at="GetKeyLastUsageResponse.KeyLastUsage",
    ),
    row(
        COMPLETE,
        _USAGE,
        "failed",
        "An operation that failed is no use of the key.",
        _LAST,
        at="KeyLastUsageData.Operation",
    ),
    row(
        COMPLETE,
        _USAGE,
        "ReEncrypt",
        "ReEncrypt is a use of both keys.",
        "Usage information is recorded for both keys independently, each with the CloudTrail event ID from the "
        "respective key owner's account.",
    ),
    row(
        COMPLETE,
        _USAGE,
        "replica",
        "What a primary key is used for is no use of its replica.",
        "For multi-Region KMS keys, primary and replica keys track last usage independently.",
    ),
    *(
        row(
            COMPLETE,
            _USAGE,
            operation,
            f"{operation} is a use of the key.",
            _LAST,
            at="KeyLastUsageData.Operation",
        )
        for operation in OTHER_USES
    ),
    row(
        COMPLETE,
        _USAGE,
        "Timestamp",
        "Timestamp is the time at which the key was used.",
        "The date and time when the KMS key was most recently used for a successful cryptographic operation.",
        at="KeyLastUsageData.Timestamp",
    ),
)
