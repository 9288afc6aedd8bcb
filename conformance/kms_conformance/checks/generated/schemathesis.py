"""Requests that schemathesis makes from the exported OpenAPI document: its coverage, fuzzing and stateful phases.

Its cases are sent by our executor and judged by the oracle, in place of its own checks. Those that are no POST of an
object belong to the protocol, which has requirements of its own.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Generator as Generating
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis.errors import FailedHealthCheck, Unsatisfiable

from kms_conformance.checks.generated.campaign import Campaign, Found, Reduction
from kms_conformance.checks.generated.documents import read
from kms_conformance.checks.generated.jsonschema import NO_CASE
from kms_conformance.checks.generated.sequences.families import Family, family
from kms_conformance.checks.generated.sequences.phase import SEQUENCES, Phase, Played
from kms_conformance.checks.generated.sequences.shortening import Shortening
from kms_conformance.execution.actions.hypothesis_search import SearchOptions, search
from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps, Wish
from kms_conformance.execution.errors import NotJudgedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import Progress, Reviewed
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import DRAWN, Generator
from kms_specification.requirements.registry import Requirement
from kms_strategies.cases import Case
from kms_strategies.generators.adopted import adopted
from kms_strategies.requests.examples import seeded
from kms_strategies.schemas.drawable_document import drawable
from kms_strategies.schemas.openapi import openapi, path


def made_by_schemathesis(requirement: Requirement, context: Context) -> Steps:
    """What was found of a requirement, among the cases of its operation and in the sequences that have it.

    Both are sent when the first requirement asks for them.
    """
    name = requirement.operation
    key = f"{Generator.SCHEMATHESIS}: {name}"
    if key not in context.memory:
        context.memory[key] = Found()
        yield Campaign(context, name, Generator.SCHEMATHESIS, _cases(name, context), context.memory[key])
    found: Found = context.memory[key]
    results = found.of(requirement.id)
    if results:
        first, *others = results
        yield Reduction(context, requirement.id, first) if first.failed else Reviewed(first)
        for result in others:
            yield Reviewed(result)
    chosen = family(requirement, context)
    sequences = Played()
    if chosen is not None and SEQUENCES[context.depth]:
        sequences = yield from _sequences(chosen, requirement, context)
    if not results and not sequences.of(requirement.id):
        raise NotJudgedError(found.why or sequences.why or NO_CASE.format(Generator.SCHEMATHESIS))


def _sequences(chosen: Family, requirement: Requirement, context: Context) -> Generating[Wish, Progress, Played]:
    """What the sequences of a family have shown of a requirement."""
    key = f"{Generator.SCHEMATHESIS}: sequences on {chosen.kind.name}"
    if key not in context.memory:
        context.memory[key] = Played()
        yield Phase(context, chosen, context.memory[key])
    played: Played = context.memory[key]
    for suspect in played.wrong.get(requirement.id, ()):
        yield Shortening(chosen, context, suspect)
    for result in played.right.get(requirement.id, ()):
        yield Reviewed(result)
    return played


def _cases(name: str, context: Context) -> Iterator[Case]:
    """The cases of both phases."""
    operation, examples = facts(name), context.calibrated(name).examples
    for made in (*_coverage(name), *_fuzzed(name, context)):
        body = getattr(made, "body", None)
        if made.method.upper() == "POST" and isinstance(body, dict):
            yield adopted(operation, body, examples)


def loaded(name: str, base_url: str | None = None) -> Any:
    """The operation as schemathesis reads it from its OpenAPI document. `base_url`: where its own client sends to."""
    schema = read(drawable(openapi([facts(name)])))
    if base_url is not None:
        schema.config.update(base_url=base_url)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return schema[path(name)]["POST"]


@cache
def _coverage(name: str) -> list[Any]:
    """One case for each keyword and each side of it, always the same."""
    from schemathesis import GenerationMode

    operation = loaded(name)
    config = operation.schema.config.generation_for(operation=operation, phase="coverage")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(
            operation.schema.iter_coverage_cases(
                operation, generation_modes=list(GenerationMode), generation_config=config
            )
        )


def _fuzzed(name: str, context: Context) -> list[Any]:
    """Drawn cases that the schema allows, and that it does not."""
    from schemathesis import GenerationMode

    if context.depth is Depth.QUICK:
        return []
    operation, found = loaded(name), list[Any]()
    for mode in GenerationMode:
        seed = seeded(context.seed, name, str(mode)).getrandbits(32)
        strategy = operation.as_strategy(generation_mode=mode)
        with warnings.catch_warnings(), contextlib.suppress(Unsatisfiable, FailedHealthCheck):
            # An operation without members has no request that the schema does not allow.
            warnings.simplefilter("ignore")
            options = SearchOptions(examples=DRAWN[context.depth], seed=seed)
            found += search(strategy, lambda case: case, lambda _: False, options)[0]
    return found
