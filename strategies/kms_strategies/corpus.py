"""The cases as data for other languages: filled, named for ever, with the answers that are right for each.

Answers are worked out for an endpoint at which every cluster, proxy and endpoint service exists. Nothing is drawn: the
same depth is the same corpus. What must be unique is unique among all vectors, so that they can be sent one after the
other whether or not the stores they make are deleted in between.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json, Operation
from kms_specification.oracle import (
    Environment,
    Expectation,
    Outcome,
    ReachableOutcome,
    expect,
)
from kms_specification.requirements.registry import (
    Aspect,
    Requirement,
    registry,
)
from kms_specification.state.uniqueness import State, conflicts
from kms_specification.violations.requests import SERIALIZATION, VALIDATION
from kms_strategies.cases import Case, Wire
from kms_strategies.placeholders import Substitution
from kms_strategies.requests import corpus_cases
from kms_strategies.requests.corpus_cases import Found, special
from kms_strategies.requests.examples import Request, example_requests
from kms_strategies.requests.malformed import WIRES

REFILLED = 50  # ways to fill a case that are tried for it to clash with none before


@dataclass(frozen=True, slots=True)
class Vector:
    """One request or body, and what may be answered. `before`: requests that must have succeeded first.

    `side` is valid, invalid, or open where the documents leave open which. `any_client_error`: besides what is listed
    any error from 400 to 499 with a code that an SDK can read is right.
    """

    id: str
    requirement: Requirement
    operation: str
    request: Json
    body: bytes | None
    before: tuple[Request, ...]
    outcomes: tuple[Outcome, ...]
    side: str
    variant: str
    note: str = ""
    any_client_error: bool = False


def quick() -> Iterator[Vector]:
    """Boundary vectors, pairs of stores that may not both exist, and bytes that are no request."""
    filler = _Filler()
    yield from filler.vectors(corpus_cases.boundaries())
    yield from filler.wires()


def default() -> Iterator[Vector]:
    """As quick; other spellings of the pattern values; and requests that break two requirements at once."""
    filler = _Filler()
    yield from filler.vectors((*corpus_cases.boundaries(), *corpus_cases.spellings(), *corpus_cases.twice()))
    yield from filler.wires()


def entire() -> Iterator[Vector]:
    """As default, with the complete sets of the patterns."""
    filler = _Filler()
    yield from filler.vectors(
        (*corpus_cases.boundaries(), *corpus_cases.spellings(), *corpus_cases.twice(), *corpus_cases.complete_sets())
    )
    yield from filler.wires()


@dataclass
class _Filler:
    """Fills cases one after the other; knows what all stores before would have taken."""

    ids: set[str] = field(default_factory=set)
    stores: list[Request] = field(default_factory=list)
    having: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def vectors(self, found: Iterable[Found]) -> Iterator[Vector]:
        """A vector of each case, once; a case that cannot but clash with one before is left out."""
        usual = {operation.name: example_requests(operation) for operation in corpus_cases.EXACT.values()}
        for requirement, case in found:
            operation = OPERATIONS[requirement.operation]
            name = _name(requirement, case, usual[operation.name][case.variant])
            if name in self.ids:
                continue
            self.ids.add(name)
            filled = self._filled(operation, case, name)
            if filled is not None:
                yield self._vector(operation, requirement, case, name, filled)

    def _filled(self, operation: Operation, case: Case, name: str) -> tuple[Request, ...] | None:
        """The requests of a case, those that come first before the one that is judged."""
        for number in range(REFILLED):
            substitution = Substitution(Random(f"{name}:{number}"))
            requests = tuple(substitution(request) for request in (*case.before, case.request))
            found = tuple(request for request in requests if isinstance(request, dict))
            if not any(self._conflicts(operation, request) for request in found):
                return found
        return None

    def _conflicts(self, operation: Operation, request: Request) -> bool:
        alike = {n for key in _compared(operation, request) for n in self.having[key]}
        return bool(conflicts(operation, request, State(tuple(self.stores[n] for n in sorted(alike)))))

    def _vector(
        self, operation: Operation, requirement: Requirement, case: Case, name: str, filled: tuple[Request, ...]
    ) -> Vector:
        *before, request = filled
        expectation = expect(operation, request, State(tuple(before)), _everything(operation))
        for made in (*before, *([request] if expectation.accepts else [])):
            self._take(operation, made)
        return Vector(
            name,
            requirement,
            operation.name,
            request,
            None,
            tuple(before),
            expectation.outcomes,
            _side(expectation),
            case.variant,
        )

    def _take(self, operation: Operation, made: Request) -> None:
        for key in _compared(operation, made):
            self.having[key].append(len(self.stores))
        self.stores.append(made)

    def wires(self) -> Iterator[Vector]:
        """A vector of each body that is no request, made of a valid request of its own."""
        operation = next(iter(corpus_cases.EXACT.values()))
        variant, examples = next(iter(example_requests(operation).items()))
        usual = json.dumps(Substitution(Random(0))(examples)).encode("ascii")
        for requirement in registry():
            for number in range(len(list(_made(requirement, operation, usual)))):
                filled = self._filled(operation, Case(examples, variant), f"{requirement.id}/{number}")
                assert filled is not None
                self._take(operation, filled[0])
                wire = list(_made(requirement, operation, json.dumps(filled[0]).encode("ascii")))[number]
                yield _wire(requirement, wire, variant)


def _made(requirement: Requirement, operation: Operation, valid: bytes) -> Iterator[Wire]:
    make = WIRES.get(requirement.subject) if requirement.aspect is Aspect.PROTOCOL else None
    # What a vector has no words for is left out: a request that names no operation at all.
    return (wire for wire in make(operation.name, valid) if wire.target is not None) if make else iter(())


def _wire(requirement: Requirement, wire: Wire, variant: str) -> Vector:
    unknown = requirement.subject == "unknown-operation"
    codes = ("UnknownOperationException",) if unknown else (SERIALIZATION, VALIDATION)
    outcomes = tuple(Outcome(code, 400, (requirement.id,), requirement.source) for code in codes)
    name = f"{requirement.id}/{_digest(wire.note)}"
    request, body = (json.loads(wire.body), None) if unknown else (None, wire.body)
    return Vector(name, requirement, str(wire.target), request, body, (), outcomes, "invalid", variant, wire.note, True)


def _compared(operation: Operation, request: Request) -> Iterator[tuple[str, str]]:
    """Everything of a request that some rule compares, by rule, without regard to case."""
    for rule in operation.uniqueness:
        values = [request.get(member) for member in rule.members]
        if all(isinstance(value, str) for value in values):
            yield rule.name, "\0".join(map(str, values)).lower()


def _everything(operation: Operation) -> Environment:
    return Environment({variant.name: ReachableOutcome() for variant in operation.variants})


def _side(expectation: Expectation) -> str:
    if expectation.rejected:
        return "invalid"
    return "valid" if all(o.code is None for o in expectation.outcomes) else "open"


def _name(requirement: Requirement, case: Case, usual: Request) -> str:
    """The id of a vector: it stays the same for as long as what is special about the case does."""
    what = [special(request, usual) for request in (*case.before, case.request)]
    return f"{requirement.id}/{case.variant}-{_digest(json.dumps(what, sort_keys=True))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
