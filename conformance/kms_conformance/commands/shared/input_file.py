"""What a command is given to read: a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from kms_targets import TargetError


def text_of(name: str) -> str:
    """The text of a file in UTF-8, of standard input where the name is `-`. Raises TargetError."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except OSError as broken:
        raise TargetError(f"{name!r} cannot be read: {broken.strerror or broken}") from None
    except UnicodeError:
        raise TargetError(f"{name!r} cannot be read: it is not UTF-8") from None
