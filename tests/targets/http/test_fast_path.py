"""`kms_targets.http.fast_path` against h11: what it takes for plain, h11 reads the same."""

from __future__ import annotations

import h11
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kms_targets.http.fast_path import Plain, plain

_HEADED = [("Connection", "close"), ("Transfer-Encoding", "chunked"), ("Content-Length", "2"), ("Upgrade", "h2c")]
_USUAL = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-RequestId", "a:b"), ("Connection", "keep-alive")]
_ODD = [("Date", ""), ("Date", " "), ("Date", "\xe9"), ("X_Under", "1"), ("", "1"), ("A b", "1")]
_HEADERS = st.lists(st.sampled_from([*_HEADED, *_USUAL, *_ODD]), max_size=3)
_STATUSES = st.sampled_from(["200 OK", "200 ", "200", "400 Bad Request", "204 None", "304 Not", "101 Up", "100 Go"])
_BODIES = st.sampled_from([b"", b"{}", b'{"__type":"X"}', b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])


@st.composite
def _answers(draw: st.DrawFn) -> bytes:
    """Answers of every kind, most of them nearly plain: one that is, with a byte here or there put in or left out."""
    body = draw(_BODIES)
    length = draw(st.sampled_from([0, 0, 0, 0, -1, 1])) + len(body)
    headers = draw(_HEADERS)
    headers.insert(draw(st.integers(0, len(headers))), ("Content-Length", str(length)))
    lines = [f"HTTP/1.{draw(st.sampled_from('1110'))} {draw(_STATUSES)}", *(f"{n}: {v}" for n, v in headers), "", ""]
    raw = draw(st.sampled_from(["\r\n"] * 4 + ["\n"])).join(lines).encode("latin-1") + body
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + draw(st.sampled_from([b""] * 4 + [b"\0", b" ", b"\r\n", b"\n", b":"])) + raw[at:]


def _by_h11(raw: bytes) -> Plain | None:
    """What h11 makes of an answer to a POST, or None where it is broken, not whole, or the last on its connection."""
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="POST", target="/", headers=[("Host", "-"), ("Content-Length", "0")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(raw)
    head, body = None, b""
    while True:
        try:
            event = connection.next_event()
        except h11.RemoteProtocolError:
            return None
        if isinstance(event, h11.EndOfMessage):
            break
        if event is h11.NEED_DATA or event is h11.PAUSED or isinstance(event, h11.InformationalResponse):
            return None
        if isinstance(event, h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
    if head is None or connection.trailing_data[0] or connection.our_state is not h11.DONE:
        return None
    return head.status_code, tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in head.headers), body


@settings(max_examples=2_000)
@given(_answers())
@example(b"HTTP/1.1 400 Bad Request\r\nContent-Type: a b\r\ncontent-length: 2\r\n\r\n{}")
@example(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n")
@example(b"HTTP/1.1 204 OK\r\nContent-Length: 2\r\n\r\n{}")
def test_what_is_plain_is_to_h11_the_same(raw: bytes) -> None:
    found = plain(raw)
    assert found is None or found == _by_h11(raw)


def test_the_usual_answer_is_plain() -> None:
    raw = b"HTTP/1.1 400 Bad Request\r\nX-Amzn-RequestId: 1\r\nContent-Length: 2\r\nDate: Mon, 1\r\n\r\n{}"
    assert plain(raw) == (400, (("x-amzn-requestid", "1"), ("content-length", "2"), ("date", "Mon, 1")), b"{}")
