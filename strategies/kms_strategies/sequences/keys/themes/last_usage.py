"""How the last use of a key is seen in what GetKeyLastUsage says of it."""

from __future__ import annotations

from kms_specification.pages.keys.last_usage import OTHER_USES
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    absent,
    equal,
    given,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import KIND, MESSAGE, changed, key_id, valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.lifecycle.replicas import ELSEWHERE, replicated

_USAGE = "GetKeyLastUsage"
_ENCRYPTED = given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c")


def _used(operation: str, *, judged: bool = True, key: str = "key") -> Step:
    step = then if judged else given
    return step(_USAGE, {"KeyId": key_id(key)}, equal("KeyLastUsage.Operation", operation))


_KINDS: dict[str, dict[str, Template]] = {
    "signing": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"},
    "hmac": {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"},
    "agreement": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT"},
    "ml-kem": {"KeySpec": "ML_KEM_768", "KeyUsage": "ENCAPSULATE_DECAPSULATE"},
}
# Operations that need the answer of another: which, and the member that it has for them.
_AFTER = {
    "Verify": ("Sign", "Signature"),
    "VerifyMac": ("GenerateMac", "Mac"),
    "Decapsulate": ("Encapsulate", "SharedSecretCiphertextBlob"),
}


def _last(operation: str) -> tuple[Step, ...]:
    """A new key is used for an operation, and for what that needs before."""
    key = given("CreateKey", _KINDS.get(KIND.get(operation, ""), {}), name="key")
    before, member = _AFTER.get(operation, ("", ""))
    found: dict[str, Template] = {member: "{b." + member + "}"} if before else {}
    first = (given(before, valid(before, key=key_id("key")), name="b"),) if before else ()
    return (key, *first, given(operation, valid(operation, key=key_id("key")) | found), _used(operation))


LAST_USAGE: tuple[Demonstration, ...] = (
    shows(
        f"{_USAGE}.state.unused",
        (create(), then(_USAGE, KEY, *(absent(f"KeyLastUsage.{member}") for member in ("Operation", "Timestamp")))),
    ),
    shows(
        f"{_USAGE}.state.KeyCreationDate",
        (
            then(
                _USAGE,
                {"KeyId": key_id("symmetric.key")},
                equal("KeyCreationDate", "{symmetric.key.KeyMetadata.CreationDate}"),
            ),
        ),
    ),
    shows(
        f"{_USAGE}.state.used",
        (
            create(),
            _ENCRYPTED,
            _used("Encrypt"),
            given("Decrypt", KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}),
            _used("Decrypt"),
            given("GenerateDataKey", KEY | {"KeySpec": "AES_256"}),
            _used("GenerateDataKey"),
        ),
    ),
    shows(
        f"{_USAGE}.state.management",
        (
            create(),
            _ENCRYPTED,
            _used("Encrypt", judged=False),
            given("DescribeKey", KEY),
            given("UpdateKeyDescription", KEY | {"Description": "another description"}),
            given("DisableKey", KEY),
            given("EnableKey", KEY),
            _used("Encrypt"),
        ),
    ),
    shows(
        f"{_USAGE}.state.failed",
        (
            create(),
            _ENCRYPTED,
            _used("Encrypt", judged=False),
            refused("Decrypt", KEY | {"CiphertextBlob": changed("{c.CiphertextBlob}")}),
            _used("Encrypt"),
        ),
        (
            create(),
            _ENCRYPTED,
            _used("Encrypt", judged=False),
            refused("GenerateDataKey", KEY | {"KeySpec": "AES_256", "DryRun": True}),
            _used("Encrypt"),
            given("DisableKey", KEY),
            refused("GenerateDataKey", KEY | {"KeySpec": "AES_256"}),
            _used("Encrypt"),
        ),
        (
            given("CreateKey", _KINDS["hmac"], name="key"),
            given("GenerateMac", valid("GenerateMac", key=key_id("key")), name="b"),
            _used("GenerateMac", judged=False),
            refused("VerifyMac", valid("VerifyMac", key=key_id("key")) | {"Mac": changed("{b.Mac}")}),
            _used("GenerateMac"),
        ),
    ),
    shows(
        f"{_USAGE}.state.ReEncrypt",
        (
            create(),
            create("other"),
            _ENCRYPTED,
            _used("Encrypt", judged=False),
            given("ReEncrypt", {"CiphertextBlob": "{c.CiphertextBlob}", "DestinationKeyId": key_id("other")}),
            _used("ReEncrypt"),
            _used("ReEncrypt", key="other"),
        ),
    ),
    shows(
        f"{_USAGE}.state.replica",
        (
            *replicated(primary={}, replica={}),
            _ENCRYPTED,
            _used("Encrypt", judged=False),
            then(_USAGE, KEY, absent("KeyLastUsage.Operation"), region=ELSEWHERE),
        ),
    ),
    *(shows(f"{_USAGE}.state.{operation}", _last(operation)) for operation in OTHER_USES),
    shows(
        f"{_USAGE}.state.Timestamp",
        (
            create(),
            _ENCRYPTED,
            _used("Encrypt", judged=False),
            then(_USAGE, KEY, Check("KeyLastUsage.Timestamp", Relation.DAYS_FROM_NOW, 0)),
        ),
    ),
)
