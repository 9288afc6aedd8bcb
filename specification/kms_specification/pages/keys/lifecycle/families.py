"""The keys of a multi-Region key, one beside the other: after another is the primary, or one is to be deleted."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_REPLICATE, _UPDATE, _SCHEDULE = "ReplicateKey", "UpdatePrimaryRegion", "ScheduleKeyDeletion"
_APART = "All other properties of a replica key can differ, including its key policy, tags, aliases, and key state."

FAMILIES: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _UPDATE,
        "new-primary",
        "The key in the Region is described as the primary, and with the former primary as a replica.",
        "This operation changes the replica key in the specified Region to a primary key and changes the former "
        "primary key to a replica key.",
    ),
    row(
        COMPLETE,
        _UPDATE,
        "KeyState",
        "Both keys are enabled as they were.",
        "The original key state is restored when the update is complete.",
    ),
    row(
        COMPLETE,
        _UPDATE,
        "own-properties",
        "Each key keeps the description, the tags and the policy that it had.",
        _APART,
        at=_REPLICATE,
    ),
    row(
        COMPLETE,
        _UPDATE,
        "rotation",
        "Automatic rotation stays enabled, with its period.",
        "The primary key of a multi-Region key is the source for properties that are always shared by primary and "
        "replica keys, including the key material, key ID, key spec, key usage, key material origin, and automatic key "
        "rotation.",
    ),
    row(
        COMPLETE,
        _UPDATE,
        "usable",
        "Both keys decrypt what was encrypted before.",
        "This operation should not delay, interrupt, or cause failures in cryptographic operations.",
    ),
    row(
        COMPLETE,
        _UPDATE,
        "replicated",
        "The new primary can be replicated.",
        "It's the only key that can be replicated.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "all-replicas",
        "A replica is described with all replicas, those that were made later too.",
        "ReplicaKeys displays the key ARNs and Regions of all replica keys. This field includes the current KMS key if "
        "it is a replica key.",
        at="KeyMetadata.MultiRegionConfiguration",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "fully-functional",
        "A replica is tagged, described, disabled, enabled, named and used by itself, by the ARN of its Region.",
        "A replica key is a fully-functional KMS key that can be used independently of its primary and peer replica "
        "keys.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "Grants",
        "A replica has none of the grants of its primary.",
        _APART,
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "of-replica",
        "The deletion of a replica can be scheduled.",
        "You can schedule the deletion of a multi-Region primary key and its replica keys at any time.",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "replicas-scheduled",
        "A primary whose replica is scheduled for deletion is PendingReplicaDeletion.",
        "When the last of its replicas keys is deleted (not just scheduled), the key state of the primary key changes "
        "to PendingDeletion and its waiting period (PendingWindowInDays) begins.",
    ),
    row(
        COMPLETE,
        "CancelKeyDeletion",
        "replicas",
        "A primary that was PendingReplicaDeletion is Disabled.",
        "When this operation succeeds, the key state of the KMS key is Disabled.",
    ),
    row(
        COMPLETE,
        "ListKeys",
        "Regions",
        "A key of another Region is not listed, and a replica in its own is.",
        "Gets a list of all KMS keys in the caller's Amazon Web Services account and Region.",
    ),
    row(
        COMPLETE,
        "ListAliases",
        "Regions",
        "An alias of another Region is not listed.",
        "Gets a list of aliases in the caller's Amazon Web Services account and region.",
    ),
)
