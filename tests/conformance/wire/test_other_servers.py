"""Servers that are right at KMS and leave odd HTTP to the library below them: nothing is said against any."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kms_conformance.settings.depth import Depth
from tests.support.servers.in_thread import serving
from tests.support.servers.other_servers import asgi, http_server, wsgiref
from tests.support.servers.wire_look import broken, look

JUDGED = 25  # all but those that need a profile

SERVERS = {
    "uvicorn over h11": lambda: serving(asgi, H11Protocol),
    "uvicorn over httptools": lambda: serving(asgi, HttpToolsProtocol),
    "http.server": http_server,
    "wsgiref": wsgiref,
}


@pytest.mark.parametrize("name", SERVERS)
def test_a_right_application_is_not_accused_for_the_server_below_it(tmp_path: Path, name: str) -> None:
    server: AbstractContextManager[str] = SERVERS[name]()
    with server as url:
        found = look(url, tmp_path, Depth.DEFAULT)
    assert broken(found) == {}
    assert found.judged >= JUDGED
