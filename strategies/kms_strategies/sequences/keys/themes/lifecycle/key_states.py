"""How a key is seen to come into each state, and what it refuses there."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.pages.keys.lifecycle.key_states import (
    CRYPTOGRAPHIC,
    MANAGEMENT_WHILE_DISABLED,
    MANAGEMENT_WHILE_PENDING,
    NAMED,
    REGIONS_WHILE_PENDING,
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
from kms_strategies.sequences.keys.requests import MESSAGE, alias_arn, arn, key_id, valid
from kms_strategies.sequences.keys.resources import create, import_of, imported, parameters_of

_SCHEDULE, _CANCEL = "ScheduleKeyDeletion", "CancelKeyDeletion"
_DISABLED, _INVALID_STATE = "DisabledException", "KMSInvalidStateException"
_READING = frozenset({"GetPublicKey"})


def refusals(operation: str) -> tuple[str, ...]:
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


def _shared(cause: str, state: str, operations: tuple[str, ...]) -> Iterator[Demonstration]:
    """Operations that use a key: the shared key does it, and the one in the state does not."""
    for operation in operations:
        sequences: list[tuple[Step, ...]] = [
            (
                given(operation, valid(operation)),
                refused(operation, valid(operation, state=state), *refusals(operation)),
            )
        ]
        if operation == "ReEncrypt":
            source = {"CiphertextBlob": ref(f"{state}-symmetric.ciphertext.CiphertextBlob")}
            sequences.append((refused(operation, valid(operation) | source, *refusals(operation)),))
        if operation == "Decrypt":
            sequences.append((refused(operation, _unnamed(valid(operation, state=state)), *refusals(operation)),))
        yield shows(f"{cause}.state.{operation}", *sequences)


def _unnamed(request: Template) -> dict[str, Template]:
    """A request whose key is that of its ciphertext, which does not have to be named."""
    return {member: value for member, value in dict(request).items() if member != "KeyId"}  # type: ignore[arg-type]


_EXTERNAL = create(Origin="EXTERNAL")
_ALIAS: dict[str, Template] = {"AliasName": "alias/{unique}-name"}
_AGAIN: dict[str, Template] = {"AliasName": "alias/{unique}-again"}
# Operations for which a key of another kind is made, or which change it for good: what comes before the cause.
_BEFORE: dict[str, tuple[Step, ...]] = {
    "GetParametersForImport": (_EXTERNAL, given("GetParametersForImport", parameters_of("key"))),
    "ImportKeyMaterial": (_EXTERNAL, given("GetParametersForImport", parameters_of("key"), name="p")),
    "ReplicateKey": (create(MultiRegion=True),),
    "UpdatePrimaryRegion": (
        create(MultiRegion=True),
        given("ReplicateKey", KEY | {"ReplicaRegion": "{elsewhere}"}),
    ),
    "UpdateAlias": (
        create(),
        create("other"),
        given("CreateAlias", _ALIAS | {"TargetKeyId": key_id("other")}),
    ),
}
_AFTER: dict[str, dict[str, Template]] = {
    "CreateAlias": _AGAIN,
    "UpdateAlias": _ALIAS,
    "ImportKeyMaterial": import_of("key", "p"),
}


def _own(cause: Step, operations: tuple[str, ...]) -> Iterator[Demonstration]:
    """Operations that change a key: one of its own does it before the cause where it can, and not after."""
    for operation in operations:
        request = valid(operation, key=key_id("key"))
        before = _BEFORE.get(operation, (create(), given(operation, request)))
        after = refused(operation, request | _AFTER.get(operation, {}), *refusals(operation))
        yield shows(f"{cause.operation}.state.{operation}", (*before, cause, after))


def _in_state(cause: Step, state: str, operations: tuple[str, ...]) -> Iterator[Demonstration]:
    """What is refused in a state, with a key that others share where that is not changed."""
    reading = tuple(operation for operation in operations if operation in _READING)
    yield from _shared(cause.operation, state, (*CRYPTOGRAPHIC, *reading))
    yield from _own(cause, tuple(operation for operation in operations if operation not in _READING))


def _whatever_its_name(cause: Step) -> Demonstration:
    """The key is used by each of its names before the cause, and by none after it."""
    name = _ALIAS["AliasName"]
    names: tuple[Template, ...] = (key_id("key"), arn("key"), name, alias_arn("key", name))
    aliased = given("CreateAlias", _ALIAS | {"TargetKeyId": key_id("key")})
    requests = [
        (operation, (valid(operation) | _SEALED if operation == "Decrypt" else valid(operation)) | {"KeyId": one})
        for operation in NAMED
        for one in names
    ]
    return shows(
        f"{cause.operation}.state.identifiers",
        *(
            (
                create(),
                aliased,
                _ENCRYPTED,
                given(operation, request),
                cause,
                refused(operation, request, *refusals(operation)),
            )
            for operation, request in requests
        ),
    )


_SEALED: dict[str, Template] = {"CiphertextBlob": "{c.CiphertextBlob}"}
_NOT_ENABLED = then("DescribeKey", KEY, Check("KeyMetadata.KeyState", Relation.DIFFERENT, "Enabled"))


def _same_material(*steps: Step) -> Iterator[tuple[Step, ...]]:
    """A key pair and an HMAC key have the material that they had, once they are enabled again."""
    for made, operation, request, member in (
        (create(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY"), "GetPublicKey", KEY, "PublicKey"),
        (
            create(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"),
            "GenerateMac",
            valid("GenerateMac", key=key_id("key")),
            "Mac",
        ),
    ):
        asked = given(operation, request, name="m")
        yield (
            made,
            asked,
            *steps,
            then("EnableKey", KEY),
            then(operation, request, equal(member, "{m." + member + "}")),
        )


KEY_STATES: tuple[Demonstration, ...] = (
    _whatever_its_name(given("DisableKey", KEY)),
    _whatever_its_name(given(_SCHEDULE, WEEK)),
    shows(
        "EnableKey.state.pending-import",
        (_EXTERNAL, tried("EnableKey", KEY), _NOT_ENABLED),
        (_EXTERNAL, tried("DisableKey", KEY), tried("EnableKey", KEY), _NOT_ENABLED),
        (_EXTERNAL, *imported(), given("DeleteImportedKeyMaterial", KEY), tried("EnableKey", KEY), _NOT_ENABLED),
    ),
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
        *_same_material(given("DisableKey", KEY)),
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
        # Of the last request.
        (
            create(),
            given(_SCHEDULE, WEEK),
            given(_CANCEL, KEY),
            given(_SCHEDULE, KEY | {"PendingWindowInDays": 30}),
            then("DescribeKey", KEY, Check("KeyMetadata.DeletionDate", Relation.DAYS_FROM_NOW, 30)),
        ),
    ),
    *(
        shows(
            f"{_SCHEDULE}.state.{operation}",
            (create(), given(_SCHEDULE, WEEK), tried(operation, KEY), described("PendingDeletion")),
            (create(), given(_SCHEDULE, WEEK), refused(operation, KEY, *refusals(operation))),
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
            then("Encrypt", KEY | {"Plaintext": MESSAGE}),
        ),
        *_same_material(given(_SCHEDULE, WEEK), given(_CANCEL, KEY)),
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
    *_in_state(given("DisableKey", KEY), "disabled", MANAGEMENT_WHILE_DISABLED),
    *_in_state(given(_SCHEDULE, WEEK), "pending", (*MANAGEMENT_WHILE_PENDING, *REGIONS_WHILE_PENDING)),
    *(
        shows(
            f"DeleteImportedKeyMaterial.state.{operation}",
            (refused(operation, valid(operation, state="emptied"), *refusals(operation)),),
        )
        for operation in WITHOUT_MATERIAL
    ),
)
