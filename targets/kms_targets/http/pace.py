"""How fast requests may leave, for all the connections that share it."""

from __future__ import annotations

import time
from threading import Lock


class Pace:
    """At most `rate` requests a second, over however many connections; without a rate, as many as can be."""

    def __init__(self, rate: float | None) -> None:
        self._pause = 1 / rate if rate else 0.0
        self._next = 0.0
        self._lock = Lock()

    @property
    def limited(self) -> bool:
        """Whether there is a rate."""
        return self._pause > 0

    def wait(self) -> None:
        """Returns when the next request may leave."""
        if not self._pause:
            return
        with self._lock:
            now = time.monotonic()
            leaves = max(now, self._next)
            self._next = leaves + self._pause
        if leaves > now:
            time.sleep(leaves - now)
