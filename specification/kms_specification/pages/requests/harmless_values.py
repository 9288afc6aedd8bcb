"""Values that no document leaves anything to object to, by the member that they are given to.

For members whose meaning cannot make a request wrong, where they meet their own constraints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kms_specification.error_meanings import PLAIN_ALIAS
from kms_specification.facts import Json

_KEY = re.compile(
    r"(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/)?"
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})",
    re.ASCII,
)


def _names_a_key(value: Json) -> bool:
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def _any(value: Json) -> bool:
    return True


# “KMS supports the following key specs for KMS keys”: those of which no Region is said to lack them.
_SPECS = re.compile(
    "SYMMETRIC_DEFAULT|RSA_(2048|3072|4096)|ECC_NIST_(P256|P384|P521|EDWARDS25519)|ECC_SECG_P256K1"
    "|HMAC_(224|256|384|512)|ML_DSA_(44|65|87)"
)


# The form that the documents give the id of a grant.
_GRANT_ID = re.compile("[0-9a-f]{64}")
_WORD = re.compile("[A-Za-z0-9]+")


def _plain(pattern: re.Pattern[str]) -> Callable[[Json], bool]:
    """Whether a value is a string of nothing but what every reader takes."""
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


# Material from elsewhere goes with the default spec: whether it does with others is said in other places.
_ORIGINS = re.compile("AWS_KMS|EXTERNAL")


def _plain_keys(value: Json) -> bool:
    """Whether a list is of keys of tags that are words, none of them twice."""
    return isinstance(value, list) and len({*map(str, value)}) == len(value) > 0 and all(map(_plain(_WORD), value))


def _plain_tags(value: Json) -> bool:
    """Whether a list is of tags that are words, no key of one twice."""
    tags = [tag for tag in value if isinstance(tag, dict)] if isinstance(value, list) else []
    words = all(_plain(_WORD)(tag.get("TagValue")) for tag in tags)
    return words and tags == value and _plain_keys([tag.get("TagKey") for tag in tags])


# Members whose meaning cannot make a request wrong, where they meet their own constraints and the value is such.
HARMLESS: dict[str, Callable[[Json], bool]] = {
    "KeyId": _names_a_key,
    "CustomKeyStoreId": _any,
    "CustomKeyStoreName": _any,
    "NewCustomKeyStoreName": _any,
    "Limit": _any,
    "NumberOfBytes": _any,
    "Description": _any,
    "BypassPolicyLockoutSafetyCheck": _any,
    "DryRun": _any,
    "PendingWindowInDays": _any,
    "RotationPeriodInDays": _any,
    "MultiRegion": _any,
}
# Of a key that cannot do it, or not with the algorithm, the documents name another error: InvalidKeyUsageException.
_SIGNED: dict[str, Callable[[Json], bool]] = {
    "Message": _any,
    # Of the other types, some keys take none.
    "MessageType": lambda value: value == "RAW",
    "SigningAlgorithm": _any,
    "Signature": _any,
}
_AUTHENTICATED: dict[str, Callable[[Json], bool]] = {"Message": _any, "MacAlgorithm": _any, "Mac": _any}
# Of one operation alone: what goes together there, the documents say for every value, or the value is plain.
HARMLESS_IN: Mapping[str, dict[str, Callable[[Json], bool]]] = {
    "CreateAlias": {"AliasName": _plain(PLAIN_ALIAS), "TargetKeyId": _names_a_key},
    "CreateKey": {
        "KeySpec": _plain(_SPECS),
        "CustomerMasterKeySpec": _plain(_SPECS),
        "KeyUsage": _any,
        "Origin": _plain(_ORIGINS),
        "Tags": _plain_tags,
    },
    "Decapsulate": {"EncapsulationAlgorithm": _any, "SharedSecretCiphertextBlob": _any},
    "DeleteAlias": {"AliasName": _plain(PLAIN_ALIAS)},
    "Encapsulate": {"EncapsulationAlgorithm": _any},
    "GenerateMac": _AUTHENTICATED,
    "GetKeyPolicy": {"PolicyName": lambda value: value == "default"},
    "RevokeGrant": {"GrantId": _plain(_GRANT_ID)},
    "Sign": _SIGNED,
    "TagResource": {"Tags": _plain_tags},
    "UntagResource": {"TagKeys": _plain_keys},
    "Verify": _SIGNED,
    "VerifyMac": _AUTHENTICATED,
}
