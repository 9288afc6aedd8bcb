"""A request to end is handled like Ctrl-C: what was made is deleted, what was found is written."""

from __future__ import annotations

import signal
import sys
from types import FrameType

_asked: list[int] = []  # the signals that asked for the end


def asked() -> bool:
    """Whether the end was asked for: also where the exception was lost, as one is that is raised in a callback."""
    return bool(_asked)


def like_ctrl_c() -> None:
    """From now on, and for as long as the process lives. Ctrl-C itself is noted too, unless it is ignored."""
    _asked.clear()
    sys.unraisablehook = _unraisable
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _ctrl_c)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del frame
    _asked.append(number)
    print("kms-conformance: ending", file=sys.stderr)
    raise KeyboardInterrupt


def _ctrl_c(number: int, frame: FrameType | None) -> None:
    _asked.append(number)
    signal.default_int_handler(number, frame)


def _unraisable(lost: sys.UnraisableHookArgs) -> None:
    """What is raised where nobody can catch it is shown, but for an interruption: that was noted when it came."""
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
