"""The endpoint on a socket of this machine: in the foreground, or in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from uvicorn.config import Config

    from kms_targets.reference.http.app import App

HOST = "127.0.0.1"
_TO_START = 20.0  # seconds that a process may take until it says where it listens


def serve(app: App, *, port: int = 0) -> None:
    """Serves until interrupted; prints one line, the URL, when it is ready. Raises OSError where the port is taken."""
    from uvicorn.server import Server

    class _Announcing(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(url, flush=True)

    listener = listening(HOST, port)
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    config = quiet(app)
    _Announcing(config).run(sockets=[listener])


def listening(address: str, port: int) -> socket.socket:
    """A socket for a server. Raises OSError where the port is taken."""
    # asyncio turns Nagle off only where the protocol is spelled out
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except BaseException:
        listener.close()
        raise
    return listener


def quiet(app: App) -> Config:
    """How uvicorn serves an application of ours: it says nothing by itself, to the client or to us."""
    from uvicorn.config import Config

    from kms_targets.reference.http.asgi_transport import Protocol

    return Config(
        app,
        http=Protocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )


def stop_with_parent() -> None:
    """End this process as soon as its standard input ends, as it does when the parent is gone, however it went."""

    def watch() -> None:
        # Not sys.stdin: its lock would be held when the interpreter shuts down.
        while os.read(0, 4096):
            pass
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


class Embedded:
    """A context manager: the endpoint in a process of its own, at `.url` (no slash at the end).

        with Embedded() as endpoint:
            print(endpoint.url)

    `xks`: proxies are asked, at this port, and the authority in this directory is trusted. `latency`: the seconds by
    which each answer is late.

    The process has a session of its own, so that Ctrl-C leaves it running for the cleanup.
    """

    def __init__(
        self,
        *,
        fault: str | Sequence[str] | None = None,
        variation: str | None = None,
        gallery: bool = False,
        xks: tuple[int, str] | None = None,
        latency: float = 0.0,
        port: int = 0,
    ) -> None:
        self.url = ""
        self._command = [sys.executable, "-m", "kms_targets.reference", "--with-parent", "--port", str(port)]
        for name in [fault] if isinstance(fault, str) else fault or ():
            self._command += ["--fault", name] if name else []
        self._command += ["--variation", variation] if variation else []
        self._command += ["--gallery"] if gallery else []
        self._command += ["--latency", str(latency * 1000)] if latency else []
        if xks is not None:
            self._command += ["--xks", "connect", "--xks-port", str(xks[0]), "--xks-ca", xks[1]]
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts the process and waits until it is ready. Raises RuntimeError with what it said where it is not."""
        self._errors = TemporaryFile()  # noqa: SIM115 - closed in stop()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            start_new_session=True,
        )
        line = _first_line(self._process, _TO_START)
        if not line:
            self._end_process()
            end = f"did not start within {_TO_START:g} s" if line is None else f"ended with {self._process.poll()}"
            said = self._said() or "it said nothing"
            self._close()
            raise RuntimeError(f"the embedded endpoint {end}: {said}")
        self.url = line

    def stop(self) -> None:
        """Ends the process: its input first, then a signal, then a stronger one."""
        if self._process is not None:
            self._end_process()
            self._close()

    def _end_process(self) -> None:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()
        for wait, end in ((2.0, process.terminate), (2.0, process.kill)):
            try:
                process.wait(wait)
            except subprocess.TimeoutExpired:
                end()
        process.wait()

    def _close(self) -> None:
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        if self._errors is not None:
            self._errors.close()
        self._process = self._errors = None

    def _said(self) -> str:
        assert self._errors is not None
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace").strip()


def _first_line(process: subprocess.Popen[bytes], seconds: float) -> str | None:
    """The first line of the output, empty where it ends without one, None where nothing comes in time."""
    output = process.stdout
    assert output is not None
    lines: list[bytes] = []
    reader = threading.Thread(target=lambda: lines.append(output.readline()), daemon=True)
    reader.start()
    reader.join(seconds)
    return lines[0].decode().strip() if lines else None
