"""A valid request of each operation on keys, made of what exists at the target: the keys that a run shares."""

from __future__ import annotations

from kms_conformance.checks.keys.behaviour import run_of
from kms_conformance.checks.keys.port import NotShownError
from kms_conformance.execution.context import Context
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.keys.requests import changing, takes_a_key, valid


def live_request(context: Context, operation: str) -> Request | None:
    """A request that has to succeed; None where none is known, or what it needs cannot be made.

    What an operation changes is a key of its own, so that the others stay as they are.
    """
    if not takes_a_key(operation):
        return None
    victim = changing(operation)
    template = valid(operation, key=victim) if victim else valid(operation)
    try:
        found = run_of(context).request(template)
    except NotShownError:
        return None
    return dict(found) if isinstance(found, dict) else None
