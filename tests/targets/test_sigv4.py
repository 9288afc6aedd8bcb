"""Signature version 4, worked out again from the bytes that arrived with nothing but hashlib and hmac."""

from __future__ import annotations

import hashlib
import hmac
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import quote

import pytest

from kms_specification.wire.forms import Form
from kms_targets import (
    TargetError,
    sigv4,
    url_guard,
)
from kms_targets.http.client import Client, Message
from kms_targets.sigv4 import (
    EXAMPLE,
    Keys,
    Signer,
)
from tests.support.servers import hostile_servers as hostile
from tests.support.servers.raw_sockets import serving

TOKENED = Keys("AKIDEXAMPLE", "secret/of+nobody", "a/token+of/nobody==")


def signature(request: bytes, secret: str) -> tuple[str, str, dict[str, str]]:
    """The signature that a request has, the one it should have, and what its Authorization header says."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): " ".join(value.split()) for name, value in (line.split(":", 1) for line in lines)}
    said = dict(re.findall(r"(Credential|SignedHeaders|Signature)=([^, ]+)", headers["authorization"]))
    _, day, region, service, end = said["Credential"].split("/")
    signed = said["SignedHeaders"].split(";")
    assert signed == sorted(signed)
    path = "/" + "/".join(part for part in target.split("/") if part) + ("/" if re.search("[^/]/$", target) else "")
    canonical = "\n".join(
        [
            method,
            quote(path, safe="/-_.~"),
            "",
            *(f"{name}:{headers[name]}" for name in signed),
            "",
            said["SignedHeaders"],
            hashlib.sha256(body).hexdigest(),
        ]
    )
    key = f"AWS4{secret}".encode()
    for word in (day, region, service, end):
        key = hmac.digest(key, word.encode(), "sha256")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], f"{day}/{region}/{service}/{end}", digest])
    return said["Signature"], hmac.new(key, text.encode(), "sha256").hexdigest(), {**said, **headers}


@pytest.mark.parametrize("keys", [EXAMPLE, TOKENED], ids=["example", "with a token"])
@pytest.mark.parametrize("path", ["", "/", "/kms", "/a%20b/", "/a//b", "/~x!(y)*'"])
@pytest.mark.parametrize("body", [b"", b'{"a": "\\ud800"}', b"\0\xff\r\n"], ids=["empty", "JSON", "binary"])
def test_the_signature_is_that_of_the_bytes_that_arrive(keys: Keys, path: str, body: bytes) -> None:
    with serving(hostile.good) as site:
        client = Client(url_guard.parse(site.url + path), Signer(keys, "eu-west-1"), answer_seconds=5.0)
        for method, target in (("POST", "TrentService.CreateCustomKeyStore"), ("PUT", None)):
            for one in (body, body + b" ", body):  # what is worked out for the first is used again for those after it
                assert client.exchange(Message(one, target, Form(method))).status == 200
        client.close()
        for request in site.requests:
            found, wanted, said = signature(request, keys.secret_access_key)
            assert found == wanted
            assert said["Credential"].split("/")[::2] == [keys.access_key_id, "eu-west-1", "aws4_request"]
            assert {"content-type", "host", "x-amz-date"} <= set(said["SignedHeaders"].split(";"))
            assert ("x-amz-target" in said) == ("x-amz-target" in said["SignedHeaders"])
            assert said.get("x-amz-security-token") == keys.token
            assert said["host"] == f"127.0.0.1:{site.port}"
            sent = datetime.strptime(said["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            assert abs(datetime.now(UTC) - sent) < timedelta(minutes=1)


def test_threads_that_sign_at_once_do_not_see_each_others_unfinished_work() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(50):
                signer = Signer(EXAMPLE, "us-east-1")
                sign = partial(signer.sign, "POST", "http://127.0.0.1/", {"Host": "127.0.0.1"})
                found = list(pool.map(sign, [b"%d" % n for n in range(16)]))
                assert len({headers["Authorization"] for headers in found}) == 16
    finally:
        sys.setswitchinterval(before)


def test_another_body_or_secret_has_another_signature() -> None:
    """The check above can fail."""
    with serving(hostile.good) as site:
        client = Client(url_guard.parse(site.url), Signer(EXAMPLE, "us-east-1"), answer_seconds=5.0)
        client.exchange(Message(b"{}", None))
        client.close()
        found, wanted, _ = signature(site.requests[0] + b" ", EXAMPLE.secret_access_key)
        assert found != wanted
        found, wanted, _ = signature(site.requests[0], "another")
        assert found != wanted


def test_keys_show_no_secret_of_theirs() -> None:
    assert "secret/of+nobody" not in repr(TOKENED)
    assert "a/token+of/nobody==" not in repr(TOKENED)
    assert not TOKENED.shown
    assert EXAMPLE.shown


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> pytest.MonkeyPatch:
    """No credentials anywhere."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", f"{tmp_path}/credentials")
    monkeypatch.setenv("AWS_CONFIG_FILE", f"{tmp_path}/config")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return monkeypatch


def test_keys_of_the_environment(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    bare.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    bare.setenv("AWS_SESSION_TOKEN", "token")
    found = sigv4.from_environment()
    assert found == Keys("AKIDEXAMPLE", "secret", "token", shown=False)


def test_no_keys_in_the_environment_is_one_line(bare: pytest.MonkeyPatch) -> None:
    with pytest.raises(TargetError, match=r"^no AWS credentials were found: set [^\n]*$"):
        sigv4.from_environment()


def test_a_profile_that_does_not_exist_is_one_line(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(TargetError, match=r"^[^\n]*nobody[^\n]*$"):
        sigv4.from_environment()


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"])
@pytest.mark.parametrize("spoilt", ["a secret", "secret\n", "s\u00e9cret"])
def test_keys_that_cannot_be_sent_are_one_line_that_does_not_show_them(
    bare: pytest.MonkeyPatch, name: str, spoilt: str
) -> None:
    bare.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    bare.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    bare.setenv(name, spoilt)
    with pytest.raises(TargetError) as refused:
        sigv4.from_environment()
    assert spoilt not in str(refused.value)
    assert "\n" not in str(refused.value)
