"""What answers say besides what they are for, under no condition.

Where AWS's own examples of an operation leave a member out, as they do with the algorithm of Encrypt, nothing is said.
"""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_PAIR = "The Amazon Resource Name (key ARN) of the KMS key that encrypted the private key."
_SPEC = "The type of data key pair that was generated."
# By operation and member, what an answer says of how it came about: the sentence about it.
ANSWERED: dict[tuple[str, str], str] = {
    ("Decapsulate", "EncapsulationAlgorithm"): "The key encapsulation algorithm used to recover the shared secret.",
    ("Decapsulate", "KeyId"): "The identifier of the ML-KEM KMS key used to decapsulate the shared secret.",
    (
        "DeriveSharedSecret",
        "KeyAgreementAlgorithm",
    ): "Identifies the key agreement algorithm used to derive the shared secret.",
    ("DeriveSharedSecret", "KeyId"): "Identifies the KMS key used to derive the shared secret.",
    ("DeriveSharedSecret", "KeyOrigin"): "The source of the key material for the specified KMS key.",
    ("Encapsulate", "EncapsulationAlgorithm"): "The key encapsulation algorithm used to generate the shared secret.",
    ("Encapsulate", "KeyId"): "The identifier of the ML-KEM KMS key used to encapsulate the shared secret.",
    ("GenerateDataKeyPair", "KeyId"): _PAIR,
    ("GenerateDataKeyPair", "KeyPairSpec"): _SPEC,
    ("GenerateDataKeyPairWithoutPlaintext", "KeyId"): _PAIR,
    ("GenerateDataKeyPairWithoutPlaintext", "KeyPairSpec"): _SPEC,
    (
        "GenerateDataKeyWithoutPlaintext",
        "KeyId",
    ): "The Amazon Resource Name (key ARN) of the KMS key that encrypted the data key.",
    ("GenerateMac", "KeyId"): "The HMAC KMS key used in the operation.",
    ("GenerateMac", "MacAlgorithm"): "The MAC algorithm that was used to generate the HMAC.",
    ("Sign", "SigningAlgorithm"): "The signing algorithm that was used to sign the message.",
    (
        "Verify",
        "KeyId",
    ): "The Amazon Resource Name (key ARN) of the asymmetric KMS key that was used to verify the signature.",
    ("Verify", "SigningAlgorithm"): "The signing algorithm that was used to verify the signature.",
    ("VerifyMac", "KeyId"): "The HMAC KMS key used in the verification.",
    ("VerifyMac", "MacAlgorithm"): "The MAC algorithm used in the verification.",
}
# By the member of a key's metadata, the sentence about it.
_ALGORITHMS: dict[str, str] = {
    "EncryptionAlgorithms": "The encryption algorithms that the KMS key supports.",
    "SigningAlgorithms": "The signing algorithms that the KMS key supports.",
    "MacAlgorithms": "The message authentication code (MAC) algorithm that the HMAC KMS key supports.",
}

ANSWER_MEMBERS: tuple[Behaviour, ...] = (
    *(
        row(
            COMPLETE,
            operation,
            f"{member}-answered",
            f"The answer has {member}.",
            sentence,
            at=f"{operation}Response.{member}",
        )
        for (operation, member), sentence in ANSWERED.items()
    ),
    *(
        row(COMPLETE, "CreateKey", member, f"A new key that has {member} is answered with them.", sentence, at=place)
        for member, sentence in _ALGORITHMS.items()
        for place in (f"KeyMetadata.{member}",)
    ),
    row(
        COMPLETE,
        "DescribeKey",
        "MultiRegionConfiguration",
        "A multi-Region key is described as the primary key or as a replica key.",
        "MultiRegionKeyType indicates whether the KMS key is a PRIMARY or REPLICA key.",
        at="KeyMetadata.MultiRegionConfiguration",
    ),
    row(
        COMPLETE,
        "ReplicateKey",
        "ReplicaKeyMetadata",
        "A replica is answered with its ARN and its key state.",
        "Displays details about the new replica key, including its Amazon Resource Name (key ARN) and Key states of "
        "KMS keys.",
        at="ReplicateKeyResponse.ReplicaKeyMetadata",
    ),
    row(
        COMPLETE,
        "ReplicateKey",
        "described",
        "A replica is described as ReplicateKey returned it.",
        "Displays details about the new replica key",
        at="ReplicateKeyResponse.ReplicaKeyMetadata",
    ),
    row(
        COMPLETE,
        "ReplicateKey",
        "ReplicaPolicy",
        "A replica is answered with the policy that it was given.",
        "The key policy of the new replica key. The value is a key policy document in JSON format.",
        at="ReplicateKeyResponse.ReplicaPolicy",
    ),
    row(
        COMPLETE,
        "ReplicateKey",
        "ReplicaTags",
        "A replica is answered with the tags that it was given.",
        "The tags on the new replica key.",
        at="ReplicateKeyResponse.ReplicaTags",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "entries",
            f"Each grant is listed with {what}.",
            sentence,
            at=f"GrantListEntry.{member}",
        )
        for operation, what, member, sentence in (
            (
                "ListGrants",
                "its key and its account",
                "KeyId",
                "The unique identifier for the KMS key to which the grant applies.",
            ),
            (
                "ListRetirableGrants",
                "its key, its account, its principals and its operations",
                "RetiringPrincipal",
                "The principal that can retire the grant.",
            ),
        )
    ),
    row(
        COMPLETE,
        "ListKeyRotations",
        "dated",
        "A rotation that has completed has its date.",
        "Date and time that the key material rotation completed.",
        at="RotationsListEntry.RotationDate",
    ),
)
