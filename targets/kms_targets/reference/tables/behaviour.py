"""What AWS KMS does with keys, as tables: one frozen value, every part of which can be replaced.

Read from the documentation strings of the service model and from the developer guide's table of key states.
"""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kms_targets.reference.tables.shapes import ERRORS, INPUTS, Shape

ENCRYPT, SIGN, MAC, AGREE, ENCAPSULATE = (
    "ENCRYPT_DECRYPT",
    "SIGN_VERIFY",
    "GENERATE_VERIFY_MAC",
    "KEY_AGREEMENT",
    "ENCAPSULATE_DECAPSULATE",
)
# The member of a key's metadata that lists the algorithms of a usage.
ALGORITHMS_MEMBER: Mapping[str, str] = {
    ENCRYPT: "EncryptionAlgorithms",
    SIGN: "SigningAlgorithms",
    MAC: "MacAlgorithms",
    AGREE: "KeyAgreementAlgorithms",
    ENCAPSULATE: "EncapsulationAlgorithms",
}
_RSA_ENCRYPTION = ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
_RSA_SIGNING = tuple(f"RSASSA_{kind}_SHA_{size}" for kind in ("PKCS1_V1_5", "PSS") for size in (256, 384, 512))

# Key spec: usages, each with its algorithms.
Spec = Mapping[str, tuple[str, ...]]
SPECS: Mapping[str, Spec] = {
    "SYMMETRIC_DEFAULT": {ENCRYPT: ("SYMMETRIC_DEFAULT",)},
    **{f"RSA_{bits}": {ENCRYPT: _RSA_ENCRYPTION, SIGN: _RSA_SIGNING} for bits in (2048, 3072, 4096)},
    "ECC_NIST_P256": {SIGN: ("ECDSA_SHA_256",), AGREE: ("ECDH",)},
    "ECC_NIST_P384": {SIGN: ("ECDSA_SHA_384",), AGREE: ("ECDH",)},
    "ECC_NIST_P521": {SIGN: ("ECDSA_SHA_512",), AGREE: ("ECDH",)},
    "ECC_SECG_P256K1": {SIGN: ("ECDSA_SHA_256",)},
    "ECC_NIST_EDWARDS25519": {SIGN: ("ED25519_SHA_512", "ED25519_PH_SHA_512")},
    **{f"HMAC_{bits}": {MAC: (f"HMAC_SHA_{bits}",)} for bits in (224, 256, 384, 512)},
    **{f"ML_DSA_{level}": {SIGN: ("ML_DSA_SHAKE_256",)} for level in (44, 65, 87)},
    **{f"ML_KEM_{level}": {ENCAPSULATE: ("ML_KEM",)} for level in (768, 1024)},
}

# The usage that an operation needs.
USAGES: Mapping[str, str] = {
    **dict.fromkeys(("Encrypt", "Decrypt", "ReEncrypt"), ENCRYPT),
    **dict.fromkeys(("GenerateDataKey", "GenerateDataKeyWithoutPlaintext"), ENCRYPT),
    **dict.fromkeys(("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"), ENCRYPT),
    **dict.fromkeys(("Sign", "Verify"), SIGN),
    **dict.fromkeys(("GenerateMac", "VerifyMac"), MAC),
    "DeriveSharedSecret": AGREE,
    **dict.fromkeys(("Encapsulate", "Decapsulate"), ENCAPSULATE),
}

# A key may be given by an alias as well as by its id or ARN.
BY_ALIAS = frozenset({*USAGES, "DescribeKey", "GetPublicKey"})

_STATE = "KMSInvalidStateException"
_DELETED = {"PendingDeletion": _STATE, "PendingReplicaDeletion": _STATE}
_CRYPTOGRAPHIC = {"Disabled": "DisabledException", **_DELETED, "PendingImport": _STATE, "Unavailable": _STATE}
_SWITCH = {**_DELETED, "PendingImport": _STATE}
_ROTATION = {"Disabled": "DisabledException", **_DELETED}

# The key states that an operation refuses, each with its error.
STATES: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys((*USAGES, "GetPublicKey"), _CRYPTOGRAPHIC),
    "CreateGrant": {"Disabled": "DisabledException", **_DELETED, "PendingImport": _STATE},
    "ReplicateKey": {"Disabled": "DisabledException", **_DELETED},
    "UpdatePrimaryRegion": {"Disabled": "DisabledException", **_DELETED},
    **dict.fromkeys(("EnableKey", "DisableKey"), _SWITCH),
    **dict.fromkeys(("EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand"), _ROTATION),
    **dict.fromkeys(("GetParametersForImport", "ImportKeyMaterial"), _DELETED),
    **dict.fromkeys(("CreateAlias", "UpdateAlias", "ScheduleKeyDeletion"), _DELETED),
    **dict.fromkeys(("TagResource", "UntagResource", "UpdateKeyDescription"), _DELETED),
    "CancelKeyDeletion": dict.fromkeys(("Enabled", "Disabled", "PendingImport", "Unavailable"), _STATE),
}

