"""The proxy: an ASGI server of its own behind real TLS, in a thread, which plays one script after the other."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kms_targets import TargetError
from kms_targets.reference.http.asgi_transport import drop
from kms_targets.reference.http.server import listening, quiet
from kms_targets.xks_proxy.certificates import authority, contexts
from kms_targets.xks_proxy.health import failure
from kms_targets.xks_proxy.scripts import SCRIPTS, Script
from kms_targets.xks_proxy.signature import mistake

_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
START = 10.0  # seconds in which the server has to be ready
# Where GetHealthStatus is, if nothing more is known of the store: any prefix, and the version that there is.
_ANY_PATH = re.compile(r"(?:/[A-Za-z0-9/_-]+)?/kms/xks/v1/health")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that the proxy got. `mistake` is what is wrong with its signature, if it was looked at."""

    method: str
    path: str
    mistake: str | None


class Proxy:
    """A context manager. `host` is the name by which the target reaches it, always at port 443 as the page has it.

    `contacts` counts TLS handshakes that were begun, `calls` are the requests that came of them, since `play`.
    """

    def __init__(self, host: str, listen: tuple[str, int], directory: Path) -> None:
        self.host = host
        self.directory = directory
        self.port = listen[1]
        self.contacts = 0
        self.calls: list[Call] = []
        self._listen = listen
        self._script = SCRIPTS["trusting"]
        self._credential = ("", "")
        self._path: str | None = None
        self._contexts = contexts(authority(directory), host)
        self._server: Any = None
        self._thread: threading.Thread | None = None

    @property
    def endpoint(self) -> str:
        """The XksProxyUriEndpoint."""
        return f"https://{self.host}"

    def play(self, script: Script) -> None:
        """From now on it answers so; what it has counted is forgotten."""
        self._script, self.contacts, self.calls = script, 0, []

    def expect(self, access_key_id: str, secret: str, uri_path: str | None = None) -> None:
        """From now on requests have to be signed with this credential, and to be sent to this XksProxyUriPath, if any.

        They are refused by scripts that check them: GET with 405, another path with 404, a signature that is wrong, or
        more than five minutes old or ahead, with 401.
        """
        self._credential = access_key_id, secret
        self._path = uri_path

    def __enter__(self) -> Self:
        """Starts. Raises TargetError, one line, where it cannot listen."""
        from uvicorn.server import Server

        try:
            listener = listening(*self._listen)
        except OSError as broken:
            where = f"{self._listen[0]}:{self._listen[1]}"
            raise TargetError(f"--xks-listen {where} cannot be used: {broken.strerror or broken}") from None
        self.port = listener.getsockname()[1]
        config = quiet(self._app)
        config.load()
        config.ssl = self._first_context()
        ready = threading.Event()

        class _Telling(Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                ready.set()

            def install_signal_handlers(self) -> None:
                """Signals are the run's."""

        self._server = _Telling(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()
        if not ready.wait(START):
            raise TargetError("the proxy did not start in time")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops."""
        assert self._thread is not None
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(START)

    def _first_context(self) -> ssl.SSLContext:
        """The context in which every handshake begins; the script says in which it goes on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(connection: ssl.SSLObject, name: str | None, begun: ssl.SSLContext) -> None:
            self.contacts += 1
            connection.context = self._contexts[self._script.certificate]

        context.sni_callback = choose
        return context

    async def _app(self, scope: MutableMapping[str, Any], receive: _Receive, send: _Send) -> None:
        script = self._script
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope["raw_path"].decode("latin-1")
        method, url = scope["method"], f"https://{headers.get('host', self.host)}{path}"
        wrong = mistake(method, url, headers, body, *self._credential) if script.checked else None
        self.calls.append(Call(method, path, wrong))
        if script.reset:
            await drop(send, receive)
            return
        if script.pieces == 1:
            await asyncio.sleep(script.pause)
        status, answer = script.status, script.body
        if script.checked and method != "POST":
            status, answer = 405, b""
        elif script.checked and not self._knows(path):
            status, answer = 404, failure("InvalidUriPathException")
        elif wrong:
            status, answer = 401, failure("AuthenticationFailedException")
        head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(answer))]
        await send({"type": "http.response.start", "status": status, "headers": head})
        *first, last = _pieces(answer, script.pieces)
        for piece in first:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(script.pause)
        await send({"type": "http.response.body", "body": last})

    def _knows(self, path: str) -> bool:
        """Whether GetHealthStatus is at a path."""
        return _ANY_PATH.fullmatch(path) is not None if self._path is None else path == f"{self._path}/health"


def _pieces(body: bytes, number: int) -> list[bytes]:
    size = max(1, -(-len(body) // number))
    return [body[start : start + size] for start in range(0, len(body), size)] or [b""]
