"""What to send: boundary cases and Hypothesis strategies, made from the facts in `specification/`. Knows no target.

`valid` and `violating` are for other people's tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kms_strategies.library import valid, violating

__all__ = ["valid", "violating"]


def __getattr__(name: str) -> Any:
    """The strategies, imported when they are asked for: Hypothesis takes its time."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kms_strategies import library

    return getattr(library, name)
