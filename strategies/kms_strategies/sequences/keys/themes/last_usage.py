"""How the last use of a key is seen in what GetKeyLastUsage says of it."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import Demonstration, Step, absent, equal, given, refused, shows, then
from kms_strategies.sequences.keys.requests import MESSAGE, changed, key_id
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_USAGE = "GetKeyLastUsage"
_ENCRYPTED = given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c")


def _used(operation: str, *, judged: bool = True, key: str = "key") -> Step:
    step = then if judged else given
    return step(_USAGE, {"KeyId": key_id(key)}, equal("KeyLastUsage.Operation", operation))


LAST_USAGE: tuple[Demonstration, ...] = (
    shows(
        f"{_USAGE}.state.unused",
        (create(), then(_USAGE, KEY, absent("KeyLastUsage"))),
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
)
