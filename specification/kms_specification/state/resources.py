"""The resources that requests make, as data: what makes, lists and deletes one, and where an answer names it.

What keeps, finds or deletes resources knows a `ResourceType` and no operation by name. How one is deleted stands in
the operations' own documentation: DeleteCustomKeyStore asks for a store that is disconnected, ScheduleKeyDeletion waits
7 days at least, RevokeGrant names the key as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kms_specification.facts import Json


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One kind of resource.

    `id_path` is where the id stands in the answer to `create`, or in its request where the caller chooses the id
    (`chosen_id`); `id_member` names it in requests and in the entries of `list`. `name_member` is the member of the
    request and of an entry by which a resource is found whose creation was never answered; None where there is none.
    `parent_member` names the resource that it belongs to, in all its requests. `delete_with` are the other members of
    a deletion. `filters` are the members by which `list` returns some resources alone. The error codes `gone` say that
    there is none (any more), `wrong_state` that `before_delete` has to come first, `full` that there is no room.
    `describe` answers at `state_path` one of the states `leaving` where the resource goes by itself, so that it cannot
    be deleted again. `at_most` of them are kept at once; 0 where there is no limit.
    """

    name: str
    create: str
    delete: str
    list: str
    list_member: str
    id_path: str
    id_member: str
    name_member: str | None = None
    parent_member: str | None = None
    before_delete: str | None = None
    delete_with: Mapping[str, Json] = field(default_factory=dict)
    filters: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset({"NotFoundException"})
    wrong_state: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset({"LimitExceededException"})
    describe: str | None = None
    state_path: str = ""
    leaving: frozenset[str] = frozenset()
    at_most: int = 0
    chosen_id: bool = False

    def made_by(self, request: Mapping[str, Json], answer: Json) -> str | None:
        """The id of the resource that a request made whose success has this body, or None where nothing says it."""
        return _string_at(dict(request) if self.chosen_id else answer, self.id_path)

    def leaves(self, description: Json) -> bool:
        """Whether a resource of which `describe` answers this is going by itself."""
        return _string_at(description, self.state_path) in self.leaving

    def name_of(self, request: Json) -> str:
        """The name that a request gives to its resource; empty where it gives none."""
        name = request.get(self.name_member) if isinstance(request, dict) and self.name_member else None
        return name if isinstance(name, str) else ""

    def parent_of(self, request: Mapping[str, Json]) -> str:
        """The id of the resource that the new one belongs to; empty where it belongs to none."""
        parent = request.get(self.parent_member) if self.parent_member else None
        return parent if isinstance(parent, str) else ""

    def deletion(self, resource: str, parent: str = "") -> dict[str, Json]:
        """The request that deletes a resource."""
        return {**self.reference(resource, parent), **self.delete_with}

    def reference(self, resource: str, parent: str = "") -> dict[str, Json]:
        """The members that name a resource in a request."""
        named: dict[str, Json] = {self.parent_member: parent} if self.parent_member else {}
        return {**named, self.id_member: resource}


def _string_at(value: Json, path: str) -> str | None:
    """The string at a path of members; None where there is none."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None


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
