"""Faults in which a change of one property of a key changes another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import Row, around, attributes, faults_of, named, touching
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import Key

_NO_STATEMENT = '{"Version":"2012-10-17","Statement":[]}'


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)


def _bare(key: Key) -> None:
    key.tags = {}


def _still(key: Key) -> None:
    key.rotation.days = None


def _yearly(key: Key) -> None:
    key.rotation.days = key.rotation.days and 365


def _no_grants(call: Call, plain: KeyOperation) -> Result:
    """The key has no grant but the one that is made."""
    key, result, grants = named(call), plain(call), call.region.grants
    for name in [name for name, grant in grants.items() if grant.key is key and name != result.get("GrantId")]:
        del grants[name]
    return result


def _no_aliases(call: Call, plain: KeyOperation) -> Result:
    key, result, aliases = named(call), plain(call), call.region.aliases
    for name in [name for name, alias in aliases.items() if key is not None and alias.target == key.id]:
        del aliases[name]
    return result


def _moves_all(call: Call, plain: KeyOperation) -> Result:
    """All aliases of a key are moved with one."""
    aliases = call.region.aliases
    moved = aliases.get(call.values["AliasName"])
    before = None if moved is None else moved.target
    result = plain(call)
    for alias in aliases.values():
        if moved is not None and alias.target == before:
            alias.target = moved.target
    return result


def _bares_former(call: Call, plain: KeyOperation) -> Result:
    """The key that an alias leaves loses its tags."""
    moved = call.region.aliases.get(call.values["AliasName"])
    former = None if moved is None else call.region.keys.get(moved.target or "")
    result = plain(call)
    if former is not None:
        former.tags = {}
    return result


_POLICY = attributes(policy=_NO_STATEMENT)
# What the operations do besides, and how it is said.
_TOUCHED: tuple[tuple[str, str, Callable[[Key], None]], ...] = (
    ("UpdateKeyDescription", "a key loses its tags", _bare),
    ("UpdateKeyDescription", "a key is rotated every year", _yearly),
    ("PutKeyPolicy", "a key loses its description", attributes(description="")),
    ("PutKeyPolicy", "a key is disabled", attributes(enabled=False)),
    ("TagResource", "a key loses its policy", _POLICY),
    ("UntagResource", "a key loses its description", attributes(description="")),
    ("UntagResource", "a key is not rotated any more", _still),
    ("CreateGrant", "a key loses its policy", _POLICY),
    ("EnableKeyRotation", "a key loses its tags", _bare),
    ("DisableKeyRotation", "a key loses its description", attributes(description="")),
    ("RotateKeyOnDemand", "a key loses its tags", _bare),
    ("ImportKeyMaterial", "a key loses its policy", _POLICY),
    ("ImportKeyMaterial", "a key loses its description", attributes(description="")),
    ("DeleteImportedKeyMaterial", "a key loses its tags", _bare),
)
_ROWS: tuple[Row, ...] = (
    *(
        (f"{operation}.state.own-properties", described, touching(touch, operation))
        for operation, described, touch in _TOUCHED
    ),
    *(
        (f"{operation}.state.own-properties", "a key loses its aliases", around(_no_aliases, operation))
        for operation in ("CreateGrant", "EnableKeyRotation", "RotateKeyOnDemand", "DeleteImportedKeyMaterial")
    ),
    *(
        (f"{operation}.state.own-properties", "a key loses its grants", around(_no_grants, operation))
        for operation in ("PutKeyPolicy", "TagResource", "CreateGrant", "DisableKeyRotation", "ImportKeyMaterial")
    ),
    ("UpdateAlias.state.own-properties", "all aliases of a key are moved", around(_moves_all, "UpdateAlias")),
    ("UpdateAlias.state.own-properties", "the former key loses its tags", around(_bares_former, "UpdateAlias")),
)
