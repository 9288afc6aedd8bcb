"""What is no answer over a real socket costs a bounded wait, comes back with what it was, and spoils no exchange."""

from __future__ import annotations

import time

import pytest

from kms_targets.http.client import Failure
from tests.support.servers import hostile_servers as hostile
from tests.support.servers.clients import SHORT, SLACK, ask, client_of, is_right
from tests.support.servers.hostile_servers import first, saying
from tests.support.servers.raw_sockets import Script, serving

# What is no answer, and what it is called.
NO_ANSWER: dict[str, tuple[Script, Failure, str | None]] = {
    "hangs before reading": (hostile.hangs_before_reading, Failure.TIMEOUT, "after 0.4 s"),
    "hangs": (hostile.hangs, Failure.TIMEOUT, "after 0.4 s"),
    "trickles the head": (hostile.trickles_the_head, Failure.TIMEOUT, "after 0.4 s"),
    "trickles the body": (hostile.trickles_the_body, Failure.TIMEOUT, "after 0.4 s"),
    "trickles hints": (hostile.trickles_hints, Failure.TIMEOUT, "after 0.4 s"),
    "floods hints": (hostile.floods_hints, Failure.TIMEOUT, "after 0.4 s"),
    "promises more": (hostile.promises_more, Failure.TIMEOUT, "after 0.4 s"),
    "promises more and closes": (hostile.promises_more_and_closes, Failure.DROPPED, ""),
    "resets in the body": (hostile.resets, Failure.DROPPED, "Connection reset by peer"),
    "resets at once": (hostile.resets_at_once, Failure.DROPPED, None),
    "closes unanswered": (hostile.closes_unanswered, Failure.DROPPED, "nothing was answered"),
    "closes in the head": (hostile.closes_in_the_head, Failure.DROPPED, ""),
    "closes in a chunk": (
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        Failure.DROPPED,
        "",
    ),
    "never ends a body": (hostile.never_ends_a_body, Failure.TOO_LARGE, ""),
    "never ends tiny chunks": (hostile.never_ends_chunks, Failure.TIMEOUT, "after 0.4 s"),
    "huge body": (hostile.huge_body, Failure.TOO_LARGE, ""),
    "endless headers": (hostile.endless_headers, Failure.NOT_HTTP, "its head does not end"),
    "HTTP/0.9": (saying(b"<html>hello</html>\n"), Failure.NOT_HTTP, ""),
    "binary": (saying(bytes(range(256)) * 4, stays=True), Failure.NOT_HTTP, ""),
    "a greeting": (saying(b"SSH-2.0-OpenSSH_9.6\r\n", stays=True), Failure.NOT_HTTP, ""),
    "a greeting that starts like HTTP": (saying(b"H", b"ello\r\n", stays=True), Failure.NOT_HTTP, ""),
    "an empty line": (saying(b"\r\n\r\n", stays=True), Failure.NOT_HTTP, ""),
    "HTTP/2": (saying(b"HTTP/2 200\r\n\r\n"), Failure.NOT_HTTP, "illegal status line"),
    "a status of letters": (saying(b"HTTP/1.1 abc Secret\r\n\r\n"), Failure.NOT_HTTP, "illegal status line"),
    "a status of 000": (saying(b"HTTP/1.1 000 Secret\r\n\r\n"), Failure.NOT_HTTP, None),
    "a header without a colon": (
        saying(b"HTTP/1.1 200 OK\r\nSecret\r\n\r\n"),
        Failure.NOT_HTTP,
        "illegal header line",
    ),
    "a NUL in a header": (saying(b"HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n"), Failure.NOT_HTTP, "illegal header line"),
    "two lengths": (
        saying(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        Failure.NOT_HTTP,
        "conflicting Content-Length headers",
    ),
    "a negative length": (
        saying(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"),
        Failure.NOT_HTTP,
        "bad Content-Length",
    ),
    "an unknown coding": (
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}"),
        Failure.NOT_HTTP,
        "Only Transfer-Encoding",
    ),
    "a broken chunk": (
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}", stays=True),
        Failure.NOT_HTTP,
        "illegal chunk header",
    ),
    "a chunk longer than it says": (
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n", stays=True),
        Failure.NOT_HTTP,
        "malformed chunk footer",
    ),
    "another protocol": (
        saying(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n", stays=True),
        Failure.NOT_HTTP,
        None,
    ),
    "TLS's alert": (saying(b"\x15\x03\x01\x00\x02\x02\x46"), Failure.NOT_HTTP, "it speaks TLS"),
}


@pytest.mark.parametrize("name", NO_ANSWER)
def test_what_is_no_answer_costs_a_bounded_wait_and_not_the_next_exchange(name: str) -> None:
    script, failure, detail = NO_ANSWER[name]
    with serving(first(script)) as site, client_of(site) as client:
        start = time.monotonic()
        seen = ask(client)
        took = time.monotonic() - start
        assert (seen.status, seen.failure, seen.body, seen.headers) == (None, failure, b"", ())
        if detail is not None:
            assert seen.detail == detail
        assert "ecret" not in seen.detail, "what a server says is not repeated"
        assert took < SHORT + SLACK
        assert seen.seconds <= took
        assert took >= SHORT or failure is not Failure.TIMEOUT
        assert is_right(ask(client, b'{"again": 1}'), b'{"again": 1}')
