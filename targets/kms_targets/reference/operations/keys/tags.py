"""Tags of keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kms_targets.reference.operations.calls import behaviour, find, key_for, refuse
from kms_targets.reference.operations.keys.listing import Item, page
from kms_targets.reference.rules import Call

_TAG = "TagException"


def tag_resource(call: Call) -> dict[str, Any]:
    """Adds tags, or gives those that are there another value."""
    key = key_for(call)
    tags = {**key.tags, **checked_tags(call, call.values["Tags"])}
    most = behaviour(call).tags_most
    if len(tags) > most:
        refuse("LimitExceededException", f"A KMS key has at most {most} tags.")
    key.tags = tags
    return {}


def untag_resource(call: Call) -> dict[str, Any]:
    """Removes tags; those that are not there are no error."""
    key = key_for(call)
    _not_reserved(call, call.values["TagKeys"])
    key.tags = {name: value for name, value in key.tags.items() if name not in call.values["TagKeys"]}
    return {}


def list_resource_tags(call: Call) -> dict[str, Any]:
    """The tags of a key."""
    key = find(call, call.values["KeyId"])
    tags = enumerate(key.tags.items(), 1)
    return page(call, "Tags", [Item(n, 0.0, {"TagKey": k, "TagValue": v}) for n, (k, v) in tags], key.id)


def checked_tags(call: Call, tags: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Tags of a request by key. Refuses keys that are given twice or reserved, and more than there may be."""
    found = {tag["TagKey"]: tag["TagValue"] for tag in tags}
    if len(found) < len(tags):
        refuse(_TAG, "Duplicate tag keys")
    _not_reserved(call, found)
    if len(found) > behaviour(call).tags_most:
        refuse(_TAG, "Too many tags")
    return found


def _not_reserved(call: Call, names: Iterable[str]) -> None:
    prefix = behaviour(call).tag_prefix
    if any(name.lower().startswith(prefix) for name in names):
        refuse(_TAG, f"Tag keys that begin with {prefix} are reserved.")
