"""What playing a sequence needs of a target, and what is made there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from kms_specification.facts import Json
from kms_targets.http.response import Observation

Request = Mapping[str, Json]

# Days in which a key that was made is deleted: the fewest that there are.
DELETED_IN = 7


# How the names of operations begin that change something.
_CHANGING = (
    *("Create", "Delete", "Update", "Put", "Tag", "Untag", "Enable", "Disable", "Schedule", "Cancel"),
    *("Import", "Rotate", "Replicate", "Retire", "Revoke", "Connect", "Disconnect"),
)


def changes(operation: str) -> bool:
    """Whether an operation changes something, so that it is not sent again once it has succeeded."""
    return operation.startswith(_CHANGING)


class NotShownError(Exception):
    """The target, or what is installed here, cannot show the requirement. The message is the reason."""


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that a request has made, and the request that removes it. `region` is another than the target's.

    `before` is an operation that is called with the same request first, and may fail.
    """

    made_by: str
    operation: str
    request: Request
    region: str | None = None
    before: str = ""

    def ended_by(self, operation: str, request: Request, region: str | None) -> bool:
        """Whether a request that succeeded has removed it; a key is named by its id or its ARN."""
        named = {member: _short(value) for member, value in self.request.items() if member != "PendingWindowInDays"}
        same = all(_short(request.get(member)) == value for member, value in named.items())
        return same and (operation, region) == (self.operation, self.region)


class Port(Protocol):
    """A target, and the ledger of what is made there.

    `elsewhere` is a Region that is not the target's. `lacks` are the operations that the target does not know.
    """

    @property
    def elsewhere(self) -> str: ...

    @property
    def lacks(self) -> Collection[str]: ...

    def fixture(self, name: str) -> Json:
        """What only the target's owner knows. Raises NotShownError where there is none.

        `store`, `idle_store` and `other_store` are requests for three custom key stores that are backed by clusters, of
        which the first and the last can be connected; `store_key` is a request for a key in them, but for the store.
        `external_store` and `other_external_store` are requests for two external ones.
        """
        ...

    def caught_up(self, waited: float, *, right: bool) -> bool:
        """Whether an answer is final, so many seconds after it was first asked for: right, or no longer behind."""
        ...

    def unknown(self, operation: str, seen: Observation) -> bool:
        """Whether the answer of an operation is that to one which the target does not know."""
        ...

    def call(self, operation: str, request: Request, region: str | None) -> Observation:
        """The answer. Raises NotShownError where another Region cannot be asked."""
        ...

    def intend(self, operation: str, request: Request, region: str | None, *, shared: bool = False) -> None:
        """A request that may make something is about to be sent; `shared`: for all sequences of the run.

        Raises NotShownError where it may not be made.
        """
        ...

    def made(self, resource: Resource) -> None:
        """Something was made."""
        ...

    def removed(self, resource: Resource) -> None:
        """Something is gone, or will be by itself."""
        ...


def _short(value: Json) -> Json:
    """The id of a key's ARN; any other value as it is."""
    return value.rpartition(":key/")[2] if isinstance(value, str) else value


def resource(operation: str, request: Request, answer: Json, region: str | None) -> Resource | None:
    """What a request that succeeded has made; None where that is nothing that lasts."""
    members = answer if isinstance(answer, dict) else {}
    if operation == "CreateKey":
        return _key(operation, members.get("KeyMetadata"), region)
    if operation == "ReplicateKey":
        return _key(operation, members.get("ReplicaKeyMetadata"), str(request.get("ReplicaRegion")))
    if operation == "CreateAlias":
        return Resource(operation, "DeleteAlias", {"AliasName": request.get("AliasName")}, region)
    if operation == "CreateGrant" and "GrantId" in members:
        grant = {"KeyId": request.get("KeyId"), "GrantId": members["GrantId"]}
        return Resource(operation, "RevokeGrant", grant, region)
    if operation == "CreateCustomKeyStore" and "CustomKeyStoreId" in members:
        store = {"CustomKeyStoreId": members["CustomKeyStoreId"]}
        return Resource(operation, "DeleteCustomKeyStore", store, region, before="DisconnectCustomKeyStore")
    return None


def remove(port: Port, made: list[Resource]) -> None:
    """Removes what was made, the last first. What cannot be removed stays in the ledger."""
    while made:
        last = made.pop()
        if last.before:
            port.call(last.before, last.request, last.region)
        seen = port.call(last.operation, last.request, last.region)
        if seen.success or seen.code in _GONE:
            port.removed(last)


_GONE = frozenset({"NotFoundException", "KMSInvalidStateException"})
MAKING = frozenset({"CreateKey", "ReplicateKey", "CreateAlias", "CreateGrant", "CreateCustomKeyStore"})


def _key(operation: str, metadata: Json, region: str | None) -> Resource | None:
    if not isinstance(metadata, dict) or "KeyId" not in metadata:
        return None
    request = {"KeyId": metadata["KeyId"], "PendingWindowInDays": DELETED_IN}
    return Resource(operation, "ScheduleKeyDeletion", request, region)
