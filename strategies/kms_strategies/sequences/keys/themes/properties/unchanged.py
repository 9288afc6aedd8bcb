"""How the properties of a key that an operation does not change are seen to stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kms_specification.pages.keys.bystanders import OWN_PROPERTIES
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    equal,
    given,
    lists,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import key_id, policy, principal
from kms_strategies.sequences.keys.resources import create, import_of, imported, parameters_of
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_DEFAULT: dict[str, Template] = {"PolicyName": "default"}
_GIVEN = "what {unique} has"
_ALIAS, _OTHER_ALIAS = "alias/{unique}-name", "alias/{unique}-moved"
_TAG: Template = {"TagKey": "{unique}-stage", "TagValue": "two"}
_OTHER_TAG: Template = {"TagKey": "{unique}-team", "TagValue": "kms"}
_TO: dict[str, Template] = KEY | {"GranteePrincipal": principal("key")}
_ALIASED: dict[str, Template] = {"AliasName": _ALIAS, "TargetKeyId": key_id("key")}
_STATE, _ROTATION = "KeyState", "rotation"


def _has(operation: str, request: dict[str, Template], *checks: Check, pages: str = "") -> Callable[..., Step]:
    """A read in which a property is seen; made with `given` before the change, and with `then` after it."""
    return lambda make: make(operation, request, *checks, pages=pages)


# What a key is seen to have.
_PROPERTIES: dict[str, Callable[..., Step]] = {
    "Description": _has("DescribeKey", KEY, equal("KeyMetadata.Description", _GIVEN)),
    _STATE: _has("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled")),
    "Tags": _has("ListResourceTags", KEY, lists("Tags", _TAG), pages="Tags"),
    "Policy": _has("GetKeyPolicy", KEY | _DEFAULT, Check("Policy", Relation.SAME_JSON, policy("key", "Kept"))),
    "alias": _has("DescribeKey", {"KeyId": _ALIAS}, equal("KeyMetadata.KeyId", key_id("key"))),
    "listed alias": _has("ListAliases", KEY, lists("Aliases", {"AliasName": _ALIAS}), pages="Aliases"),
    "grant": _has("ListGrants", KEY, lists("Grants", {"GrantId": "{g.GrantId}"}), pages="Grants"),
    _ROTATION: _has("GetKeyRotationStatus", KEY, equal("KeyRotationEnabled", True), equal("RotationPeriodInDays", 180)),
}
# What gives a key some of these, each in a sequence of its own: a target may lack the rest.
_GROUPS: tuple[tuple[tuple[Step, ...], tuple[str, ...]], ...] = (
    ((), ("Description", _STATE, "Tags")),
    ((given("PutKeyPolicy", KEY | _DEFAULT | {"Policy": policy("key", "Kept")}),), ("Policy",)),
    ((given("CreateAlias", _ALIASED),), ("alias", "listed alias")),
    ((given("CreateGrant", _TO | {"Operations": ["Encrypt"]}, name="g"),), ("grant",)),
    ((given("EnableKeyRotation", KEY | {"RotationPeriodInDays": 180}),), (_ROTATION,)),
)


@dataclass(frozen=True, slots=True)
class _Change:
    """One operation on the key: what comes before it, its request, and the properties that it changes."""

    request: dict[str, Template]
    before: tuple[Step, ...] = ()
    changes: frozenset[str] = frozenset()
    external: bool = False


_CHANGES: dict[str, _Change] = {
    "UpdateKeyDescription": _Change(KEY | {"Description": "another"}, changes=frozenset({"Description"})),
    "PutKeyPolicy": _Change(KEY | _DEFAULT | {"Policy": policy("key", "Put")}, changes=frozenset({"Policy"})),
    "TagResource": _Change(KEY | {"Tags": [_OTHER_TAG]}),
    "UntagResource": _Change(
        KEY | {"TagKeys": ["{unique}-team"]}, (given("TagResource", KEY | {"Tags": [_OTHER_TAG]}),)
    ),
    "CreateGrant": _Change(_TO | {"Operations": ["Decrypt"]}),
    "EnableKeyRotation": _Change(KEY, changes=frozenset({_ROTATION})),
    "DisableKeyRotation": _Change(KEY, (given("EnableKeyRotation", KEY),), frozenset({_ROTATION})),
    "RotateKeyOnDemand": _Change(KEY),
    "ImportKeyMaterial": _Change(
        import_of("key", "p"), (*imported(), given("GetParametersForImport", parameters_of("key"), name="p")),
        external=True,
    ),
    "DeleteImportedKeyMaterial": _Change(KEY, imported(), frozenset({_STATE}), external=True),
    "UpdateAlias": _Change(
        {"AliasName": _OTHER_ALIAS, "TargetKeyId": key_id("other")},
        (create("other"), given("CreateAlias", {"AliasName": _OTHER_ALIAS, "TargetKeyId": key_id("key")})),
    ),
}  # fmt: skip


def _first_import(made: Step) -> tuple[Step, ...]:
    """What the key had before it had material; later imports come after this one."""
    reads = [_PROPERTIES[name] for name in ("Description", "Tags")]
    asked = given("GetParametersForImport", parameters_of("key"), name="p")
    imports = given("ImportKeyMaterial", import_of("key", "p"))
    return (made, asked, *(read(given) for read in reads), imports, *(read(then) for read in reads))


def _sequences(operation: str) -> Iterator[tuple[Step, ...]]:
    """For each group a key that has it, read before the operation and after it."""
    change = _CHANGES[operation]
    origin: dict[str, Template] = {"Origin": "EXTERNAL"} if change.external else {}
    made = given("CreateKey", origin | {"Description": _GIVEN, "Tags": [_TAG]}, name="key")
    if operation == "ImportKeyMaterial":
        yield _first_import(made)
    for gives, names in _GROUPS:
        reads = [_PROPERTIES[name] for name in names if name not in change.changes]
        if reads and not (change.external and _ROTATION in names):
            before = (made, *change.before, *gives, *(read(given) for read in reads))
            yield (*before, given(operation, change.request), *(read(then) for read in reads))


UNCHANGED: tuple[Demonstration, ...] = tuple(
    shows(f"{operation}.state.own-properties", *_sequences(operation)) for operation, _ in OWN_PROPERTIES
)
