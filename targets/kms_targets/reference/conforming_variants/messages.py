"""How odd messages are refused, or read: by the endpoint, or by a server before it that knows no AWS errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from kms_targets.reference.conforming_variants.variant import Change, Table, rule
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from kms_targets.reference.rules import Answer, Arrival, RefusalError

_JSON = b"application/x-amz-json-1.1"
_EMPTY = Answer(200, b"", None)


def _page(status: int) -> Answer:
    """What a web server says by itself."""
    return Answer(status, b"<html><body>%d</body></html>" % status, b"text/html")


def _refuses(status: int, when: Callable[[Arrival], object]) -> Change:
    return rule(arrived=lambda arrival: _page(status) if when(arrival) else arrival)


def _options(arrival: Arrival) -> Arrival | Answer:
    return _EMPTY._replace(headers=((b"allow", b"OPTIONS, POST"),)) if arrival.method == "OPTIONS" else arrival


def _redirected(arrival: Arrival) -> Arrival | Answer:
    return _EMPTY._replace(status=302, headers=((b"location", b"/ui/"),)) if arrival.method == "GET" else arrival


def _well(arrival: Arrival) -> Arrival | Answer:
    return Answer(200, b'"ok"', b"application/json") if arrival.method == "GET" else arrival


def _last_target(arrival: Arrival) -> Arrival:
    found = arrival.values(b"x-amz-target")
    return arrival.having(b"x-amz-target", found[-1]) if found else arrival


def _any_but_get(arrival: Arrival) -> Arrival | Answer:
    return _page(200) if arrival.method == "GET" else arrival._replace(method="POST")


def _other_type(arrival: Arrival) -> bool:
    return arrival.values(b"content-type") != [_JSON]


def _without_mark(body: bytes) -> object:
    return PAGE.parse(body.removeprefix(b"\xef\xbb\xbf"))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise RefusalError(PAGE.malformed)
    return dict(pairs)


def _no_name_twice(body: bytes) -> object:
    PAGE.parse(body)
    return json.loads(body, object_pairs_hook=_once)


_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


def _cautious(body: bytes) -> object:
    """Refuses what is nested deep, numbers of many digits, and halves of surrogate pairs."""
    bare = _STRING.sub(b"", body)
    if bare.count(b"[") > 64 or re.search(rb"\d{400}|1e-?400", bare):
        raise ValueError
    found = PAGE.parse(body)
    json.dumps(found, ensure_ascii=False).encode()  # half a pair raises UnicodeEncodeError, which is a ValueError
    return found


TABLE: Table = (
    ("post-only", "other methods get 405 and a page", _refuses(405, lambda a: a.method != "POST")),
    ("methods-unknown", "other methods get 501 and a page", _refuses(501, lambda a: a.method != "POST")),
    ("any-but-get", "GET gets a page for browsers, and other methods do what POST does", rule(arrived=_any_but_get)),
    ("options-200", "OPTIONS says which methods there are", rule(arrived=_options)),
    ("get-redirects", "GET leads to a page for browsers", rule(arrived=_redirected)),
    ("get-is-well", "GET gets a JSON text that is no object", rule(arrived=_well)),
    ("typed-only", "other content types get 415 and a page", _refuses(415, _other_type)),
    (
        "length-required",
        "a request without Content-Length gets 411 and a page",
        _refuses(411, lambda a: not a.values(b"content-length")),
    ),
    ("no-expectations", "Expect gets 417 and a page", _refuses(417, lambda a: a.values(b"expect"))),
    ("small-bodies", "more than 64 KiB get 413 and a page", _refuses(413, lambda a: len(a.body) > 2**16)),
    ("last-target", "of several targets the last is meant", rule(arrived=_last_target)),
    ("one-target", "several targets get 400 and a page", _refuses(400, lambda a: len(a.values(b"x-amz-target")) != 1)),
    ("mark-passed-over", "a byte order mark is passed over", rule(parse=_without_mark)),
    ("names-once", "a name that stands twice is refused", rule(parse=_no_name_twice)),
    ("cautious", "what is nested deep, long numbers and halves of pairs are refused", rule(parse=_cautious)),
    ("cut-short-408", "a body that is cut short gets 408 and a page", rule(cut=_page(408))),
    ("cut-short-500", "a body that is cut short gets 500 and a page, as of a servlet container", rule(cut=_page(500))),
    ("cut-short-503", "a body that is cut short gets 503 and a page, as of a proxy", rule(cut=_page(503))),
    ("cut-short-empty", "a body that is cut short gets an empty 200, as of a proxy", rule(cut=_EMPTY)),
    ("cut-short-closed", "a body that is cut short gets no answer", rule(cut=Answer(0, b""))),
)
