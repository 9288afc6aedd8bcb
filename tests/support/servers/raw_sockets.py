"""Servers of raw sockets, each a function of the connection; none outlives the test, or LIFE seconds."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

LIFE = 30.0  # seconds after which no server is there any more


@dataclass
class Site:
    """A server as its test sees it: where it listens, and the requests and connections that it has had."""

    port: int
    tls: bool
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    listener: socket.socket | None = None

    def stop_listening(self) -> None:
        """Refuses every further connection."""
        assert self.listener is not None
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}" if self.tls else f"http://127.0.0.1:{self.port}"


@dataclass
class Peer:
    """One connection from the server's side. `number` counts a site's connections from 1."""

    site: Site
    socket: socket.socket
    number: int
    _read: bytes = b""

    def request(self) -> bytes:
        """The next whole request. Raises ConnectionError where there is none."""
        head = self._until(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        body = self._exactly(int(length[1]) if length else 0)
        self.site.requests.append(head + body)
        return head + body

    def head(self) -> bytes:
        """The next request without its body, which is not read."""
        return self._until(b"\r\n\r\n")

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def wait(self, seconds: float = LIFE) -> None:
        """Does nothing. Raises ConnectionError where the site closes meanwhile."""
        if self.site.over.wait(seconds):
            raise ConnectionError

    def reset(self) -> None:
        """Closes with a reset instead of an end."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._read:
            self._more()
        at = self._read.index(mark) + len(mark)
        found, self._read = self._read[:at], self._read[at:]
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        found, self._read = self._read[:size], self._read[size:]
        return found

    def _more(self) -> None:
        received = self.socket.recv(65_536)
        if not received:
            raise ConnectionError
        self._read += received


Script = Callable[[Peer], None]


@contextlib.contextmanager
def serving(script: Script, *, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site at which every connection is treated by `script`, in a thread of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(LIFE)
    site = Site(listener.getsockname()[1], tls is not None, listener=listener)
    threads: list[threading.Thread] = []

    def treat(plain: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), plain:
            plain.settimeout(LIFE)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with tls.wrap_socket(plain, server_side=True) if tls else plain as used:
                peers.append(used)
                script(Peer(site, used, number))

    def accept() -> None:
        with contextlib.suppress(OSError):
            while not site.over.is_set():
                plain, _ = listener.accept()
                site.connections += 1
                threads.append(threading.Thread(target=treat, args=(plain, site.connections), daemon=True))
                threads[-1].start()

    peers: list[socket.socket] = []
    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield site
    finally:
        site.over.set()
        site.stop_listening()
        accepting.join(5)
        for peer in peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(5)
