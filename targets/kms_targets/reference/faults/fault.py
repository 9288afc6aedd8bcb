"""The word `Fault`, and the few ways in which most faults change the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    ANCHOR,
    CLUSTER,
    CONNECTIVITY,
    CREDENTIAL,
    ENDPOINT,
    NAME,
    PASSWORD,
    PATH,
    SECRET_KEY,
    SERVICE,
    TYPE,
)
from kms_targets.reference.rules import Problem, Rules

Change = Callable[[Rules], Rules]

OPERATION = "CreateCustomKeyStore"
CRASH = Problem("KMSInternalException", "An internal exception occurred.", 500)

# How the names of faults spell the members.
SLUGS: Mapping[str, str] = {
    NAME: "name",
    CLUSTER: "cluster",
    TYPE: "type",
    PASSWORD: "password",
    ANCHOR: "anchor",
    CREDENTIAL: "credential",
    ACCESS_KEY: "access-key",
    SECRET_KEY: "secret-key",
    CONNECTIVITY: "connectivity",
    ENDPOINT: "endpoint",
    PATH: "path",
    SERVICE: "service",
}


class Kind(StrEnum):
    """What class of fault it is."""

    BOUNDS = "bounds"
    PATTERN = "pattern"
    ENUM = "enum"
    CONDITION = "condition"
    UNIQUE = "unique"
    CODE = "code"
    STATUS = "status"
    ERROR_BODY = "error-body"
    OUTPUT = "output"
    STATE = "state"
    SECRET = "secret"
    WIRE = "wire"
    MESSAGE = "message"
    STABILITY = "stability"
    PROXY = "proxy"
    RARE = "rare"
    CONSTRAINT = "constraint"
    CONSTRAINT_CODE = "constraint-code"
    MISSING = "missing"
    BEHAVIOUR = "behaviour"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `requirement` is the id that has to name it.

    `spreads`: it also shows in requests that have nothing to do with that requirement, so others may well fail too.
    """

    name: str
    requirement: str
    kind: Kind
    description: str
    change: Change
    spreads: bool = False

    @property
    def of_keys(self) -> bool:
        """Whether it is one of the operations on keys, or of a constraint that the service model alone has."""
        return self.kind in (Kind.CONSTRAINT, Kind.CONSTRAINT_CODE, Kind.MISSING, Kind.BEHAVIOUR)


def of(requirement: str) -> str:
    """The id of a requirement of CreateCustomKeyStore."""
    return f"{OPERATION}.{requirement}"


def text(member: str, **changes: Any) -> Change:
    """Other constraints on one member."""

    def change(rules: Rules) -> Rules:
        return replace(rules, texts={**rules.texts, member: replace(rules.texts[member], **changes)})

    return change


def verb(operation: str) -> str:
    """What an operation on custom key stores does, as the names of its faults begin."""
    return operation.removesuffix("CustomKeyStores").removesuffix("CustomKeyStore").lower()


def rule(**changes: Any) -> Change:
    """Other values of some rules."""
    return lambda rules: replace(rules, **changes)


def sent(cause: str, code: str, status: int = 400) -> Change:
    """Another code, or another status, for one cause."""
    return lambda rules: replace(rules, sent={**rules.sent, cause: (code, status)})
