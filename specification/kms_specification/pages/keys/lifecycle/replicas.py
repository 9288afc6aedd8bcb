"""Keys that stand in several Regions: how they are replicated, moved and deleted."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_REPLICATE, _UPDATE, _SCHEDULE = "ReplicateKey", "UpdatePrimaryRegion", "ScheduleKeyDeletion"
_UNSUPPORTED = (
    "The request was rejected because a specified parameter is not supported or a specified resource is not valid for "
    "this operation."
)

REPLICAS: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "CreateAlias",
        "Regions",
        "An alias may have the name of one in another Region, and stands for the key of its own Region.",
        "The alias must be unique in the account and Region, but you can have aliases with the same name in different "
        "Regions.",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "MultiRegion",
        "A multi-Region key is the primary of its configuration.",
        "Creates a multi-Region primary key that you can replicate into other Amazon Web Services Regions.",
        at="CreateKeyRequest.MultiRegion",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "replica",
        "A replica has the id of its primary, another Region, and is a REPLICA.",
        "They have the same key ID and key material.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "apart",
        "A replica keeps its description, tags, policy and state while those of its primary change.",
        "All other properties of a replica key can differ, including its key policy, tags, aliases, and key state.",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "replicas-replicated",
        "A primary key that waits for the deletion of its replicas is not replicated.",
        "If you schedule the deletion of a primary key with replicas, its key state changes to PendingReplicaDeletion "
        "and it cannot be replicated or used in cryptographic operations.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "listed",
        "The primary is described with its replica.",
        "For multi-Region keys, DescribeKey displays the primary key and all related replica keys.",
        at="DescribeKey",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "ReplicaKeys",
        "The primary key is described as none of its replica keys.",
        "ReplicaKeys displays the key ARNs and Regions of all replica keys.",
        at="KeyMetadata.MultiRegionConfiguration",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "decrypts",
        "A replica decrypts what its primary has encrypted.",
        "Because these KMS keys have the same key ID, key material, and other metadata, you can use them "
        "interchangeably to encrypt data in one Amazon Web Services Region and decrypt it in a different Amazon Web "
        "Services Region without re-encrypting the data or making a cross-Region call.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "AlreadyExistsException",
        "A second replica in a Region is refused with AlreadyExistsException.",
        "If the Region already includes a replica of the key you're trying to replicate, ReplicateKey returns an "
        "AlreadyExistsException error.",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "UnsupportedOperationException",
        "A key of one Region is not replicated: UnsupportedOperationException.",
        _UNSUPPORTED,
        at="UnsupportedOperationException",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "replicas",
        "A primary that has a replica is PendingReplicaDeletion.",
        "If you schedule the deletion of a primary key with replicas, its key state changes to PendingReplicaDeletion "
        "and it cannot be replicated or used in cryptographic operations.",
    ),
    row(
        COMPLETE,
        _UPDATE,
        "moved",
        "The replica is the primary afterwards, and the primary a replica.",
        "This operation changes the replica key in the specified Region to a primary key and changes the former "
        "primary key to a replica key.",
    ),
    row(
        COMPLETE,
        _UPDATE,
        "UnsupportedOperationException",
        "A key of one Region has no primary: UnsupportedOperationException.",
        _UNSUPPORTED,
        at="UnsupportedOperationException",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "own-Region",
        "A replica in the Region of its primary is refused.",
        "The replica must be in a different Amazon Web Services Region than its primary key and other replicas of that "
        "primary key, but in the same Amazon Web Services partition.",
        at="ReplicateKeyRequest.ReplicaRegion",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "replicas-answered",
        "The answer for a primary that has replicas has no deletion date.",
        "If the KMS key is a multi-Region primary key with replica keys, this field does not appear.",
        at="ScheduleKeyDeletionResponse.DeletionDate",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "replicas-DeletionDate",
        "A primary that is PendingReplicaDeletion is described without a deletion date.",
        "This value is present only when the KMS key is scheduled for deletion, that is, when its KeyState is "
        "PendingDeletion.",
        at="KeyMetadata.DeletionDate",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "PendingDeletionWindowInDays",
        "A primary that is PendingReplicaDeletion is described with its waiting period.",
        "When the primary key in a multi-Region key is scheduled for deletion but still has replica keys, its key "
        "state is PendingReplicaDeletion and the length of its waiting period is displayed in the "
        "PendingDeletionWindowInDays field.",
        at="KeyMetadata.DeletionDate",
    ),
    row(
        COMPLETE,
        _SCHEDULE,
        "replicas-unusable",
        "A primary that is PendingReplicaDeletion does not encrypt: KMSInvalidStateException or DisabledException.",
        "If you schedule the deletion of a primary key with replicas, its key state changes to PendingReplicaDeletion "
        "and it cannot be replicated or used in cryptographic operations.",
    ),
    row(
        COMPLETE,
        _UPDATE,
        "no-replica",
        "A Region in which there is no replica is refused, and the primary key stays.",
        "There must be an existing replica key in this Region.",
        at="UpdatePrimaryRegionRequest.PrimaryRegion",
    ),
    row(
        COMPLETE,
        _REPLICATE,
        "of-replica",
        "A replica is not replicated.",
        "It's the only key that can be replicated.",
        at=_UPDATE,
    ),
)
