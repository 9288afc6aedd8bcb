"""Faults in how an HTTP message is read: its target, method and other headers, its framing, its signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kms_targets.reference.endpoint import CREATE
from kms_targets.reference.faults.fault import CRASH, Change, Fault, Kind, rule
from kms_targets.reference.http import signatures
from kms_targets.reference.json11 import PREFIX, error_form
from kms_targets.reference.rules import Answer, Arrival, Arrive

_TARGET = b"x-amz-target"
_FAILED = error_form(CRASH, {})
_SPREAD = ("signature",)  # an unsigned request gets another answer to everything


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, change in _TABLE:
        identity, spreads = f"protocol.json11.{requirement}", requirement in _SPREAD
        yield Fault(f"message-{name}", identity, Kind.MESSAGE, description, change, spreads)


def _fails(when: Callable[[Arrival], object]) -> Change:
    """Such requests get 500."""
    return rule(arrived=lambda arrival: _FAILED if when(arrival) else arrival)


def _kind(arrival: Arrival) -> bytes | None:
    """The content type, or None where there is none."""
    return next(iter(arrival.values(b"content-type")), None)


def _padded(arrival: Arrival) -> bool:
    return any(value != value.strip() for value in arrival.values(_TARGET))


def _other_service(arrival: Arrival) -> bool:
    return any(value.strip() and not value.strip().startswith(PREFIX.encode()) for value in arrival.values(_TARGET))


def _empty_is_create(arrival: Arrival) -> Arrival:
    return arrival.having(_TARGET, CREATE.encode()) if arrival.values(_TARGET) == [b""] else arrival


def _any_method(arrival: Arrival) -> Arrival:
    return arrival._replace(method="POST")


def _one_spelling(arrival: Arrival) -> Arrival:
    """X-Amz-Target is known in this spelling alone."""
    kept = tuple(pair for pair in arrival.headers if pair[0].lower() != _TARGET or pair[0] == b"X-Amz-Target")
    return arrival._replace(headers=kept)


def _no_length(arrival: Arrival) -> bool:
    return not arrival.body and not arrival.values(b"content-length")


def _checked(passed: Answer | None) -> Arrive:
    """Signatures are checked, but for one thing."""

    def arrived(arrival: Arrival) -> Arrival | Answer:
        found = signatures.refusal(arrival)
        return arrival if found in (None, passed) else found

    return arrived


_TABLE: tuple[tuple[str, str, str, Change], ...] = (
    ("other-service-500", "other-service", "a target of another service gets 500", _fails(_other_service)),
    (
        "empty-target",
        "empty-target",
        "an empty X-Amz-Target means CreateCustomKeyStore",
        rule(arrived=_empty_is_create),
    ),
    ("target-twice-500", "repeated-target", "two targets get 500", _fails(lambda a: len(a.values(_TARGET)) > 1)),
    ("target-padded-500", "target-white-space", "white space around a target gets 500", _fails(_padded)),
    ("any-method", "method", "GET does what POST does", rule(arrived=_any_method)),
    ("put-500", "method", "PUT gets 500", _fails(lambda a: a.method == "PUT")),
    ("json-500", "content-type", "application/json gets 500", _fails(lambda a: _kind(a) == b"application/json")),
    ("untyped-500", "content-type", "no content type gets 500", _fails(lambda a: _kind(a) is None)),
    ("one-spelling", "header-case", "headers are read in one spelling", rule(arrived=_one_spelling)),
    ("chunked-500", "chunked-body", "a body in chunks gets 500", _fails(lambda a: a.values(b"transfer-encoding"))),
    ("expect-500", "expect-continue", "Expect: 100-continue gets 500", _fails(lambda a: a.values(b"expect"))),
    ("no-length-500", "empty-body", "no body and no Content-Length get 500", _fails(_no_length)),
    ("cut-500", "content-length", "a body that is cut short gets 500", rule(cut=_FAILED)),
    ("cut-200", "content-length", "a body that is cut short gets 200", rule(cut=Answer(200, b"{}"))),
    (
        "unsigned-accepted",
        "signature",
        "signatures are checked where there is one",
        rule(arrived=_checked(signatures.UNSIGNED)),
    ),
    (
        "expired-accepted",
        "signature",
        "signatures are checked, whenever they were made",
        rule(arrived=_checked(signatures.EXPIRED)),
    ),
)
