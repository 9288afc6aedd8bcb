"""What a replica shares with its primary key, and what is its own."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_REPLICATE = "ReplicateKey"

REPLICA_PROPERTIES: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _REPLICATE,
        "replica-pending-deletion",
        "A Region whose replica is pending deletion takes no other: AlreadyExistsException.",
        "If the key state of the existing replica is PendingDeletion, you can cancel the scheduled key deletion "
        "(CancelKeyDeletion) or wait for the key to be deleted.",
    ),
    row(
        COMPLETE,
        "UpdatePrimaryRegion",
        "of-replica",
        "A replica has no Region to be given away, and its primary stays the primary.",
        "Identifies the current primary key.",
        at="UpdatePrimaryRegionRequest.KeyId",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "shared",
        "A replica has the key spec, the key usage and the origin of its primary.",
        "They also have the same key spec, key usage, key material origin, and automatic key rotation status.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "rotation",
        "A replica is rotated automatically where its primary is, and as often.",
        "They also have the same key spec, key usage, key material origin, and automatic key rotation status.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "Description",
        "A replica has the description that it was given, and without one none.",
        "The description is not a shared property of multi-Region keys.",
        at="ReplicateKeyRequest.Description",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "Tags",
        "A replica has the tags that it was given, and not those of its primary.",
        "Tags are not a shared property of multi-Region keys.",
        at="ReplicateKeyRequest.Tags",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "Policy",
        "A replica has the policy that it was given, and its primary keeps its own.",
        "The key policy is not a shared property of multi-Region keys.",
        at="ReplicateKeyRequest.Policy",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "KeyState",
        "A replica and its primary are disabled, enabled and scheduled for deletion one without the other.",
        "All other properties of a replica key can differ, including its key policy, tags, aliases, and key state.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "imported-material",
        "A replica of a key with imported key material is PendingImport.",
        "If you replicate a multi-Region primary key with imported key material, the replica key is created with no "
        "key material.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "same-material",
        "A replica takes the key material that was imported into its primary, and no other.",
        "You must import the same key material that you imported into the primary key.",
    ),
)
