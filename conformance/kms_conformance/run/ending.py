"""How a run ends, however it ends: what it has made is deleted, and what is left is named."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kms_conformance.execution.executor import Executor
from kms_conformance.run import cleanup
from kms_targets import TargetError


@contextmanager
def ending(executors: list[Executor], path: Path | None, *, keep: bool) -> Iterator[None]:
    """Deletes what is left when a run ends, however it ends; a ledger of which nothing is left need not be kept."""
    try:
        yield
    except TargetError as unusable:
        left = _end(executors, path, keep=keep)
        if path and left:
            line = f"kms-conformance cleanup {shlex.quote(str(path))}"
            raise TargetError(f"{unusable} (what it may have made all the same: {line})") from None
        raise
    except BaseException:
        _end(executors, path, keep=keep)
        raise
    _end(executors, path, keep=keep)


def _end(executors: list[Executor], path: Path | None, *, keep: bool) -> list[str]:
    """Returns what is left."""
    for executor in executors:
        cleanup.clean(executor.tracker)
        executor.close()
    left = [name for executor in executors for name in cleanup.named(executor.tracker)]
    if path and not keep and not left:
        path.unlink()
    return left
