"""Long lists of cases, of which the test command runs a part and `tox -e thorough` the rest."""

from __future__ import annotations

from collections.abc import Container, Iterable

import pytest


def sampled(names: Iterable[str], every: int) -> list[object]:
    """The names as parameters. One in `every` is run each time; the others are marked as thorough."""
    return [_parameter(name, number % every > 0) for number, name in enumerate(names)]


def less_often(names: Iterable[str], slow: Container[str]) -> list[object]:
    """The names as parameters. The slow ones are marked as thorough."""
    return [_parameter(name, name in slow) for name in names]


def _parameter(name: str, thorough: bool) -> object:
    return pytest.param(name, marks=[pytest.mark.thorough] if thorough else [])
