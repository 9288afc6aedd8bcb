"""What a row of these tables is: one sentence about several requests, where it is documented, and how much rests on it.

A row's id is `<Operation>.error.<Error>` where its subject is the name of an error, and `<Operation>.state.<subject>`
elsewhere. The tables say what is required; how it is shown stands with the sequences.
"""

from __future__ import annotations

from dataclasses import dataclass

from kms_specification.aspects import Tier
from kms_specification.facts import Source
from kms_specification.service_model import said

__all__ = ["COMPLETE", "CORE", "STRICT", "Behaviour", "Tier", "row"]
CORE, COMPLETE, STRICT = Tier.CORE, Tier.COMPLETE, Tier.STRICT


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A requirement on one operation that takes several requests to show."""

    operation: str
    subject: str
    statement: str
    source: Source
    tier: Tier

    @property
    def is_error(self) -> bool:
        """Whether the subject is the name of an error."""
        return self.subject.endswith("Exception")

    @property
    def id(self) -> str:
        """The id, stable for ever."""
        return f"{self.operation}.{'error' if self.is_error else 'state'}.{self.subject}"


def row(tier: Tier, operation: str, subject: str, statement: str, sentence: str, *, at: str = "") -> Behaviour:
    """A behaviour whose sentence stands in the documentation of `at`: an operation, a shape or `Shape.Member`.

    Without `at` it is the documentation of the operation itself.
    """
    return Behaviour(operation, subject, statement, said(at or operation, sentence), tier)
