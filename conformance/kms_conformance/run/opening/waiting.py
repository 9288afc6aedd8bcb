"""The one time that a target is waited for: before it has ever answered, while it starts or loads what it needs."""

from __future__ import annotations

import time

from kms_conformance.execution.sending.transport import Transport, encoded
from kms_specification.pages.resources import LISTS
from kms_targets.http.client import Failure
from kms_targets.http.response import Observation

USUAL = 10.0  # seconds more for a target that has accepted the connection, where no --wait is given
PAUSE = 0.2  # seconds between two tries of a target that is not there
STARTING = frozenset({502, 503, 504})  # what a proxy answers for a server that is not there yet


def waited(transport: Transport, seen: Observation, wait: float | None) -> bool:
    """Whether a target that has not answered does so within `wait` seconds, asked for something harmless.

    False at once where it has answered, or where waiting is of no use. Of a target that is not there, or breaks off,
    it may never be: it is waited for only where --wait is given.
    """
    if not _worth_it(seen, asked_for=wait is not None):
        return False
    deadline = time.monotonic() + (USUAL if wait is None else wait)
    message = transport.message(LISTS[0], encoded({}))
    while (left := deadline - time.monotonic()) > 0:
        client = transport.client.with_patience(left)
        try:
            found = Observation(client.exchange(message))
        finally:
            client.close()
        if not _worth_it(found, asked_for=wait is not None):
            return found.failure is None
        time.sleep(min(PAUSE, left))
    return False


def _worth_it(seen: Observation, *, asked_for: bool) -> bool:
    if seen.failure is Failure.TIMEOUT:
        return asked_for or seen.exchange.reached
    return asked_for and (seen.failure in (Failure.REFUSED, Failure.DROPPED) or seen.status in STARTING)
