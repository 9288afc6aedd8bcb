"""One kept-alive connection that sends exact bytes and reads whatever comes back within a bounded time and size.

A hostile endpoint (one that hangs, trickles, never ends, breaks HTTP, resets) costs one bounded wait and comes back as
an Exchange like any other. Nothing is retried here, no redirect is followed, nothing is decompressed. What a target
says is never repeated in a `detail`: it could be a secret that was sent to it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from threading import Lock

from kms_specification.wire.forms import CONTENT_TYPE, USUAL
from kms_targets.http.access import Access
from kms_targets.http.connection import HandshakeError, NotAcceptedError, Route, connect
from kms_targets.http.http_connection import HttpConnection, NoAnswerError
from kms_targets.http.messages import Exchange, Failure, Message, Prepared
from kms_targets.http.odd_forms import written
from kms_targets.http.pace import Pace
from kms_targets.http.tunnel import resolve_proxy
from kms_targets.sigv4 import Signer
from kms_targets.url_guard import Endpoint, resolve

__all__ = ["Client", "Exchange", "Failure", "Message", "Prepared"]


@dataclass(slots=True)
class Sent:
    """How many messages a client and its twins have sent, which may be in several threads; also by operation."""

    total: int = 0
    by_operation: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def one(self, target: str | None) -> None:
        """One more."""
        with self._lock:
            self.total += 1
            self.by_operation[(target or "").rpartition(".")[2]] += 1


class Client:
    """The way to one endpoint. Not for use by several threads."""

    def __init__(
        self,
        endpoint: Endpoint,
        signer: Signer,
        *,
        connect_seconds: float = 5.0,
        answer_seconds: float = 10.0,
        rate: float | None = None,
        access: Access | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._signer = signer
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._pace = Pace(rate)
        access = access or Access()
        self._headers = access.headers
        self._route = _route(endpoint, access)
        self.sent = Sent()
        self.keeps = True  # whether a connection is kept for the next message
        self._known = False  # whether there ever was a connection
        self._connection: HttpConnection | None = None

    @property
    def connected(self) -> bool:
        """Whether a connection is open, kept by the target for the next message."""
        return self._connection is not None

    @property
    def paced(self) -> bool:
        """Whether a rate limit holds."""
        return self._pace.limited

    def twin(self) -> Client:
        """Another client of the same target, over a connection of its own, which keeps to the rate together with it."""
        other = copy(self)
        other._connection = None
        return other

    @property
    def region(self) -> str:
        """The Region that requests are signed for."""
        return self._signer.region

    def in_region(self, region: str) -> Client:
        """Another client of the same target, which signs for another Region."""
        other = self.twin()
        other._signer = self._signer.in_region(region)
        return other

    def with_patience(self, seconds: float) -> Client:
        """Another client of the same target, which waits so long for each answer."""
        other = self.twin()
        other._answer_seconds = seconds
        return other

    def connect(self) -> None:
        """Opens a connection, so that the next message leaves at once. Where none can be had, the message says why."""
        with suppress(NoAnswerError):
            self._ready()

    def close(self) -> None:
        """Ends the connection; the next exchange opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def abandon(self) -> None:
        """Ends what another thread waits for: it gets no answer. The next exchange opens another connection."""
        connection = self._connection
        if connection is not None:
            connection.abandon()

    def prepare(self, message: Message) -> Prepared:
        """The message signed, ready to leave within the minutes that a signature holds."""
        if not message.form.usual:
            return written(message, self.endpoint, self._signer, self._headers)
        headers = {"Host": self.endpoint.authority, "Content-Type": CONTENT_TYPE}
        if message.target is not None:
            headers["X-Amz-Target"] = message.target
        url = f"{self.endpoint.scheme}://{self.endpoint.authority}{self.endpoint.path}"
        signed = self._signer.sign(USUAL.method, url, headers, message.body)
        signed["Content-Length"] = str(len(message.body))
        signed["Accept-Encoding"] = "identity"
        signed["User-Agent"] = "kms-conformance"
        lines = [f"{name}: {value}" for name, value in (*signed.items(), *self._headers)]
        head = [f"{USUAL.method} {self.endpoint.path} HTTP/1.1", *lines, "", ""]
        return Prepared(message, "\r\n".join(head).encode("ascii") + message.body)

    def exchange(self, message: Message | Prepared, meanwhile: Callable[[], None] = lambda: None) -> Exchange:
        """Sends a message and reads the answer. Never raises for what the target does.

        `meanwhile` is called when all has been sent, before the answer is waited for.
        """
        self._pace.wait()
        start = time.monotonic()
        reused = False
        prepared = message if isinstance(message, Prepared) else self.prepare(message)
        self.sent.one(prepared.message.target)
        usual = prepared.message.form.usual
        if not usual:
            self.close()
        try:
            connection, reused = self._ready()
            start = time.monotonic()
            seen = connection.exchange(prepared, self._answer_seconds, meanwhile, reused=reused)
            if connection.spent or not usual or not self.keeps:
                self.close()
            return seen
        except NoAnswerError as why:
            self.close()
            return Exchange(None, (), b"", time.monotonic() - start, why.failure, why.detail, reused, why.reached)
        except BaseException:
            # Interrupted: an answer may be on its way, which must not be taken for that to the next message.
            self.close()
            raise

    def _ready(self) -> tuple[HttpConnection, bool]:
        """A connection that waits for a message, and whether it has carried one before."""
        if self._connection is not None:
            if self._connection.idle():
                return self._connection, True
            self.close()
        try:
            link = connect(self._route, self._connect_seconds, known=self._known)
        except HandshakeError as broken:
            raise NoAnswerError(Failure.TLS, str(broken)) from None
        except TimeoutError as late:
            raise NoAnswerError(Failure.TIMEOUT, str(late), reached=not isinstance(late, NotAcceptedError)) from None
        except OSError as broken:
            raise NoAnswerError(Failure.REFUSED, broken.strerror or str(broken), reached=False) from None
        self._known = True
        self._connection = HttpConnection(link)
        return self._connection, False


def _route(endpoint: Endpoint, access: Access) -> Route:
    tunnel = access.tunnel
    addresses = resolve(endpoint) if tunnel is None else resolve_proxy(endpoint, tunnel)
    tls = access.context() if endpoint.scheme == "https" else None
    return Route(endpoint.host, endpoint.port, addresses, tls, tunnel)
