"""Starts an emulator the way its users do, judges it with `kms-conformance`, and ends it.

    python -m tests.support.emulators moto [OPTIONS OF run]
    python -m tests.support.emulators fakecloud [OPTIONS OF run]

The exit code is that of the run. fakecloud is built once, by cargo, into a cache outside the tree.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

FAKECLOUD = os.environ.get("FAKECLOUD_VERSION", "0.15.4")
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "kms-conformance"
READY = 60.0  # seconds that an emulator may take to answer


def moto(port: int) -> tuple[list[str], dict[str, str], str]:
    """moto_server from PyPI, in this environment."""
    return [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)], {}, "/moto-api/"


def fakecloud(port: int) -> tuple[list[str], dict[str, str], str]:
    """fakecloud from crates.io."""
    root = CACHE / f"fakecloud-{FAKECLOUD}"
    program = root / "bin" / "fakecloud"
    if not program.exists():
        print(f"building fakecloud {FAKECLOUD} into {root}: this takes a while", flush=True)
        build = ["cargo", "install", "fakecloud", "--version", FAKECLOUD, "--debug", "--locked", "--root", str(root)]
        subprocess.run(build, check=True)
    return [str(program)], {"FAKECLOUD_ADDR": f"127.0.0.1:{port}"}, "/_fakecloud/health"


EMULATORS: dict[str, Callable[[int], tuple[list[str], dict[str, str], str]]] = {"moto": moto, "fakecloud": fakecloud}


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    """Returns when the URL answers; raises TimeoutError where it does not in time."""
    deadline = time.monotonic() + READY
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer within {READY:g} s")


def main(name: str, *options: str) -> int:
    """Runs one emulator and the suite against it."""
    port = free_port()
    command, environment, health = EMULATORS[name](port)
    with subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as emulator:
        try:
            wait_for(f"http://127.0.0.1:{port}{health}")
            run = [str(Path(sys.executable).with_name("kms-conformance")), "run"]
            return subprocess.run([*run, "--target-url", f"http://127.0.0.1:{port}", *options]).returncode
        finally:
            emulator.terminate()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in EMULATORS:
        print(f"usage: python -m tests.support.emulators {{{'|'.join(EMULATORS)}}} [OPTIONS]", file=sys.stderr)
        sys.exit(4)
    sys.exit(main(*sys.argv[1:]))
