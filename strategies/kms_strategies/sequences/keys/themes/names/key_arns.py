"""How operations that can be done once to a key are seen to know it by its ARN."""

from __future__ import annotations

from kms_specification.pages.keys.names.key_arns import OPERATIONS
from kms_strategies.sequences.keys.language import Demonstration, Step, Template, given, lists, shows, then
from kms_strategies.sequences.keys.requests import arn, key_id, principal
from kms_strategies.sequences.keys.resources import create, import_of, imported, parameters_of
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, WEEK
from kms_strategies.sequences.keys.themes.lifecycle.replicas import ELSEWHERE, replicated

_ALIAS: dict[str, Template] = {"AliasName": "alias/{unique}-name", "TargetKeyId": key_id("key")}
_GRANTED = given("CreateGrant", KEY | {"GranteePrincipal": principal("key"), "Operations": ["Encrypt"]}, name="g")
_EXTERNAL = create(Origin="EXTERNAL")
# By operation, what comes first, and its request, to which the ARN is added.
_ASKED: dict[str, tuple[tuple[Step, ...], dict[str, Template]]] = {
    "RevokeGrant": ((create(), _GRANTED), {"GrantId": "{g.GrantId}"}),
    "ScheduleKeyDeletion": ((create(),), WEEK),
    "CancelKeyDeletion": ((create(), given("ScheduleKeyDeletion", WEEK)), {}),
    "RotateKeyOnDemand": ((create(),), {}),
    "GetParametersForImport": ((_EXTERNAL,), parameters_of("key")),
    "ImportKeyMaterial": (
        (_EXTERNAL, given("GetParametersForImport", parameters_of("key"), name="p")),
        import_of("key", "p"),
    ),
    "DeleteImportedKeyMaterial": ((_EXTERNAL, *imported()), {}),
    "ReplicateKey": ((create(MultiRegion=True),), {"ReplicaRegion": ELSEWHERE}),
    "UpdatePrimaryRegion": (replicated(primary={}, replica={}), {"PrimaryRegion": ELSEWHERE}),
}
_LISTED = (
    create(),
    given("CreateAlias", _ALIAS),
    then("ListAliases", {"KeyId": arn("key")}, lists("Aliases", {"AliasName": _ALIAS["AliasName"]}), pages="Aliases"),
)


def _named(operation: str) -> tuple[Step, ...]:
    before, request = _ASKED[operation]
    return (*before, then(operation, request | {"KeyId": arn("key")}))


KEY_ARNS: tuple[Demonstration, ...] = (
    *(shows(f"{operation}.state.key-ARN", _named(operation)) for operation, _ in OPERATIONS if operation in _ASKED),
    shows("ListAliases.state.key-ARN", _LISTED),
)
