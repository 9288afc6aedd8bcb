"""How a target is reached: certificates, headers, a Region, patience; in the requests, and in the lines of a report."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.one_requirement import arrives, example, run
from tests.support.commands.under_way import COMMAND
from tests.support.commands.ways_in import HEADERS, SHELL, TENANT, TRACE, Certificates, in_front_of
from tests.support.servers.hostile_servers import answer, hangs
from tests.support.servers.raw_sockets import Peer, serving

AWS = shutil.which("aws")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def faulty() -> Iterator[Embedded]:
    with Embedded(fault="name-max-missing") as endpoint:
        yield endpoint


@pytest.mark.parametrize("form", ["two files", "one file"])
def test_a_target_that_wants_a_certificate(
    tmp_path: Path, certificates: Certificates, faulty: Embedded, form: str
) -> None:
    shown = ["--client-cert", str(certificates.both)]
    if form == "two files":
        shown = ["--client-cert", str(certificates.cert), "--client-key", str(certificates.key)]
    with in_front_of(faulty, certificates.context(asks=True)) as site:
        done = run(tmp_path, "--target-url", site.url, "--ca-file", str(certificates.ca), *shown)
        assert (done.returncode, done.stderr) == (1, "")
        found = example(tmp_path)
        assert arrives("bash", found["curl"])
        assert arrives("python", found["boto3"])
        assert found["aws_cli"] == ""
        without = run(tmp_path, "--target-url", site.url, "--ca-file", str(certificates.ca))
        assert (without.returncode, "with --client-cert" in without.stderr) == (4, True), without.stderr
        plain = run(tmp_path, "--target-url", site.url.replace("https:", "http:"))
        assert (plain.returncode, "is the scheme right, http:// or https://?" in plain.stderr) == (4, True)


def test_lines_trust_whom_the_run_has_trusted(tmp_path: Path, certificates: Certificates, faulty: Embedded) -> None:
    shutil.copy(certificates.ca, tmp_path / "ca.pem")
    with in_front_of(faulty, certificates.context(asks=False)) as site:
        unknown = run(tmp_path, "--target-url", site.url)
        assert unknown.returncode == 4
        assert "give the CA that signed its certificate with --ca-file" in unknown.stderr
        assert run(tmp_path, "--target-url", site.url, "--ca-file", "ca.pem").returncode == 1
        found = example(tmp_path)
        assert arrives("bash", found["curl"])
        assert arrives("python", found["boto3"])
        assert f"--ca-bundle {tmp_path}/ca.pem" in found["aws_cli"]
        assert not AWS or arrives("bash", found["aws_cli"])


def test_without_tls_nothing_is_said_of_certificates(tmp_path: Path, faulty: Embedded) -> None:
    with in_front_of(faulty) as site:
        done = run(tmp_path, "--target-url", site.url, "--insecure", AWS_CA_BUNDLE="/etc/ca.pem")
    assert done.returncode == 1
    assert "certificate of the target" not in done.stdout
    found = example(tmp_path)
    assert not any(word in found["curl"] + found["boto3"] + found["aws_cli"] for word in ("ca.pem", "insecure", "ssl"))


def test_other_commands_go_the_same_way(tmp_path: Path, certificates: Certificates, faulty: Embedded) -> None:
    way = [
        "--ca-file",
        str(certificates.ca),
        "--client-cert",
        str(certificates.both),
        "--header",
        f"X-Tenant: {TENANT}",
    ]
    with in_front_of(faulty, certificates.context(asks=True)) as site:
        done = run(tmp_path, "--target-url", site.url, *way, "--ledger", "l.jsonl")
        assert done.returncode == 1
        commands = {
            "replay": ["r.jsonl", "--target-url", site.url],
            "cleanup": ["l.jsonl"],
            "fuzz": ["--target-url", site.url, "--max-requests", "60"],
            "learn": ["--target-url", site.url, "--only", "CustomKeyStoreName.needed", "--max-requests", "300"],
        }
        codes = {}
        for name, words in commands.items():
            words = [COMMAND, name, *words, *way]
            done = subprocess.run(
                words, capture_output=True, text=True, cwd=tmp_path, timeout=300, env=SHELL, check=False
            )
            codes[name] = done.returncode
            assert TENANT not in done.stdout + done.stderr
        heads = [request.partition(b"\r\n\r\n")[0].decode() for request in site.requests]
        assert all(f"\r\nX-Tenant: {TENANT}" in head for head in heads)
    assert codes["replay"] == 1
    assert codes["cleanup"] == 0
    assert {codes["fuzz"], codes["learn"]} <= {0, 1}


def test_an_unchecked_certificate_is_told(tmp_path: Path, certificates: Certificates, faulty: Embedded) -> None:
    with in_front_of(faulty, certificates.context(asks=False)) as site:
        done = run(tmp_path, "--target-url", site.url, "--insecure")
        assert done.returncode == 1
        assert "The certificate of the target was not checked." in done.stdout
        found = example(tmp_path)
        assert arrives("bash", found["curl"])
        assert arrives("python", found["boto3"])
        assert "--no-verify-ssl" in found["aws_cli"]
        assert not AWS or arrives("bash", found["aws_cli"])


def test_every_request_has_the_headers_and_no_report_their_values(tmp_path: Path, faulty: Embedded) -> None:
    with in_front_of(faulty) as site:
        done = run(tmp_path, "--target-url", site.url, *HEADERS, "--html", "r.html", "--junitxml", "r.xml")
        assert done.returncode == 1
        sent = len(site.requests)
        heads = [request.partition(b"\r\n\r\n")[0].decode() for request in site.requests]
        assert all(f"\r\nX-Tenant: {TENANT}" in head and f"\r\nX-Request-Id: {TRACE}" in head for head in heads)
        shown = [done.stdout, *(path.read_text() for path in tmp_path.iterdir())]
        assert len(shown) == 4
        assert not any(TENANT in text for text in shown)
        assert "Every request had the header X-Tenant; the lines take it from $X_TENANT." in done.stdout
        found = example(tmp_path)
        assert found["aws_cli"] == ""
        assert arrives("bash", found["curl"], X_TENANT=TENANT)
        assert arrives("python", found["boto3"], X_TENANT=TENANT)
        again = [request.partition(b"\r\n\r\n")[0].decode().lower() for request in site.requests[sent:]]
        assert len(again) == 2
        assert all(f"x-tenant: {TENANT}" in head and f"x-request-id: {TRACE}" in head for head in again)


def test_a_value_that_the_target_repeats_is_unreadable(tmp_path: Path) -> None:
    def repeating(peer: Peer) -> None:
        while True:
            told = re.search(rb"X-Tenant: (.*)\r\n", peer.request())
            store = {"CustomKeyStoreId": "cks-1", "Tenant": f"tenant {(told[1] if told else b'').decode()}"}
            peer.send(answer(json.dumps(store).encode()))  # whatever is asked

    with serving(repeating) as site:
        done = run(tmp_path, "--target-url", site.url, *HEADERS, "-vv")
    assert done.returncode != 0
    shown = done.stdout + done.stderr + "".join(path.read_text() for path in tmp_path.iterdir())
    assert "tenant *****" in shown
    assert TENANT not in shown


def test_lines_go_past_a_proxy_that_the_run_did_not_use(tmp_path: Path, faulty: Embedded) -> None:
    proxies = {"http_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    with in_front_of(faulty) as site:
        assert run(tmp_path, "--target-url", site.url, **proxies).returncode == 1
        found = example(tmp_path)
        assert arrives("bash", found["curl"], **proxies)
        assert arrives("python", found["boto3"], **proxies)
        assert found["aws_cli"].startswith("NO_PROXY='*' ")
        assert not AWS or arrives("bash", found["aws_cli"], **proxies)


def test_an_unused_proxy_is_named_where_the_target_is_out_of_reach(tmp_path: Path) -> None:
    told = "HTTP_PROXY is set and not used"
    proxy = {"http_proxy": "http://127.0.0.1:9"}
    away = run(tmp_path, "--target-url", "http://kms.invalid", **proxy)
    assert (away.returncode, told in away.stderr, away.stderr.count("\n")) == (4, True, 1)
    assert "ALL_PROXY is set and" in run(tmp_path, "--target-url", "http://kms.invalid", ALL_PROXY="socks5://p").stderr
    assert told not in run(tmp_path, "--target-url", "http://kms.invalid", **proxy, NO_PROXY=".invalid").stderr
    assert told not in run(tmp_path, "--target-url", "http://127.0.0.1:9", **proxy).stderr


def test_a_report_says_where_curl_takes_the_credentials_of_a_profile_from(tmp_path: Path, faulty: Embedded) -> None:
    (tmp_path / "profile.toml").write_text('credentials = "environment"\n')
    keys = "aws_access_key_id = AKIAIOSFODNN7EXAMPL2\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG\n"
    (tmp_path / "credentials").write_text(f"[dev]\n{keys}")
    words = ["--target-url", faulty.url, "--profile", "profile.toml"]
    named = {"AWS_PROFILE": "dev", "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials")}
    done = run(tmp_path, *words, **named)
    assert (done.returncode, "The lines for curl read AWS_ACCESS_KEY_ID" in done.stdout) == (1, True), done.stderr
    done = run(tmp_path, *words, AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPL2", AWS_SECRET_ACCESS_KEY="wJalrXUtnFEMI")
    assert (done.returncode, "The lines for curl read" in done.stdout) == (1, False), done.stderr
    done = run(tmp_path, *words, AWS_PROFILE="nobody", AWS_CONFIG_FILE="nowhere")
    assert done.stderr == (
        "kms-conformance: the AWS credentials cannot be used: The config profile (nobody) could not be found\n"
    )


def test_requests_and_lines_are_of_the_region(tmp_path: Path, faulty: Embedded) -> None:
    (tmp_path / "profile.toml").write_text('region = "eu-west-1"\n')
    for words, region in ((["--region", "eu-north-1"], "eu-north-1"), ([], "eu-west-1")):
        with in_front_of(faulty) as site:
            done = run(tmp_path, "--target-url", site.url, "--profile", "profile.toml", *words)
            assert done.returncode == 1
            assert all(f"/{region}/kms/".encode() in request for request in site.requests)
        found = example(tmp_path)
        assert all(region in found[tool] for tool in ("curl", "aws_cli", "boto3"))


def test_an_answer_is_waited_for_as_long_as_is_said(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text("timeout = 50\n")
    with serving(hangs) as site:
        start = time.monotonic()
        done = run(tmp_path, "--target-url", site.url, "--profile", "profile.toml", "--timeout", "0.3", "--wait", "0.5")
    assert done.returncode == 4
    assert "no complete answer came in time" in done.stderr
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--timeout 0", "--timeout: '0' is no number above 0"),
        ("--region e/u", "--region: 'e/u' is no Region such as eu-west-1"),
        ("--header secret", "--header: give a header as 'Name: value'"),
        ("--header Host:x", "--header: Host is made for each request by itself"),
        ("--header X-A:", "--header: the value of X-A must be printable ASCII and not empty"),
        ("--client-key {key}", "--client-key needs --client-cert FILE"),
        ("--client-cert nowhere.pem", "the client certificate 'nowhere.pem' cannot be used: No such file"),
        (
            "--client-cert {cert}",
            "the client certificate '{cert}' cannot be used: it is no PEM file of a certificate and its key: a key of "
            "its own is given with --client-key",
        ),
        ("--client-cert {key} --client-key {key}", "the client certificate '{key} with {key}' cannot be used: they"),
        ("--client-cert {cert} --client-key {locked}", "the client certificate '{cert} with {locked}': its key has"),
        ("--ca-file nowhere.pem", "the CA file 'nowhere.pem' cannot be used: No such file"),
        ("--ca-file {key}", "the CA file '{key}' cannot be used: there is no certificate in it, as PEM"),
        ("--insecure", "--insecure: the real AWS is given no secret before its certificate is checked"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path: Path, certificates: Certificates, words: str, message: str) -> None:
    files = {name: str(getattr(certificates, name)) for name in ("cert", "key", "locked")}
    url = "https://localhost:1"
    if words == "--insecure":
        words, url = "--insecure --allow-real-aws", "https://kms.us-east-1.amazonaws.com"
    done = run(tmp_path, "--target-url", url, *(word.format(**files) for word in words.split()))
    said = done.stderr.replace(f"{tmp_path}/", "")
    assert done.returncode == 4
    assert said.startswith(f"kms-conformance: {message.format(**files)}"), said
    assert said.count("\n") == 1
