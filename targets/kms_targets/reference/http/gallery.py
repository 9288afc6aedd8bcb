"""Every fault and variation behind one socket: /fault/NAME/TOKEN, /variation/NAME/TOKEN, and / for the plain endpoint.

Each path has stores of its own, which begin when it is first asked for: a fresh token is a fresh account.
"""

from __future__ import annotations

from kms_targets.reference.http.app import (
    App,
    Receive,
    Scope,
    Send,
    application,
    rules_of,
)

NO_SUCH_PLACE = b'{"__type":"UnknownOperationException","message":"There is no such fault or variation."}'


def gallery() -> App:
    """One application that holds them all."""
    made: dict[str, App] = {}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"].rstrip("/")
        found = made.get(path)
        if found is None:
            try:
                found = made[path] = application(rules_of(*_place(path)))
            except KeyError:
                headers = [(b"content-length", b"%d" % len(NO_SUCH_PLACE))]
                await send({"type": "http.response.start", "status": 404, "headers": headers})
                await send({"type": "http.response.body", "body": NO_SUCH_PLACE})
                return
        await found(scope, receive, send)

    return app


def _place(path: str) -> tuple[str | None, str | None]:
    """(fault, variation) of a path. Raises KeyError."""
    if not path:
        return None, None
    _, kind, name, *_ = [*path.split("/"), "", ""]
    if not name or kind not in ("fault", "variation"):
        raise KeyError(path)
    return (name, None) if kind == "fault" else (None, name)
