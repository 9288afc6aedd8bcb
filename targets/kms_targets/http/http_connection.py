"""One exchange after the other over a connection: sends exact bytes, and reads the answer within a bounded size."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import h11

from kms_targets.http.connection import Link, reason
from kms_targets.http.fast_path import plain
from kms_targets.http.messages import Exchange, Failure, Prepared

MOST = 8 * 2**20  # bytes of an answer's body that are read: a thousand stores, each with a certificate, have some six
CONTINUE = 1.0  # seconds that a body is held back for 100 (Continue), as curl does
_HTTP = b"HTTP/"
_TLS_RECORD = (b"\x15\x03", b"\x16\x03")  # how an alert and a handshake begin
_CONTINUED = 100
_TOO_LONG = 431  # h11's hint that the head of an answer does not end


class NoAnswerError(Exception):
    """There is no HTTP answer, and why."""

    def __init__(self, failure: Failure, detail: str = "", *, reached: bool = True) -> None:
        super().__init__(failure, detail)
        self.failure = failure
        self.detail = detail
        self.reached = reached


class HttpConnection:
    """An open connection that carries HTTP. `spent`: it can carry no other exchange."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._http = h11.Connection(h11.CLIENT)
        self.spent = False

    def idle(self) -> bool:
        """Whether the connection is still there and no unexpected bytes have arrived."""
        return self._link.idle()

    def close(self) -> None:
        """Ends the connection."""
        self._link.close()

    def abandon(self) -> None:
        """Ends the connection for a thread that waits for it."""
        self._link.abandon()

    def exchange(self, prepared: Prepared, seconds: float, meanwhile: Callable[[], None], *, reused: bool) -> Exchange:
        """Sends a message and reads the answer, in at most so many seconds. Raises NoAnswerError.

        `meanwhile` is called when all has been sent.
        """
        start = time.monotonic()
        request = _Request(self._link, prepared, seconds, meanwhile)
        received = request.send()
        method = prepared.message.form.method
        if method == "POST" and not request.waiting and received and (found := plain(received)):
            return Exchange(*found, time.monotonic() - start, reused=reused)
        answer = self._read(method, received, request)
        taken = time.monotonic() - start
        self.spent = bool(request.waiting) or answer.ended or not self._again()
        return Exchange(answer.status, answer.headers, b"".join(answer.body), taken, reused=reused)

    def _read(self, method: str, received: bytes | None, request: _Request) -> _Answer:
        """The answer, of which the first bytes have been received already."""
        for asked in _asked(method):
            self._http.send(asked)
        answer = _Answer()
        while True:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as broken:
                raise _broken(broken, answer.opening, ended=answer.ended) from None
            if event is h11.NEED_DATA:
                received = request.send() if received is None else received
                answer.begin(received)
                self._http.receive_data(received)
                received = None
            elif isinstance(event, h11.InformationalResponse) and event.status_code == _CONTINUED:
                request.release()
            elif isinstance(event, h11.Response):
                answer.head, request.held = event, b""
            elif isinstance(event, h11.Data):
                answer.add(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                return answer

    def _again(self) -> bool:
        """Readies the connection for another message. False where the target will have none, or has said too much."""
        done = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if not done or self._http.trailing_data[0]:
            return False
        self._http.start_next_cycle()
        return True


class _Request:
    """What has to be sent in so many seconds: bytes that are `waiting`, and a body `held` back for 100 (Continue)."""

    def __init__(self, link: Link, prepared: Prepared, seconds: float, meanwhile: Callable[[], None]) -> None:
        self.waiting, self.held = memoryview(prepared.sent), prepared.held
        self._link, self._ends = link, prepared.ends
        self._seconds, self._deadline = seconds, time.monotonic() + seconds
        self._meanwhile = meanwhile

    def send(self) -> bytes:
        """Sends until something is received, which is empty at the end. Raises NoAnswerError."""
        while True:
            holds = not self.waiting and bool(self.held)
            patience = min(self._deadline, time.monotonic() + CONTINUE) if holds else self._deadline
            try:
                sent, received = self._link.move(self.waiting, patience)
            except TimeoutError:
                if patience >= self._deadline:
                    raise NoAnswerError(Failure.TIMEOUT, f"after {self._seconds:g} s") from None
                self.release()
                continue
            except OSError as broken:
                raise NoAnswerError(Failure.DROPPED, reason(broken)) from None
            self.waiting = self.waiting[sent:]
            if sent and not self.waiting and not self.held:
                if self._ends:
                    self._link.end_sending()
                self._meanwhile()
            if received is not None:
                return received

    def release(self) -> None:
        """Lets the body go that is held back."""
        self.waiting, self.held = memoryview(bytes(self.waiting) + self.held), b""


@dataclass(slots=True)
class _Answer:
    """What has been read: the first bytes, whether the target has ended the connection, the head, the body."""

    opening: bytes = b""
    ended: bool = False
    head: h11.Response | None = None
    body: list[bytes] = field(default_factory=list)
    _size: int = 0

    @property
    def status(self) -> int:
        assert self.head is not None
        return self.head.status_code

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        assert self.head is not None
        return tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in self.head.headers)

    def begin(self, received: bytes) -> None:
        """Raises where the first bytes of an answer cannot be those of HTTP: a whole head may never come."""
        self.opening, self.ended = (self.opening + received)[: len(_HTTP)], not received
        if not _HTTP.startswith(self.opening):
            raise NoAnswerError(Failure.NOT_HTTP, "it speaks TLS" if self.opening.startswith(_TLS_RECORD) else "")

    def add(self, data: bytes) -> None:
        """More of the body. Raises where that is too much."""
        self._size += len(data)
        if self._size > MOST:
            raise NoAnswerError(Failure.TOO_LARGE)
        self.body.append(data)


@cache
def _asked(method: str) -> tuple[h11.Request, h11.EndOfMessage]:
    """What h11 has to know of a request to read its answer: that one was made, by which method, and that it is over."""
    return h11.Request(method=method, target="/", headers=[("Host", "-"), ("Content-Length", "0")]), h11.EndOfMessage()


def _broken(broken: h11.RemoteProtocolError, opening: bytes, *, ended: bool) -> NoAnswerError:
    if ended:
        return NoAnswerError(Failure.DROPPED, "" if opening else "nothing was answered")
    if broken.error_status_hint == _TOO_LONG:
        return NoAnswerError(Failure.NOT_HTTP, "its head does not end")
    return NoAnswerError(Failure.NOT_HTTP, str(broken).partition(":")[0])
