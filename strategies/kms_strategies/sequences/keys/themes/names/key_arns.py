"""How operations that can be done once to a key are seen to know it by its ARN, and by no alias."""

from __future__ import annotations

from kms_specification.pages.keys.names.key_arns import OPERATIONS
from kms_strategies.sequences.keys.language import (
    Demonstration,
    Step,
    Template,
    given,
    lists,
    refused,
    shows,
    then,
)
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


def _by_alias(operation: str) -> tuple[Step, ...]:
    """The alias stands for the key, and in this request for none."""
    (made, *before), request = _ASKED[operation]
    named: dict[str, Template] = {"KeyId": _ALIAS["AliasName"]}
    alias = given("CreateAlias", _ALIAS)
    return (made, alias, *before, given("DescribeKey", named), refused(operation, request | named))


_OTHER: dict[str, Template] = {"AliasName": "alias/{unique}-other", "TargetKeyId": key_id("other-symmetric.key")}
_MOVED = (
    create(),
    given("CreateAlias", _ALIAS),
    given("CreateAlias", _OTHER),
    refused("UpdateAlias", {"AliasName": _OTHER["AliasName"], "TargetKeyId": _ALIAS["AliasName"]}),
)
KEY_ARNS: tuple[Demonstration, ...] = (
    *(shows(f"{operation}.state.key-ARN", _named(operation)) for operation, _ in OPERATIONS if operation in _ASKED),
    shows("ListAliases.state.key-ARN", _LISTED),
    *(shows(f"{operation}.state.no-alias", _by_alias(operation)) for operation in _ASKED),
    shows("UpdateAlias.state.no-alias", _MOVED),
)
