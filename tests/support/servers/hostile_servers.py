"""Servers of raw sockets that treat a client badly, each a function of the connection that it was given.

They listen on loopback, read and write bytes, know no HTTP library, and end by themselves: with the block they serve,
and after LIFE seconds at the latest.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
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


def first(script: Script) -> Script:
    """A server that treats its first connection badly and all others well."""
    return lambda peer: script(peer) if peer.number == 1 else good(peer)


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An ordinary answer."""
    lines = (f"HTTP/1.1 {status}", "Content-Type: application/x-amz-json-1.1", f"Content-Length: {len(body)}", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def fitting(request: bytes) -> bytes:
    """The body that only this request is answered with."""
    return json.dumps({"sha256": hashlib.sha256(request.partition(b"\r\n\r\n")[2]).hexdigest()}).encode()


# Right, each in its own way.


def good(peer: Peer) -> None:
    while True:
        peer.send(answer(fitting(peer.request())))


def closes_after_each(peer: Peer) -> None:
    peer.send(answer(fitting(peer.request()), "Connection: close"))


def closes_after_each_unsaid(peer: Peer) -> None:
    peer.send(answer(fitting(peer.request())))


def closes_when_the_next_comes(peer: Peer) -> None:
    """An idle connection that is closed just while the next request is on its way."""
    peer.send(answer(fitting(peer.request())))
    peer.request()
    peer.reset()


def one_byte_at_a_time(peer: Peer) -> None:
    while True:
        for byte in answer(fitting(peer.request())):
            peer.send(bytes([byte]))


def continues_first(peer: Peer) -> None:
    while True:
        request = peer.request()
        peer.send(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(fitting(request))
        )


def chunked_with_trailers(peer: Peer) -> None:
    while True:
        body = fitting(peer.request())
        chunks = b"".join(b"%x;name=value\r\n%c\r\n" % (1, byte) for byte in body)
        peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nX-Late: 1\r\n\r\n")


def ends_the_body_by_closing(peer: Peer) -> None:
    peer.send(b"HTTP/1.0 200 OK\r\n\r\n" + fitting(peer.request()))


def compressed(peer: Peer) -> None:
    while True:
        peer.send(answer(gzip.compress(fitting(peer.request())), "Content-Encoding: gzip"))


def says_too_much(peer: Peer) -> None:
    """Promises fewer bytes than it sends: what is left over looks like an answer to the next request."""
    while True:
        peer.send(answer(fitting(peer.request())) + answer(b'{"stolen": true}'))


def says_too_much_later(peer: Peer) -> None:
    while True:
        peer.send(answer(fitting(peer.request())))
        peer.wait(0.05)
        peer.send(answer(b'{"stolen": true}'))


def answers_before_the_body(peer: Peer) -> None:
    """Refuses by the head alone and closes, so that the rest of the request meets a reset."""
    peer.head()
    peer.send(answer(b"{}", "Connection: close", status="413 Content Too Large"))


def answers_before_the_body_and_stays(peer: Peer) -> None:
    """Refuses by the head alone and reads no more, without closing."""
    peer.head()
    peer.send(answer(b"{}", status="413 Content Too Large"))
    peer.wait()


# Wrong.


def hangs_before_reading(peer: Peer) -> None:
    peer.wait()


def hangs(peer: Peer) -> None:
    peer.request()
    peer.wait()


def trickles_the_head(peer: Peer) -> None:
    peer.request()
    for byte in answer(b"{}"):
        peer.send(bytes([byte]))
        peer.wait(0.05)


def trickles_the_body(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        peer.send(b" ")
        peer.wait(0.05)


def trickles_hints(peer: Peer) -> None:
    """Announces an answer for ever."""
    peer.request()
    while True:
        peer.send(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        peer.wait(0.01)


def floods_hints(peer: Peer) -> None:
    peer.request()
    while True:
        peer.send(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000)


def promises_more(peer: Peer) -> None:
    """Promises more bytes than it sends, and stays."""
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}")
    peer.wait()


def promises_more_and_closes(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}")


def never_ends_a_body(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        peer.send(b"x" * 65_536)


def never_ends_chunks(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        peer.send(b"1\r\nx\r\n" * 10_000)


def huge_body(peer: Peer) -> None:
    peer.request()
    peer.send(answer(b"x" * (8 * 2**20 + 1)))


def endless_headers(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        peer.send(b"X-Filler: " + b"x" * 1000 + b"\r\n")


def resets(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    peer.wait(0.05)
    peer.reset()


def resets_at_once(peer: Peer) -> None:
    peer.wait(0.1)  # until the client has seen that it is connected
    peer.reset()


def closes_unanswered(peer: Peer) -> None:
    peer.request()


def closes_in_the_head(peer: Peer) -> None:
    peer.request()
    peer.send(b"HTTP/1.1 200 OK\r\nContent-")


def saying(*parts: bytes, stays: bool = False) -> Script:
    """A server that answers each request with the same bytes, then closes or stays."""

    def script(peer: Peer) -> None:
        peer.request()
        for part in parts:
            peer.send(part)
        if stays:
            peer.wait()

    return script


def redirecting(to: Callable[[Site], str]) -> Script:
    """A server that sends every request elsewhere."""

    def script(peer: Peer) -> None:
        while True:
            peer.request()
            peer.send(answer(b"", f"Location: {to(peer.site)}", status="302 Found"))

    return script


def html(peer: Peer) -> None:
    """A web server that has the same page for everything."""
    while True:
        peer.request()
        page = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"
        peer.send(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page)


# Right but for one thing: a server behind which another one, that knows the API, answers.


def forwarding(
    port: int,
    asked: Callable[[Peer, int], None] = lambda peer, number: None,
    answered: Callable[[Peer, bytes, bytes], None] = lambda peer, request, answer: None,
) -> Script:
    """Hands each request on to the server at `port`, and its answer back.

    `asked` is called before, with the number of the site's requests so far, this one too; `answered` with the request
    and the answer before that goes back. What they raise ends the connection.
    """

    def script(peer: Peer) -> None:
        with socket.create_connection(("127.0.0.1", port), LIFE) as behind:
            answers = Peer(Site(port, tls=False), behind, 0)
            while True:
                request = peer.request()
                asked(peer, len(peer.site.requests))
                behind.sendall(request)
                found = answers.request()
                answered(peer, request, found)
                peer.send(found)

    return script
