"""A request to end is handled like Ctrl-C: what was made is deleted, what was found is written."""

from __future__ import annotations

import signal
import sys
from types import FrameType


def like_ctrl_c() -> None:
    """From now on, and for as long as the process lives."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    print("kms-conformance: ending", file=sys.stderr)
    raise KeyboardInterrupt
