"""The embedded endpoint's answers behind HTTP servers that are not its own, each with its own idea of odd HTTP."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from kms_targets.reference.endpoint import Endpoint
from kms_targets.reference.operations.custom_key_stores.page import PAGE


class Kms:
    """The endpoint without HTTP, for one thread at a time."""

    def __init__(self) -> None:
        self._endpoint = Endpoint(PAGE)
        self._lock = threading.Lock()

    def __call__(self, target: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        with self._lock:
            found = asyncio.run(self._endpoint.answer(target, body))
        return found.status, found.body


class _Handler(BaseHTTPRequestHandler):
    """As somebody writes it in an afternoon: POST alone, a body of so many bytes."""

    protocol_version = "HTTP/1.1"
    kms: Kms

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status, answer = self.kms(self.headers.get("X-Amz-Target", ""), body)
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""


@contextmanager
def http_server(kms: Kms | None = None) -> Iterator[str]:
    """Python's http.server, a thread a connection, before the endpoint, or before another one."""
    handler = type("Handler", (_Handler,), {"kms": kms or Kms()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    with _running(server):
        yield f"http://127.0.0.1:{server.server_port}"


def wsgi(kms: Kms) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The endpoint as a WSGI application, which takes any method and looks at no content type."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        except OSError:
            status, answer = 400, b'{"__type":"SerializationException"}'
        else:
            if environ["REQUEST_METHOD"] == "GET":
                status, answer = 200, json.dumps({"status": "ok"}).encode()
            else:
                status, answer = kms(environ.get("HTTP_X_AMZ_TARGET", ""), body)
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(answer)))]
        start_response(f"{status} {'OK' if status == 200 else 'Error'}", headers)
        return [answer]

    return app


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""


@contextmanager
def wsgiref() -> Iterator[str]:
    """Python's wsgiref, which knows HTTP/1.0 alone and closes each connection."""
    with _running(make_server("127.0.0.1", 0, wsgi(Kms()), WSGIServer, _Quiet)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def _running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


async def asgi(scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
    """The endpoint as an ASGI application that takes POST alone."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers = dict(scope["headers"])
    if scope["method"] == "POST":
        found = await _ENDPOINT.answer(headers.get(b"x-amz-target", b"").decode("latin-1"), body)
        status, answer = found.status, found.body
    else:
        status, answer = 405, b"Method Not Allowed"
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"%d" % len(answer))]})
    await send({"type": "http.response.body", "body": answer})


_ENDPOINT = Endpoint(PAGE)
