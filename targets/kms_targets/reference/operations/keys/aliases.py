"""Names for keys: made, moved, deleted, listed."""

from __future__ import annotations

import time
from typing import Any

from kms_targets.reference.operations.calls import (
    alias,
    arn,
    behaviour,
    find,
    invalid,
    key_for,
    present,
    refuse,
    seconds,
)
from kms_targets.reference.operations.keys.listing import Item, page
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import Alias

PREFIX = "alias/"


def create_alias(call: Call) -> dict[str, Any]:
    """A new alias for a key."""
    name = _name(call)
    key = key_for(call, "TargetKeyId")
    if name in call.region.aliases:
        refuse(
            "AlreadyExistsException", f"An alias with the name {arn(call, 'alias', name[len(PREFIX) :])} already exists"
        )
    most = behaviour(call).aliases_most
    if most is not None and len(call.region.aliases) >= most:
        refuse("LimitExceededException", f"The quota of {most} aliases is exceeded.")
    now = time.time()
    call.region.aliases[name] = Alias(name, call.service.vault.next_number(), key.id, now, now)
    return {}


def update_alias(call: Call) -> dict[str, Any]:
    """The alias stands for another key of the same type and usage."""
    found = alias(call, _name(call))
    key = key_for(call, "TargetKeyId")
    before = call.region.keys.get(found.target or "")
    if before is not None and (_type(before.spec), before.usage) != (_type(key.spec), key.usage):
        invalid("The current and the new KMS key must be of the same type and have the same key usage.")
    found.target, found.updated = key.id, time.time()
    return {}


def delete_alias(call: Call) -> dict[str, Any]:
    """The alias is gone; its key is not touched."""
    found = alias(call, _name(call))
    del call.region.aliases[found.name]
    return {}


def list_aliases(call: Call) -> dict[str, Any]:
    """All aliases, or those of one key."""
    target = find(call, call.values["KeyId"]).id if "KeyId" in call.values else None
    aliases = (one for one in call.region.aliases.values() if target is None or one.target == target)
    items = [Item(one.number, one.created, _shown(call, one)) for one in aliases]
    return page(call, "Aliases", items, target or "")


def _shown(call: Call, found: Alias) -> dict[str, Any]:
    return present(
        AliasName=found.name,
        AliasArn=arn(call, "alias", found.name[len(PREFIX) :]),
        TargetKeyId=found.target,
        CreationDate=seconds(found.created),
        LastUpdatedDate=seconds(found.updated),
    )


def _name(call: Call) -> str:
    name: str = call.values["AliasName"]
    if not name.startswith(PREFIX) or name == PREFIX:
        invalid('Alias must start with the prefix "alias/", and a name must follow it.')
    if call.operation == "CreateAlias" and name.startswith(behaviour(call).alias_prefix):
        refuse("InvalidAliasNameException", f"Aliases that begin with {behaviour(call).alias_prefix} are reserved.")
    return name


def _type(spec: str) -> str:
    if spec == "SYMMETRIC_DEFAULT":
        return "symmetric"
    return "hmac" if spec.startswith("HMAC_") else "asymmetric"
