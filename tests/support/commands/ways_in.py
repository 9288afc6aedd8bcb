"""Ways in which a target is reached: TLS with certificates of an authority of their own, headers, a clean shell."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from cryptography.hazmat.primitives import serialization

from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import Site, serving

ONE = "CreateCustomKeyStore.CustomKeyStoreName.length.max"
SHELL = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": "/nonexistent"}
TENANT, TRACE = "tenant-that-is-secret", "trace-42"
HEADERS = ("--header", f"X-Tenant: {TENANT}", "--header", f"X-Request-Id: {TRACE}")


class Certificates:
    """An authority, a server that wants a certificate of it, and one to show, in files."""

    def __init__(self, directory: Path) -> None:
        authority = trustme.CA()
        self.ca, self.cert, self.key = (directory / name for name in ("ca.pem", "cert.pem", "key.pem"))
        self.both, self.locked = directory / "both.pem", directory / "locked.pem"
        shown = authority.issue_cert("client.example")
        authority.cert_pem.write_to_path(str(self.ca))
        shown.cert_chain_pems[0].write_to_path(str(self.cert))
        shown.private_key_pem.write_to_path(str(self.key))
        self.both.write_bytes(self.cert.read_bytes() + self.key.read_bytes())
        key = serialization.load_pem_private_key(self.key.read_bytes(), None)
        locked = serialization.BestAvailableEncryption(b"x")
        form = serialization.PrivateFormat.PKCS8
        self.locked.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, locked))
        self._authority = authority

    def context(self, *, asks: bool) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert("localhost").configure_cert(made)
        if asks:
            made.verify_mode = ssl.CERT_REQUIRED
            made.load_verify_locations(str(self.ca))
        return made


@contextmanager
def in_front_of(endpoint: Embedded, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    with serving(forwarding(url_guard.parse(endpoint.url).port), tls=tls) as site:
        yield site
