"""Tiny endpoints that know no rule: one takes everything, one refuses everything, one throws a coin."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from random import Random
from typing import Any, TypeVar

Takes = Callable[[dict[str, Any]], bool]


class Silly(ThreadingHTTPServer):
    """Takes the requests that `takes` says; `asked` are how many it has had, `stores` the ids that are there."""

    daemon_threads = True

    def __init__(self, takes: Takes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.takes = takes
        self.asked = 0
        self.most = 0
        self.stores: set[str] = set()
        self.ids = count(1)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def answer(self, operation: str, body: bytes) -> tuple[int, dict[str, str]]:
        self.asked += 1
        if operation == "CreateCustomKeyStore":
            if not self.takes(json.loads(body)):
                return 400, {"__type": "ValidationException"}
            store = f"cks-{next(self.ids)}"
            self.stores.add(store)
            self.most = max(self.most, len(self.stores))
            return 200, {"CustomKeyStoreId": store}
        if operation == "DeleteCustomKeyStore":
            self.stores.discard(json.loads(body)["CustomKeyStoreId"])
            return 200, {}
        return 400, {"__type": "UnknownOperationException"}


One = TypeVar("One", bound=Silly)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Silly

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status, said = self.server.answer(self.headers.get("X-Amz-Target", "").rpartition(".")[2], body)
        answer = json.dumps(said).encode()
        head = (
            f"HTTP/1.1 {status} .\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        self.wfile.write(head.encode() + answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def silly(takes: Takes, kind: type[One] = Silly) -> Iterator[One]:
    """A server of this kind for the block."""
    with kind(takes) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def everything(request: dict[str, Any]) -> bool:
    """Takes it."""
    return True


def nothing(request: dict[str, Any]) -> bool:
    """Refuses it."""
    return False


def coin() -> Takes:
    """Takes every second request or so, whatever it says."""
    random = Random(0)
    return lambda request: random.random() < 0.5
