"""The value that says that a request breaks a requirement."""

from __future__ import annotations

from dataclasses import dataclass

from kms_specification.facts import Source


@dataclass(frozen=True, slots=True)
class Violation:
    """A requirement that a request breaks, and the error codes that are right for it.

    Not `certain`: the documents leave open whether it is broken.
    """

    requirement: str
    errors: tuple[str, ...]
    source: Source
    certain: bool = True
