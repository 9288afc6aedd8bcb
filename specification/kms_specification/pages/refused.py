"""Forms of value that the documentation strings rule out though they meet every constraint of the service model.

Each is a behaviour requirement as well, shown in a run by a sequence of requests. Here the oracle learns of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.facts import Refused
from kms_specification.pages.keys.identifiers import BY_ID_OR_ARN, ID_OR_ARN
from kms_specification.pages.prose import BEGINS
from kms_specification.service_model import said

_NO_KEY = ("NotFoundException", "InvalidArnException")
_MALFORMED = "MalformedPolicyDocumentException"
_INCORRECT = said(
    _MALFORMED,
    "The request was rejected because the specified policy is not syntactically or semantically correct.",
)


_POLICY_SAYS = {
    "foreign-characters": (
        "Policy.pattern",
        "Printable characters in the Basic Latin and Latin-1 Supplement character set (through \\u00FF).",
    ),
    "statement-without-principal": (
        f"error.{_MALFORMED}",
        "Each statement in the key policy must contain one or more principals.",
    ),
    "allows-nothing": (
        f"error.{_MALFORMED}",
        "The key policy must allow the calling principal to make a subsequent PutKeyPolicy request on the KMS key.",
    ),
}
_CHARACTERS_OF = "PutKeyPolicy"  # whose page says of what characters a key policy is
_BYPASS = "BypassPolicyLockoutSafetyCheck"
_WITH_POLICY = ("CreateKey", "PutKeyPolicy")
_WITH_ALIAS = ("CreateAlias", "UpdateAlias", "DeleteAlias")
# Operations that take no alias either, and whose requests are none that a run could try with the key of others.
_ID_OR_ARN_TOO = (
    ("CancelKeyDeletion", "KeyId"),
    ("DeleteImportedKeyMaterial", "KeyId"),
    ("GetParametersForImport", "KeyId"),
    ("RevokeGrant", "KeyId"),
    ("RotateKeyOnDemand", "KeyId"),
    ("ScheduleKeyDeletion", "KeyId"),
)


def _no_alias(operation: str, member: str, requirement: str = "state.no-alias", sentence: str = ID_OR_ARN) -> Refused:
    return Refused(requirement, member, "alias", _NO_KEY, said(f"{operation}Request.{member}", sentence))


def _policies(operation: str) -> Iterator[Refused]:
    yield Refused(f"error.{_MALFORMED}", "Policy", "not-json", (_MALFORMED,), _INCORRECT)
    for form, (requirement, sentence) in _POLICY_SAYS.items():
        unless = _BYPASS if form == "allows-nothing" else None
        at = _CHARACTERS_OF if form == "foreign-characters" else operation
        source = said(f"{at}Request.Policy", sentence)
        yield Refused(requirement, "Policy", form, (_MALFORMED,), source, unless)


def refused(operation: str) -> Iterator[Refused]:
    """The forms of value that an operation does not take."""
    yield from (_no_alias(name, member) for name, member in BY_ID_OR_ARN if name == operation)
    for name, member in _ID_OR_ARN_TOO:
        if name == operation:
            yield _no_alias(name, member, "error.NotFoundException")
    if operation == "GetKeyLastUsage":
        yield _no_alias(operation, "KeyId", sentence="Alias names are not supported.")
    if operation in _WITH_POLICY:
        yield from _policies(operation)
    if operation in _WITH_ALIAS:
        errors = ("InvalidAliasNameException", "NotFoundException")
        source = said(f"{operation}Request.AliasName", BEGINS[operation])
        yield Refused("rule.AliasName-begins-with-alias", "AliasName", "alias-without-name", errors, source)
