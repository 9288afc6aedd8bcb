"""The suite runs under the interpreter's own warning filters."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

HIDDEN = (DeprecationWarning, ImportWarning, PendingDeprecationWarning, ResourceWarning)


@contextmanager
def default_warnings() -> Iterator[None]:
    """Within it, a project's `filterwarnings` does not apply: `error` would turn a warning of ours into a verdict."""
    with warnings.catch_warnings():
        warnings.resetwarnings()
        for category in HIDDEN:
            warnings.simplefilter("ignore", category)
        yield
