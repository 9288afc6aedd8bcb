"""Our client at a hostile server: opened, asked, and held to the answer that fits its body."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kms_targets import url_guard
from kms_targets.http.client import (
    Client,
    Exchange,
    Message,
)
from kms_targets.sigv4 import EXAMPLE, Signer
from tests.support.servers.hostile_servers import fitting
from tests.support.servers.raw_sockets import Site

SHORT = 0.4  # seconds for an answer
SLACK = 10.0  # seconds that a busy machine may add: none of these servers ends by itself so soon
TARGET = "TrentService.CreateCustomKeyStore"


@contextmanager
def client_of(site: Site, **settings: object) -> Iterator[Client]:
    made = Client(url_guard.parse(site.url), Signer(EXAMPLE, "us-east-1"), **{"answer_seconds": SHORT, **settings})
    try:
        yield made
    finally:
        made.close()


def ask(client: Client, body: bytes = b"{}") -> Exchange:
    return client.exchange(Message(body, TARGET))


def is_right(seen: Exchange, body: bytes = b"{}") -> bool:
    """Whether it is the answer to just this body."""
    return (seen.status, seen.failure, seen.body) == (200, None, fitting(b"\r\n\r\n" + body))
