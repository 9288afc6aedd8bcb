"""Where a command puts a document: a file, or standard output."""

from __future__ import annotations

from pathlib import Path

from kms_reports import files


def put(text: str, out: Path | None, what: str) -> None:
    """Writes ASCII text to a file, whole or not at all, and says `what` is in it; prints it where there is no file."""
    if out is None:
        print(text, end="")
    else:
        files.replace(out, text.encode("ascii"))
        print(f"{what} in {out}")
