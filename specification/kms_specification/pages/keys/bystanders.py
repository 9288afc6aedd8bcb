"""What an operation on one key leaves as it is: other keys, and what else the key has."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, Behaviour, row

_SCHEDULE = "ScheduleKeyDeletion"
_NOT_YET = (
    "After the waiting period ends, KMS deletes the KMS key, its key material, and all KMS data associated with it, "
    "including all aliases that refer to it."
)

# What each operation does to one key, and what another key has afterwards.
OTHER_KEYS: tuple[tuple[str, str, str], ...] = (
    ("UpdateKeyDescription", "Updates the description of a KMS key.", "its description"),
    ("PutKeyPolicy", "Attaches a key policy to the specified KMS key.", "its policy"),
    ("TagResource", "Adds or edits tags on a customer managed key.", "its tags"),
    ("UntagResource", "Deletes tags from a customer managed key.", "its tags"),
    ("DisableKey", "Sets the state of a KMS key to disabled.", "its state"),
    (_SCHEDULE, "Schedules the deletion of a KMS key.", "its state"),
    (
        "EnableKeyRotation",
        "Enables automatic rotation of the key material of the specified symmetric encryption KMS key.",
        "its rotation",
    ),
)

# What each operation does to a key, whose other properties stay.
OWN_PROPERTIES: tuple[tuple[str, str], ...] = (
    ("UpdateKeyDescription", "Updates the description of a KMS key."),
    ("PutKeyPolicy", "Attaches a key policy to the specified KMS key."),
    ("TagResource", "Adds or edits tags on a customer managed key."),
    ("UntagResource", "Deletes tags from a customer managed key."),
    ("CreateGrant", "Adds a grant to a KMS key."),
    (
        "EnableKeyRotation",
        "Enables automatic rotation of the key material of the specified symmetric encryption KMS key.",
    ),
    (
        "DisableKeyRotation",
        "Disables automatic rotation of the key material of the specified symmetric encryption KMS key.",
    ),
    (
        "RotateKeyOnDemand",
        "Immediately initiates rotation of the key material of the specified symmetric encryption KMS key.",
    ),
    ("ImportKeyMaterial", "Imports or reimports key material into an existing KMS key"),
    ("DeleteImportedKeyMaterial", "Deletes key material that was previously imported."),
    ("UpdateAlias", "you can create, update, and delete the aliases of a KMS key without affecting the KMS key."),
)

BYSTANDERS: tuple[Behaviour, ...] = (
    *(
        row(
            COMPLETE,
            operation,
            "own-properties",
            "Whatever else the key has stays: description, tags, policy, state, aliases, grants, rotation.",
            sentence,
        )
        for operation, sentence in OWN_PROPERTIES
    ),
    *(
        row(CORE, operation, "other-key", f"Another key keeps {what}.", sentence)
        for operation, sentence, what in OTHER_KEYS
    ),
    row(
        COMPLETE,
        "DisableKey",
        "stays",
        "A disabled key stays disabled while it is described, tagged, given an alias or a policy, or asked to rotate.",
        "Sets the state of a KMS key to disabled.",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "aliases",
        "The key is known by its alias while it is pending deletion.",
        _NOT_YET,
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "kept",
        "A key whose deletion was cancelled has its description, tags, policy and grants.",
        _NOT_YET,
    ),
    row(
        COMPLETE,
        "DisableKey",
        "kept",
        "A key that is enabled again has its description, tags, policy, aliases and grants.",
        "This change temporarily prevents use of the KMS key for cryptographic operations.",
    ),
)
