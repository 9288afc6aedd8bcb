"""What stands behind the target, by operation: learned by calibration, forgotten where it no longer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kms_specification.oracle import Environment


@dataclass(slots=True)
class Environments:
    """The environment that each operation meets; one that is not known is unknown."""

    _known: dict[str, Environment] = field(default_factory=dict)

    def of(self, operation: str) -> Environment:
        """What stands behind the target, as an operation meets it."""
        return self._known.get(operation) or Environment()

    def learn(self, found: Mapping[str, Environment]) -> None:
        """What calibration found."""
        self._known.update(found)

    def forget(self, operation: str) -> None:
        """From now on a valid request of the operation may be refused for what stands behind the target."""
        self._known.pop(operation, None)
