"""The one place that looks behind ASGI, for what it cannot say: a connection dropped without an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any


async def drop(send: Callable[..., Awaitable[None]], receive: Callable[[], Awaitable[Any]]) -> None:
    """Cut the connection, and wait until the server has noticed: it would send an answer of its own."""
    cycle: Any = getattr(send, "__self__", None)
    cycle.transport.abort()
    await receive()
