"""Other right ways with keys: orders, codes where the documents leave a choice, forms of ids, markers and pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kms_targets.reference.conforming_variants.responses import now_and_then
from kms_targets.reference.conforming_variants.variant import Change, Table, rule
from kms_targets.reference.operations.calls import find
from kms_targets.reference.operations.keys.lifecycle import DAY
from kms_targets.reference.rules import Call, KeyOperation, Result, Rules
from kms_targets.reference.tables.behaviour import PAGES, STATES
from kms_targets.reference.tables.shapes import ERRORS, INPUTS, Kind, Shape

_DISABLED, _STATE = "DisabledException", "KMSInvalidStateException"
_MATERIALS = frozenset({"KeyMaterialId", "SourceKeyMaterialId", "DestinationKeyMaterialId", "CurrentKeyMaterialId"})
# The error that the service model has for a member, where the operation lists it.
_FAMILIES: Mapping[str, str] = {
    "Tags": "TagException",
    "TagKeys": "TagException",
    "AliasName": "InvalidAliasNameException",
    "Marker": "InvalidMarkerException",
    "Policy": "MalformedPolicyDocumentException",
    "GrantTokens": "InvalidGrantTokenException",
    "GrantToken": "InvalidGrantTokenException",
    "ImportToken": "InvalidImportTokenException",
    "GrantId": "InvalidGrantIdException",
    "KeyId": "NotFoundException",
}


def _tables(**changes: Any) -> Change:
    return lambda rules: replace(rules, behaviour=replace(rules.behaviour, **changes))


def _each(shape: Shape, change: Callable[[Shape], Shape]) -> Shape:
    """A shape of which every part is changed."""
    parts = {part: _each(inner, change) for part in ("item", "key", "value") if (inner := getattr(shape, part))}
    members = {name: _each(inner, change) for name, inner in shape.members.items()}
    whole: Any = {**parts, "members": members}
    return change(replace(shape, **whole))


def _utf16(value: str) -> int:
    return len(value.encode("utf-16-le", "surrogatepass")) // 2


def _in_utf16(shape: Shape) -> Shape:
    return replace(shape, size=_utf16) if shape.kind is Kind.STRING else shape


def _causes(aspects: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The ids of what can be wrong with top members and their elements, by operation."""
    return {
        operation: tuple(f"{operation}.{path}.{aspect}" for path in _paths("", shape) for aspect in aspects)
        for operation, shape in INPUTS.items()
    }


def _paths(path: str, shape: Shape) -> list[str]:
    found = [path] if path else []
    inner = [*shape.members.items(), ("item", shape.item), ("key", shape.key), ("value", shape.value)]
    for name, part in inner:
        if part is not None:
            found += _paths(f"{path}.{name}".lstrip("."), part)
    return found


_LIMIT = "LimitExceededException"


def _long_is_limit(rules: Rules) -> Rules:
    found = _causes(("length.max", "size.max"))
    causes = [cause for operation in found if _LIMIT in ERRORS[operation] for cause in found[operation]]
    return replace(rules, sent={**rules.sent, **dict.fromkeys(causes, (_LIMIT, 400))})


def _family_codes(rules: Rules) -> Rules:
    aspects = ("length.min", "length.max", "size.min", "size.max", "pattern")
    sent = {}
    for operation, causes in _causes(aspects).items():
        for cause in causes:
            code = _FAMILIES.get(cause.split(".")[1], "")
            if code in ERRORS[operation]:
                sent[cause] = (code, 400)
    return replace(rules, sent={**rules.sent, **sent})


def _states(change: Callable[[str, str, str], str]) -> Change:
    """Another code for some states, where the operation lists it."""
    states = {
        operation: {state: change(operation, state, code) for state, code in found.items()}
        for operation, found in STATES.items()
    }
    return _tables(states=states)


def _disabled_is_state(operation: str, state: str, code: str) -> str:
    return _STATE if state == "Disabled" and _STATE in ERRORS[operation] else code


def _pending_is_disabled(operation: str, state: str, code: str) -> str:
    return _DISABLED if state.startswith("Pending") and _DISABLED in ERRORS[operation] else code


def _short_id(multi_region: bool) -> str:
    return ("mrk-" if multi_region else "K") + secrets.token_hex(16 if multi_region else 6).upper()


