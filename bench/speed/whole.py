"""A whole `quick` run, its opening and its cleanup too, beside a bare loop that sends the very same requests."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_conformance.suites.selection import select
from kms_specification.wire.forms import CONTENT_TYPE
from kms_targets.http.client import Client, Exchange, Message, Prepared

_ID = re.compile(rb"cks-[0-9a-f]{17}")


@dataclass(frozen=True, slots=True)
class Seen:
    """A request of a run in its usual form, and what was answered."""

    message: Message
    answer: bytes


@contextmanager
def recorded(into: list[Seen]) -> Iterator[None]:
    """Notes every request that leaves in the block, by whatever client."""
    exchange = Client.exchange

    def noted(self: Client, message: Message | Prepared, meanwhile: Callable[[], None] = lambda: None) -> Exchange:
        found = exchange(self, message, meanwhile)
        plain = message.message if isinstance(message, Prepared) else message
        if plain.form.usual:
            into.append(Seen(plain, found.body))
        return found

    Client.exchange = noted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Client.exchange = exchange  # type: ignore[method-assign]


def run(url: str) -> float:
    """The seconds of a whole run, from the first request to the last."""
    options = Options(target_url=url, depth=Depth.QUICK)
    selected = select(options)
    start = time.perf_counter()
    with opened(options, frozenset(r.id for r in selected)) as here:
        for requirement in selected:
            here.judge(requirement)
    return time.perf_counter() - start


def replayed(url: str, seen: Sequence[Seen]) -> float:
    """The seconds of a bare loop over the same requests; what was made by them is deleted by them."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    ids: dict[bytes, bytes] = {}
    start = time.perf_counter()
    for one in seen:
        body = _ID.sub(lambda found: ids.get(found[0], found[0]), one.message.body)
        headers = {"Content-Type": CONTENT_TYPE}
        if one.message.target is not None:
            headers["X-Amz-Target"] = one.message.target
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse().read()
        if (then := _ID.search(one.answer)) and (now := _ID.search(answer)):
            ids[then[0]] = now[0]
    connection.close()
    return time.perf_counter() - start


def compared(url: str, rounds: int) -> list[tuple[int, float, float]]:
    """For each round how many requests a run sent, its seconds, and those of the bare loop."""
    seen: list[Seen] = []
    with recorded(seen):
        run(url)
    return [(len(seen), run(url), replayed(url, seen)) for _ in range(rounds)]
