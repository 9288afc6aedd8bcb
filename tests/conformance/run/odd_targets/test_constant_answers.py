"""Targets that answer every request alike, with an error that speaks of the room that there is."""

from __future__ import annotations

from pathlib import Path

from kms_reports.formats import jsonl
from kms_reports.result import Run
from tests.support.commands.one_requirement import run
from tests.support.servers.trivial_servers import Silly, everything, silly


class Constant(Silly):
    """Answers everything with one status and the error of an account that has no room."""

    status = 400

    def answer(self, operation: str, body: bytes) -> tuple[int, dict[str, str]]:
        self.asked += 1
        return self.status, {"__type": "LimitExceededException", "message": "no room"}


def _run(tmp_path: Path, status: int, only: str) -> tuple[Run, int]:
    with silly(everything, Constant) as server:
        server.status = status
        run(tmp_path, "--target-url", server.url, "--only", only)
        return jsonl.read(tmp_path / "r.jsonl"), server.asked


def _verdict(found: Run, requirement: str) -> str:
    return next(str(result.verdict) for result in found.results if result.id == requirement)


def test_a_success_that_names_the_error_takes_what_it_may_not(tmp_path: Path) -> None:
    found, _ = _run(tmp_path, 200, "CreateCustomKeyStore.XksProxyConnectivity.enum")
    assert _verdict(found, "CreateCustomKeyStore.XksProxyConnectivity.enum") == "accepted-invalid"


def test_room_that_never_comes_is_waited_for_once(tmp_path: Path) -> None:
    found, asked = _run(tmp_path, 400, "protocol.json11.nesting")
    assert _verdict(found, "protocol.json11.nesting") == "conforms"
    assert asked < 150  # 20 requests a second are sent while room is waited for, three seconds long
