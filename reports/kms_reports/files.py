"""A report is written whole or not at all: a reader sees the file before or the new one, never a part."""

from __future__ import annotations

import os
from pathlib import Path


def replace(path: str | os.PathLike[str], data: bytes) -> None:
    """Put the bytes at the path in one step. Makes missing directories; writes straight to a pipe or a device."""
    target = Path(path)
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        draft.write_bytes(data)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
