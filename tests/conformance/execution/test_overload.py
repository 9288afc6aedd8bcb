"""503 without a code is sent again: a few times where it may be about the request, with patience where it passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kms_conformance.execution.sending import transport
from kms_conformance.execution.sending.transport import FEW, TRIES, Transport
from kms_targets.http.response import Observation
from tests.support.servers.clients import client_of
from tests.support.servers.hostile_servers import answer
from tests.support.servers.raw_sockets import Peer, Script, Site, serving

PAGE = b"<html>Service Temporarily Unavailable</html>"
CODE = b'{"__type": "KMSInternalException"}'


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "PAUSES", (0.0,) * TRIES)


def unavailable(refuses: Callable[[int], bool], body: bytes = PAGE) -> Script:
    """Refuses the requests of these numbers, counted from 1."""

    def script(peer: Peer) -> None:
        while True:
            peer.request()
            refused = refuses(len(peer.site.requests))
            peer.send(answer(body, status="503 Unavailable") if refused else answer(b"{}"))

    return script


def asked(site: Site, way: Transport) -> tuple[Observation, int]:
    """The answer, and how many requests it took."""
    before = len(site.requests)
    seen = way.repeated(way.message("ListKeys", b"{}"))
    return seen, len(site.requests) - before


def test_what_is_always_unavailable_is_soon_believed() -> None:
    with serving(unavailable(lambda number: True)) as site, client_of(site) as client:
        way = Transport(client=client, prefix="TrentService")
        for _ in range(2):
            seen, took = asked(site, way)
            assert (seen.status, took) == (503, FEW + 1)


def test_more_patience_where_it_has_helped() -> None:
    with serving(unavailable(lambda number: number not in (2, 9))) as site, client_of(site) as client:
        way = Transport(client=client, prefix="TrentService")
        assert [asked(site, way)[1] for _ in range(2)] == [2, 7]


def test_a_code_is_an_answer() -> None:
    with serving(unavailable(lambda number: True, CODE)) as site, client_of(site) as client:
        way = Transport(client=client, prefix="TrentService")
        assert asked(site, way)[1] == 1
