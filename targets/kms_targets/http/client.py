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
from functools import cache
from threading import Lock

import h11

from kms_specification.wire.forms import CONTENT_TYPE, USUAL
from kms_targets.http.access import Access
from kms_targets.http.connection import (
    HandshakeError,
    Link,
    NotAcceptedError,
    connect,
    reason,
)
from kms_targets.http.fast_path import plain
from kms_targets.http.messages import Exchange, Failure, Message, Prepared
from kms_targets.http.odd_forms import written
from kms_targets.http.pace import Pace
from kms_targets.http.tunnel import resolve_proxy
from kms_targets.sigv4 import Signer
from kms_targets.url_guard import Endpoint, resolve

__all__ = ["Client", "Exchange", "Failure", "Message", "Prepared"]

MOST = 8 * 2**20  # bytes of an answer's body that are read: a thousand stores, each with a certificate, have some six
CONTINUE = 1.0  # seconds that a body is held back for 100 (Continue), as curl does
_HTTP = b"HTTP/"
_TLS_RECORD = (b"\x15\x03", b"\x16\x03")  # how an alert and a handshake begin
_CONTINUED = 100
_TOO_LONG = 431  # h11's hint that the head of an answer does not end


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
        self._tunnel = access.tunnel
        self._addresses = resolve(endpoint) if self._tunnel is None else resolve_proxy(endpoint, self._tunnel)
        self._headers = access.headers
        self._tls = access.context() if endpoint.scheme == "https" else None
        self.sent = Sent()
        self.keeps = True  # whether a connection is kept for the next message
        self._known = False  # whether there ever was a connection
        self._link: Link | None = None
        self._http = h11.Connection(h11.CLIENT)

    @property
    def connected(self) -> bool:
        """Whether a connection is open, kept by the target for the next message."""
        return self._link is not None

    @property
    def paced(self) -> bool:
        """Whether a rate limit holds."""
        return self._pace.limited

    def twin(self) -> Client:
        """Another client of the same target, over a connection of its own, which keeps to the rate together with it."""
        other = copy(self)
        other._link, other._http = None, h11.Connection(h11.CLIENT)
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
        with suppress(_NoAnswerError):
            self._ready()

    def close(self) -> None:
        """Ends the connection; the next exchange opens another."""
        if self._link is not None:
            self._link.close()
        self._link = None

    def abandon(self) -> None:
        """Ends what another thread waits for: it gets no answer. The next exchange opens another connection."""
        link = self._link
        if link is not None:
            link.abandon()

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
            link, reused = self._ready()
            start = time.monotonic()
            seen = self._answer(link, prepared, start, meanwhile, reused=reused)
            if not usual or not self.keeps:
                self.close()
            return seen
        except _NoAnswerError as why:
            self.close()
            return Exchange(None, (), b"", time.monotonic() - start, why.failure, why.detail, reused, why.reached)
        except BaseException:
            # Interrupted: an answer may be on its way, which must not be taken for that to the next message.
            self.close()
            raise

    def _ready(self) -> tuple[Link, bool]:
        """A connection that waits for a message, and whether it has carried one before."""
        if self._link is not None:
            if self._link.idle():
                return self._link, True
            self.close()
        try:
            self._link = connect(
                self._addresses,
                self.endpoint.port,
                self._connect_seconds,
                self._tls,
                self.endpoint.host,
                tunnel=self._tunnel,
                known=self._known,
            )
        except HandshakeError as broken:
            raise _NoAnswerError(Failure.TLS, str(broken)) from None
        except TimeoutError as late:
            raise _NoAnswerError(Failure.TIMEOUT, str(late), reached=not isinstance(late, NotAcceptedError)) from None
        except OSError as broken:
            raise _NoAnswerError(Failure.REFUSED, broken.strerror or str(broken), reached=False) from None
        self._known = True
        self._http = h11.Connection(h11.CLIENT)
        return self._link, False

    def _answer(
        self, link: Link, prepared: Prepared, start: float, meanwhile: Callable[[], None], *, reused: bool
    ) -> Exchange:
        deadline = start + self._answer_seconds
        waiting, held = memoryview(prepared.sent), prepared.held
        method = prepared.message.form.method

        def more() -> bytes:
            nonlocal waiting, held
            while True:
                patience = deadline if waiting or not held else min(deadline, time.monotonic() + CONTINUE)
                try:
                    sent, received = self._move(link, waiting, patience)
                except _NoAnswerError as late:
                    if late.failure is not Failure.TIMEOUT or patience >= deadline:
                        raise
                    waiting, held = memoryview(held), b""
                    continue
                waiting = waiting[sent:]
                if sent and not waiting and not held:
                    if prepared.ends:
                        link.end_sending()
                    meanwhile()
                if received is not None:
                    return received

        received: bytes | None = more()
        if method == "POST" and not waiting and received and (found := plain(received)):
            return Exchange(*found, time.monotonic() - start, reused=reused)
        for asked in _asked(method):
            self._http.send(asked)
        head: h11.Response | None = None
        opening, ended = b"", False
        body: list[bytes] = []
        size = 0
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as broken:
                raise _broken(broken, opening, ended=ended) from None
            if event is h11.NEED_DATA:
                received = more() if received is None else received
                opening, ended = (opening + received)[: len(_HTTP)], not received
                _begins(opening)
                self._http.receive_data(received)
                received = None
            elif isinstance(event, h11.InformationalResponse) and event.status_code == _CONTINUED:
                waiting, held = memoryview(bytes(waiting) + held), b""
            elif isinstance(event, h11.Response):
                head, held = event, b""
            elif isinstance(event, h11.Data):
                size += len(event.data)
                if size > MOST:
                    raise _NoAnswerError(Failure.TOO_LARGE)
                body.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                break
        assert head is not None
        seconds = time.monotonic() - start
        if waiting or ended or not self._again():
            self.close()
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in head.headers)
        return Exchange(head.status_code, headers, b"".join(body), seconds, reused=reused)

    def _move(self, link: Link, waiting: memoryview, deadline: float) -> tuple[int, bytes | None]:
        try:
            return link.move(waiting, deadline)
        except TimeoutError:
            raise _NoAnswerError(Failure.TIMEOUT, f"after {self._answer_seconds:g} s") from None
        except OSError as broken:
            raise _NoAnswerError(Failure.DROPPED, reason(broken)) from None

    def _again(self) -> bool:
        """Readies the connection for another message. False where the target will have none, or has said too much."""
        done = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if not done or self._http.trailing_data[0]:
            return False
        self._http.start_next_cycle()
        return True


