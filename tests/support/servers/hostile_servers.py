"""What servers that treat a client badly do with a connection, a function each."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
from collections.abc import Callable

from tests.support.servers.raw_sockets import LIFE, Peer, Script, Site


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
