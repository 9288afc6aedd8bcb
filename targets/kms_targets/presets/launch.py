"""Starts an emulator on loopback, waits until it is healthy, keeps its log and ends it with all its children.

Nothing here waits without an end: the start for `Preset.wait` seconds, the end for GRACE seconds.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kms_targets import TargetError
from kms_targets.ports import free_port, why_not
from kms_targets.presets.install import cache, find_program, is_pinned
from kms_targets.presets.preset import Preset

GRACE = 10.0  # seconds between SIGTERM and SIGKILL
_LOOPBACK = "127.0.0.1"
_POLL = 0.05  # seconds between two looks
_HEALTH_TIMEOUT = 10.0  # seconds for one answer to the health request, at most
_LAST_LINES = 3  # lines of the log in a message
_LAST_BYTES = 4096  # bytes of the log that are read for them


@dataclass(frozen=True, slots=True)
class Running:
    """An emulator that answers. `pinned` says that it is the version of the preset, not a program found on PATH."""

    preset: Preset
    url: str
    log: Path
    process_id: int
    pinned: bool
    seconds: float  # how long it took to get healthy


@contextmanager
def launch(preset: Preset, *, log_directory: Path | None = None, port: int | None = None) -> Iterator[Running]:
    """Starts an emulator and yields it once it is healthy; ends it and its process group afterwards.

    `port` is a free one where none is given. The log stays, in `log_directory` or in the cache. Raises TargetError, one
    line, where the emulator is not installed, does not get healthy in time or ends at once, or the port is in use.
    """
    program = find_program(preset)
    if program is None:
        raise TargetError(
            f"{preset.name} is not installed: install it with `python -m kms_targets.presets install {preset.name}`"
        )
    if port is not None and (taken := why_not(_LOOPBACK, port)):
        raise TargetError(f"port {port} cannot be used ({taken}): give another, or none")
    chosen = free_port(_LOOPBACK) if port is None else port
    with tempfile.TemporaryDirectory(prefix=f"{preset.name}-") as data:
        places = {"port": str(chosen), "data": data, "bin": str(program.parent), "version": preset.version}
        command = [str(program), *(_fill(word, places) for word in preset.command[1:])]
        environment = {name: _fill(value, places) for name, value in preset.environment.items()}
        log = _new_log(preset, log_directory)
        process = _start(preset, command, environment, Path(data), log)
        began = time.monotonic()
        try:
            _wait_until_healthy(preset, process, chosen, log)
            seconds = time.monotonic() - began
            pinned = is_pinned(preset, program)
            yield Running(preset, f"http://{_LOOPBACK}:{chosen}", log, process.pid, pinned, seconds)
        finally:
            _end(process)


def _start(
    preset: Preset, command: list[str], environment: dict[str, str], data: Path, log: Path
) -> subprocess.Popen[bytes]:
    """The process, in a process group of its own, so that a Ctrl-C ends the run before it ends the emulator."""
    try:
        with log.open("wb") as output:
            return subprocess.Popen(
                command,
                cwd=data,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
    except OSError as broken:
        raise TargetError(f"{preset.name} cannot be started: {command[0]!r}: {broken.strerror or broken}") from None


def _wait_until_healthy(preset: Preset, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Returns when the health request is answered. Raises TargetError where the process ends first or time is up."""
    deadline = time.monotonic() + preset.wait
    while (left := deadline - time.monotonic()) > 0:
        healthy = _is_healthy(port, preset.health, min(left, _HEALTH_TIMEOUT))
        if process.poll() is not None:
            raise TargetError(
                f"{preset.name} ended with {_ending(process.returncode)} at its start: {_last_lines(log)}"
            )
        if healthy:
            return
        time.sleep(_POLL)
    raise TargetError(f"{preset.name} does not answer within {preset.wait:g} s of its start: {_last_lines(log)}")


def _is_healthy(port: int, path: str, timeout: float) -> bool:
    """Whether a GET of the path is answered with a status below 500."""
    connection = http.client.HTTPConnection(_LOOPBACK, port, timeout=timeout)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _ending(code: int) -> str:
    """How a process ended. The platform's own convention: a negative code is a signal's number."""
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def _last_lines(log: Path) -> str:
    """Where the log is and its last lines, in one line that a terminal shows as it is."""
    with log.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _LAST_BYTES))
        text = file.read().decode("utf-8", "replace")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()][-_LAST_LINES:]
    shown = " | ".join("".join(c if c.isprintable() else "?" for c in line) for line in lines)
    return f"the log {str(log)!r} ends with: {shown}" if shown else f"the log {str(log)!r} is empty"


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and whatever else is in its process group, which has the number of the process."""
    _signal_group(process.pid, signal.SIGTERM)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        pass  # SIGKILL follows
    finally:
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return  # all have ended; macOS answers "not permitted" for a group of ended processes


def _new_log(preset: Preset, directory: Path | None) -> Path:
    """A new, empty log."""
    where = directory or cache() / "logs"
    try:
        where.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(f"-{preset.name}.log", time.strftime("%Y%m%dT%H%M%S-"), where)
    except OSError as broken:
        raise TargetError(f"no log can be written in {str(where)!r}: {broken.strerror or broken}") from None
    os.close(handle)
    return Path(path)


def _fill(text: str, places: dict[str, str]) -> str:
    """The text with `{port}` and the like filled in; other braces stay."""
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text
