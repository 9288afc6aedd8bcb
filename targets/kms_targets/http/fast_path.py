"""The answer that nearly all are: whole in one piece, with its length, and nothing else in its head to heed.

h11 reads every other. Where there is nothing to decide, its care costs more than all else that is done with an answer.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(rb"HTTP/1\.1 ([2-5]\d\d) [ -~]*\r\n((?:[A-Za-z0-9-]+: [!-~](?:[ -~]*[!-~])?\r\n)+)\r\n")
# What else says where an answer ends, and what becomes of the connection.
_HEEDED = frozenset({"connection", "transfer-encoding"})
_NO_BODY = frozenset({204, 304})

Plain = tuple[int, tuple[tuple[str, str], ...], bytes]


def plain(received: bytes) -> Plain | None:
    """The status, headers and body of the answer to a POST, or None where it takes more than a look to tell."""
    found = _PLAIN.match(received)
    if found is None:
        return None
    lines = (line.partition(": ") for line in found[2].decode("ascii").split("\r\n")[:-1])
    headers = tuple((name.lower(), value) for name, _, value in lines)
    lengths = [value for name, value in headers if name == "content-length"]
    status, body = int(found[1]), received[found.end() :]
    if lengths != [str(len(body))] or status in _NO_BODY or any(name in _HEEDED for name, _ in headers):
        return None
    return status, headers, body
