"""Operations that know a key by its ARN as well as by its id, by no alias, and change it in a way that is done once."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, STRICT, Behaviour, row
from kms_specification.pages.keys.names.identifiers import BY_ID_OR_ARN, ID_OR_ARN

_OF_PRIMARY = "Specify the key ID or key ARN of a multi-Region primary key."

# Each operation, and the sentence about its KeyId.
OPERATIONS: tuple[tuple[str, str], ...] = (
    *(
        (operation, ID_OR_ARN)
        for operation in (
            "RevokeGrant",
            "ScheduleKeyDeletion",
            "CancelKeyDeletion",
            "RotateKeyOnDemand",
            "GetParametersForImport",
            "ImportKeyMaterial",
            "DeleteImportedKeyMaterial",
            "ListAliases",
        )
    ),
    ("ReplicateKey", _OF_PRIMARY),
    ("UpdatePrimaryRegion", _OF_PRIMARY),
)

# Each operation, the member that takes no alias, and the sentence about it.
NO_ALIAS: tuple[tuple[str, str, str], ...] = (
    *((name, "KeyId", sentence) for name, sentence in OPERATIONS if (name, "KeyId") not in BY_ID_OR_ARN),
    ("UpdateAlias", "TargetKeyId", ID_OR_ARN),
)

KEY_ARNS: tuple[Behaviour, ...] = (
    *(
        row(COMPLETE, name, "key-ARN", "The key may be named by its ARN.", sentence, at=f"{name}Request.KeyId")
        for name, sentence in OPERATIONS
    ),
    *(
        row(
            STRICT,
            name,
            "no-alias",
            f"{member} takes a key's id and its ARN, and no alias.",
            sentence,
            at=f"{name}Request.{member}",
        )
        for name, member, sentence in NO_ALIAS
    ),
)