class _NoAnswerError(Exception):
    """There is no HTTP answer, and why."""

    def __init__(self, failure: Failure, detail: str = "", *, reached: bool = True) -> None:
        super().__init__(failure, detail)
        self.failure = failure
        self.detail = detail
        self.reached = reached


@cache
def _asked(method: str) -> tuple[h11.Request, h11.EndOfMessage]:
    """What h11 has to know of a request to read its answer: that one was made, by which method, and that it is over."""
    return h11.Request(method=method, target="/", headers=[("Host", "-"), ("Content-Length", "0")]), h11.EndOfMessage()


def _begins(opening: bytes) -> None:
    """Raises where the first bytes of an answer cannot be those of HTTP: a whole head may never come."""
    if not _HTTP.startswith(opening):
        raise _NoAnswerError(Failure.NOT_HTTP, "it speaks TLS" if opening.startswith(_TLS_RECORD) else "")


def _broken(broken: h11.RemoteProtocolError, opening: bytes, *, ended: bool) -> _NoAnswerError:
    if ended:
        return _NoAnswerError(Failure.DROPPED, "" if opening else "nothing was answered")
    if broken.error_status_hint == _TOO_LONG:
        return _NoAnswerError(Failure.NOT_HTTP, "its head does not end")
    return _NoAnswerError(Failure.NOT_HTTP, str(broken).partition(":")[0])
