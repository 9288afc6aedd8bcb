"""What a requirement speaks of, and how much depends on it: aspects and tiers, with the table between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Aspect(StrEnum):
    """What of an operation a requirement speaks of. A check is chosen by it."""

    REQUIRED = "required"
    TYPE = "type"
    LENGTH_MIN = "length.min"
    LENGTH_MAX = "length.max"
    SIZE_MIN = "size.min"
    SIZE_MAX = "size.max"
    RANGE_MIN = "range.min"
    RANGE_MAX = "range.max"
    PATTERN = "pattern"
    ENUM = "enum"
    DEFAULT = "default"
    IMPLEMENTED = "implemented"
    RULE = "rule"
    UNIQUE = "unique"
    ERROR = "error"
    OUTPUT = "output"
    STATE = "state"
    PROTOCOL = "protocol"


# The aspects of one member.
CONSTRAINTS = frozenset(
    {
        Aspect.REQUIRED,
        Aspect.TYPE,
        Aspect.LENGTH_MIN,
        Aspect.LENGTH_MAX,
        Aspect.SIZE_MIN,
        Aspect.SIZE_MAX,
        Aspect.RANGE_MIN,
        Aspect.RANGE_MAX,
        Aspect.PATTERN,
        Aspect.ENUM,
    }
)


class Tier(StrEnum):
    """How much of what programs do with KMS depends on a requirement.

    CORE is what most rely on: operations, round trips, lookups, states. COMPLETE is documented and less common: errors
    of the environment, paging, grants, imports. STRICT is validation: bounds, patterns, types, the wire.
    """

    CORE = "core"
    COMPLETE = "complete"
    STRICT = "strict"


_BY_ASPECT: Mapping[Aspect, Tier] = {
    **dict.fromkeys(CONSTRAINTS, Tier.STRICT),
    Aspect.DEFAULT: Tier.CORE,
    Aspect.IMPLEMENTED: Tier.CORE,
    Aspect.RULE: Tier.STRICT,
    Aspect.UNIQUE: Tier.CORE,
    Aspect.ERROR: Tier.COMPLETE,
    Aspect.OUTPUT: Tier.CORE,
    Aspect.STATE: Tier.CORE,
    Aspect.PROTOCOL: Tier.STRICT,
}
# Where the subject matters more than the aspect.
_BY_SUBJECT: Mapping[tuple[Aspect, str], Tier] = {
    **{
        (Aspect.STATE, subject): Tier.COMPLETE
        for subject in ("paging", "history", "linearizable", "concurrent", "proxy-asked", "proxy-not-asked")
    },
    **{
        (Aspect.ERROR, error): Tier.CORE
        for error in (
            "NotFoundException",
            "DisabledException",
            "KMSInvalidStateException",
            "CustomKeyStoreNotFoundException",
            "CustomKeyStoreInvalidStateException",
            "CustomKeyStoreNameInUseException",
        )
    },
}


def tier_of(aspect: Aspect, subject: str) -> Tier:
    """The tier of a requirement, where its own row does not say another."""
    return _BY_SUBJECT.get((aspect, subject), _BY_ASPECT[aspect])