def _at_midnight(call: Call, plain: KeyOperation) -> Result:
    """The dates of deletion of the examples that AWS gives are midnights of UTC."""
    result = plain(call)
    key = find(call, call.values["KeyId"])
    if key.deletion is None:
        return result
    key.deletion -= key.deletion % DAY
    return {**result, "DeletionDate": key.deletion}


_DENIED = (
    ("list", "list keys and aliases", ("ListKeys", "ListAliases")),
    ("create", "make keys", ("CreateKey",)),
    ("describe", "describe keys", ("DescribeKey",)),
    ("use", "encrypt and decrypt", ("Encrypt", "Decrypt", "ReEncrypt", "GenerateDataKey")),
    ("sign", "sign", ("Sign", "GenerateMac")),
    ("change", "delete, tag or disable keys", ("ScheduleKeyDeletion", "TagResource", "DisableKey", "PutKeyPolicy")),
    ("grant", "make grants and aliases", ("CreateGrant", "CreateAlias")),
)
TABLE: Table = (
    ("keys-lookup-first", "an unknown key is reported before a broken constraint", _tables(lookup_first=True)),
    ("keys-one-error", "ValidationException tells the first broken constraint alone", _tables(one_error=True)),
    ("keys-older", "sixty keys and aliases are there already", _tables(older_keys=60)),
    ("keys-predefined", "two aliases of AWS have no key yet", _tables(predefined=("alias/aws/s3", "alias/aws/ebs"))),
    (
        "keys-timeouts-now-and-then",
        "one request in 300 is answered with DependencyTimeoutException",
        now_and_then("DependencyTimeoutException", 503),
    ),
    ("keys-quota", "there may be forty keys", _tables(keys_most=40)),
    ("keys-found-late", "a new key is not found for 0.2 s", _tables(keys_lag=0.2)),
    ("keys-lag", "lists show what is 0.3 s old", _tables(lists_lag=0.3)),
    (
        "keys-utf16",
        "lengths are counted in UTF-16",
        _tables(inputs={operation: _each(shape, _in_utf16) for operation, shape in INPUTS.items()}),
    ),
    ("keys-ids-short", "key ids are no UUIDs", _tables(key_id=_short_id)),
    (
        "keys-deleted-at-midnight",
        "a DeletionDate is the midnight before the time",
        lambda rules: replace(rules, around={**rules.around, "ScheduleKeyDeletion": _at_midnight}),
    ),
    ("keys-other-account", "ARNs have the account 000000000000", _tables(account="000000000000")),
    ("keys-markers-hex", "markers are hexadecimal", _tables(mark=bytes.hex, unmark=bytes.fromhex)),
    (
        "keys-markers-long",
        "markers have 1,000 characters",
        _tables(
            mark=lambda place: place.hex().ljust(1000, "."), unmark=lambda marker: bytes.fromhex(marker.rstrip("."))
        ),
    ),
    (
        "keys-small-pages",
        "a page has three entries where no Limit is given",
        _tables(pages={operation: (most, 3) for operation, (most, _) in PAGES.items()}),
    ),
    ("keys-extra-members", "answers have more members", _tables(extra={"RequestId": "1", "Extra": {"Deep": [None]}})),
    ("keys-without-material-ids", "no answer names key material", _tables(omitted=_MATERIALS)),
    ("keys-sparse", "what is false or an empty list is left out of answers", _tables(sparse=True)),
    ("keys-empty-body", "an operation without a result answers no body", _tables(empty_body=True)),
    ("keys-long-is-limit", "LimitExceededException for what is too long, where it is listed", _long_is_limit),
    ("keys-family-codes", "errors of the member's own family for broken constraints", _family_codes),
    ("keys-disabled-is-state", "KMSInvalidStateException for a disabled key", _states(_disabled_is_state)),
    ("keys-pending-is-disabled", "DisabledException for a key that is pending", _states(_pending_is_disabled)),
    (
        "keys-arn-not-found",
        "NotFoundException for an ARN that is none",
        _tables(errors={operation: found - {"InvalidArnException"} for operation, found in ERRORS.items()}),
    ),
    *(
        (f"keys-{name}-denied", f"the caller may not {described}", rule(denied=frozenset(operations)))
        for name, described, operations in _DENIED
    ),
)
