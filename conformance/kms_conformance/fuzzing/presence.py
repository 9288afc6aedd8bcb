"""Whether a target that has fallen silent is still there."""

from __future__ import annotations

import time

from kms_conformance.execution.knowledge.availability import silent
from kms_conformance.execution.sending.transport import Transport
from kms_specification.pages.resources import LISTS

TRIES = 3
PATIENCE = 1.0  # seconds between two questions


class TargetGoneError(Exception):
    """The target does not answer any more. The message says how."""


def silence(transport: Transport) -> str:
    """How a target is silent that answers nothing at all; empty where it answers something."""
    for number in range(TRIES):
        seen = transport.call(LISTS[0], {})
        if seen.failure is None:
            return ""
        if number + 1 < TRIES:
            time.sleep(PATIENCE)
    return silent(seen)
