"""What answers say besides what they are for, under no condition.

Where AWS's own examples of an operation leave a member out, as they do with the algorithm of Encrypt, nothing is said.
"""

from __future__ import annotations

from kms_specification.facts import Source
from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row
from kms_specification.pages.successes.answers import ALGORITHMS, ECHOES
from kms_specification.service_model import said

_PAIR = "The Amazon Resource Name (key ARN) of the KMS key that encrypted the private key."
_KEYS: dict[str, str] = {
    "Decapsulate": "The identifier of the ML-KEM KMS key used to decapsulate the shared secret.",
    "DeriveSharedSecret": "Identifies the KMS key used to derive the shared secret.",
    "Encapsulate": "The identifier of the ML-KEM KMS key used to encapsulate the shared secret.",
    "GenerateDataKeyPair": _PAIR,
    "GenerateDataKeyPairWithoutPlaintext": _PAIR,
    "GenerateDataKeyWithoutPlaintext": "The Amazon Resource Name (key ARN) of the KMS key that encrypted the data key.",
    "GenerateMac": "The HMAC KMS key used in the operation.",
    "Verify": "The Amazon Resource Name (key ARN) of the asymmetric KMS key that was used to verify the signature.",
    "VerifyMac": "The HMAC KMS key used in the verification.",
}
_OPEN = frozenset({"Decrypt", "Encrypt", "ReEncrypt"})  # by AWS's examples
# By operation and member, what an answer says of how it came about: the sentence about it.
ANSWERED: dict[tuple[str, str], Source] = {
    **{
        (operation, echo.path): echo.source
        for operation in ALGORITHMS
        if operation not in _OPEN
        for echo in ECHOES[operation]
    },
    **{(operation, "KeyId"): said(f"{operation}Response.KeyId", words) for operation, words in _KEYS.items()},
    ("DeriveSharedSecret", "KeyOrigin"): said(
        "DeriveSharedSecretResponse.KeyOrigin", "The source of the key material for the specified KMS key."
    ),
}
# By the member of a key's metadata, the sentence about it.
_ALGORITHMS: dict[str, str] = {
    "EncryptionAlgorithms": "The encryption algorithms that the KMS key supports.",
    "SigningAlgorithms": "The signing algorithms that the KMS key supports.",
    "KeyAgreementAlgorithms": "The key agreement algorithm used to derive a shared secret.",
    "EncapsulationAlgorithms": "The key encapsulation algorithm that the KMS key supports.",
    "MacAlgorithms": "The message authentication code (MAC) algorithm that the HMAC KMS key supports.",
}

ANSWER_MEMBERS: tuple[Behaviour, ...] = (
    *(
        Behaviour(
            operation,
            f"{member}-answered",
            "The answer has KeyId, which names the key that was used."
            if member == "KeyId"
            else f"The answer has {member}.",
            source,
            COMPLETE,
        )
        for (operation, member), source in sorted(ANSWERED.items())
    ),
    *(
        row(COMPLETE, "CreateKey", member, f"A new key that has {member} is answered with them.", sentence, at=place)
        for member, sentence in _ALGORITHMS.items()
        for place in (f"KeyMetadata.{member}",)
    ),
    row(
        COMPLETE,
        "DescribeKey",
        "EncapsulationAlgorithms",
        "A key for encapsulation is described with the algorithm that it supports.",
        _ALGORITHMS["EncapsulationAlgorithms"],
        at="KeyMetadata.EncapsulationAlgorithms",
    ),
    row(
        COMPLETE,
        "GetKeyLastUsage",
        "KeyId",
        "The answer names the key that was asked for.",
        "The globally unique identifier for the KMS key.",
        at="GetKeyLastUsageResponse.KeyId",
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
                "its key, its account, its principals, its operations and its date",
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
