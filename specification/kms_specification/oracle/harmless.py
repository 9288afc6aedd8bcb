"""Requests in which no document leaves anything to object to.

Most operations answer ValidationException to requests that meet every constraint of the service model: the prose, or
the account, has more to say of them. Where a request has nothing but the members below, with such values, it has not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kms_specification.error_meanings import PLAIN_ALIAS
from kms_specification.facts import Json, Operation
from kms_specification.violations.requests import violations

_KEY = re.compile(
    r"(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/)?"
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})",
    re.ASCII,
)


def _names_a_key(value: Json) -> bool:
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def _any(value: Json) -> bool:
    return True


# Specs that every Region but those of China has had for years.
_SPECS = re.compile("SYMMETRIC_DEFAULT|RSA_(2048|3072|4096)|ECC_NIST_P(256|384|521)|HMAC_(224|256|384|512)")


def _known_spec(value: Json) -> bool:
    return isinstance(value, str) and _SPECS.fullmatch(value) is not None


# The form that the documents give the id of a grant.
_GRANT_ID = re.compile("[0-9a-f]{64}")
_WORD = re.compile("[A-Za-z0-9]+")


def _plain(pattern: re.Pattern[str]) -> Callable[[Json], bool]:
    """Whether a value is a string of nothing but what every reader takes."""
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _plain_keys(value: Json) -> bool:
    """Whether a list is of keys of tags that are words, none of them twice."""
    return isinstance(value, list) and len({*map(str, value)}) == len(value) > 0 and all(map(_plain(_WORD), value))


def _plain_tags(value: Json) -> bool:
    """Whether a list is of tags that are words, no key of one twice."""
    tags = [tag for tag in value if isinstance(tag, dict)] if isinstance(value, list) else []
    words = all(_plain(_WORD)(tag.get("TagValue")) for tag in tags)
    return words and tags == value and _plain_keys([tag.get("TagKey") for tag in tags])


# Members whose meaning cannot make a request wrong, where they meet their own constraints and the value is such.
_HARMLESS: dict[str, Callable[[Json], bool]] = {
    "KeyId": _names_a_key,
    "CustomKeyStoreId": _any,
    "CustomKeyStoreName": _any,
    "NewCustomKeyStoreName": _any,
    "Limit": _any,
    "NumberOfBytes": _any,
    "Description": _any,
    "BypassPolicyLockoutSafetyCheck": _any,
    "PendingWindowInDays": _any,
    "RotationPeriodInDays": _any,
    "MultiRegion": _any,
}
# Of one operation alone: what goes together there, the documents say for every value, or the value is plain.
_HARMLESS_IN: Mapping[str, dict[str, Callable[[Json], bool]]] = {
    "CreateAlias": {"AliasName": _plain(PLAIN_ALIAS), "TargetKeyId": _names_a_key},
    "CreateKey": {"KeySpec": _known_spec, "KeyUsage": _any, "Tags": _plain_tags},
    "DeleteAlias": {"AliasName": _plain(PLAIN_ALIAS)},
    "Encapsulate": {"EncapsulationAlgorithm": _any},
    "RevokeGrant": {"GrantId": _plain(_GRANT_ID)},
    "TagResource": {"Tags": _plain_tags},
    "UntagResource": {"TagKeys": _plain_keys},
}


def harmless(operation: Operation, request: Mapping[str, Json]) -> bool:
    """Whether a request that breaks nothing can have nothing wrong about it but what the account holds."""
    given = {member: value for member, value in request.items() if value is not None}
    members = _HARMLESS | _HARMLESS_IN.get(operation.name, {})
    # An operation that may be asked for nothing at all, though a choice or a condition is demanded, has violations.
    return (
        all(member in members and members[member](value) for member, value in given.items())
        and _declares(operation, given)
        and not _goes_with_another(operation, given)
        and not violations(operation, dict(request))
    )


def _goes_with_another(operation: Operation, given: Mapping[str, Json]) -> bool:
    """Whether a store is named for a key, which takes an Origin as well."""
    return "CustomKeyStoreId" in given and any(member.name == "Origin" for member in operation.members)


def _declares(operation: Operation, given: Mapping[str, Json]) -> bool:
    """Whether the operation has every member that is given."""
    return given.keys() <= {member.name for member in operation.members}
