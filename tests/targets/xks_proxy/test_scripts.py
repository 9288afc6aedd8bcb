"""The proxy by itself, asked by `http.client`: each script, the certificates, the signature, the counting."""

from __future__ import annotations

import json
import ssl
import stat
from collections.abc import Iterator
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from kms_targets import TargetError
from kms_targets.xks_proxy.certificates import authority
from kms_targets.xks_proxy.proxy import Proxy
from kms_targets.xks_proxy.scripts import SCRIPTS

KEY, SECRET = "A" * 20, "s" * 43
PATH = "/some/kms/xks/v1/health"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with Proxy("127.0.0.1", ("127.0.0.1", 0), tmp_path_factory.mktemp("ca")) as found:
        yield found


def ask(proxy: Proxy, headers: dict[str, str] | None = None, body: bytes = b"{}") -> tuple[int, bytes]:
    context = ssl.create_default_context(cafile=proxy.directory / "ca.pem")
    connection = HTTPSConnection("127.0.0.1", proxy.port, timeout=1.0, context=context)
    try:
        connection.request("POST", PATH, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def signed(service: str = "kms-xks-proxy", key: str = KEY, secret: str = SECRET, body: bytes = b"{}") -> dict[str, str]:
    request = AWSRequest("POST", f"https://127.0.0.1{PATH}", headers={"Host": "127.0.0.1"}, data=body)
    SigV4Auth(Credentials(key, secret), service, "us-east-1").add_auth(request)
    return dict(request.headers.items())


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("trusting", 200),
        ("unavailable", 200),
        ("unauthenticated", 401),
        ("forbidden", 403),
        ("not-json", 200),
        ("wrong-shape", 200),
        ("no-fleet", 200),
        ("server-error", 500),
        ("not-found", 404),
    ],
)
def test_a_script_is_played(proxy: Proxy, script: str, status: int) -> None:
    proxy.play(SCRIPTS[script])
    assert ask(proxy) == (status, SCRIPTS[script].body)
    assert (proxy.contacts, [(c.method, c.path) for c in proxy.calls]) == (1, [("POST", PATH)])


def test_only_one_script_is_no_json() -> None:
    bodies = {name: script.body for name, script in SCRIPTS.items() if script.body}
    with pytest.raises(json.JSONDecodeError):
        json.loads(bodies.pop("not-json"))
    assert all(json.loads(body) for body in bodies.values())


def test_slow_is_longer_than_anybody_waits(proxy: Proxy) -> None:
    proxy.play(SCRIPTS["slow"])
    with pytest.raises(TimeoutError):
        ask(proxy)


def test_reset_answers_nothing(proxy: Proxy) -> None:
    proxy.play(SCRIPTS["reset"])
    with pytest.raises((HTTPException, OSError)):
        ask(proxy)
    assert len(proxy.calls) == 1


@pytest.mark.parametrize(
    ("script", "why"),
    [("expired", "expired"), ("self-signed", "issuer"), ("wrong-host", "IP address mismatch")],
)
def test_a_wrong_certificate_is_shown_and_the_contact_counted(proxy: Proxy, script: str, why: str) -> None:
    proxy.play(SCRIPTS[script])
    with pytest.raises(ssl.SSLCertVerificationError, match=why):
        ask(proxy)
    assert (proxy.contacts, proxy.calls) == (1, [])


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        (signed(), None),
        ({}, "no signature"),
        (signed("kms"), "for the service 'kms'"),
        (signed(key="B" * 20), "another access key"),
        (signed(secret="t" * 43), "not that of the credential"),
        (signed(body=b"{ }"), "not that of the credential"),
        ({**signed(), "X-Amz-Date": "19990101T000000Z"}, "date"),
    ],
    ids=["right", "none", "service", "key", "secret", "body", "date"],
)
def test_the_signature_is_checked(proxy: Proxy, headers: dict[str, str], said: str | None) -> None:
    proxy.play(SCRIPTS["healthy"])
    proxy.expect(KEY, SECRET)
    status, _ = ask(proxy, headers)
    (call,) = proxy.calls
    assert (status, call.mistake is None) == ((200, True) if said is None else (401, False))
    assert said is None or said in str(call.mistake)


def test_the_authority_is_kept_and_its_key_is_ours_alone(tmp_path: Path) -> None:
    first, second = (authority(tmp_path / "ca").cert_pem.bytes() for _ in range(2))
    assert first == second == (tmp_path / "ca" / "ca.pem").read_bytes()
    assert stat.S_IMODE((tmp_path / "ca" / "ca.key").stat().st_mode) == 0o600


def test_what_is_no_authority_is_one_line(tmp_path: Path) -> None:
    for name in ("ca.pem", "ca.key"):
        (tmp_path / name).write_text("nonsense")
    with pytest.raises(TargetError, match="holds no certificate and key"):
        authority(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="cannot be used"):
        authority(tmp_path / "file")


def test_a_port_in_use_is_one_line(proxy: Proxy, tmp_path: Path) -> None:
    with (
        pytest.raises(TargetError, match=f"127.0.0.1:{proxy.port} cannot be used: Address already in use"),
        Proxy("127.0.0.1", ("127.0.0.1", proxy.port), tmp_path),
    ):
        pass
