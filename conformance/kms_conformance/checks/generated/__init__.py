"""Checks whose cases other generators make from the exported schema, each judged by the oracle as any other case is."""

from __future__ import annotations

from collections.abc import Iterable

from kms_conformance.checks.generated.jsonschema import drawn_from_schema
from kms_conformance.checks.generated.schemathesis import made_by_schemathesis
from kms_conformance.checks.registry import Check, check_of
from kms_conformance.generator import Generator
from kms_specification.requirements import Requirement

_OTHERS: dict[Generator, Check] = {
    Generator.JSONSCHEMA: drawn_from_schema,
    Generator.SCHEMATHESIS: made_by_schemathesis,
}


def checks_of(requirement: Requirement, generators: Iterable[Generator]) -> dict[Generator, Check]:
    """The checks of a requirement, by who makes their cases; the suite's own comes first."""
    chosen = set(generators)
    own = {Generator.OWN: check_of(requirement)} if Generator.OWN in chosen else {}
    return own | {generator: check for generator, check in _OTHERS.items() if generator in chosen}
