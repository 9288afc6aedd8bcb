"""Operations that know a key by its ARN as well as by its id, and change it in a way that is done once."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row
from kms_specification.pages.keys.names.identifiers import ID_OR_ARN

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

KEY_ARNS: tuple[Behaviour, ...] = tuple(
    row(COMPLETE, operation, "key-ARN", "The key may be named by its ARN.", sentence, at=f"{operation}Request.KeyId")
    for operation, sentence in OPERATIONS
)
