"""Keys of another account and of another Region: their ARNs name none of the keys here."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_NOT_FOUND = "The request was rejected because the specified entity or resource could not be found."
_BY_ARN = "To specify a KMS key in a different Amazon Web Services account, you must use the key ARN"
_DECRYPT = "To specify a KMS key in a different Amazon Web Services account, use the key ARN or alias ARN."
_NEVER = "You cannot perform this operation on a KMS key in a different Amazon Web Services account."
ACCOUNT, REGION = "another-account", "another-Region"

# Operation, and the member that may name a key of another account, which then has to let the caller in.
ACROSS_ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("DescribeKey", "KeyId"),
    ("Encrypt", "KeyId"),
    ("Decrypt", "KeyId"),
    ("ReEncrypt", "DestinationKeyId"),
    ("GenerateDataKey", "KeyId"),
    ("GenerateDataKeyWithoutPlaintext", "KeyId"),
    ("GenerateDataKeyPair", "KeyId"),
    ("Sign", "KeyId"),
    ("Verify", "KeyId"),
    ("GetPublicKey", "KeyId"),
    ("CreateGrant", "KeyId"),
    ("ListGrants", "KeyId"),
)

# Operations that are for keys of the caller's account alone.
WITHIN_AN_ACCOUNT: tuple[str, ...] = (
    "DisableKey",
    "ScheduleKeyDeletion",
    "EnableKeyRotation",
    "TagResource",
    "ListResourceTags",
    "UpdateKeyDescription",
    "GetKeyPolicy",
    "PutKeyPolicy",
)
# Operations on aliases, which stand for keys of their own Region, and the sentence that says so.
OF_ALIASES: tuple[tuple[str, str], ...] = (
    ("CreateAlias", "The KMS key must be in the same Amazon Web Services Region."),
    ("UpdateAlias", "The KMS key must be in the same Amazon Web Services account and Region as the alias."),
)
OPERATIONS: tuple[str, ...] = (*(operation for operation, _ in ACROSS_ACCOUNTS), *WITHIN_AN_ACCOUNT)


def _rows() -> Iterator[Behaviour]:
    account = "An ARN that is that of a key but for the account names another key: it is refused."
    for operation, member in ACROSS_ACCOUNTS:
        said = (_DECRYPT, operation) if operation == "Decrypt" else (_BY_ARN, f"{operation}Request.{member}")
        yield row(COMPLETE, operation, ACCOUNT, account, said[0], at=said[1])
    for operation in WITHIN_AN_ACCOUNT:
        yield row(COMPLETE, operation, ACCOUNT, account, _NEVER)
    region = "An ARN that is that of a key but for the Region names another key: it is refused."
    for operation in OPERATIONS:
        yield row(COMPLETE, operation, REGION, region, _NOT_FOUND, at="NotFoundException")
    for operation, sentence in OF_ALIASES:
        yield row(COMPLETE, operation, REGION, region, sentence, at=f"{operation}Request.TargetKeyId")
    yield row(COMPLETE, "UpdateAlias", ACCOUNT, account, OF_ALIASES[1][1], at="UpdateAliasRequest.TargetKeyId")


FOREIGN_KEYS: tuple[Behaviour, ...] = tuple(_rows())
