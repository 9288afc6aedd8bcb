"""What the operations that an account of keys is modelled by make of a key's state, and what else is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

CREATE, DESCRIBE, ENCRYPT, DECRYPT = "CreateKey", "DescribeKey", "Encrypt", "Decrypt"
CREATE_ALIAS, UPDATE_ALIAS, DELETE_ALIAS = "CreateAlias", "UpdateAlias", "DeleteAlias"
_DISABLE, _SCHEDULE = "DisableKey", "ScheduleKeyDeletion"


class KeyState(StrEnum):
    """The states that requests bring a key of KMS's own material into."""

    ENABLED = "Enabled"
    DISABLED = "Disabled"
    PENDING_DELETION = "PendingDeletion"


_ENABLED, _DISABLED, _PENDING = KeyState.ENABLED, KeyState.DISABLED, KeyState.PENDING_DELETION

# What each operation makes of a key's state. A state that is not there refuses the operation.
TRANSITIONS: Mapping[str, Mapping[KeyState, KeyState]] = {
    "EnableKey": {_ENABLED: _ENABLED, _DISABLED: _ENABLED},
    _DISABLE: {_ENABLED: _DISABLED, _DISABLED: _DISABLED},
    _SCHEDULE: {_ENABLED: _PENDING, _DISABLED: _PENDING},
    "CancelKeyDeletion": {_PENDING: _DISABLED},
}
# What brings a key into each state. What is refused there is a requirement of its own, named after it.
CAUSE = {_DISABLED: _DISABLE, _PENDING: _SCHEDULE}
READING = frozenset({DESCRIBE, ENCRYPT, DECRYPT})
"""What changes nothing, and may be asked again."""
OF_ALIASES = frozenset({CREATE_ALIAS, UPDATE_ALIAS, DELETE_ALIAS})
CHANGING = OF_ALIASES | {*TRANSITIONS, CREATE}
"""What changes keys or aliases."""
# After these nothing is known of a key any more.
FORGETTING = frozenset(
    {"PutKeyPolicy", "ReplicateKey", "UpdatePrimaryRegion", "ImportKeyMaterial", "DeleteImportedKeyMaterial"}
)
# The members with which a request is modelled.
MODELLED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(TRANSITIONS, frozenset({"KeyId"})),
    _SCHEDULE: frozenset({"KeyId", "PendingWindowInDays"}),
    DESCRIBE: frozenset({"KeyId"}),
    ENCRYPT: frozenset({"KeyId", "Plaintext", "EncryptionContext", "EncryptionAlgorithm"}),
    DECRYPT: frozenset({"KeyId", "CiphertextBlob", "EncryptionContext", "EncryptionAlgorithm"}),
    CREATE_ALIAS: frozenset({"AliasName", "TargetKeyId"}),
    UPDATE_ALIAS: frozenset({"AliasName", "TargetKeyId"}),
    DELETE_ALIAS: frozenset({"AliasName"}),
}
