"""Requests leave in the form that they are meant to have, byte by byte, and over a connection of their own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kms_specification.wire.forms import Form, Framing, Signing, Spelling
from kms_targets.http.client import Client, Exchange, Failure, Message
from kms_targets.http.http_connection import CONTINUE
from kms_targets.sigv4 import EXAMPLE, Signer
from kms_targets.url_guard import parse
from tests.support.servers.hostile_servers import answer
from tests.support.servers.raw_sockets import Peer, Script, Site, serving
from tests.support.servers.recorder import Recorder

TARGET = "TrentService.ListKeys"
BODY = b'{"Limit": 10}'


@contextmanager
def client(script: Script, seconds: float = 3.0) -> Iterator[tuple[Client, Site]]:
    with serving(script) as site:
        found = Client(parse(site.url), Signer(EXAMPLE, "us-east-1"), answer_seconds=seconds)
        try:
            yield found, site
        finally:
            found.close()


def message(form: Form, body: bytes = BODY) -> Message:
    return Message(body, TARGET, form)


def sent(form: Form, body: bytes = BODY) -> tuple[Recorder, Exchange]:
    recorder = Recorder()
    with client(recorder) as (found, _):
        return recorder, found.exchange(message(form, body))


def test_the_usual_form_is_that_of_every_other_request() -> None:
    recorder, seen = sent(Form())
    assert seen.status == 200
    assert recorder.lines[0] == b"POST / HTTP/1.1"
    assert recorder.values(b"x-amz-target") == [TARGET.encode()]
    assert recorder.values(b"content-length") == [b"13"]


@pytest.mark.parametrize("method", ["GET", "PUT", "FROB"])
def test_another_method(method: str) -> None:
    recorder, seen = sent(Form(method=method))
    assert recorder.lines[0] == f"{method} / HTTP/1.1".encode()
    assert (recorder.body, seen.status) == (BODY, 200)


def test_no_content_type() -> None:
    assert sent(Form(content_type=None))[0].values(b"content-type") == []
    assert sent(Form(content_type="text/plain"))[0].values(b"content-type") == [b"text/plain"]


@pytest.mark.parametrize("targets", [(), ("",), ("a", "b"), (" \tx", "x \t")])
def test_targets_as_they_are_given(targets: tuple[str, ...]) -> None:
    assert sent(Form(targets=targets))[0].values(b"x-amz-target") == [value.encode() for value in targets]


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        (Spelling.LOWER, b"x-amz-target"),
        (Spelling.UPPER, b"X-AMZ-TARGET"),
        (Spelling.SWAPPED, b"x-aMZ-tARGET"),
    ],
)
def test_names_of_headers_as_they_are_to_be_spelled(spelling: Spelling, name: bytes) -> None:
    recorder, _ = sent(Form(spelling=spelling))
    assert name + b": " + TARGET.encode() in recorder.lines


def test_a_body_in_chunks() -> None:
    recorder, _ = sent(Form(framing=Framing.CHUNKED))
    assert recorder.values(b"transfer-encoding") == [b"chunked"]
    assert recorder.values(b"content-length") == []
    assert recorder.body == b'7\r\n{"Limit\r\n6\r\n": 10}\r\n0\r\n\r\n'


def test_no_length_and_no_body() -> None:
    recorder, _ = sent(Form(framing=Framing.NO_LENGTH), b"")
    assert recorder.values(b"content-length") == recorder.values(b"transfer-encoding") == []
    assert recorder.body == b""


def test_half_of_a_body_and_then_the_end() -> None:
    recorder, seen = sent(Form(framing=Framing.CUT_SHORT))
    assert recorder.values(b"content-length") == [b"13"]
    assert (recorder.body, recorder.ended, seen.status) == (BODY[:6], True, 200)


def test_a_length_that_is_too_small() -> None:
    recorder, _ = sent(Form(framing=Framing.TOO_SHORT))
    assert recorder.values(b"content-length") == [b"12"]
    assert (recorder.body, recorder.ended) == (BODY, False)


def continuing(*parts: bytes) -> Script:
    """Asks for the body in so many pieces, some time apart, and answers when it is there."""

    def script(peer: Peer) -> None:
        peer.head()
        for part in parts:
            peer.send(part)
            peer.wait(0.05)
        peer.site.requests.append(peer._exactly(len(BODY)))
        peer.send(answer(b"{}"))

    return script


ASKED = b"HTTP/1.1 100 Continue\r\n\r\n"
HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"


@pytest.mark.parametrize(
    "parts",
    [(ASKED,), (ASKED[:10], ASKED[10:]), (HINT, ASKED), (HINT + ASKED,)],
    ids=["at once", "in two pieces", "after a hint", "with a hint"],
)
def test_a_body_that_is_asked_for(monkeypatch: pytest.MonkeyPatch, parts: tuple[bytes, ...]) -> None:
    monkeypatch.setattr("kms_targets.http.http_connection.CONTINUE", 20.0)
    with client(continuing(*parts)) as (found, site):
        start = time.monotonic()
        assert found.exchange(message(Form(framing=Framing.CONTINUED))).status == 200
        assert time.monotonic() - start < 15.0
        assert site.requests == [BODY]


def test_a_body_that_is_not_asked_for_comes_all_the_same() -> None:
    with client(lambda peer: peer.send(answer(peer.request()[-13:]))) as (found, site):
        start = time.monotonic()
        seen = found.exchange(message(Form(framing=Framing.CONTINUED)))
        assert (seen.status, seen.body) == (200, BODY)
        assert time.monotonic() - start >= CONTINUE
        assert b"\r\nExpect: 100-continue\r\n" in site.requests[0]


def test_a_body_that_is_refused_stays_here() -> None:
    def refusing(peer: Peer) -> None:
        peer.head()
        peer.send(answer(b"{}", status="417 Expectation Failed"))
        peer.socket.settimeout(0.5)
        try:
            peer.site.requests.append(peer.socket.recv(100))
        except TimeoutError:
            peer.site.requests.append(b"nothing")

    with client(refusing) as (found, site):
        assert found.exchange(message(Form(framing=Framing.CONTINUED))).status == 417
        deadline = time.monotonic() + 2
        while not site.requests and time.monotonic() < deadline:
            time.sleep(0.01)
    assert site.requests in ([b""], [b"nothing"])


def test_a_target_that_never_answers_costs_one_wait() -> None:
    def silent(peer: Peer) -> None:
        peer.request()
        peer.wait()

    for framing in (Framing.CONTINUED, Framing.LENGTH):
        with client(silent, 3.0) as (found, _):
            start = time.monotonic()
            assert found.exchange(message(Form(method="PUT", framing=framing))).failure is Failure.TIMEOUT
            assert 2.9 < time.monotonic() - start < 5.9  # two would be 6


def test_an_odd_request_has_a_connection_of_its_own() -> None:
    def several(peer: Peer) -> None:
        while True:
            peer.request()
            peer.send(answer(b"%d" % peer.number))

    with client(several) as (found, _):
        forms = [Form(), Form(), Form(method="PUT"), Form(), Form(method="PUT"), Form()]
        assert [found.exchange(message(form)).body for form in forms] == [b"1", b"1", b"2", b"3", b"4", b"5"]


def test_signatures() -> None:
    signed = {signing: sent(Form(method="PUT", signing=signing))[0] for signing in Signing}
    for signing, recorder in signed.items():
        authorization = b"".join(recorder.values(b"authorization"))
        assert (EXAMPLE.access_key_id.encode() in authorization) is (signing is not Signing.UNSIGNED)
    assert signed[Signing.UNSIGNED].values(b"x-amz-date") == []
    today, before = (signed[s].values(b"x-amz-date")[0][:8] for s in (Signing.SIGNED, Signing.EXPIRED))
    assert int(before) < int(today)
    assert before in signed[Signing.EXPIRED].values(b"authorization")[0]
