"""The real service is refused however its name is spelt, nothing else is, and what is no URL is one clear line."""

from __future__ import annotations

import json
import socket
import unicodedata
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kms_targets import TargetError, url_guard
from kms_targets.http.client import Client
from kms_targets.sigv4 import EXAMPLE, Signer
from kms_targets.url_guard import Endpoint

REAL = (
    "kms.us-east-1.amazonaws.com",
    "kms-fips.us-gov-west-1.amazonaws.com",
    "kms.cn-north-1.amazonaws.com.cn",
    "kms.us-east-1.api.aws",
    "kms-fips.us-east-1.api.aws",
    "kms.cn-northwest-1.api.amazonwebservices.com.cn",
    "vpce-0123456789abcdef0-abcdefgh.kms.us-east-1.vpce.amazonaws.com",
    "vpce-0123456789abcdef0-abcdefgh-us-east-1a.kms.us-east-1.vpce.amazonaws.com",
    "ec2-203-0-113-25.compute-1.amazonaws.com",
    "kms.eusc-de-east-1.amazonaws.eu",
    "kms.us-iso-east-1.c2s.ic.gov",
    "kms.us-isob-east-1.api.aws.scloud",
    "amazonaws.com",
)
SPELLINGS = {
    "as it is": lambda host: host,
    "upper case": str.upper,
    "a trailing dot": lambda host: f"{host}.",
    "trailing dots": lambda host: f"{host}...",
    "full-width letters": lambda host: "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in host),
    "full-width everything": lambda host: "".join(chr(ord(c) + 0xFEE0) for c in host),
    "mathematical letters": lambda host: "".join(chr(0x1D41A + ord(c) - 97) if c.isalpha() else c for c in host),
    "ideographic dots": lambda host: host.replace(".", "\u3002"),
    "half-width ideographic dots": lambda host: host.replace(".", "\uff61"),
    "an ideographic dot at the end": lambda host: f"{host}\u3002",
    "percent signs": lambda host: "".join(f"%{ord(c):02x}" for c in host),
    "percent signs for dots": lambda host: host.replace(".", "%2E"),
    "percent signs for full-width": lambda host: host.replace("a", "%EF%BD%81"),
    "a soft hyphen": lambda host: host.replace("am", "a\u00adm").replace("aws", "a\u00adws"),
    "a zero-width space": lambda host: f"{host}\u200b",
    "a variation selector": lambda host: f"{host}\ufe0f",
    "a tab": lambda host: host[:5] + "\t" + host[5:],
    "a line end": lambda host: host[:5] + "\n" + host[5:],
}
WAYS = (
    "https://{}",
    "HTTPS://{}/",
    "http://{}",
    "https://{}:8443/kms",
    "  https://{}  ",
)


def parsed(url: str, *, allow_real_aws: bool = False) -> Endpoint | str:
    """The endpoint, or why there is none."""
    try:
        return url_guard.parse(url, allow_real_aws=allow_real_aws)
    except TargetError as refused:
        return str(refused)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("host", REAL)
def test_the_real_service_is_refused_however_it_is_spelt(host: str, spelling: str) -> None:
    for way in WAYS:
        url = way.format(SPELLINGS[spelling](host))
        with pytest.raises(TargetError, match="is the real AWS: add --allow-real-aws") as refused:
            url_guard.parse(url)
        assert "\n" not in str(refused.value)
        if not way.startswith("http:"):
            allowed = url_guard.parse(url, allow_real_aws=True)
            assert (allowed.host, allowed.real) == (host, True)


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost@kms.us-east-1.amazonaws.com",
        "https://localhost:4566@kms.us-east-1.amazonaws.com",
        "https://kms.us-east-1.amazonaws.com@localhost",
        "https://localhost\\@kms.us-east-1.amazonaws.com",
        "https://localhost#@kms.us-east-1.amazonaws.com",
        "https://localhost?@kms.us-east-1.amazonaws.com",
        "https://kms.us-east-1.amazonaws.com%2f@localhost",
        "https://localhost%2f.amazonaws.com",
        "https://localhost%00.amazonaws.com",
        "https://kms.us-east-1.amazonaws%252ecom",
        "https://kms.us-east-1.amazonaws\uff05\uff12ecom",
        "https://kms.us-east-1..amazonaws.com.",
        "https://.amazonaws.com",
        "https://kms\u2024us-east-1\u2024amazonaws\u2024com",
        "https://kms.us-east-1.amazonaws\u2025com",
        "https://kms.us-east-1.amazonaws.com:443:80",
        "https://[kms.us-east-1.amazonaws.com]",
        "https:kms.us-east-1.amazonaws.com",
        "https:/kms.us-east-1.amazonaws.com",
        "https:///kms.us-east-1.amazonaws.com",
        "//kms.us-east-1.amazonaws.com",
        "kms.us-east-1.amazonaws.com",
    ],
)
def test_tricks_get_nobody_there(url: str) -> None:
    for allowed in (False, True):
        found = parsed(url, allow_real_aws=allowed)
        if isinstance(found, Endpoint):
            assert found.real
            assert allowed
        else:
            assert "\n" not in found


