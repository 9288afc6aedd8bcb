"""The resources that requests make, as rows: what makes, lists and deletes one, and where an answer names it.

What keeps, finds or deletes resources knows a `ResourceType` and no operation by name. How one is deleted stands in
the operations' own documentation: DeleteCustomKeyStore asks for a store that is disconnected, ScheduleKeyDeletion waits
7 days at least, RevokeGrant names the key as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.facts.resources import ResourceType

CUSTOM_KEY_STORE = ResourceType(
    "CustomKeyStore",
    create="CreateCustomKeyStore",
    delete="DeleteCustomKeyStore",
    list="DescribeCustomKeyStores",
    list_member="CustomKeyStores",
    id_path="CustomKeyStoreId",
    id_member="CustomKeyStoreId",
    name_member="CustomKeyStoreName",
    before_delete="DisconnectCustomKeyStore",
    filters=frozenset({"CustomKeyStoreId", "CustomKeyStoreName"}),
    gone=frozenset({"CustomKeyStoreNotFoundException"}),
    wrong_state=frozenset({"CustomKeyStoreInvalidStateException"}),
    at_most=5,
)
# A key that is waiting for its deletion already is in a state in which it cannot be scheduled again.
KEY = ResourceType(
    "Key",
    create="CreateKey",
    delete="ScheduleKeyDeletion",
    list="ListKeys",
    list_member="Keys",
    id_path="KeyMetadata.KeyId",
    id_member="KeyId",
    delete_with={"PendingWindowInDays": 7},
    gone=frozenset({"NotFoundException", "KMSInvalidStateException"}),
    describe="DescribeKey",
    state_path="KeyMetadata.KeyState",
    leaving=frozenset({"PendingDeletion", "PendingReplicaDeletion"}),
)
ALIAS = ResourceType(
    "Alias",
    create="CreateAlias",
    delete="DeleteAlias",
    list="ListAliases",
    list_member="Aliases",
    id_path="AliasName",
    id_member="AliasName",
    name_member="AliasName",
    chosen_id=True,
)
GRANT = ResourceType(
    "Grant",
    create="CreateGrant",
    delete="RevokeGrant",
    list="ListGrants",
    list_member="Grants",
    id_path="GrantId",
    id_member="GrantId",
    name_member="Name",
    parent_member="KeyId",
    gone=frozenset({"NotFoundException", "InvalidGrantIdException"}),
)

TYPES: Mapping[str, ResourceType] = {t.name: t for t in (CUSTOM_KEY_STORE, KEY, ALIAS, GRANT)}
LISTS = tuple(t.list for t in TYPES.values() if t.parent_member is None)
"""The operations that list resources and need no member."""
_MADE_BY = {t.create: t for t in TYPES.values()}


# What these make stands in another Region, where no ledger follows.
MADE_ELSEWHERE = frozenset({"ReplicateKey"})


def created_by(operation: str) -> ResourceType | None:
    """The type of the resource that an operation makes, or None where it makes none."""
    return _MADE_BY.get(operation)


def may_cost(operation: str) -> bool:
    """Whether an operation makes something that lasts, here or in another Region."""
    return operation in _MADE_BY or operation in MADE_ELSEWHERE


# The member that names the key, of operations that a key takes once only, or that leave it no room for more.
SPENDS: Mapping[str, str] = {"ScheduleKeyDeletion": "KeyId", "TagResource": "KeyId", "ReplicateKey": "KeyId"}
