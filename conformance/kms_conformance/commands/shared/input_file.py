"""What a command is given to read: a file, or standard input."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Literal

from kms_targets import TargetError


def text_of(name: str, errors: Literal["strict", "surrogateescape"] = "strict") -> str:
    """The text of a file in UTF-8, of standard input where the name is `-`, without a byte order mark.

    Raises TargetError; for bytes that are not UTF-8 only where `errors` is strict.
    """
    try:
        data = _standard_input() if name == "-" else Path(name).read_bytes()
        return data if isinstance(data, str) else io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", errors).read()
    except OSError as broken:
        raise TargetError(f"{name!r} cannot be read: {broken.strerror or broken}") from None
    except UnicodeError:
        raise TargetError(f"{name!r} cannot be read: it is not UTF-8") from None


def _standard_input() -> str | bytes:
    """Its bytes, or its text where what stands in its place has no bytes."""
    bytes_of = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read().removeprefix("\ufeff") if bytes_of is None else bytes(bytes_of.read())
