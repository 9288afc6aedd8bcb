"""The client over TLS: one handshake a connection; what bad certificates, or no TLS at all, come to."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from kms_targets import TargetError, url_guard
from kms_targets.http.access import Access
from kms_targets.http.client import (
    Client,
    Failure,
)
from kms_targets.sigv4 import EXAMPLE, Signer
from tests.support.servers import hostile_servers as hostile
from tests.support.servers.clients import SHORT, SLACK, ask, client_of, is_right
from tests.support.servers.hostile_servers import first
from tests.support.servers.raw_sockets import Script, serving


class Authority:
    """Certificates, right and wrong, and the file that says whom to trust."""

    def __init__(self, directory: Path) -> None:
        self._trusted, self._other = trustme.CA(), trustme.CA()
        self.file = str(directory / "ca.pem")
        self._trusted.cert_pem.write_to_path(self.file)

    def context(self, which: str) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued = {
            "right": lambda: self._trusted.issue_cert("localhost"),
            "expired": lambda: self._trusted.issue_cert("localhost", not_after=datetime(2020, 1, 2, tzinfo=UTC)),
            "another host": lambda: self._trusted.issue_cert("elsewhere.example"),
            "self-signed": lambda: self._other.issue_cert("localhost"),
        }[which]()
        issued.configure_cert(made)
        return made


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


def test_one_connection_with_tls(authority: Authority) -> None:
    with (
        serving(hostile.good, tls=authority.context("right")) as site,
        client_of(site, access=Access(ca_file=authority.file), answer_seconds=5.0) as client,
    ):
        for body in (b"{}", b"x" * 1_000_000, b"[]"):
            assert is_right(ask(client, body), body)
        assert site.connections == 1


@pytest.mark.parametrize(
    ("which", "why"),
    [
        ("expired", "certificate has expired"),
        ("another host", "Hostname mismatch, certificate is not valid for 'localhost'."),
        ("self-signed", "unable to get local issuer certificate"),
    ],
)
def test_a_certificate_that_proves_nothing_ends_the_handshake(authority: Authority, which: str, why: str) -> None:
    with (
        serving(hostile.good, tls=authority.context(which)) as site,
        client_of(site, access=Access(ca_file=authority.file)) as client,
    ):
        seen = ask(client)
        assert (seen.failure, seen.detail) == (Failure.TLS, why)
        assert site.requests == [], "nothing is said to a server that has not shown who it is"


def test_a_certificate_that_signs_itself_is_not_trusted(authority: Authority) -> None:
    with serving(hostile.good, tls=authority.context("right")) as site, client_of(site) as client:
        assert ask(client).failure is Failure.TLS


@pytest.mark.parametrize(
    ("script", "failure", "why"),
    [
        (hostile.hangs_before_reading, Failure.TIMEOUT, "the TLS handshake did not end"),
        (hostile.resets_at_once, Failure.TLS, None),
        (lambda peer: peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"), Failure.TLS, None),
        (lambda peer: None, Failure.TLS, None),
    ],
    ids=["hangs", "resets", "HTTP", "closes"],
)
def test_a_port_that_does_not_speak_tls(script: Script, failure: Failure, why: str | None) -> None:
    with serving(script) as site:
        site.tls = True
        with client_of(site, connect_seconds=SHORT) as client:
            start = time.monotonic()
            seen = ask(client)
            assert seen.failure is failure
            assert seen.detail
            assert why is None or seen.detail == why
            assert time.monotonic() - start < SHORT + SLACK


def test_http_at_a_port_that_speaks_tls(authority: Authority) -> None:
    with serving(hostile.good, tls=authority.context("right")) as site:
        site.tls = False
        with client_of(site) as client:
            seen = ask(client)
    assert seen.failure in (Failure.NOT_HTTP, Failure.DROPPED)
    assert seen.failure is Failure.DROPPED or seen.detail == "it speaks TLS"


@pytest.mark.parametrize("script", [hostile.answers_before_the_body, hostile.answers_before_the_body_and_stays])
def test_an_early_answer_is_heard_over_tls(authority: Authority, script: Script) -> None:
    with (
        serving(first(script), tls=authority.context("right")) as site,
        client_of(site, access=Access(ca_file=authority.file), answer_seconds=5.0) as client,
    ):
        assert ask(client, b"x" * 16_000_000).status == 413
        assert is_right(ask(client))


def test_a_connection_closed_without_a_word_of_tls_is_opened_again(authority: Authority) -> None:
    with (
        serving(hostile.closes_after_each_unsaid, tls=authority.context("right")) as site,
        client_of(site, access=Access(ca_file=authority.file), answer_seconds=5.0) as client,
    ):
        for body in (b"1", b"2"):
            assert is_right(ask(client, body), body)
            time.sleep(0.1)


@pytest.mark.parametrize("kind", ["missing", "directory", "no certificate"])
def test_a_ca_file_that_is_none_is_one_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ca.pem"
    if kind == "directory":
        path.mkdir()
    elif kind == "no certificate":
        path.write_bytes(b"\xff\0")
    with pytest.raises(TargetError, match=r"the CA file '.*ca\.pem' cannot be used: ") as refused:
        Client(url_guard.parse("https://localhost:1"), Signer(EXAMPLE, "us-east-1"), access=Access(ca_file=str(path)))
    assert "\n" not in str(refused.value)
