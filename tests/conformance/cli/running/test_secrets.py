"""No secret that a run sends stands in anything that it shows or writes, whatever the target does with it."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from kms_conformance.run import cleanup
from kms_conformance.run.results.recorder import Record
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Counts
from kms_specification.requirements.registry import registry
from kms_targets import TargetError, url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.servers.hostile_servers import answer, forwarding
from tests.support.servers.raw_sockets import Peer, Script, Site, serving

SECRETS = ("KeyStorePassword", "RawSecretAccessKey")
WRITTEN = {
    "--results": "r.jsonl",
    "--junitxml": "r.xml",
    "--markdown": "r.md",
    "--ledger": "l.jsonl",
}


def secrets_in(request: bytes) -> set[str]:
    """The values of the secret members of a request that are unique by chance."""
    try:
        body = json.loads(request.partition(b"\r\n\r\n")[2])
    except (ValueError, RecursionError):
        return set()
    found: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                if name in SECRETS and isinstance(inner, str):
                    found.update(re.findall(r"[A-Za-z0-9]{12}", inner))
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(body)
    return {mark for mark in found if len(set(mark)) > 2}


def judge(directory: Path, url: str, *only: str) -> tuple[int, str]:
    """The exit code, and everything that the run has shown or written."""
    files = [word for option, name in WRITTEN.items() for word in (option, name)]
    globs = [word for glob in only for word in ("--only", glob)]
    done = subprocess.run(
        [COMMAND, "run", "--target-url", url, "--depth", "quick", *files, *globs],
        capture_output=True,
        text=True,
        cwd=directory,
        timeout=300,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    written = "".join(p.read_text() for name in WRITTEN.values() if (p := directory / name).exists())
    return done.returncode, done.stdout + done.stderr + written


def leaked(requests: list[bytes], shown: str) -> set[str]:
    canaries = set().union(*map(secrets_in, requests))
    assert len(canaries) > 3, "secrets were sent"
    return {mark for mark in canaries if mark in shown}


@pytest.mark.parametrize("fault", ["password-max-missing", "secret-error-shows-password"])
def test_a_counterexample_shows_stand_ins(tmp_path: Path, fault: str) -> None:
    with (
        Embedded(fault=fault) as endpoint,
        serving(forwarding(url_guard.parse(endpoint.url).port)) as site,
    ):
        code, shown = judge(tmp_path, site.url, "*.KeyStorePassword.*", "*.RawSecretAccessKey.*", "*.state.secrets")
        assert code == 1
        assert leaked(site.requests, shown) == set()
        assert '"counterexample": {' in shown


Saying = Callable[[str, bytes], bytes]


def echoing(say: Saying, port: int, honest: int) -> Script:
    """A server that puts a secret of each create, or its whole body, where it can, after so many honest answers.

    Where it never was honest it does so with whatever it is asked.
    """

    def script(peer: Peer) -> None:
        last = ("none", b"")
        with socket.create_connection(("127.0.0.1", port), 30) as behind:
            answers = Peer(Site(port, tls=False), behind, 0)
            while True:
                request = peer.request()
                found = secrets_in(request)
                last = (min(found), request.partition(b"\r\n\r\n")[2]) if found else last
                if len(peer.site.requests) <= honest or (honest and not found):
                    behind.sendall(request)
                    peer.send(answers.request())
                else:
                    peer.send(say(*last))

    return script


def error(code: str, message: str, *headers: str, status: str = "400 Bad Request") -> bytes:
    return answer(json.dumps({"__type": code, "message": message}).encode(), *headers, status=status)


ECHOES: dict[str, Saying] = {
    "message": lambda secret, body: error("ValidationException", body.decode()),
    "code": lambda secret, body: error(secret, ""),
    "a code in a header": lambda secret, body: error("ValidationException", "", f"X-Amzn-Errortype: {secret}"),
    "another header": lambda secret, body: error("ValidationException", "", f"X-Seen: {secret}"),
    "the id of a store": lambda secret, body: answer(json.dumps({"CustomKeyStoreId": f"cks-{secret}"}).encode()),
    "another member of the output": lambda secret, body: answer(
        json.dumps({"CustomKeyStoreId": "cks-1", "Seen": secret, secret: 1}).encode()
    ),
    "a server's fault": lambda secret, body: answer(body, status="500 Internal Server Error"),
    "HTML": lambda secret, body: b"HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n<p>%b" % (len(body) + 3, body),
    "a reason": lambda secret, body: error("ValidationException", "", status=f"400 {secret}"),
    "a broken status line": lambda secret, body: b"HTTP/1.1 %b\r\n\r\n" % secret.encode(),
    "a broken header": lambda secret, body: b"HTTP/1.1 200 OK\r\n%b\r\n\r\n" % secret.encode(),
    "a broken chunk": lambda secret, body: (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%b\r\n" % secret.encode()
    ),
    "a redirect": lambda secret, body: answer(b"", f"Location: /{secret}", status="302 Found"),
    "a content type": lambda secret, body: (
        b"HTTP/1.1 400 Bad\r\nContent-Length: 0\r\nContent-Type: text/%b\r\n\r\n" % secret.encode()
    ),
}


@pytest.fixture(scope="module")
def reference() -> Iterator[Embedded]:
    with Embedded() as endpoint:
        yield endpoint


def judge_here(directory: Path, url: str, globs: tuple[str, ...]) -> str:
    """Everything that a run shows or writes, of a run in this process."""
    screen = StringIO()
    wanted = [r for r in registry() if any(fnmatchcase(r.id, glob) for glob in globs)]
    options = Options(
        target_url=url,
        depth=Depth.QUICK,
        results=directory / "r.jsonl",
        reports={"markdown": directory / "r.md"},
        ledger=directory / "l.jsonl",
        profile=directory / "profile.toml",
    )
    options.profile.write_text("lag = 0.1\ntimeout = 2.0\n")
    try:
        with opened(options, frozenset(r.id for r in wanted)) as run:
            record = Record(run.header, options, len(wanted), Console(file=screen, width=100), str(directory / "r.xml"))
            record.begin()
            for requirement in wanted:
                record.add(run.judge(requirement), Counts())
            executor = run.executor
        record.run.leaked += cleanup.named(executor.tracker)
        record.end(0)
    except TargetError as unusable:
        screen.write(str(unusable))
    return screen.getvalue() + "".join(p.read_text() for p in directory.iterdir())


@pytest.mark.parametrize("honest", [0, 25], ids=["from the first", "later"])
@pytest.mark.parametrize("name", ECHOES)
def test_what_a_target_repeats_is_not_repeated(tmp_path: Path, reference: Embedded, name: str, honest: int) -> None:
    with serving(echoing(ECHOES[name], url_guard.parse(reference.url).port, honest)) as site:
        shown = judge_here(tmp_path, site.url, ("*.KeyStorePassword.length.*", "*.KeyStorePassword.type"))
        canaries = set().union(*map(secrets_in, site.requests))
        assert canaries
        assert {mark for mark in canaries if mark in shown} == set()
