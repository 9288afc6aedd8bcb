"""One kept-alive connection that sends exact bytes and reads whatever comes back within a bounded time and size.

A hostile endpoint (one that hangs, trickles, never ends, breaks HTTP, resets) costs one bounded wait and comes back as
an Exchange like any other. Nothing is retried here, no redirect is followed, nothing is decompressed.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from dataclasses import dataclass
from enum import StrEnum

import h11

from targets import TargetError
from targets.guard import Endpoint, resolve
from targets.signing import Signer

MOST = 1_048_576  # bytes of an answer's body that are read
_CHUNK = 65_536


class Failure(StrEnum):
    """Why there is no HTTP answer."""

    REFUSED = "the connection was refused"
    TLS = "the TLS handshake failed"
    TIMEOUT = "no complete answer came in time"
    DROPPED = "the connection was closed before the answer was complete"
    NOT_HTTP = "the answer is not HTTP"
    TOO_LARGE = "the answer is larger than 1 MiB"


@dataclass(frozen=True, slots=True)
class Message:
    """A request before it is signed. `target` None leaves the X-Amz-Target header out."""

    body: bytes
    target: str | None
    method: str = "POST"
    content_type: str = "application/x-amz-json-1.1"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came back. `seconds` is from the first byte sent to the last received.

    `reused`: the connection had carried an answer before, so that a target which closes idle connections may have
    closed it before it saw this request.
    """

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    failure: Failure | None = None
    detail: str = ""
    reused: bool = False


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
        allow_real_aws: bool = False,
        ca_file: str | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._signer = signer
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._pause = 1 / rate if rate else 0.0
        self._next = 0.0
        self._address = resolve(endpoint, allow_real_aws=allow_real_aws)
        self._tls = _context(ca_file) if endpoint.scheme == "https" else None
        self._socket: socket.socket | None = None
        self._http = h11.Connection(h11.CLIENT)
        self._used = False

    def close(self) -> None:
        """Ends the connection; the next exchange opens another."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
        self._socket = None

    def exchange(self, message: Message) -> Exchange:
        """Sends a message and reads the answer. Never raises for what the target does."""
        self._wait()
        try:
            if self._socket is None:
                self._open()
        except ssl.SSLError as broken:
            return self._failed(Failure.TLS, 0.0, _reason(broken), reused=False)
        except TimeoutError:
            return self._failed(Failure.TIMEOUT, self._connect_seconds, "nobody accepted the connection", reused=False)
        except OSError as broken:
            return self._failed(Failure.REFUSED, 0.0, broken.strerror or str(broken), reused=False)
        reused, self._used = self._used, True
        start = time.monotonic()
        try:
            return self._answer(message, start, reused=reused)
        except TimeoutError:
            failure, detail = Failure.TIMEOUT, f"after {self._answer_seconds:g} s"
        except (h11.RemoteProtocolError, UnicodeError) as broken:
            closed = self._http.their_state is h11.IDLE and not self._http.trailing_data[0]
            failure, detail = (Failure.DROPPED if closed or "closed" in str(broken) else Failure.NOT_HTTP), str(broken)
        except _TooLargeError:
            failure, detail = Failure.TOO_LARGE, ""
        except OSError as broken:
            failure, detail = Failure.DROPPED, broken.strerror or str(broken)
        return self._failed(failure, time.monotonic() - start, detail, reused=reused)

    def _wait(self) -> None:
        """Keeps to the rate limit."""
        if self._pause:
            now = time.monotonic()
            if self._next > now:
                time.sleep(self._next - now)
            self._next = max(now, self._next) + self._pause

    def _open(self) -> None:
        plain = socket.create_connection((self._address, self.endpoint.port), self._connect_seconds)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket = self._tls.wrap_socket(plain, server_hostname=self.endpoint.host) if self._tls else plain
        except BaseException:
            plain.close()
            raise
        self._http, self._used = h11.Connection(h11.CLIENT), False

    def _answer(self, message: Message, start: float, *, reused: bool) -> Exchange:
        assert self._socket is not None
        self._socket.settimeout(self._answer_seconds)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            # A target may answer and close before it has read all: what it said is read below.
            self._socket.sendall(self._bytes(message))
        deadline = start + self._answer_seconds
        head: h11.Response | None = None
        body: list[bytes] = []
        size = 0
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                self._socket.settimeout(left)
                self._http.receive_data(self._socket.recv(_CHUNK))
            elif isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.Data):
                size += len(event.data)
                if size > MOST:
                    raise _TooLargeError
                body.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                break
            elif isinstance(event, h11.ConnectionClosed):
                raise h11.RemoteProtocolError("the connection was closed")
        assert head is not None
        seconds = time.monotonic() - start
        self._rest()
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in head.headers)
        return Exchange(head.status_code, headers, b"".join(body), seconds, reused=reused)

    def _rest(self) -> None:
        """Readies the connection for the next message, or ends it where the target will not have one."""
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
        else:
            self.close()

    def _bytes(self, message: Message) -> bytes:
        headers = {"Host": self.endpoint.authority, "Content-Type": message.content_type}
        if message.target is not None:
            headers["X-Amz-Target"] = message.target
        url = f"{self.endpoint.scheme}://{self.endpoint.authority}{self.endpoint.path}"
        signed = self._signer.sign(message.method, url, headers, message.body)
        signed["Content-Length"] = str(len(message.body))
        signed["Accept-Encoding"] = "identity"
        signed["User-Agent"] = "kms-conformance"
        request = h11.Request(method=message.method, target=self.endpoint.path, headers=list(signed.items()))
        sent = self._http.send(request) or b""
        sent += self._http.send(h11.Data(data=message.body)) or b""
        return sent + (self._http.send(h11.EndOfMessage()) or b"")

    def _failed(self, failure: Failure, seconds: float, detail: str, *, reused: bool) -> Exchange:
        self.close()
        return Exchange(None, (), b"", seconds, failure, detail, reused)


class _TooLargeError(Exception):
    """The body has passed its limit."""


def _context(ca_file: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as broken:
        raise TargetError(f"the CA file {ca_file!r} cannot be read: {broken.strerror or broken}") from None


def _reason(broken: ssl.SSLError) -> str:
    return getattr(broken, "verify_message", "") or (broken.reason or str(broken)).replace("_", " ").lower()
