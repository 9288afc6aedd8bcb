"""The one place that looks behind ASGI, for what it cannot say: dropped connections, headers as spelled, cut bodies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SPELLED = "kms_targets.spelled"  # in a scope: the names of the headers as they came, in order
CUT = "kms_targets.cut"  # in a scope: the client has ended its side before the body was whole


async def drop(send: Callable[..., Awaitable[None]], receive: Callable[[], Awaitable[Any]]) -> None:
    """Cut the connection, and wait until the server has noticed: it would send an answer of its own."""
    cycle: Any = getattr(send, "__self__", None)
    cycle.transport.abort()
    await receive()


class Protocol(HttpToolsProtocol):
    """uvicorn's own, which also notes how headers are spelled, and answers a request of which a part never comes."""

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._spelled: list[bytes] = []
        self.scope[SPELLED] = self._spelled  # type: ignore[literal-required]

    def on_header(self, name: bytes, value: bytes) -> None:
        """One header is there."""
        self._spelled.append(name)
        super().on_header(name, value)

    def eof_received(self) -> bool | None:  # type: ignore[override]
        """The client sends no more: true where an answer is still owed to it."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete or not cycle.more_body:
            return None
        cycle.scope[CUT] = True  # type: ignore[literal-required]
        cycle.more_body = cycle.keep_alive = False
        cycle.message_event.set()
        return True
