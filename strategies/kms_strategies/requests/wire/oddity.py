"""The word `Oddity`: what makes one request odd, and what may be answered to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kms_specification.wire.acceptable import Acceptable
from kms_specification.wire.forms import USUAL, Form
from kms_strategies.cases import Wire

Change = Callable[[bytes], bytes]


def unchanged(body: bytes) -> bytes:
    """The body as it is."""
    return body


@dataclass(frozen=True, slots=True)
class Oddity:
    """One way to be odd. `change` makes the body of a valid one, which is a JSON object in ASCII without white space
    around it. `thorough`: too dear, or too much like another, for a quick look.
    """

    note: str
    acceptable: Acceptable
    change: Change = unchanged
    form: Form = USUAL
    thorough: bool = False

    def of(self, operation: str, valid: bytes) -> Wire:
        """The request, made of the body of a valid one for the operation."""
        return Wire(self.change(valid), self.note, operation, self.form)
