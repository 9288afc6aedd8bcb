"""Whether a target treats as many connections at once as a run is going to keep open.

A server with one thread, or a few, waits for the next request on the connections that it has, and leaves all others
alone: whatever is asked over those is never answered, though nothing is wrong with it.
"""

from __future__ import annotations

from kms_conformance.execution.sending.transport import Transport, encoded
from kms_reports.result import Counts
from kms_specification.pages.resources import LISTS
from kms_targets.http.client import Client, Failure
from kms_targets.http.response import Observation

PATIENCE = 2.0  # seconds for the answer over another connection, where the usual ones come sooner
SPARE = 2  # connections that a run has open now and then, whatever it was asked for

NOTE = (
    "The target does not treat {} connections at once: each request has a connection of its own, which is closed "
    "afterwards."
)


def settle(transport: Transport, connections: int) -> str:
    """Lets no connection of this client or its twins be kept where the target cannot treat so many at once.

    Says so in a sentence; empty where they can be kept.
    """
    client = transport.client
    if transport.real or not client.connected:
        return ""  # a target that closes them itself has none to wait for
    wanted = max(connections, SPARE)
    others = [client.with_patience(PATIENCE) for _ in range(wanted - 1)]
    try:
        ignored = next((other for other in others if _asked(transport, other).failure is Failure.TIMEOUT), None)
        if ignored is None:
            return ""
        # It may just be slow, and then needs its connections no less.
        for one in (client, *others):
            one.close()
        if _asked(transport, ignored).failure is not None:
            return ""
    finally:
        for other in others:
            other.close()
    client.keeps = False
    return NOTE.format(wanted)


def _asked(transport: Transport, client: Client) -> Observation:
    """The answer to something harmless."""
    if transport.budget is not None:
        transport.budget.spend(making=False)
    transport.counts = transport.counts + Counts(setup_requests=1)
    return Observation(client.exchange(transport.message(LISTS[0], encoded({}))))
