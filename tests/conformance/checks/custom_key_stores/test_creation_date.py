"""How far a CreationDate may be from now: less where the target says what time it has."""

from __future__ import annotations

import time
from email.utils import formatdate
from types import SimpleNamespace
from typing import Any

import pytest

from kms_conformance.checks.custom_key_stores.creation import _age

HOUR = 3600


def told(hours: float, clock: float | None) -> str | None:
    """What is said of a CreationDate so many hours from now, at a target whose clock is so many hours off."""
    headers = () if clock is None else (("Date", formatdate(time.time() + clock * HOUR, usegmt=True)),)
    reading = SimpleNamespace(seen=SimpleNamespace(exchange=SimpleNamespace(headers=headers)))
    evidence: Any = SimpleNamespace(readings=(reading,))
    return _age({"CreationDate": time.time() + hours * HOUR}, evidence)


@pytest.mark.parametrize(
    ("hours", "clock", "right"),
    [
        (0, None, True),
        (5, None, True),
        (7, None, False),
        (0, 0, True),
        (-1, 0, True),  # rounded to the hour
        (2, 0, False),  # the time of another zone
        (-5, 0, False),
        (5, 5, True),  # by its own clock
        (0, 5, True),
    ],
)
def test_the_date_of_a_store_is_now_by_either_clock(hours: float, clock: float | None, right: bool) -> None:
    assert (told(hours, clock) is None) is right


def test_a_date_that_cannot_be_read_says_nothing() -> None:
    reading = SimpleNamespace(seen=SimpleNamespace(exchange=SimpleNamespace(headers=(("date", "yesterday"),))))
    evidence: Any = SimpleNamespace(readings=(reading,))
    assert _age({"CreationDate": time.time() + 5 * HOUR}, evidence) is None
