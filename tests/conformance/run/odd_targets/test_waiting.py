"""A target whose first answer is slow, or that is not there yet, is waited for once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.requirements.registry import find
from kms_targets import TargetError
from kms_targets.ports import free_port
from kms_targets.reference.http.server import Embedded
from tests.support.servers.hostile_servers import forwarding, hangs
from tests.support.servers.raw_sockets import Peer, Script, serving

CREATE = "CreateCustomKeyStore.implemented"
PATIENCE = 0.3  # seconds that an answer is waited for


@pytest.fixture(scope="module")
def endpoint() -> Iterator[int]:
    with Embedded() as found:
        yield int(found.url.rpartition(":")[2])


def verdict(url: str, directory: Path, wait: float | None) -> Verdict:
    profile = directory / "profile.toml"
    profile.write_text(f"timeout = {PATIENCE}\nconnect_timeout = {PATIENCE}\nlag = 0.1\n")
    requirement = find(CREATE)
    assert requirement is not None
    options = Options(target_url=url, depth=Depth.QUICK, profile=profile, ledger=directory / "ledger", wait=wait)
    with opened(options, frozenset({CREATE})) as run:
        return run.judge(requirement).verdict


def loading(port: int, seconds: float) -> Script:
    """Answers nothing for so long after it was first asked, and everything as the server at `port` does from then."""
    first: list[float] = []

    def asked(peer: Peer, number: int) -> None:
        first.append(time.monotonic())
        peer.wait(max(0.0, first[0] + seconds - time.monotonic()))

    return forwarding(port, asked)


@pytest.mark.parametrize("wait", [None, 5.0])
def test_a_slow_first_answer_is_waited_for(endpoint: int, tmp_path: Path, wait: float | None) -> None:
    with serving(loading(endpoint, 1.0)) as site:
        assert verdict(site.url, tmp_path, wait) is Verdict.CONFORMS


@pytest.mark.parametrize("wait", [0.0, 0.2])
def test_no_longer_than_it_is_to_be(endpoint: int, tmp_path: Path, wait: float) -> None:
    with (
        serving(loading(endpoint, 5.0)) as site,
        pytest.raises(
            TargetError,
            match=r"^http://\S+: the target was reached, but no complete .* \(after 0.3 s\)",
        ),
    ):
        verdict(site.url, tmp_path, wait)


def test_a_target_that_never_answers_was_reached_all_the_same(tmp_path: Path) -> None:
    start = time.monotonic()
    with serving(hangs) as site, pytest.raises(TargetError, match=r"was reached, but .* --wait SECONDS"):
        verdict(site.url, tmp_path, 0.5)
    assert 0.8 <= time.monotonic() - start < 15


def test_a_target_that_is_about_to_start_is_waited_for_where_somebody_says_so(endpoint: int, tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with pytest.raises(TargetError, match=r"^http://\S+: the target cannot be reached: the connection was refused"):
        verdict(url, tmp_path, None)
    with Later(endpoint, port, 0.7):
        assert verdict(url, tmp_path, 10.0) is Verdict.CONFORMS


class Later:
    """Connections to one port handed on to another, from some seconds later on."""

    def __init__(self, port: int, listening: int, seconds: float) -> None:
        self._port, self._listening, self._seconds = port, listening, seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(10)

    def _serve(self) -> None:
        time.sleep(self._seconds)
        with Embedded(port=self._listening):
            self._over.wait(20)
