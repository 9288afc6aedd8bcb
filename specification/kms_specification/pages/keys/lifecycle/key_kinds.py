"""What kinds of keys there are: which usages go with a spec, and what an origin needs."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import STRICT, Behaviour, row

_CREATE = "CreateKey"
_USAGE = "CreateKeyRequest.KeyUsage"
_ORIGIN = "CreateKeyRequest.Origin"

# The subject, the usages that the spec does not go with, and the sentence that has those which it does.
USAGES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "KeyUsage-of-HMAC",
        ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"),
        "For HMAC KMS keys (symmetric), specify GENERATE_VERIFY_MAC.",
    ),
    (
        "KeyUsage-of-RSA",
        ("GENERATE_VERIFY_MAC", "KEY_AGREEMENT"),
        "For asymmetric KMS keys with RSA key pairs, specify ENCRYPT_DECRYPT or SIGN_VERIFY.",
    ),
    (
        "KeyUsage-of-ECC",
        ("ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC"),
        "For asymmetric KMS keys with NIST-standard elliptic curve key pairs, specify SIGN_VERIFY or KEY_AGREEMENT.",
    ),
    (
        "KeyUsage-of-P256K1",
        ("KEY_AGREEMENT", "ENCRYPT_DECRYPT"),
        "For asymmetric KMS keys with ECC_SECG_P256K1 key pairs, specify SIGN_VERIFY.",
    ),
    (
        "KeyUsage-of-ML-DSA",
        ("KEY_AGREEMENT", "ENCRYPT_DECRYPT"),
        "For asymmetric KMS keys with ML-DSA key pairs, specify SIGN_VERIFY.",
    ),
    (
        "KeyUsage-of-ML-KEM",
        ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"),
        "For asymmetric KMS keys with ML-KEM key pairs, specify ENCAPSULATE_DECAPSULATE.",
    ),
)

KEY_KINDS: tuple[Behaviour, ...] = (
    *(
        row(STRICT, _CREATE, subject, "A KeyUsage that the KeySpec does not allow is refused.", sentence, at=_USAGE)
        for subject, _, sentence in USAGES
    ),
    row(
        STRICT,
        _CREATE,
        "CloudHSM-store-required",
        "An Origin of AWS_CLOUDHSM without CustomKeyStoreId is refused.",
        "You must also use the CustomKeyStoreId parameter to identify the CloudHSM key store.",
        at=_ORIGIN,
    ),
    row(
        STRICT,
        _CREATE,
        "external-store-required",
        "An Origin of EXTERNAL_KEY_STORE without CustomKeyStoreId is refused.",
        "You must also use the CustomKeyStoreId parameter to identify the external key store and the XksKeyId "
        "parameter to identify the associated external key.",
        at=_ORIGIN,
    ),
)
