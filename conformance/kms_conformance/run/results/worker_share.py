"""What a process of a run gets of the one that has opened it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkerShare:
    """A process of a run that another has opened: its name, how many there are, and what that one knows.

    `spent`: how many requests that one has sent by then. `keeps`: whether connections are kept for the next request.
    """

    name: str
    of: int
    url: str
    seed: int
    embedded: bool
    calibration: dict[str, Any]
    spent: int = 0
    keeps: bool = True
