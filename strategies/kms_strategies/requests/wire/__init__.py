"""Requests that are odd on the wire, by the requirement they show: what is sent, and what may come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kms_strategies.requests.wire import bodies, messages
from kms_strategies.requests.wire.oddity import Oddity

__all__ = ["ODDITIES", "Oddity"]

ODDITIES: Mapping[str, Callable[[str], tuple[Oddity, ...]]] = {**bodies.TABLE, **messages.TABLE}
"""By the name of a requirement: the oddities of a request for an operation."""
