"""Each exchange over a real socket gets its own answer, whole and as it was sent, in bounded time and size."""

from __future__ import annotations

import gzip
import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kms_specification.wire.forms import Form
from kms_targets import url_guard
from kms_targets.http.client import Client, Failure, Message
from kms_targets.http.http_connection import MOST
from kms_targets.sigv4 import EXAMPLE, Signer
from tests.support.servers import hostile_servers as hostile
from tests.support.servers.clients import SHORT, SLACK, ask, client_of, is_right
from tests.support.servers.hostile_servers import answer, first, fitting, saying
from tests.support.servers.raw_sockets import Peer, Script, Site, serving

RIGHT: dict[str, tuple[Script, int]] = {
    "kept alive": (hostile.good, 1),
    "closed after each answer": (hostile.closes_after_each, 5),
    "closed after each answer, unsaid": (hostile.closes_after_each_unsaid, 5),
    "HTTP/1.0, ended by closing": (hostile.ends_the_body_by_closing, 5),
    "one byte at a time": (hostile.one_byte_at_a_time, 1),
    "100 and 103 first": (hostile.continues_first, 1),
    "chunked with extensions and trailers": (hostile.chunked_with_trailers, 1),
    "more than was promised": (hostile.says_too_much, 5),
    "more than was promised, later": (hostile.says_too_much_later, 5),
}


@pytest.mark.parametrize("name", RIGHT)
def test_each_exchange_gets_its_own_answer(name: str) -> None:
    script, connections = RIGHT[name]
    with serving(script) as site, client_of(site, answer_seconds=20.0) as client:
        for number in range(5):
            body = b'{"number": %d}' % number
            assert is_right(ask(client, body), body)
            if name.endswith(("unsaid", "later")):
                time.sleep(0.1)  # until what the server does unasked has arrived
        assert site.connections == connections
        assert len(site.requests) == 5


def test_an_idle_connection_closed_under_a_request_is_said_to_have_been_used() -> None:
    with serving(first(hostile.closes_when_the_next_comes)) as site, client_of(site) as client:
        assert not ask(client).reused
        dropped = ask(client)
        assert (dropped.failure, dropped.reused) == (Failure.DROPPED, True)
        again = ask(client)
        assert is_right(again)
        assert not again.reused
        assert ask(client).reused


def test_a_server_that_is_gone_refuses() -> None:
    with serving(hostile.good) as site, client_of(site) as client:
        assert is_right(ask(client))
    with client_of(site) as client:
        seen = ask(client)
    assert (seen.failure, seen.detail) == (Failure.REFUSED, "Connection refused")


def test_a_connection_that_nobody_accepts_times_out() -> None:
    with socket.socket() as listener, socket.socket() as one, socket.socket() as two:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for waiting in (one, two):  # the queue of connections is full
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        site = Site(listener.getsockname()[1], tls=False)
        with client_of(site, connect_seconds=SHORT) as client:
            start = time.monotonic()
            seen = ask(client)
    assert (seen.failure, seen.detail) == (Failure.TIMEOUT, "nobody accepted the connection")
    assert time.monotonic() - start < SHORT + SLACK


def test_the_second_address_of_a_name_is_tried_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(hostile.good) as site:
        endpoint = url_guard.parse(site.url)
        monkeypatch.setattr("kms_targets.http.client.resolve", lambda _: ("127.0.0.2", "127.0.0.1"))
        client = Client(endpoint, Signer(EXAMPLE, "us-east-1"), answer_seconds=SHORT)
        assert is_right(ask(client))
        client.close()


@pytest.mark.parametrize("script", [hostile.answers_before_the_body, hostile.answers_before_the_body_and_stays])
def test_an_answer_that_comes_before_the_body_is_read_is_heard(script: Script) -> None:
    """The body is far more than the buffers of both sides hold."""
    with serving(first(script)) as site, client_of(site, answer_seconds=20.0) as client:
        start = time.monotonic()
        seen = ask(client, b"x" * 16_000_000)
        assert (seen.status, seen.body, seen.failure) == (413, b"{}", None)
        assert time.monotonic() - start < 15.0
        assert is_right(ask(client))


def test_a_body_that_is_not_read_times_out() -> None:
    with serving(first(hostile.hangs_before_reading)) as site, client_of(site) as client:
        start = time.monotonic()
        assert ask(client, b"x" * 16_000_000).failure is Failure.TIMEOUT
        assert time.monotonic() - start < SHORT + SLACK
        assert is_right(ask(client))


def test_an_answer_of_exactly_the_limit_is_read() -> None:
    with serving(saying(answer(b"x" * MOST))) as site, client_of(site, answer_seconds=20.0) as client:
        assert ask(client).body == b"x" * MOST


def test_nothing_is_decompressed() -> None:
    with serving(hostile.compressed) as site, client_of(site) as client:
        seen = ask(client)
        assert gzip.decompress(seen.body) == fitting(b"\r\n\r\n{}")
        assert b"\r\naccept-encoding: identity\r\n" in site.requests[0].lower()


