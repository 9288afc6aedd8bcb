"""What the fake remembers, and what nearly every operation needs: the key that a request names, in a state to use."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

ACCOUNT = "123456789012"
Body = dict[str, Any]


class Refused(Exception):
    """An error that the operation answers."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Key:
    id: str
    region: str
    spec: str
    usage: str
    origin: str
    state: str = "Enabled"
    description: str = ""
    store: str | None = None
    external: str | None = None
    multi: bool = False
    primary: str = ""
    policy: str = ""
    created: float = field(default_factory=time.time)
    materials: list[bytes] = field(default_factory=list)
    private: Any = None
    tags: dict[str, str] = field(default_factory=dict)
    grants: dict[str, Body] = field(default_factory=dict)
    period: int | None = None
    rotations: list[Body] = field(default_factory=list)
    deletion: float | None = None
    imported: bytes | None = None
    valid_to: float | None = None
    expires: bool = False
    pending: bytes | None = None
    rotates_at: float | None = None
    window: int = 0
    used: str = ""
    dates: dict[str, float] = field(default_factory=dict)  # when imported material expires, by its id
    names: dict[str, str] = field(default_factory=dict)  # descriptions of imported material, by its id

    @property
    def arn(self) -> str:
        return f"arn:aws:kms:{self.region}:{ACCOUNT}:key/{self.id}"

    @property
    def symmetric(self) -> bool:
        return self.spec == "SYMMETRIC_DEFAULT"

    def material_id(self, material: bytes) -> str:
        """The identifier of key material, which another key gives another one."""
        return hashlib.sha256(self.id.encode() + material).hexdigest()

    @property
    def current(self) -> Body:
        """The identifier of the current material under KeyMaterialId, where answers have it."""
        return {"KeyMaterialId": self.material_id(self.materials[-1])} if self.symmetric and self.materials else {}


@dataclass
class State:
    keys: dict[tuple[str, str], Key] = field(default_factory=dict)
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)
    alias_dates: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    stores: dict[str, Body] = field(default_factory=dict)
    tokens: dict[bytes, tuple[str, Any, str]] = field(default_factory=dict)

    def alias(self, region: str, name: str) -> Key:
        found = self.aliases.get((region, name))
        if found is None:
            raise Refused("NotFoundException")
        return self.keys[region, found]

    def key(self, region: str, identifier: object, *, alias: bool = False) -> Key:
        """The key of an id or an ARN, and where allowed of an alias."""
        name = str(identifier)
        if name.startswith("arn:"):
            parts = name.split(":")
            if len(parts) != 6 or parts[2] != "kms":
                raise Refused("InvalidArnException")
            if parts[3:5] != [region, ACCOUNT]:
                raise Refused("NotFoundException")
            name = parts[5].removeprefix("key/")
        if name.startswith("alias/") and alias:
            return self.alias(region, name)
        if (region, name) not in self.keys:
            raise Refused("NotFoundException")
        return self.keys[region, name]

    def usable(self, region: str, request: Body, *usages: str, member: str = "KeyId") -> Key:
        """A key that may be used for cryptography of this usage."""
        found = self.key(region, request[member], alias=True)
        self.ready(found)
        if usages and found.usage not in usages:
            raise Refused("InvalidKeyUsageException")
        if any(token_of(region, g) is None for g in request.get("GrantTokens", ())):
            raise Refused("InvalidGrantTokenException")
        return found

    def ready(self, key: Key) -> None:
        """Raises Refused for a key that cannot be used as it is."""
        if key.state == "Disabled":
            raise Refused("DisabledException")
        if key.state != "Enabled":
            raise Refused("KMSInvalidStateException")
        if key.store and self.stores[key.store]["ConnectionState"] != "CONNECTED":
            raise Refused("KMSInvalidStateException")

    def family(self, key: Key) -> list[Key]:
        """A multi-Region key in all its Regions."""
        return [found for (_, name), found in self.keys.items() if name == key.id]


def token_of(region: str, token: object) -> object:
    return token if str(token).startswith("token") else None


def new_id(*, multi: bool = False) -> str:
    word = secrets.token_hex(16)
    if multi:
        return f"mrk-{word}"
    return f"{word[:8]}-{word[8:12]}-{word[12:16]}-{word[16:20]}-{word[20:]}"


def dry(request: Body) -> None:
    """Raises Refused where the request is only a trial."""
    if request.get("DryRun") is True:
        raise Refused("DryRunOperationException")


def page(entries: list[Any], request: Body, member: str) -> Body:
    """One page of a list."""
    marker = request.get("Marker", "0")
    if not str(marker).isdigit():
        raise Refused("InvalidMarkerException")
    start, limit = int(marker), int(request.get("Limit", 50))
    rest = entries[start : start + limit]
    more = start + limit < len(entries)
    return {member: rest, "Truncated": more, **({"NextMarker": str(start + limit)} if more else {})}


def policy(text: str, *, bypass: object = False) -> str:
    """A policy that is one, and that lets somebody put another. Raises Refused."""
    try:
        statements = json.loads(text)["Statement"]
    except (ValueError, KeyError, TypeError):
        raise Refused("MalformedPolicyDocumentException") from None
    if not all(isinstance(statement, dict) for statement in statements):
        raise Refused("MalformedPolicyDocumentException")
    whole = all("Principal" in statement for statement in statements)
    puts = any({"kms:*", "kms:PutKeyPolicy"} & set(_list(statement.get("Action", []))) for statement in statements)
    if not whole or not (puts or bypass):
        raise Refused("MalformedPolicyDocumentException")
    return text


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
