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


class Port(Protocol):
    """A target, and the ledger of what is made there.

    `lag` is how long, in seconds, reads may stay behind what was changed. `elsewhere` is a Region that is not the
    target's. `lacks` are the operations that the target does not know. `fixtures` are values that only the target's
    owner knows: `store`, `idle_store` and `other_store` are requests for three custom key stores, of which the first
    and the last can be connected, and `store_key` is a request for a key in them, but for the store.
    """

    @property
    def lag(self) -> float: ...

    @property
    def elsewhere(self) -> str: ...

    @property
    def lacks(self) -> Collection[str]: ...

    @property
    def fixtures(self) -> Mapping[str, Json]: ...

    def call(self, operation: str, request: Request, region: str | None) -> Observation:
        """The answer. Raises NotShownError where another Region cannot be asked."""
        ...

    def intend(self, operation: str, request: Request, region: str | None) -> None:
        """A request that may make something is about to be sent."""
        ...

    def made(self, resource: Resource) -> None:
        """Something was made."""
        ...

    def removed(self, resource: Resource) -> None:
        """Something is gone, or will be by itself."""
        ...


def resource(operation: str, request: Request, answer: Json, region: str | None) -> Resource | None:
    """What a request that succeeded has made; None where that is nothing that lasts."""
    told = answer if isinstance(answer, dict) else {}
    if operation == "CreateKey":
        return _key(operation, told.get("KeyMetadata"), region)
    if operation == "ReplicateKey":
        return _key(operation, told.get("ReplicaKeyMetadata"), str(request.get("ReplicaRegion")))
    if operation == "CreateAlias":
        return Resource(operation, "DeleteAlias", {"AliasName": request.get("AliasName")}, region)
    if operation == "CreateGrant" and "GrantId" in told:
        grant = {"KeyId": request.get("KeyId"), "GrantId": told["GrantId"]}
        return Resource(operation, "RevokeGrant", grant, region)
    if operation == "CreateCustomKeyStore" and "CustomKeyStoreId" in told:
        store = {"CustomKeyStoreId": told["CustomKeyStoreId"]}
        return Resource(operation, "DeleteCustomKeyStore", store, region, before="DisconnectCustomKeyStore")
    return None


MAKING = frozenset({"CreateKey", "ReplicateKey", "CreateAlias", "CreateGrant", "CreateCustomKeyStore"})


def _key(operation: str, metadata: Json, region: str | None) -> Resource | None:
    if not isinstance(metadata, dict) or "KeyId" not in metadata:
        return None
    request = {"KeyId": metadata["KeyId"], "PendingWindowInDays": DELETED_IN}
    return Resource(operation, "ScheduleKeyDeletion", request, region)
