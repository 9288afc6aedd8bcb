"""What the documentation strings of CreateKey demand in prose alone, and what they say of tags."""

from __future__ import annotations

from kms_specification.facts import Affix, Condition, Size, Source
from kms_specification.pages.prose_row import Prose, of_member

TAG_GUIDE = "AWS General Reference, Tagging AWS resources"
_MANY_TAGS = Size(None, 50, Source(TAG_GUIDE, "Tag naming limits", "Maximum number of tags per resource – 50"))


def tagged(operation: str) -> Prose:
    """How many tags there may be, and how no key of one begins."""
    reserved = Source(TAG_GUIDE, "Tag naming limits", "The aws: prefix is reserved for AWS use.")
    return Prose(
        sizes={"Tags": _MANY_TAGS},
        affixes=(Affix("TagKey-reserved", "Tags.item.TagKey", "aws:", ("TagException",), reserved, allowed=False),),
    )


_NOT_SYMMETRIC = (
    *(f"RSA_{size}" for size in (2048, 3072, 4096)),
    *(f"ECC_NIST_P{size}" for size in (256, 384, 521)),
    "ECC_SECG_P256K1",
    *(f"HMAC_{size}" for size in (224, 256, 384, 512)),
    *("SM2", "ECC_NIST_EDWARDS25519"),
    *(f"ML_DSA_{size}" for size in (44, 65, 87)),
    *(f"ML_KEM_{size}" for size in (512, 768, 1024)),
)
_EXTERNAL = {"Origin": "EXTERNAL_KEY_STORE"}
CREATE_KEY = Prose(
    sizes={"Tags": _MANY_TAGS},
    affixes=tagged("CreateKey").affixes,
    conditions=(
        *(
            Condition(
                f"asymmetric-or-HMAC-{named}requires-KeyUsage",
                {member: _NOT_SYMMETRIC},
                "KeyUsage",
                (),
                of_member(
                    "CreateKey",
                    "KeyUsage",
                    "This parameter is optional when you are creating a symmetric encryption KMS key; otherwise, it is "
                    "required.",
                ),
            )
            for member, named in (("KeySpec", ""), ("CustomerMasterKeySpec", "CustomerMasterKeySpec-"))
        ),
        Condition(
            "EXTERNAL_KEY_STORE-requires-XksKeyId",
            _EXTERNAL,
            "XksKeyId",
            (),
            of_member(
                "CreateKey",
                "XksKeyId",
                "This parameter is required for a KMS key with an Origin value of EXTERNAL_KEY_STORE.",
            ),
        ),
        *(
            Condition(
                f"{origin}-requires-CustomKeyStoreId",
                {"Origin": origin},
                "CustomKeyStoreId",
                ("CustomKeyStoreNotFoundException",),
                of_member("CreateKey", "Origin", sentence),
            )
            for origin, sentence in (
                (
                    "AWS_CLOUDHSM",
                    "You must also use the CustomKeyStoreId parameter to identify the CloudHSM key store.",
                ),
                (
                    "EXTERNAL_KEY_STORE",
                    "You must also use the CustomKeyStoreId parameter to identify the external key store and the "
                    "XksKeyId parameter to identify the associated external key.",
                ),
            )
        ),
    ),
)
