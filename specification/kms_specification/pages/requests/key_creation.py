"""What the documentation strings of CreateKey demand in prose alone: members, values that go together, and tags."""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.facts import Affix, Allowed, Condition, Presence, Size, Source, Together
from kms_specification.pages.requests.prose_row import Prose, of_member

ABSENT, PRESENT = (Presence.ABSENT,), (Presence.PRESENT,)
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


_SYMMETRIC = "SYMMETRIC_DEFAULT"
_SPECS = ("KeySpec", "CustomerMasterKeySpec")
_ENCRYPT, _SIGN, _AGREE = "ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"


def _family(name: str, *sizes: int | str) -> tuple[str, ...]:
    return tuple(f"{name}{size}" for size in sizes)


# Specs, the usages that one of them takes, and the sentence that says so.
USAGES: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        (_SYMMETRIC,),
        (_ENCRYPT,),
        "For symmetric encryption KMS keys, omit the parameter or specify ENCRYPT_DECRYPT.",
    ),
    (
        _family("HMAC_", 224, 256, 384, 512),
        ("GENERATE_VERIFY_MAC",),
        "For HMAC KMS keys (symmetric), specify GENERATE_VERIFY_MAC.",
    ),
    (
        _family("RSA_", 2048, 3072, 4096),
        (_ENCRYPT, _SIGN),
        "For asymmetric KMS keys with RSA key pairs, specify ENCRYPT_DECRYPT or SIGN_VERIFY.",
    ),
    (
        _family("ECC_NIST_P", 256, 384, 521),
        (_SIGN, _AGREE),
        "For asymmetric KMS keys with NIST-standard elliptic curve key pairs, specify SIGN_VERIFY or KEY_AGREEMENT.",
    ),
    (
        ("ECC_NIST_EDWARDS25519",),
        (_SIGN,),
        "ECC_NIST_EDWARDS25519 (ed25519) - signing and verification only",
    ),
    (
        ("ECC_SECG_P256K1",),
        (_SIGN,),
        "For asymmetric KMS keys with ECC_SECG_P256K1 key pairs, specify SIGN_VERIFY.",
    ),
    (
        _family("ML_DSA_", 44, 65, 87),
        (_SIGN,),
        "For asymmetric KMS keys with ML-DSA key pairs, specify SIGN_VERIFY.",
    ),
    (
        _family("ML_KEM_", 512, 768, 1024),
        ("ENCAPSULATE_DECAPSULATE",),
        "For asymmetric KMS keys with ML-KEM key pairs, specify ENCAPSULATE_DECAPSULATE.",
    ),
    (
        ("SM2",),
        (_ENCRYPT, _SIGN, _AGREE),
        "For asymmetric KMS keys with SM2 key pairs (China Regions only), specify ENCRYPT_DECRYPT, SIGN_VERIFY, or "
        "KEY_AGREEMENT.",
    ),
)


def usage_source(sentence: str) -> Source:
    """Where a sentence about usages of specs stands."""
    return of_member("CreateKey", "KeySpec" if sentence.startswith("ECC") else "KeyUsage", sentence)


def _usage(when: Mapping[str, Allowed], usages: tuple[str, ...], sentence: str) -> Together:
    source = usage_source(sentence)
    return Together("state.KeyUsage-of-KeySpec", when, {"KeyUsage": (*usages, *ABSENT)}, source)


def _usages() -> tuple[Together, ...]:
    """A spec by either of its names; where two are given that differ, no document says which counts."""
    by_name = tuple(
        _usage({one: (spec,), other: (spec, *ABSENT)}, usages, sentence)
        for one, other in (_SPECS, _SPECS[::-1])
        for specs, usages, sentence in USAGES
        for spec in specs
    )
    return (*by_name, _usage(dict.fromkeys(_SPECS, ABSENT), (_ENCRYPT,), USAGES[0][2]))


CREATE_KEY_TOGETHER = (
    *_usages(),
    Together(
        "rule.XksKeyId-only-with-EXTERNAL_KEY_STORE",
        {"XksKeyId": PRESENT},
        {"Origin": ("EXTERNAL_KEY_STORE",)},
        of_member(
            "CreateKey",
            "XksKeyId",
            "This parameter is required for a KMS key with an Origin value of EXTERNAL_KEY_STORE. It is not valid for "
            "KMS keys with any other Origin value.",
        ),
        ("UnsupportedOperationException",),
    ),
    Together(
        "rule.CustomKeyStoreId-only-for-symmetric",
        {"CustomKeyStoreId": PRESENT},
        {**dict.fromkeys(_SPECS, (_SYMMETRIC, *ABSENT)), "MultiRegion": (False, *ABSENT)},
        of_member(
            "CreateKey",
            "CustomKeyStoreId",
            "This parameter is valid only for symmetric encryption KMS keys in a single Region.",
        ),
        ("UnsupportedOperationException",),
    ),
    Together(
        "state.store",
        {"CustomKeyStoreId": PRESENT},
        {"Origin": ("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE", *ABSENT)},
        of_member(
            "CreateKey",
            "Origin",
            "To create a KMS key in an CloudHSM key store and create its key material in the associated CloudHSM "
            "cluster, set this value to AWS_CLOUDHSM.",
        ),
        ("UnsupportedOperationException",),
    ),
)
