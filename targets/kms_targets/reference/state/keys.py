"""KMS keys, their key material, aliases and grants, by Region. Times are in seconds since 1970."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ENABLED = "Enabled"
DISABLED = "Disabled"
PENDING_DELETION = "PendingDeletion"
PENDING_REPLICA_DELETION = "PendingReplicaDeletion"
PENDING_IMPORT = "PendingImport"
UNAVAILABLE = "Unavailable"
SYMMETRIC = "SYMMETRIC_DEFAULT"


@dataclass(slots=True)
class Material:
    """Key material: raw bytes of a symmetric key, PKCS #8 of a private key; empty until it is made or imported.

    `loaded` is the private key as an object, once it has been read.
    """

    id: str
    secret: bytes
    created: float
    rotation: str | None = None
    state: str = "CURRENT"
    expires_at: float | None = None
    description: str | None = None
    loaded: Any = None

    def usable(self, now: float) -> bool:
        """Whether it is there and has not expired."""
        return self.secret != b"" and (self.expires_at is None or now < self.expires_at)


@dataclass(slots=True)
class Family:
    """What the keys of one multi-Region key share: the Region of the primary key, and all Regions, in order."""

    primary: str
    regions: list[str]


@dataclass(slots=True)
class Rotation:
    """The automatic rotation of a key: its period in days, or none, and when it began."""

    days: int | None = None
    began: float = 0.0


@dataclass(slots=True)
class Key:
    """One KMS key in one Region. `number` grows with every key and is never used again."""

    id: str
    number: int
    region: str
    arn: str
    spec: str
    usage: str
    origin: str
    description: str
    policy: str
    created: float
    materials: list[Material]
    rotation: Rotation
    tags: dict[str, str] = field(default_factory=dict)
    enabled: bool = True
    deletion: float | None = None
    window: int | None = None
    family: Family | None = None
    store: str | None = None
    external_key: str | None = None
    used: tuple[str, float] | None = None

    @property
    def current(self) -> Material | None:
        """The material that encrypts, signs and so on."""
        return next((m for m in self.materials if m.state == "CURRENT"), None)

    def material(self, material_id: str) -> Material | None:
        """The material of that id."""
        return next((m for m in self.materials if m.id == material_id), None)

    @property
    def multi_region_type(self) -> str | None:
        """PRIMARY, REPLICA, or none for a key of one Region."""
        if self.family is None:
            return None
        return "PRIMARY" if self.family.primary == self.region else "REPLICA"

    def state(self, *, available: bool) -> str:
        """The key state now; `available` says whether its custom key store is connected, if it is in one."""
        if self.window is not None:
            return PENDING_DELETION if self.deletion is not None else PENDING_REPLICA_DELETION
        if self.origin == "EXTERNAL":
            now = time.time()
            needed = [m for m in self.materials if m.state != "PENDING_ROTATION"]
            if not needed or not all(material.usable(now) for material in needed):
                return PENDING_IMPORT
        if not available:
            return UNAVAILABLE
        return ENABLED if self.enabled else DISABLED


@dataclass(slots=True)
class Alias:
    """A name for a key. `number` is its place in lists."""

    name: str
    number: int
    target: str | None
    created: float
    updated: float


@dataclass(slots=True)
class Grant:
    """A grant on a key: what was asked for, under the names of the request."""

    id: str
    number: int
    key: Key
    request: dict[str, Any]
    tokens: set[str]
    created: float


@dataclass(slots=True)
class Region:
    """The keys, aliases and grants of one Region, by id or name."""

    name: str
    keys: dict[str, Key] = field(default_factory=dict)
    aliases: dict[str, Alias] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)


class Vault:
    """All Regions of one account. `connected` says whether a custom key store is; import tokens are kept by value."""

    def __init__(self, connected: Callable[[str], bool]) -> None:
        self.regions: dict[str, Region] = {}
        self.tokens: dict[bytes, Any] = {}
        self._connected = connected
        self._numbers = 0

    def region(self, name: str) -> Region:
        """A Region, which begins empty."""
        return self.regions.setdefault(name, Region(name))

    def next_number(self) -> int:
        """A number greater than all before."""
        self._numbers += 1
        return self._numbers

    def state(self, key: Key) -> str:
        """The state of a key now."""
        return key.state(available=key.store is None or self._connected(key.store))

    def in_store(self, store: str) -> list[Key]:
        """The keys of a custom key store."""
        return [key for region in self.regions.values() for key in region.keys.values() if key.store == store]
