"""Values of members that go together, or do not, by the documentation strings: rows beside their sentences.

Where the installed model lacks a member that a row names, the row is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.facts import Allowed, Permitted, Presence, Source, Together
from kms_specification.pages.prose_row import of_member
from kms_specification.service_model import said

ABSENT, PRESENT = (Presence.ABSENT,), (Presence.PRESENT,)
_SYMMETRIC = "SYMMETRIC_DEFAULT"
_SPECS = ("KeySpec", "CustomerMasterKeySpec")
_ENCRYPT, _SIGN, _AGREE = "ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"


def _family(name: str, *sizes: int | str) -> tuple[str, ...]:
    return tuple(f"{name}{size}" for size in sizes)


# Specs, the usages that one of them takes, and the sentence that says so.
_USAGES: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
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


def _usage(when: Mapping[str, Allowed], usages: tuple[str, ...], sentence: str) -> Together:
    at = "KeySpec" if sentence.startswith("ECC") else "KeyUsage"
    source = of_member("CreateKey", at, sentence)
    return Together("state.KeyUsage-of-KeySpec", when, {"KeyUsage": (*usages, *ABSENT)}, source)


def _usages() -> tuple[Together, ...]:
    """A spec by either of its names; where two are given that differ, no document says which counts."""
    by_name = tuple(
        _usage({one: (spec,), other: (spec, *ABSENT)}, usages, sentence)
        for one, other in (_SPECS, _SPECS[::-1])
        for specs, usages, sentence in _USAGES
        for spec in specs
    )
    return (*by_name, _usage(dict.fromkeys(_SPECS, ABSENT), (_ENCRYPT,), _USAGES[0][2]))


_CREATE_KEY = (
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
)

_IMPORT = (
    Together(
        "state.ValidTo-required",
        {"ExpirationModel": ABSENT},
        {"ValidTo": PRESENT},
        of_member(
            "ImportKeyMaterial",
            "ExpirationModel",
            "The default is KEY_MATERIAL_EXPIRES.",
        ),
    ),
    Together(
        "state.ValidTo-omitted",
        {"ExpirationModel": ("KEY_MATERIAL_DOES_NOT_EXPIRE",)},
        {"ValidTo": ABSENT},
        of_member(
            "ImportKeyMaterial",
            "ExpirationModel",
            "When value is KEY_MATERIAL_DOES_NOT_EXPIRE, you must omit the ValidTo parameter.",
        ),
    ),
    Together(
        "rule.NEW_KEY_MATERIAL-without-KeyMaterialId",
        {"ImportType": ("NEW_KEY_MATERIAL",)},
        {"KeyMaterialId": ABSENT},
        of_member(
            "ImportKeyMaterial",
            "KeyMaterialId",
            "You cannot specify a key material ID with ImportType set to NEW_KEY_MATERIAL.",
        ),
    ),
)

_SERVICE = "GranteeServicePrincipal"
_CREATE_GRANT = (
    Together(
        f"rule.{_SERVICE}-requires-SourceArn",
        {_SERVICE: PRESENT},
        {"Constraints.SourceArn": PRESENT},
        of_member(
            "CreateGrant",
            _SERVICE,
            "When you specify a GranteeServicePrincipal, you must also specify a SourceArn grant constraint.",
        ),
    ),
    Together(
        f"rule.{_SERVICE}-requires-retiring-principal",
        {_SERVICE: PRESENT, "RetiringPrincipal": ABSENT},
        {"RetiringServicePrincipal": PRESENT},
        of_member(
            "CreateGrant",
            _SERVICE,
            "In addition, you must specify either a RetiringPrincipal or a RetiringServicePrincipal.",
        ),
    ),
)


def _policy_name(operation: str, names: tuple[str, ...], sentence: str, *errors: str) -> Together:
    source = of_member(operation, "PolicyName", sentence)
    return Together("rule.PolicyName-valid", {}, {"PolicyName": (*names, *ABSENT)}, source, errors)


def _message_types(operation: str) -> tuple[Together, ...]:
    return tuple(
        Together(
            f"rule.{algorithm}-MessageType",
            {"SigningAlgorithm": (algorithm,)},
            {"MessageType": allowed},
            _said_of_edwards(operation, algorithm, str(allowed[0])),
        )
        for algorithm, allowed in (("ED25519_SHA_512", ("RAW", *ABSENT)), ("ED25519_PH_SHA_512", ("DIGEST",)))
    )


def _said_of_edwards(operation: str, algorithm: str, message_type: str) -> Source:
    sentence = f"{algorithm} signing algorithm requires KMS MessageType:{message_type}"
    return of_member(operation, "MessageType", sentence)


_ASYMMETRIC = ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE")


def _without_context(operation: str, side: str = "") -> Together:
    """An encryption context does not go with an algorithm of asymmetric keys; an empty one is none."""
    algorithm, context = f"{side}EncryptionAlgorithm", f"{side}EncryptionContext"
    sentence = "An encryption context is supported only on operations with symmetric encryption KMS keys."
    source = of_member(operation, context, sentence)
    return Together(f"rule.{context}-only-for-symmetric", {algorithm: _ASYMMETRIC}, {context: ({}, *ABSENT)}, source)


def _with_key(operation: str, side: str, requirement: str) -> Together:
    """Ciphertext of an asymmetric key does not say which key it is of."""
    sentence = (
        "This parameter is required only when the ciphertext was encrypted under an asymmetric KMS key or when DryRun "
        "is true and DryRunModifiers is set to IGNORE_CIPHERTEXT."
    )
    source = of_member(operation, f"{side}KeyId", sentence)
    return Together(requirement, {f"{side}EncryptionAlgorithm": _ASYMMETRIC}, {f"{side}KeyId": PRESENT}, source)


# By operation.
TOGETHER: Mapping[str, tuple[Together, ...]] = {
    "CreateKey": _CREATE_KEY,
    "ImportKeyMaterial": _IMPORT,
    "CreateGrant": _CREATE_GRANT,
    "RetireGrant": (
        Together(
            "rule.GrantId-requires-KeyId",
            {"GrantToken": ABSENT, "GrantId": PRESENT},
            {"KeyId": PRESENT},
            said(
                "RetireGrant",
                "To identify the grant to retire, use a grant token, or both the grant ID and a key identifier (key ID "
                "or key ARN) of the KMS key.",
            ),
        ),
    ),
    "PutKeyPolicy": (
        _policy_name(
            "PutKeyPolicy",
            ("default",),
            "Valid values are default and AWS_RAM, but you can set only the default key policy.",
        ),
    ),
    "GetKeyPolicy": (
        _policy_name(
            "GetKeyPolicy", ("default", "AWS_RAM"), "Valid values are default and AWS_RAM.", "NotFoundException"
        ),
    ),
    "Encrypt": (_without_context("Encrypt"),),
    "Decrypt": (_without_context("Decrypt"), _with_key("Decrypt", "", "state.KeyId-required")),
    "ReEncrypt": (
        _without_context("ReEncrypt", "Source"),
        _without_context("ReEncrypt", "Destination"),
        _with_key("ReEncrypt", "Source", "rule.asymmetric-requires-SourceKeyId"),
    ),
    "Sign": _message_types("Sign"),
    "Verify": _message_types("Verify"),
}

PERMITTED: Mapping[str, tuple[Permitted, ...]] = {
    "UpdateCustomKeyStore": (
        Permitted(
            "XksProxyVpcEndpointServiceName",
            "",
            {"XksProxyConnectivity": ("PUBLIC_ENDPOINT",)},
            of_member(
                "UpdateCustomKeyStore",
                "XksProxyConnectivity",
                "If you change the XksProxyConnectivity to PUBLIC_ENDPOINT, you must also change the "
                "XksProxyUriEndpoint and specify a null or empty string for the XksProxyVpcEndpointServiceName value.",
            ),
        ),
    ),
}
