"""DryRun: a request that would succeed is refused with DryRunOperationException, and does nothing."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

# Operations with the member DryRun.
OPERATIONS: tuple[str, ...] = (
    "Encrypt",
    "Decrypt",
    "ReEncrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateMac",
    "VerifyMac",
    "Sign",
    "Verify",
    "DeriveSharedSecret",
    "Encapsulate",
    "Decapsulate",
    "CreateGrant",
    "RetireGrant",
    "RevokeGrant",
)
# Those that are tried with a disabled key.
ON_DISABLED: tuple[str, ...] = OPERATIONS[:14]
# Those that change something, and what stays as it was.
UNCHANGED: tuple[tuple[str, str], ...] = (
    ("CreateGrant", "No grant is made"),
    ("RetireGrant", "The grant is still there"),
    ("RevokeGrant", "The grant is still there"),
)

DRY_RUN: tuple[Behaviour, ...] = (
    *(
        row(
            COMPLETE,
            operation,
            "DryRunOperationException",
            "A request that would succeed is refused with DryRunOperationException where DryRun is true, and not else.",
            "The request was rejected because the DryRun parameter was specified.",
            at="DryRunOperationException",
        )
        for operation in OPERATIONS
    ),
    *(
        row(
            COMPLETE,
            operation,
            "dry-run-disabled",
            "A request with DryRun is refused for its disabled key, as it would be without.",
            "Checks if your request will succeed.",
            at=f"{operation}Request.DryRun",
        )
        for operation in ON_DISABLED
    ),
    *(
        row(
            COMPLETE,
            operation,
            "dry-run",
            f"{what} by a request whose DryRun is true.",
            "Checks if your request will succeed.",
            at=f"{operation}Request.DryRun",
        )
        for operation, what in UNCHANGED
    ),
)
