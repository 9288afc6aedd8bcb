"""Forms of value that a member may not take though they meet each constraint of the model, by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from kms_specification.facts import Json

_ALIAS = re.compile("(arn:[^:]*:kms:[^:]*:[^:]*:)?alias/")
_FOREIGN = re.compile("[^\t\n\r\x20-\xff]")
_NAMES = ("Principal", "NotPrincipal")


def _document(value: str) -> tuple[bool, Json]:
    """Whether a text is JSON, and what it says."""
    try:
        return True, json.loads(value)
    except (ValueError, RecursionError):
        return False, None


def _statements(value: str) -> Iterator[Json]:
    """The statements of a policy, of which one may stand without a list."""
    _, document = _document(value)
    found = document.get("Statement") if isinstance(document, dict) else None
    yield from found if isinstance(found, list) else () if found is None else (found,)


def _names_no_principal(value: str) -> bool:
    return any(isinstance(one, dict) and not any(name in one for name in _NAMES) for one in _statements(value))


def _allows_nothing(value: str) -> bool:
    """Whether a policy has no statement that could allow anything."""
    is_json, _ = _document(value)
    return is_json and not any(isinstance(one, dict) and one.get("Effect") == "Allow" for one in _statements(value))


FORMS: Mapping[str, Callable[[str], bool]] = {
    "alias": lambda value: _ALIAS.match(value) is not None,
    "alias-without-name": lambda value: value == "alias/",
    "not-json": lambda value: not _document(value)[0],
    "foreign-characters": lambda value: _FOREIGN.search(value) is not None,
    "statement-without-principal": _names_no_principal,
    "allows-nothing": _allows_nothing,
}