def test_the_real_service_is_given_no_secret_without_tls() -> None:
    with pytest.raises(TargetError, match="write https://"):
        url_guard.parse("http://kms.us-east-1.amazonaws.com", allow_real_aws=True)


def partitions() -> list[dict[str, Any]]:
    found = json.loads(files("botocore").joinpath("data/partitions.json").read_text(encoding="utf-8"))
    return [p["outputs"] for p in found["partitions"]]


def test_every_domain_of_every_partition_that_botocore_knows_is_real() -> None:
    assert len(partitions()) > 5
    for partition in partitions():
        for suffix in (partition["dnsSuffix"], partition["dualStackDnsSuffix"]):
            assert url_guard.is_real(f"kms.some-region-1.{suffix}"), suffix


OTHERS = (
    "amazonaws.com.example.org",
    "myamazonaws.com",
    "amazonaws.community",
    "kms.amazonaws.com.localhost",
    "api.aws.example",
    "my-api.aws.test",
    "xapi.aws",
    "aws",
    "localhost",
    "moto",
    "local_stack",
    "kms-emulator.default.svc.cluster.local",
    "localhost.localstack.cloud",
    "127.0.0.1",
    "10.0.0.1",
)


@pytest.mark.parametrize("host", OTHERS)
def test_nothing_else_is_refused(host: str) -> None:
    assert url_guard.parse(f"http://{host}:4566") == Endpoint("http", host, 4566, "/")
    assert url_guard.parse(f"https://{host.upper()}./x") == Endpoint("https", host, 443, "/x")


