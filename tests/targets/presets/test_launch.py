"""The launcher, over real processes: an emulator that starts, hangs, dies, is missing, and one that has children."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kms_targets import TargetError
from kms_targets.presets.launch import Running, launch
from kms_targets.presets.preset import Kind, Preset
from tests.support.servers import fake_emulator

PROGRAM = "fake-emulator"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty cache, and a program on PATH that starts the fake emulator."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    programs = tmp_path / "programs"
    programs.mkdir()
    script = programs / PROGRAM
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{fake_emulator.__file__}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


def preset(behaviour: str, directory: Path, wait: float = 20.0) -> Preset:
    return Preset(
        name="fake",
        version="1",
        homepage="none",
        notes="none",
        kind=Kind.GO,
        packages=("example.com/fake@1",),
        command=(PROGRAM, "{port}", behaviour, str(directory)),
        environment={"FAKE_PORT": "{port}"},
        health="/health",
        wait=wait,
    )


def status(running: Running) -> int:
    connection = http.client.HTTPConnection(running.url.removeprefix("http://"), timeout=5)
    connection.request("GET", "/health")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def is_alive(process_id: int) -> bool:
    """Whether a process runs. One that has ended and that nobody has waited for does not."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(process_id: int) -> bool:
    """Whether a process ends within five seconds."""
    deadline = time.monotonic() + 5
    while is_alive(process_id) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(process_id)


def test_a_healthy_emulator_answers_and_is_ended(tmp_path: Path) -> None:
    with launch(preset("healthy", tmp_path), log_directory=tmp_path / "logs") as running:
        assert status(running) == 200
        assert is_alive(running.process_id)
        assert not running.pinned
    assert not is_alive(running.process_id)
    assert running.log.parent == tmp_path / "logs"
    assert running.log.read_text().startswith("starting\tup\n")


def test_the_log_is_kept_in_the_cache_by_default(tmp_path: Path) -> None:
    with launch(preset("healthy", tmp_path)) as running:
        assert running.log.parent == tmp_path / "cache" / "kms-conformance" / "logs"


def test_an_emulator_is_ended_with_its_children(tmp_path: Path) -> None:
    """The child ignores SIGTERM, so that only SIGKILL to the whole process group ends it."""
    with launch(preset("children", tmp_path)):
        child = int((tmp_path / "child").read_text())
        assert is_alive(child)
    assert ends(child)


def test_an_emulator_is_ended_when_its_user_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), launch(preset("healthy", tmp_path)) as running:
        raise KeyError
    assert not is_alive(running.process_id)


def test_an_emulator_that_ends_at_its_start_shows_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(TargetError) as raised, launch(preset("die", tmp_path)):
        pass
    message = str(raised.value)
    assert message.startswith("fake ended with exit code 1 at its start: the log ")
    assert message.endswith("ends with: starting up | no ?[31mlicence?[0m found")
    assert message.isprintable()


@pytest.mark.parametrize("behaviour", ["hang", "unhealthy"])
def test_an_emulator_that_does_not_get_healthy_costs_a_bounded_wait(behaviour: str, tmp_path: Path) -> None:
    began = time.monotonic()
    with (
        pytest.raises(TargetError, match=r"^fake does not answer within 1 s of its start: "),
        launch(preset(behaviour, tmp_path, wait=1.0)),
    ):
        pass
    assert time.monotonic() - began < 15


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(TargetError, match=rf"^port {port} cannot be used \(Address already in use\)"),
            launch(preset("healthy", tmp_path), port=port),
        ):
            pass
    assert not (tmp_path / "cache").exists()


def test_an_emulator_that_is_not_installed_says_how_to_install_it(tmp_path: Path) -> None:
    missing = replace(preset("healthy", tmp_path), command=("no-such-program", "{port}"))
    with (
        pytest.raises(TargetError, match=r"^fake is not installed: .*python -m kms_targets.presets install fake`$"),
        launch(missing),
    ):
        pass


def test_a_program_that_cannot_be_executed_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "programs" / "broken").write_bytes(b"\x7fELF")
    (tmp_path / "programs" / "broken").chmod(0o755)
    broken = replace(preset("healthy", tmp_path), command=("broken", "{port}"))
    with pytest.raises(TargetError, match=r"^fake cannot be started: .*Exec format error$"), launch(broken):
        pass
