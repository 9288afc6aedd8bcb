"""Where a command puts a document: a file, or standard output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kms_conformance.settings.options import apart, writable
from kms_conformance.settings.readers import OptionError
from kms_reports import files
from kms_targets import TargetError


def checked(written: Mapping[str, Path | None], read: Mapping[str, Path]) -> None:
    """Raises TargetError where a file cannot be written, or is written over another: by their options."""
    wanted = {flag: path for flag, path in written.items() if path is not None}
    try:
        for flag, path in wanted.items():
            writable(flag, path)
        apart(wanted, read)
    except OptionError as wrong:
        raise TargetError(str(wrong)) from None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises TargetError, which names the file, for what keeps it from being written."""
    try:
        yield
    except OSError as broken:
        raise TargetError(f"{str(path)!r} cannot be written: {broken.strerror or broken}") from None


def put(text: str, out: Path | None, what: str) -> None:
    """Writes ASCII text to a file, whole or not at all, and says `what` is in it; prints it where there is no file."""
    if out is None:
        print(text, end="")
    else:
        with writing(out):
            files.replace(out, text.encode("ascii"))
        print(f"{what} in {out}")