# Bytes of plaintext that fit, where the size of the RSA key decides it.
PLAINTEXT_MOST: Mapping[tuple[str, str], int] = {
    ("RSA_2048", "RSAES_OAEP_SHA_1"): 214,
    ("RSA_2048", "RSAES_OAEP_SHA_256"): 190,
    ("RSA_3072", "RSAES_OAEP_SHA_1"): 342,
    ("RSA_3072", "RSAES_OAEP_SHA_256"): 318,
    ("RSA_4096", "RSAES_OAEP_SHA_1"): 470,
    ("RSA_4096", "RSAES_OAEP_SHA_256"): 446,
}

# The greatest Limit of a list and what it is where none is given.
PAGES: Mapping[str, tuple[int, int]] = {
    "ListKeys": (1000, 100),
    "ListAliases": (100, 50),
    "ListGrants": (100, 50),
    "ListRetirableGrants": (100, 50),
    "ListResourceTags": (50, 50),
    "ListKeyPolicies": (1000, 100),
    "ListKeyRotations": (1000, 100),
}

REGIONS = frozenset(
    f"{area}-{number}"
    for area, most in {
        "us-east": 2, "us-west": 2, "ca-central": 1, "ca-west": 1, "sa-east": 1, "mx-central": 1, "eu-west": 3,
        "eu-central": 2, "eu-north": 1, "eu-south": 2, "me-south": 1, "me-central": 1, "il-central": 1, "af-south": 1,
        "ap-east": 2, "ap-south": 2, "ap-northeast": 3, "ap-southeast": 7,
    }.items()
    for number in range(1, most + 1)
)  # fmt: skip


def key_id(multi_region: bool) -> str:
    """A key id as the service makes them."""
    return f"mrk-{secrets.token_hex(16)}" if multi_region else str(uuid.uuid4())


def mark(place: bytes) -> str:
    """A marker."""
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def unmark(marker: str) -> bytes:
    """What a marker was made of. Raises ValueError where it is none."""
    return base64.b64decode(marker + "=" * (-len(marker) % 4), altchars=b"-_", validate=True)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """All that decides what operations on keys answer. Windows, periods and quotas are days and counts.

    `lookup_first`: an unknown key, or store that is to be changed, is reported before a broken constraint. `one_error`:
    a message reports one broken constraint instead of all. `lists_lag`: what is newer, in seconds, is in no list yet;
    `keys_lag`: a key that is newer is not found.
    `older_keys`: so many keys with an alias each are there from the start. `extra`: members that every answer has
    besides its own. `empty_body`: an operation without a result answers no body at all. `omitted` are members that no
    answer has. `sparse`: what is false or an empty list is left out of answers. `predefined` are aliases that have no
    key yet. `mark` and `unmark` write markers; the latter raises ValueError.
    """

    inputs: Mapping[str, Shape] = field(default_factory=lambda: INPUTS)
    errors: Mapping[str, frozenset[str]] = field(default_factory=lambda: ERRORS)
    account: str = "111122223333"
    home: str = "us-east-1"
    regions: frozenset[str] = REGIONS
    key_id: Callable[[bool], str] = key_id

    specs: Mapping[str, Spec] = field(default_factory=lambda: SPECS)
    usages: Mapping[str, str] = field(default_factory=lambda: USAGES)
    by_alias: frozenset[str] = BY_ALIAS
    states: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: STATES)
    plaintext_most: Mapping[tuple[str, str], int] = field(default_factory=lambda: PLAINTEXT_MOST)
    pages: Mapping[str, tuple[int, int]] = field(default_factory=lambda: PAGES)

    window: tuple[int, int, int] = (7, 30, 30)
    rotation_days: int = 365
    rotations_most: int = 25
    tags_most: int = 50
    tag_prefix: str = "aws:"
    alias_prefix: str = "alias/aws/"
    context_pairs: int = 8
    context_length: int = 384
    keys_most: int | None = None
    aliases_most: int | None = None

    lookup_first: bool = False
    one_error: bool = False
    mark: Callable[[bytes], str] = mark
    unmark: Callable[[str], bytes] = unmark
    lists_lag: float = 0.0
    keys_lag: float = 0.0
    older_keys: int = 0
    predefined: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    omitted: frozenset[str] = frozenset()
    sparse: bool = False
    empty_body: bool = False


KMS = Behaviour()