def test_a_list_of_a_thousand_stores_with_certificates_is_read() -> None:
    stores = [{"CustomKeyStoreId": f"cks-{n}", "TrustAnchorCertificate": "c" * 5000} for n in range(1000)]
    listed = json.dumps({"CustomKeyStores": stores}).encode()
    with serving(hostile.saying(answer(listed))) as site, client_of(site, answer_seconds=20.0) as client:
        assert ask(client).body == listed


def test_no_redirect_is_followed() -> None:
    with serving(hostile.good) as elsewhere:
        for to in (lambda site: site.url, lambda site: elsewhere.url):
            with serving(hostile.redirecting(to)) as site, client_of(site) as client:
                seen = ask(client)
                assert (seen.status, len(site.requests)) == (302, 1)
                assert ("location", to(site)) in seen.headers
        assert elsewhere.connections == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\x00",
        json.dumps({"a": "\ud800 \U0001f511 \0"}).encode(),
        '{"a": "\u65e5\u672c"}'.encode(),
        b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        bytes(range(256)) * 4096,
    ],
    ids=["nothing", "binary", "surrogate", "UTF-8", "like HTTP", "1 MiB"],
)
def test_exactly_the_bytes_that_were_given_arrive(body: bytes) -> None:
    with serving(hostile.good) as site, client_of(site, answer_seconds=20.0) as client:
        assert is_right(ask(client, body), body)
        assert site.requests[0].partition(b"\r\n\r\n")[2] == body


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE"])
def test_other_methods_and_no_target_are_sent_as_they_are(method: str) -> None:
    def script(peer: Peer) -> None:
        peer.request()
        peer.send(answer(b"" if method == "HEAD" else b"{}"))

    with serving(script) as site, client_of(site) as client:
        seen = client.exchange(Message(b"{}", None, Form(method, "text/plain")))
        assert seen.status == 200
        assert site.requests[0].startswith(f"{method} / HTTP/1.1\r\n".encode())
        assert b"x-amz-target" not in site.requests[0].lower()
        assert b"content-type: text/plain\r\n" in site.requests[0].lower()


@pytest.mark.parametrize("script", [hostile.good, hostile.closes_after_each])
def test_the_rate_is_kept_whatever_becomes_of_the_connection(script: Script) -> None:
    with serving(script) as site, client_of(site, rate=40.0) as client:
        start = time.monotonic()
        for _ in range(9):
            ask(client)
        assert time.monotonic() - start >= 8 / 40
        time.sleep(0.2)  # a pause is not saved up
        start = time.monotonic()
        for _ in range(5):
            ask(client)
        assert time.monotonic() - start >= 4 / 40


def test_an_interrupted_exchange_leaves_no_answer_to_the_next() -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    def late(peer: Peer) -> None:
        request = peer.request()
        peer.wait(0.3)
        peer.send(answer(fitting(request)))
        hostile.good(peer)

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with serving(late) as site, client_of(site, answer_seconds=20.0) as client:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(KeyboardInterrupt):
                ask(client, b"[1]")
            assert is_right(ask(client, b"[2]"), b"[2]")
    finally:
        signal.signal(signal.SIGALRM, before)


def test_no_thread_or_socket_is_left(tmp_path: Path) -> None:
    """A process that has met the worst of them ends by itself, and says nothing of unclosed sockets."""
    script = tmp_path / "script.py"
    script.write_text(
        "from tests.support.servers import hostile_servers as hostile\n"
        "from tests.support.servers.raw_sockets import serving\n"
        "from kms_targets import url_guard\n"
        "from kms_targets.http.client import Client, Message\n"
        "from kms_targets.sigv4 import EXAMPLE, Signer\n"
        "for treat in (hostile.hangs, hostile.resets, hostile.endless_headers, hostile.good):\n"
        "    with serving(treat) as site:\n"
        "        client = Client(url_guard.parse(site.url), Signer(EXAMPLE, 'us-east-1'), answer_seconds=0.1)\n"
        "        client.exchange(Message(b'', None))\n"
        "        client.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", str(script)],
        capture_output=True,
        text=True,
        timeout=300,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.thorough  # a ratio, and still at the mercy of what else the machine does
@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="only Linux can be asked not to wait with what it has")
def test_a_server_that_waits_for_its_head_to_be_acknowledged_is_not_kept_waiting() -> None:
    """As Python's own `http.server` does, and all that is built on it."""

    def apart(peer: Peer) -> None:
        peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
        while True:
            head, _, body = answer(fitting(peer.request())).partition(b"\r\n\r\n")
            peer.send(head + b"\r\n\r\n")
            peer.send(body)

    def together(peer: Peer) -> None:
        while True:
            peer.send(answer(fitting(peer.request())))

    took = []
    for script in (together, apart):
        with serving(script) as site, client_of(site, answer_seconds=SLACK) as client:
            start = time.monotonic()
            assert all(ask(client).status == 200 for _ in range(100))
            took.append(time.monotonic() - start)
    assert took[1] < 20 * took[0]  # 40 ms each would be several hundred times as long
