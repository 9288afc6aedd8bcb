"""The endpoint as an ASGI application: HTTP in, HTTP out, nothing about key stores."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from kms_targets.reference.endpoint import Endpoint
from kms_targets.reference.http.asgi_transport import CUT, SPELLED, drop
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from kms_targets.reference.rules import DROPPED, Answer, Arrival, Delivery, Proxying, Rules

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 8 * 2**20
TOO_LARGE = Answer(413, b'{"__type":"RequestEntityTooLargeException","message":"The request body is too large."}')
_requests = count(1)
_SCOPE = re.compile(rb"Credential=[^/,]*/[0-9]*/([a-z0-9-]+)/kms/")


def create_app(
    fault: str | Sequence[str] | None = None,
    variation: str | None = None,
    proxying: Proxying | None = None,
    latency: float = 0.0,
) -> App:
    """An endpoint with stores of its own, each answer as late as so many seconds. Raises KeyError where there is no
    such fault or variation."""
    rules = rules_of(fault, variation, proxying)
    if latency:
        rules = replace(rules, delivery=replace(rules.delivery, delay=rules.delivery.delay + latency))
    return application(rules)


def rules_of(
    fault: str | Sequence[str] | None = None, variation: str | None = None, proxying: Proxying | None = None
) -> Rules:
    """The page, changed by a variation, broken by faults; with `proxying`, proxies are asked. Raises KeyError."""
    rules = replace(PAGE, proxying=proxying)
    if variation is not None:
        from kms_targets.reference.conforming_variants import VARIATIONS

        rules = VARIATIONS[variation].change(rules)
    if fault is not None:
        from kms_targets.reference.faults import FAULTS

        for name in [fault] if isinstance(fault, str) else fault:
            rules = FAULTS[name].change(rules)
    return rules


def application(rules: Rules) -> App:
    """An endpoint that goes by these rules."""
    endpoint = Endpoint(rules)
    ordinary = rules.delivery == Delivery()
    answered: Counter[object] = Counter()

    def warmed_up(peer: object) -> Answer | None:
        """What a connection has instead of an answer because of those before it, if it has."""
        most, cold = rules.delivery.most, rules.delivery.cold
        if not most and cold is None:
            return None
        answered[peer] += 1
        if most and answered[peer] > most:
            del answered[peer]
            return DROPPED
        return cold if answered[peer] == 1 else None

    async def answered_to(arrival: Arrival) -> Answer:
        seen: Arrival | Answer = arrival if rules.arrived is None else rules.arrived(arrival)
        if isinstance(seen, Answer):
            return seen
        if not seen.whole:
            return rules.cut
        if len(seen.body) > MOST_BYTES:
            return TOO_LARGE
        return await endpoint.answer(_target(seen), seen.body, _region(seen))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            return
        answer = warmed_up(scope["client"])
        if answer is None:
            answer = await answered_to(_arrival(scope, body))
        if answer.status == 0:
            await drop(send, receive)
        elif ordinary:
            await send({"type": "http.response.start", "status": answer.status, "headers": _headers(answer)})
            await send({"type": "http.response.body", "body": answer.body})
        else:
            await _deliver(answer, rules.delivery, send)

    return app


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or more than MOST_BYTES of it; None where the client has gone."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if message.get("more_body"):
        parts = [body]
        while message.get("more_body") and sum(map(len, parts)) <= MOST_BYTES:
            message = await receive()
            parts.append(message.get("body", b""))
        body = b"".join(parts)
    return None if message["type"] == "http.disconnect" else body


def _arrival(scope: Mapping[str, Any], body: bytes) -> Arrival:
    headers = tuple(scope["headers"])
    spelled = scope.get(SPELLED)
    if spelled is not None:
        headers = tuple((name, value) for name, (_, value) in zip(spelled, headers, strict=True))
    return Arrival(scope["method"], scope["path"], headers, body, CUT not in scope)


def _target(arrival: Arrival) -> str:
    if arrival.method == "POST":
        for name, value in arrival.headers:
            if name.lower() == b"x-amz-target":
                return str(value.strip(b" \t"), "latin-1")
    return ""


def _region(arrival: Arrival) -> str | None:
    """The Region of the credential scope, where the request is signed."""
    for name, value in arrival.headers:
        if name.lower() == b"authorization":
            found = _SCOPE.search(value)
            return None if found is None else str(found[1], "latin-1")
    return None


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    found = [
        (b"x-amzn-requestid", b"00000000-0000-4000-8000-%012x" % next(_requests)),
        (b"content-length", b"%d" % len(answer.body)),
        *answer.headers,
    ]
    if answer.content_type is not None:
        found.append((b"content-type", answer.content_type))
    return found


async def _deliver(answer: Answer, delivery: Delivery, send: Send) -> None:
    headers = [*_headers(answer), *delivery.headers]
    if delivery.chunked:
        headers = [pair for pair in headers if pair[0] != b"content-length"]
    if delivery.close:
        headers.append((b"connection", b"close"))
    if delivery.delay:
        await asyncio.sleep(delivery.delay)
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    size = delivery.piece or len(answer.body) or 1
    for start in range(0, len(answer.body), size):
        if start and delivery.pause:
            await asyncio.sleep(delivery.pause)
        piece = answer.body[start : start + size]
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