@pytest.mark.parametrize(
    ("url", "endpoint", "authority"),
    [
        ("http://localhost", Endpoint("http", "localhost", 80, "/"), "localhost"),
        ("http://localhost:80/", Endpoint("http", "localhost", 80, "/"), "localhost"),
        ("https://localhost:80", Endpoint("https", "localhost", 80, "/"), "localhost:80"),
        ("HTTP://LocalHost:4566/a/%20b/", Endpoint("http", "localhost", 4566, "/a/%20b/"), "localhost:4566"),
        ("http://[::1]:4566", Endpoint("http", "::1", 4566, "/"), "[::1]:4566"),
        ("https://[0:0::1]", Endpoint("https", "::1", 443, "/"), "[::1]"),
        ("http://[fe80::1%25eth0]:1", Endpoint("http", "fe80::1%eth0", 1, "/"), "[fe80::1]:1"),
        ("http://b\u00fccher.example", Endpoint("http", "xn--bcher-kva.example", 80, "/"), "xn--bcher-kva.example"),
        ("\thttp://localhost:1\n", Endpoint("http", "localhost", 1, "/"), "localhost:1"),
    ],
)
def test_what_a_url_says(url: str, endpoint: Endpoint, authority: str) -> None:
    found = url_guard.parse(url)
    assert found == endpoint
    assert found.authority == authority


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "'' has no scheme http:// or https://: give a URL like http://localhost:4566"),
        ("::", "'::' has no scheme http:// or https://: give a URL like http://localhost:4566"),
        ("moto:5000", "'moto:5000' has no scheme http:// or https://: give a URL like http://moto:5000"),
        ("10.0.0.1:80/a", "'10.0.0.1:80/a' has no scheme http:// or https://: give a URL like http://10.0.0.1:80/a"),
        ("ftp://moto", "'ftp://moto' has no scheme http:// or https://: give a URL like http://localhost:4566"),
        ("file:///etc/passwd", "'file:///etc/passwd' has no scheme http:// or https://: "),
        ("http://", "'http://' names no host: give a URL like http://localhost:4566"),
        ("http://:80", "'http://:80' names no host: give a URL like http://localhost:4566"),
        ("http://moto:0", "'http://moto:0' has a port that is no number from 1 to 65535"),
        ("http://moto:65536", "'http://moto:65536' has a port that is no number from 1 to 65535"),
        ("http://moto:port", "'http://moto:port' has a port that is no number from 1 to 65535"),
        ("http://[::1", "'http://[::1' is no URL: give one like http://localhost:4566"),
        ("http://a\u2100b", "'http://a℀b' is no URL: give one like http://localhost:4566"),
        ("http://a b", "'a b' is no host name: give a URL like http://localhost:4566"),
        ("http://a..b", "'a..b' is no host name: give a URL like http://localhost:4566"),
        ("http://" + "a" * 64, f"'{'a' * 64}' is no host name: give a URL like http://localhost:4566"),
        ("http://moto/a b", "'http://moto/a b' holds characters that no URL may have: percent-encode them"),
        ("http://moto/\x7f", r"'http://moto/\x7f' holds characters that no URL may have: percent-encode them"),
        ("http://moto/?a=b", "the URL must have no user, query or fragment: credentials belong into a profile"),
        ("http://me:secret@moto", "the URL must have no user, query or fragment: credentials belong into a profile"),
        ("http://me:secret@moto:x", "the URL must have no user, query or fragment: credentials belong into a profile"),
        ("http://me:sec/ret@moto", "'http://moto' has a port that is no number from 1 to 65535"),
        ("ftp://me:secret@moto", "'ftp://moto' has no scheme http:// or https://: "),
    ],
)
def test_what_is_no_url_is_one_clear_line(url: str, why: str) -> None:
    with pytest.raises(TargetError) as refused:
        url_guard.parse(url)
    assert str(refused.value).startswith(why)
    assert "\n" not in str(refused.value)
    assert "sec" not in str(refused.value)


@given(st.text() | st.text().map("http://{}".format) | st.text().map("https://{}.amazonaws.com".format))
def test_any_text_is_an_endpoint_or_one_line(text: str) -> None:
    found = parsed(text)
    if isinstance(found, str):
        assert "\n" not in found
    else:
        assert not url_guard.is_real(unicodedata.normalize("NFKC", found.host).lower().rstrip("."))
        assert found.host.isascii()
        assert found.path.startswith("/")


def resolving(monkeypatch: pytest.MonkeyPatch, canonical: str) -> None:
    def answer(*_: object, **__: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, name, ("192.0.2.1", 443)) for name in (canonical, "")]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.mark.parametrize("canonical", ["kms.us-east-1.amazonaws.com", "KMS.us-east-1.API.aws.", "amazonaws.com.cn"])
def test_an_alias_of_the_real_service_is_refused_even_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, canonical: str
) -> None:
    """By another name it would be asked without what spares a real account: it has to be given by its own."""
    resolving(monkeypatch, canonical)
    endpoint = url_guard.parse("https://kms.example.org", allow_real_aws=True)
    with pytest.raises(TargetError, match="the real AWS: give that name and --allow-real-aws"):
        Client(endpoint, Signer(EXAMPLE, "us-east-1"))


def test_an_endpoint_that_nobody_has_checked_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "")
    with pytest.raises(TargetError, match="the real AWS"):
        Client(Endpoint("https", "kms.us-east-1.amazonaws.com", 443, "/"), Signer(EXAMPLE, "us-east-1"))


def test_the_real_service_by_its_own_name_is_resolved_where_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "kms.us-east-1.amazonaws.com")
    endpoint = url_guard.parse("https://kms.us-east-1.amazonaws.com", allow_real_aws=True)
    assert url_guard.resolve(endpoint) == ("192.0.2.1",)


def test_a_host_that_nobody_knows_is_one_line() -> None:
    with pytest.raises(TargetError, match=r"^the host 'nobody\.invalid' cannot be found \([^\n]*\): check the URL$"):
        url_guard.resolve(url_guard.parse("http://nobody.invalid"))


def test_a_name_of_two_addresses_gives_both_once() -> None:
    found = url_guard.resolve(url_guard.parse("http://localhost:1"))
    assert "127.0.0.1" in found
    assert len(set(found)) == len(found)
