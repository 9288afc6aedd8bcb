"""A target that speaks TLS is reached through the proxy of the environment, and no byte is changed on the way."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.one_requirement import arrives, example, run
from tests.support.commands.ways_in import Certificates, in_front_of

TARGET = "https://kms.invalid:4566"  # a name that only the proxy knows


@dataclass
class Proxy:
    """`heads` are the requests that it had; all tunnels lead to one port."""

    url: str = ""
    heads: list[str] = field(default_factory=list)


def relay(one: socket.socket, other: socket.socket) -> None:
    """All that one side sends, to the other, until it ends."""
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def proxying(port: int, answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n") -> Iterator[Proxy]:
    proxy, tunnels = Proxy(), list[threading.Thread]()

    def tunnel(caller: socket.socket) -> None:
        with caller:
            head = b""
            while b"\r\n\r\n" not in head:
                head += caller.recv(4096)
            proxy.heads.append(head.decode())
            caller.sendall(answer)
            if b" 200 " not in answer:
                return
            with socket.create_connection(("127.0.0.1", port)) as target:
                back = threading.Thread(target=relay, args=(target, caller), daemon=True)
                back.start()
                relay(caller, target)
                back.join()

    def accepting(server: socket.socket) -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            tunnels.append(threading.Thread(target=tunnel, args=(caller,), daemon=True))
            tunnels[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy.url = f"http://127.0.0.1:{server.getsockname()[1]}"
        door = threading.Thread(target=accepting, args=(server,), daemon=True)
        door.start()
        yield proxy
        server.shutdown(socket.SHUT_RDWR)
        for thread in (door, *tunnels):
            thread.join(10)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


def test_a_target_behind_a_proxy_is_judged_and_its_findings_can_be_pasted(
    tmp_path: Path, certificates: Certificates
) -> None:
    with Embedded(fault="name-max-missing") as faulty, in_front_of(faulty, certificates.context(asks=False)) as site:
        port = urlsplit(site.url).port
        assert port is not None
        with proxying(port) as proxy:
            way = {"HTTPS_PROXY": proxy.url.replace("//", "//me:p%40ss@")}
            done = run(tmp_path, "--target-url", TARGET, "--insecure", **way)
            assert (done.returncode, done.stderr) == (1, "")
            assert "p%40ss" not in done.stdout + (tmp_path / "r.jsonl").read_text()
            assert all(head.startswith("CONNECT kms.invalid:4566 HTTP/1.1\r\n") for head in proxy.heads)
            assert "Proxy-Authorization: Basic bWU6cEBzcw==" in proxy.heads[0]
            before = len(proxy.heads)
            assert arrives("bash", example(tmp_path)["curl"], **way)
            assert len(proxy.heads) > before
            records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
            assert records[-1]["planned"] == records[-1]["answered"] > 0


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"HTTPS_PROXY": "http://127.0.0.1:9"}, "(the requests go through the proxy 127.0.0.1:9 of HTTPS_PROXY)"),
        ({"HTTPS_PROXY": "socks5://127.0.0.1:9"}, "HTTPS_PROXY is no http://HOST:PORT: unset it"),
        ({"ALL_PROXY": "http://127.0.0.1:x"}, "ALL_PROXY is no http://HOST:PORT: unset it"),
        ({"HTTPS_PROXY": "http://proxy.invalid"}, "the proxy proxy.invalid:80 of HTTPS_PROXY cannot be found"),
        ({"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": ".invalid"}, "the host 'kms.invalid' cannot be found"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_one_line(tmp_path: Path, variables: dict[str, str], told: str) -> None:
    done = run(tmp_path, "--target-url", TARGET, **variables)
    assert (done.returncode, told in done.stderr, done.stderr.count("\n")) == (4, True, 1), done.stderr


def test_a_proxy_that_opens_no_tunnel_is_named_with_what_it_says(tmp_path: Path) -> None:
    with proxying(9, b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n") as proxy:
        done = run(tmp_path, "--target-url", TARGET, HTTPS_PROXY=proxy.url)
    assert "opened no tunnel: it answered 'HTTP/1.1 407 Proxy Authentication Required'" in done.stderr
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
