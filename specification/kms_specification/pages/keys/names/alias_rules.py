"""What an alias may be called, and its dates."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

ALIAS_RULES: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "CreateAlias",
        "characters",
        "An alias may have slashes, underscores and dashes in its name, and more than one of each.",
        "It can contain only alphanumeric characters, forward slashes (/), underscores (_), and dashes (-).",
        at="CreateAliasRequest.AliasName",
    ),
    row(
        COMPLETE,
        "CreateAlias",
        "CreationDate",
        "An alias is listed with the time at which it was made.",
        "Date and time that the alias was most recently created in the account and Region.",
        at="AliasListEntry.CreationDate",
    ),
    row(
        COMPLETE,
        "UpdateAlias",
        "LastUpdatedDate",
        "An alias that was moved has a later LastUpdatedDate, and the CreationDate that it had.",
        "Date and time that the alias was most recently associated with a KMS key in the account and Region.",
        at="AliasListEntry.LastUpdatedDate",
    ),
    row(
        COMPLETE,
        "ListAliases",
        "key-state",
        "An alias of a disabled key, and of one that is pending deletion, is listed.",
        "By default, the ListAliases operation returns all aliases in the account and region.",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "whole-identifiers",
            "The beginning of a key id, and an alias without its prefix, do not name the key.",
            "To specify a KMS key, use its key ID, key ARN, alias name, or alias ARN. When using an alias name, prefix "
            'it with "alias/".',
            at=f"{operation}Request.KeyId",
        )
        for operation in ("DescribeKey", "Encrypt")
    ),
)
