"""Forms of value that the documentation strings rule out though they meet every constraint of the service model.

Each is a behaviour requirement as well, shown in a run by a sequence of requests. Here the oracle learns of it.
"""

from __future__ import annotations

from kms_specification.facts import Refused
from kms_specification.pages.keys.identifiers import BY_ID_OR_ARN, ID_OR_ARN
from kms_specification.service_model import said

_NO_KEY = ("NotFoundException", "InvalidArnException")
_MALFORMED = "MalformedPolicyDocumentException"
_INCORRECT = said(
    _MALFORMED,
    "The request was rejected because the specified policy is not syntactically or semantically correct.",
)


def _no_alias(operation: str, member: str) -> Refused:
    return Refused("state.no-alias", member, "alias", _NO_KEY, said(f"{operation}Request.{member}", ID_OR_ARN))


_POLICY = Refused(f"error.{_MALFORMED}", "Policy", "not-json", (_MALFORMED,), _INCORRECT)
_WITH_POLICY = ("CreateKey", "PutKeyPolicy")


def refused(operation: str) -> tuple[Refused, ...]:
    """The forms of value that an operation does not take."""
    aliases = tuple(_no_alias(name, member) for name, member in BY_ID_OR_ARN if name == operation)
    return (*aliases, _POLICY) if operation in _WITH_POLICY else aliases
