"""What calibration has found out of a target, as values: how far a valid request gets, by operation and variant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_specification.oracle import Environment, ReachableOutcome
from kms_specification.violations.requests import variant_of
from kms_strategies.requests.examples import Request


@dataclass(frozen=True, slots=True)
class OperationCalibration:
    """What was found out of one operation.

    `refused`: by variant, why its valid requests are refused. `examples`: by variant, a request that gets as far as
    any, or where they are refused an ordinary one.
    """

    operation: str
    implemented: bool = True
    answer: str = ""
    environment: Environment = field(default_factory=Environment)
    examples: Mapping[str, Request] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> dict[str, Request]:
        """By variant, the request that gets as far as any; variants that are refused are left out."""
        return {name: request for name, request in self.examples.items() if name not in self.refused}

    def unreached(self, variant: str) -> str:
        """Why a valid request of a variant does not succeed; empty where it does."""
        if not self.implemented:
            return f"{self.operation} is not implemented: {self.answer}"
        if variant in self.refused:
            return f"every valid {variant} request is refused ({self.refused[variant]})"
        reach = self.environment.of(variant)
        return f"a valid {variant} request gets only as far as {reach.code}" if reach.code else ""

    def succeeds(self, variant: str) -> bool:
        """Whether a valid request of a variant succeeds."""
        return not self.unreached(variant)

    def takes(self, request: Request) -> bool:
        """Whether a valid request succeeds."""
        variant = variant_of(facts(self.operation), request)
        return variant is not None and self.succeeds(variant)

    def need(self, *variants: str) -> None:
        """Raises NotJudgedError where valid requests of a variant do not succeed."""
        for variant in variants:
            why = self.unreached(variant)
            if why:
                raise NotJudgedError(why)

    def to_json(self) -> dict[str, Any]:
        """As plain data, for another process."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> OperationCalibration:
        """The calibration that `to_json` wrote."""
        reach = {
            name: ReachableOutcome(
                **{**found, "only": tuple(map(tuple, found["only"])), "alternatives": tuple(found["alternatives"])}
            )
            for name, found in data["environment"]["reach"].items()
        }
        return cls(**{**data, "environment": Environment(reach)})

    def summary(self) -> dict[str, Any]:
        """What a person wants to know of it, by variant."""
        found: dict[str, Any] = {}
        for name, reach in self.environment.reach.items():
            found[name] = "makes a store" if reach.code is None else f"gets as far as {reach.code}"
        found.update({name: f"refused: {why}" for name, why in self.refused.items()})
        return found


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was found out by the time the run began. `silent`: the target's errors carry no code an SDK can read."""

    operations: Mapping[str, OperationCalibration] = field(default_factory=dict)
    silent: bool = False

    def to_json(self) -> dict[str, Any]:
        """As plain data, for another process."""
        return {"operations": {name: o.to_json() for name, o in self.operations.items()}, "silent": self.silent}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """The calibration that `to_json` wrote."""
        found = {name: OperationCalibration.from_json(one) for name, one in data["operations"].items()}
        return cls(found, data["silent"])

    def summary(self) -> dict[str, Any]:
        """What a person wants to know of it, by variant."""
        unknown = ", ".join(f"{name} ({one.answer})" for name, one in self.operations.items() if not one.implemented)
        found = {name: text for one in self.operations.values() for name, text in one.summary().items()}
        return {"not_implemented": unknown, **found} if unknown else found
