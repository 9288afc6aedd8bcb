"""A server may quote the bytes that it could not read as a request, and repeats no secret by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.requirements.registry import find
from kms_targets.reference.http.server import Embedded
from tests.support.servers.hostile_servers import answer, forwarding
from tests.support.servers.raw_sockets import Peer, serving

SECRETS = "CreateCustomKeyStore.state.secrets"

Quotes = Callable[[Peer, bytes], object]


def too_long(peer: Peer, request: bytes) -> object:
    """Whether more came than the request's Content-Length says, as aiohttp quotes it."""
    return peer._read


def expecting(peer: Peer, request: bytes) -> object:
    return b"\r\nExpect: 100-continue" in request


@pytest.mark.parametrize(
    ("quotes", "identity", "verdict"),
    [
        (too_long, "protocol.json11.content-length", Verdict.CONFORMS),
        (expecting, "protocol.json11.expect-continue", Verdict.SECRET_DISCLOSED),
    ],
)
def test_only_a_request_holds_secrets(tmp_path: Path, quotes: Quotes, identity: str, verdict: Verdict) -> None:
    def quoting(peer: Peer, request: bytes, found: bytes) -> None:
        if quotes(peer, request):
            peer.send(answer(b"Invalid method: " + request, "Connection: close", status="400 Bad Request"))
            raise ConnectionError

    wanted = [requirement for name in (identity, SECRETS) if (requirement := find(name)) is not None]
    with Embedded() as behind, serving(forwarding(urlsplit(behind.url).port or 0, answered=quoting)) as site:
        options = Options(target_url=site.url, depth=Depth.QUICK, ledger=tmp_path / "ledger")
        with opened(options, frozenset(r.id for r in wanted)) as run:
            first, secrets = map(run.judge, wanted)
    assert first.verdict is Verdict.CONFORMS, first.reason
    assert secrets.verdict is verdict, secrets.reason
