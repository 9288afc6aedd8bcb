"""How a key is seen to come into each state, and what it refuses there."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.pages.keys.lifecycle.key_states import (
    CRYPTOGRAPHIC,
    MANAGEMENT_WHILE_DISABLED,
    MANAGEMENT_WHILE_PENDING,
    WITHOUT_MATERIAL,
)
from kms_specification.service_model import error_names
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    absent,
    equal,
    given,
    ref,
    refused,
    shows,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import MESSAGE, arn, key_id, valid
from kms_strategies.sequences.keys.resources import create

_SCHEDULE, _CANCEL = "ScheduleKeyDeletion", "CancelKeyDeletion"
_DISABLED, _INVALID_STATE = "DisabledException", "KMSInvalidStateException"


def _refusals(operation: str) -> tuple[str, ...]:
    """The errors that say that a key cannot be used now, of those that the operation has."""
    listed = error_names(operation)
    return tuple(error for error in (_DISABLED, _INVALID_STATE) if error in listed)


KEY: dict[str, Template] = {"KeyId": key_id("key")}
WEEK: dict[str, Template] = KEY | {"PendingWindowInDays": 7}
_ENABLED = given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled"))
_ENCRYPTED = given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c")
_SANE = given("Decrypt", KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}, equal("Plaintext", MESSAGE))
_OPENED = then("Decrypt", KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}, equal("Plaintext", MESSAGE))


def described(state: str, *, key: str = "key", enabled: bool = False) -> Step:
    """A look at the key, which has to be in the state."""
    return then(
        "DescribeKey",
        {"KeyId": key_id(key)},
        equal("KeyMetadata.KeyState", state),
        equal("KeyMetadata.Enabled", enabled),
    )


def _shared(cause: str, state: str) -> Iterator[Demonstration]:
    """Cryptographic operations: the shared key does it, and the one in the state does not."""
    for operation in CRYPTOGRAPHIC:
        sequences: list[tuple[Step, ...]] = [
            (
                given(operation, valid(operation)),
                refused(operation, valid(operation, state=state), *_refusals(operation)),
            )
        ]
        if operation == "ReEncrypt":
            source = {"CiphertextBlob": ref(f"{state}-symmetric.ciphertext.CiphertextBlob")}
            sequences.append((refused(operation, valid(operation) | source, *_refusals(operation)),))
        yield shows(f"{cause}.state.{operation}", *sequences)


def _own(cause: Step, operations: tuple[str, ...]) -> Iterator[Demonstration]:
    """Operations that change a key: one of its own does it before the cause, and not after."""
    for operation in operations:
        request = valid(operation, key=key_id("key"))
        again: dict[str, Template] = request | {"AliasName": "alias/{unique}-again"}
        after = again if operation == "CreateAlias" else request
        yield shows(
            f"{cause.operation}.state.{operation}",
            (create(), given(operation, request), cause, refused(operation, after, *_refusals(operation))),
        )


KEY_STATES: tuple[Demonstration, ...] = (
    shows("CreateKey.state.enabled", (create(), described("Enabled", enabled=True))),
    shows("DisableKey.state.disabled", (create(), _ENABLED, then("DisableKey", KEY), described("Disabled"))),
    shows(
        "EnableKey.state.enabled",
        (create(), given("DisableKey", KEY), then("EnableKey", KEY), described("Enabled", enabled=True)),
    ),
    shows(
        "EnableKey.state.usable",
        (
            create(),
            _ENCRYPTED,
            _SANE,
            given("DisableKey", KEY),
            then("EnableKey", KEY),
            _OPENED,
            then("Encrypt", KEY | {"Plaintext": MESSAGE}),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.pending",
        (create(), _ENABLED, then(_SCHEDULE, WEEK, equal("KeyState", "PendingDeletion")), described("PendingDeletion")),
    ),
    shows(f"{_SCHEDULE}.state.KeyId", (create(), then(_SCHEDULE, WEEK, equal("KeyId", arn("key"))))),
    shows(
        f"{_SCHEDULE}.state.PendingWindowInDays",
        *(
            (
                create(),
                then(
                    _SCHEDULE,
                    KEY | {"PendingWindowInDays": days},
                    equal("PendingWindowInDays", days),
                    Check("DeletionDate", Relation.DAYS_FROM_NOW, days),
                ),
            )
            for days in (7, 8)
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.default-window",
        (
            create(),
            then(_SCHEDULE, KEY, Check("DeletionDate", Relation.DAYS_FROM_NOW, 30)),
        ),
    ),
    shows(
        f"{_SCHEDULE}.state.DeletionDate",
        (
            create(),
            given(_SCHEDULE, WEEK, name="s"),
            then("DescribeKey", KEY, equal("KeyMetadata.DeletionDate", "{s.DeletionDate}")),
        ),
    ),
    *(
        shows(
            f"{_SCHEDULE}.state.{operation}",
            (create(), given(_SCHEDULE, WEEK), tried(operation, KEY), described("PendingDeletion")),
        )
        for operation in ("EnableKey", "DisableKey")
    ),
    shows(
        f"{_SCHEDULE}.error.{_INVALID_STATE}",
        (create(), given(_SCHEDULE, WEEK), refused(_SCHEDULE, WEEK, _INVALID_STATE)),
    ),
    shows(f"{_CANCEL}.state.disabled", (create(), given(_SCHEDULE, WEEK), then(_CANCEL, KEY), described("Disabled"))),
    shows(
        f"{_CANCEL}.state.usable",
        (
            create(),
            _ENCRYPTED,
            _SANE,
            given(_SCHEDULE, WEEK),
            then(_CANCEL, KEY),
            then("EnableKey", KEY),
            _OPENED,
        ),
    ),
    shows(f"{_CANCEL}.state.KeyId", (create(), given(_SCHEDULE, WEEK), then(_CANCEL, KEY, equal("KeyId", arn("key"))))),
    shows(
        f"{_CANCEL}.state.DeletionDate",
        (
            create(),
            given(_SCHEDULE, WEEK),
            given(_CANCEL, KEY),
            then("DescribeKey", KEY, absent("KeyMetadata.DeletionDate")),
        ),
    ),
    shows(
        f"{_CANCEL}.error.{_INVALID_STATE}",
        (create(), given("DescribeKey", KEY), refused(_CANCEL, KEY, _INVALID_STATE)),
    ),
    *_shared("DisableKey", "disabled"),
    *_shared(_SCHEDULE, "pending"),
    *_own(given("DisableKey", KEY), MANAGEMENT_WHILE_DISABLED),
    *_own(given(_SCHEDULE, WEEK), MANAGEMENT_WHILE_PENDING),
    *(
        shows(
            f"DeleteImportedKeyMaterial.state.{operation}",
            (refused(operation, valid(operation, state="emptied"), *_refusals(operation)),),
        )
        for operation in WITHOUT_MATERIAL
    ),
)
