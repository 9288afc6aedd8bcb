"""Which of the results that one cause explains shows it best.

In this order: a request of the kind of store that the member belongs to; a value of printable ASCII; a value that is
wrong at a glance (another JSON type, no member at all, empty) rather than next to a bound or a pattern; a short
request. So a member of which every value is accepted is shown by a number where a string belongs, and not by a string
that only differs in its last character.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kms_reports.result import Result

PLAINEST = ("type", "enum", "required", "length.min", "pattern", "rule", "range.min", "range.max", "length.max")
"""Aspects, the one whose violation is seen at a glance first."""

STORE_MEMBER = "CustomKeyStoreType"
STORES: Mapping[str, str] = {
    "Xks": "EXTERNAL_KEY_STORE",
    "CloudHsm": "AWS_CLOUDHSM",
    "KeyStorePassword": "AWS_CLOUDHSM",
    "TrustAnchor": "AWS_CLOUDHSM",
}
"""The kind of store that members belong to, by how their names begin."""

_MISSING = object()


def preference(result: Result) -> tuple[bool, bool, int, int, str]:
    """A sort key: the best example is the least. Results without a counterexample come last."""
    if result.counterexample is None:
        return (True, True, len(PLAINEST), 1 << 62, result.id)
    plainness = PLAINEST.index(result.aspect) if result.aspect in PLAINEST else len(PLAINEST)
    return (not in_its_store(result), not _printable(value(result)), plainness, size(result), result.id)


def value(result: Result) -> Any:
    """What the example's request has at the member of the requirement; None where it has nothing there."""
    found: Any = result.counterexample.request if result.counterexample is not None else None
    for name in result.subject.split("."):
        found = found.get(name, _MISSING) if isinstance(found, dict) else _MISSING
        if found is _MISSING:
            return None
    return found


def in_its_store(result: Result) -> bool:
    """Whether the request is of the kind of store that the member belongs to, as far as can be seen."""
    wanted = next((store for start, store in STORES.items() if result.subject.startswith(start)), None)
    if wanted is None or result.counterexample is None or not isinstance(result.counterexample.request, dict):
        return True
    return bool(result.counterexample.request.get(STORE_MEMBER, STORES["CloudHsm"]) == wanted)


def size(result: Result) -> int:
    """Characters of the request; without one, more than any has."""
    shown = result.counterexample
    if shown is None:
        return 1 << 62
    if shown.body_base64 is not None:
        return len(shown.body_base64) * 3 // 4
    try:
        return len(json.dumps(shown.request, separators=(",", ":"), ensure_ascii=False))
    except (TypeError, ValueError, RecursionError):
        return 1 << 61


def _printable(found: Any) -> bool:
    return not isinstance(found, str) or (found.isascii() and found.isprintable())
