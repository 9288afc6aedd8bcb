"""Requests made of what exists at the target: the keys that a run shares."""

from __future__ import annotations

from dataclasses import replace

from kms_conformance.checks.keys.behaviour import run_of
from kms_conformance.checks.keys.sequences.port import NotShownError
from kms_conformance.execution.context import Context
from kms_strategies.cases import Case
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.keys.requests import changing, keys_by_algorithm, takes_a_key, valid


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


def fitted(context: Context, operation: str, case: Case) -> Case:
    """The case with a key that fits the algorithm in it, where there is or can be one: of another it says nothing."""
    request = case.request
    if not isinstance(request, dict) or not takes_a_key(operation):
        return case
    try:
        keys = run_of(context).request(keys_by_algorithm(request))
    except NotShownError:
        return case
    return replace(case, request={**request, **keys}) if isinstance(keys, dict) else case
