"""Faults of answers that leave out a member, each of which breaks one behaviour."""

from __future__ import annotations

from collections.abc import Iterator

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import Row, answered, changed, each, faults_of, inside, set_to, without

# By operation, members of its answer.
_ANSWERED = {
    "Decapsulate": ("EncapsulationAlgorithm", "KeyId"),
    "DeriveSharedSecret": ("KeyAgreementAlgorithm", "KeyId", "KeyOrigin"),
    "Encapsulate": ("EncapsulationAlgorithm", "KeyId"),
    "GenerateDataKeyPair": ("KeyId", "KeyPairSpec"),
    "GenerateDataKeyPairWithoutPlaintext": ("KeyId", "KeyPairSpec"),
    "GenerateDataKeyWithoutPlaintext": ("KeyId",),
    "GenerateMac": ("KeyId", "MacAlgorithm"),
    "Sign": ("SigningAlgorithm",),
    "Verify": ("KeyId", "SigningAlgorithm"),
    "VerifyMac": ("KeyId", "MacAlgorithm"),
}
_REPLICA = "ReplicaKeyMetadata"


_ROWS: tuple[Row, ...] = (
    *(
        (f"{operation}.state.{member}-answered", f"the answer has no {member}", answered(without(member), operation))
        for operation, members in _ANSWERED.items()
        for member in members
    ),
    *(
        (
            f"{operation}.state.KeyId-answered",
            "the answer names another key",
            answered(changed("KeyId", lambda name: name[:-12] + name[-12:][::-1]), operation),
        )
        for operation, members in _ANSWERED.items()
        if "KeyId" in members
    ),
    *(
        (
            f"CreateKey.state.{member}",
            f"a new key is answered without its {member}",
            answered(inside("KeyMetadata", without(member)), "CreateKey"),
        )
        for member in (
            *("EncryptionAlgorithms", "SigningAlgorithms", "MacAlgorithms"),
            *("KeyAgreementAlgorithms", "EncapsulationAlgorithms"),
        )
    ),
    (
        "DescribeKey.state.EncapsulationAlgorithms",
        "a key for encapsulation is described without its algorithm",
        answered(inside("KeyMetadata", without("EncapsulationAlgorithms")), "DescribeKey"),
    ),
    (
        "DescribeKey.state.KeyMetadata",
        "DescribeKey has another key material",
        answered(inside("KeyMetadata", changed("CurrentKeyMaterialId", lambda found: found[::-1])), "DescribeKey"),
    ),
    (
        "GetKeyLastUsage.state.KeyId",
        "the answer names another key",
        answered(changed("KeyId", lambda name: name[:-12] + name[-12:][::-1]), "GetKeyLastUsage"),
    ),
    (
        "DeriveSharedSecret.state.KeyOrigin-answered",
        "the key material is said to be imported",
        answered(set_to("KeyOrigin", "EXTERNAL"), "DeriveSharedSecret"),
    ),
    *(
        (f"{operation}.state.entries", f"grants are listed {how}", answered(each("Grants", change), operation))
        for operation in ("ListGrants", "ListRetirableGrants")
        for how, change in (
            ("with another key", changed("KeyId", lambda name: name[:-12] + name[-12:][::-1])),
            ("with another date", changed("CreationDate", lambda date: date - 86_400.0 * 30)),
        )
    ),
    (
        "DescribeKey.state.MultiRegionConfiguration",
        "a multi-Region key is described as such, but not as which",
        answered(inside("KeyMetadata", without("MultiRegionConfiguration")), "DescribeKey"),
    ),
    *(
        (
            f"ReplicateKey.state.{_REPLICA}",
            f"a replica is answered without its {member}",
            answered(inside(_REPLICA, without(member)), "ReplicateKey"),
        )
        for member in ("Arn", "KeyState")
    ),
    (
        "ReplicateKey.state.ReplicaPolicy",
        "the answer has no policy",
        answered(without("ReplicaPolicy"), "ReplicateKey"),
    ),
    (
        "ReplicateKey.state.ReplicaPolicy",
        "the answer has an empty policy",
        answered(set_to("ReplicaPolicy", "{}"), "ReplicateKey"),
    ),
    (
        "ReplicateKey.state.described",
        "a replica is answered as one of another account",
        answered(inside(_REPLICA, set_to("AWSAccountId", "444455556666")), "ReplicateKey"),
    ),
    (
        "ReplicateKey.state.described",
        "a replica is answered as made at another time",
        answered(inside(_REPLICA, changed("CreationDate", lambda date: date - 86_400.0)), "ReplicateKey"),
    ),
    (
        "ListRetirableGrants.state.entries",
        "grants are listed with other operations",
        answered(each("Grants", set_to("Operations", ["DescribeKey"])), "ListRetirableGrants"),
    ),
    ("ReplicateKey.state.ReplicaTags", "the answer has no tags", answered(set_to("ReplicaTags", []), "ReplicateKey")),
    *(
        (
            f"{operation}.state.entries",
            f"grants are listed without {member}",
            answered(each("Grants", without(member)), operation),
        )
        for operation, members in (
            ("ListGrants", ("KeyId", "IssuingAccount")),
            ("ListRetirableGrants", ("KeyId", "IssuingAccount", "RetiringPrincipal")),
        )
        for member in members
    ),
    (
        "ListKeyRotations.state.dated",
        "rotations are listed without their dates",
        answered(each("Rotations", without("RotationDate")), "ListKeyRotations"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
