"""The proxy by itself, asked by `http.client`: each script, the certificates, the signature, the counting."""

from __future__ import annotations

import json
import ssl
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from kms_targets import TargetError
from kms_targets.xks_proxy.certificates import authority
from kms_targets.xks_proxy.proxy import Proxy
from kms_targets.xks_proxy.scripts import LATE, SCRIPTS, Shown
from tests.support.xks_behaviours import PROXY, Row

KEY, SECRET = "A" * 20, "s" * 43
PATH = "/some/kms/xks/v1/health"


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with Proxy("127.0.0.1", ("127.0.0.1", 0), tmp_path_factory.mktemp("ca")) as found:
        yield found


def ask(
    proxy: Proxy, headers: dict[str, str] | None = None, body: bytes = b"{}", method: str = "POST", path: str = PATH
) -> tuple[int, bytes]:
    context = ssl.create_default_context(cafile=proxy.directory / "ca.pem")
    connection = HTTPSConnection("127.0.0.1", proxy.port, timeout=1.0, context=context)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def signed(
    service: str = "kms-xks-proxy", key: str = KEY, secret: str = SECRET, body: bytes = b"{}", path: str = PATH
) -> dict[str, str]:
    request = AWSRequest("POST", f"https://127.0.0.1{path}", headers={"Host": "127.0.0.1"}, data=body)
    SigV4Auth(Credentials(key, secret), service, "us-east-1").add_auth(request)
    return dict(request.headers.items())


@contextmanager
def freeze_signing(minutes: int) -> Iterator[None]:
    """What is signed meanwhile is signed so many minutes from now."""
    made = datetime.now(UTC) + timedelta(minutes=minutes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: made, raising=True)
        yield


ANSWERED = [name for name, script in SCRIPTS.items() if script.pause <= LATE and not script.reset]


@pytest.mark.parametrize("name", [name for name in ANSWERED if SCRIPTS[name].certificate is Shown.GOOD])
def test_a_script_is_played(proxy: Proxy, name: str) -> None:
    proxy.play(SCRIPTS[name])
    proxy.expect(KEY, SECRET)
    start = time.monotonic()
    assert ask(proxy, signed()) == (SCRIPTS[name].status, SCRIPTS[name].body)
    assert time.monotonic() - start >= SCRIPTS[name].pause * max(1, SCRIPTS[name].pieces - 1)
    assert (proxy.contacts, [(c.method, c.path) for c in proxy.calls]) == (1, [("POST", PATH)])


# What GetHealthStatus has to be like, by hand: what is wrong with each body, and with no other.
MEMBERS = {"xksProxyFleetSize": int, "xksProxyVendor": str, "xksProxyModel": str, "ekmVendor": str}


def wrong_with(body: bytes) -> str | None:
    try:
        found = json.loads(body)
    except ValueError:
        return "no JSON"
    if not isinstance(found, dict):
        return "no object"
    fleet = found.get("ekmFleetDetails")
    if any(type(found.get(member)) is not kind for member, kind in MEMBERS.items()) or found["xksProxyFleetSize"] < 1:
        return "member"
    if not isinstance(fleet, list) or not 1 <= len(fleet) <= 10:
        return "fleet"
    texts = all(isinstance(entry.get(member), str) for entry in fleet for member in ("id", "model", "healthStatus"))
    known = all(entry.get("healthStatus") in ("ACTIVE", "DEGRADED", "UNAVAILABLE") for entry in fleet)
    return None if texts and known else "entry"


def test_a_script_is_healthy_or_wrong_in_the_way_that_its_name_says() -> None:
    found = {name: wrong_with(script.body) for name, script in SCRIPTS.items() if script.status == 200 and script.body}
    wrong = {name: why for name, why in found.items() if why is not None}
    sizes = ("fleet-size-0", "fleet-size-negative", "fleet-size-text", "fleet-size-fraction", "fleet-size-boolean")
    absent = ("no-fleet", "no-fleet-size", "no-proxy-vendor", "no-proxy-model", "no-ekm-vendor")
    entries = ("entry-without-id", "entry-without-model", "entry-without-status", "unknown-status", "null-status")
    assert wrong == {
        "not-json": "no JSON",
        **dict.fromkeys(("wrong-shape", "array"), "no object"),
        **dict.fromkeys((*sizes, *absent), "member"),
        **dict.fromkeys(("empty-fleet", "fleet-of-11"), "fleet"),
        **dict.fromkeys(entries, "entry"),
    }


@pytest.mark.parametrize("row", PROXY, ids=lambda row: row["request"])
def test_a_request_is_answered_as_the_documents_have_it(proxy: Proxy, row: Row) -> None:
    sends = row["sends"]
    proxy.play(SCRIPTS["healthy"])
    proxy.expect(KEY, SECRET, "/some/kms/xks/v1")
    body = json.dumps(sends.get("body", {})).encode()
    method, path = sends.get("method", "POST"), sends.get("path", PATH)
    with freeze_signing(sends.get("minutes", 0)):
        headers = signed(sends.get("service", "kms-xks-proxy"), KEY, sends.get("secret", SECRET), body, path)
    status, answer = ask(proxy, headers if sends.get("signed", True) else {}, body, method, path)
    name = json.loads(answer).get("errorName") if answer else None
    assert [" ".join(filter(None, (str(status), name)))] == row["right"]


@pytest.mark.parametrize("path", ["/kms/xks/v1/health", "/a//b/kms/xks/v1/health"])
def test_without_a_store_every_prefix_is_known(proxy: Proxy, path: str) -> None:
    proxy.play(SCRIPTS["healthy"])
    proxy.expect(KEY, SECRET)
    assert ask(proxy, signed(path=path), path=path)[0] == 200
    other = path.replace("v1", "v2")
    assert ask(proxy, signed(path=other), path=other)[0] == 404


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
        (signed, None),
        (dict, "no signature"),
        (lambda: signed("kms"), "for the service 'kms'"),
        (lambda: signed(key="B" * 20), "another access key"),
        (lambda: signed(secret="t" * 43), "not that of the credential"),
        (lambda: signed(body=b"{ }"), "not that of the credential"),
        (lambda: {**signed(), "X-Amz-Date": "19990101T000000Z"}, "date"),
    ],
    ids=["right", "none", "service", "key", "secret", "body", "date"],
)
def test_the_signature_is_checked(proxy: Proxy, headers: Callable[[], dict[str, str]], said: str | None) -> None:
    proxy.play(SCRIPTS["healthy"])
    proxy.expect(KEY, SECRET)
    status, _ = ask(proxy, headers())  # signed now: a signature is good for five minutes
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
