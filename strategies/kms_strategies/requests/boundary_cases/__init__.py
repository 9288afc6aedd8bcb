"""The boundary vectors: for each requirement a finite list of cases, the same each time."""

from kms_strategies.requests.boundary_cases.patterns import pattern_values
from kms_strategies.requests.boundary_cases.vacuity import vacuous
from kms_strategies.requests.boundary_cases.vectors import vectors

__all__ = ["pattern_values", "vacuous", "vectors"]
