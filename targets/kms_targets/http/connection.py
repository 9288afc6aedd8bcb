"""One TCP or TLS connection on which every wait ends by a deadline. Knows bytes and no HTTP.

Deadlines are of `time.monotonic`. Where one passes, TimeoutError is raised.
"""

from __future__ import annotations

import contextlib
import errno
import selectors
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass

from kms_targets.http.tunnel import Tunnel

CHUNK = 65_536  # bytes that are received at once
# Many servers write the head and the body of an answer apart, and hold the body back until the head is acknowledged,
# which would otherwise take 40 ms (RFC 896, RFC 1122 4.2.3.2). Linux alone has an option for it.
_QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)
# A port that was used stays taken for a while: 60 s on Linux, 30 s on macOS, up to 120 s on Windows.
TAKEN = 120.0
_A_MOMENT = 0.05  # seconds between two tries to get a port
_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class HandshakeError(Exception):
    """The connection was accepted, but TLS was not agreed upon. The message says why."""


class NotAcceptedError(TimeoutError):
    """The connection was not accepted in time."""


class Link:
    """An open connection."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self._socket = connected
        self._waits = _READ
        self._selector = selectors.DefaultSelector()
        self._selector.register(connected, _READ)

    def close(self) -> None:
        """Ends the connection."""
        self._selector.close()
        with contextlib.suppress(OSError):
            self._socket.close()

    def idle(self) -> bool:
        """Whether the connection is still there and no unexpected bytes have arrived."""
        try:
            return self._receive()[0] is None
        except OSError:
            return False

    def end_sending(self) -> None:
        """Tells the target that nothing more will come; what it says can still be received."""
        with contextlib.suppress(OSError):
            # Not that of an SSL socket, which forgets how to decrypt.
            socket.socket.shutdown(self._socket, socket.SHUT_WR)

    def abandon(self) -> None:
        """Ends the connection for a thread that waits for it."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def move(self, waiting: memoryview, deadline: float) -> tuple[int, bytes | None]:
        """Sends some of `waiting`, or receives: how many bytes left, and what came, which is empty at the end.

        Both ways stay open, so that a target which answers before it has read everything is heard. Where it reads no
        more, all of `waiting` counts as sent: what it has said before that can still be received.
        """
        while True:
            waits = 0
            if time.monotonic() > deadline:
                raise TimeoutError
            if waiting:
                try:
                    return self._socket.send(waiting), None
                except ssl.SSLWantReadError:
                    waits = _READ
                except (BlockingIOError, ssl.SSLWantWriteError):
                    waits = _WRITE
                except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
                    return len(waiting), None
            received, wait = self._receive()
            if received is not None:
                return 0, received
            self._until(waits | wait, deadline)

    def _receive(self) -> tuple[bytes | None, int]:
        """What has come, or None and what has to be waited for."""
        try:
            return self._socket.recv(CHUNK), 0
        except (BlockingIOError, ssl.SSLWantReadError):
            return None, _READ
        except ssl.SSLWantWriteError:
            return None, _WRITE

    def _until(self, waits: int, deadline: float) -> None:
        if waits != self._waits:
            self._selector.modify(self._socket, waits)
            self._waits = waits
        if _QUICKACK is not None:
            self._socket.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)  # for what arrives next only
        self._selector.select(max(0.0, deadline - time.monotonic()))


@dataclass(frozen=True, slots=True)
class Route:
    """The way to a host; `tls` asks for its certificate. With a `tunnel`, the addresses are those of its proxy."""

    host: str
    port: int
    addresses: tuple[str, ...]
    tls: ssl.SSLContext | None = None
    tunnel: Tunnel | None = None


def connect(route: Route, seconds: float, *, known: bool = False) -> Link:
    """A connection to the first address that accepts one.

    Takes at most `seconds` for the addresses together, and as long again for TLS. `known`: there was a connection
    before, so that for want of a port of this machine it takes at most TAKEN seconds more. Raises OSError, TimeoutError
    with a message of its own, or HandshakeError.
    """
    door = route.port if route.tunnel is None else route.tunnel.port
    plain = _with_a_port(route.addresses, door, seconds) if known else _first(route.addresses, door, seconds)
    try:
        if route.tunnel is not None:
            route.tunnel.open(plain, route.host, route.port, seconds)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Link(_secured(plain, route.tls, route.host, seconds) if route.tls else plain)
    except BaseException:
        plain.close()
        raise


def _with_a_port(addresses: Sequence[str], port: int, seconds: float) -> socket.socket:
    """A target that closes each connection may use up the ports of this machine, which is no fault of the target's."""
    deadline = time.monotonic() + TAKEN
    while True:
        try:
            return _first(addresses, port, seconds)
        except OSError as broken:
            if broken.errno != errno.EADDRNOTAVAIL or time.monotonic() > deadline:
                raise
        time.sleep(_A_MOMENT)


def _first(addresses: Sequence[str], port: int, seconds: float) -> socket.socket:
    """`localhost` is often two addresses, and its server at one of them."""
    trouble: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), seconds / len(addresses))
        except TimeoutError:
            trouble = NotAcceptedError("nobody accepted the connection")
        except OSError as broken:
            trouble = broken
    raise trouble or OSError("there is no address")


def reason(broken: OSError) -> str:
    """What broke a connection, in the words of the system or of OpenSSL."""
    if isinstance(broken, ssl.SSLError):
        return getattr(broken, "verify_message", "") or (broken.reason or str(broken)).replace("_", " ").lower()
    return broken.strerror or str(broken)


def _secured(plain: socket.socket, tls: ssl.SSLContext, name: str, seconds: float) -> ssl.SSLSocket:
    plain.settimeout(seconds)
    try:
        return tls.wrap_socket(plain, server_hostname=name)
    except ssl.SSLError as broken:
        raise HandshakeError(reason(broken)) from None
    except TimeoutError:
        raise TimeoutError("the TLS handshake did not end") from None
    except OSError as broken:
        raise HandshakeError(broken.strerror or str(broken)) from None
