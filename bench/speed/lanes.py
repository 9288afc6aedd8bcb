"""Requests a second, side by side, in one run against one embedded endpoint: only the ratios mean anything.

The ceiling is a bare `http.client` loop that sends the very bodies of the boundary vectors over one connection, not
signed and not judged. Each line is the median of several rounds in which all take turns, so that a noisy machine harms
all alike.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from random import Random
from urllib.parse import urlsplit

from kms_conformance.checks.generated.schemathesis import loaded
from kms_conformance.checks.requests.search import TOGETHER, Search
from kms_conformance.execution.actions.hypothesis_search import SearchOptions, search
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import Probe
from kms_conformance.run.run import OpenRun, opened
from kms_conformance.settings.depth import EXAMPLES, Depth
from kms_conformance.settings.generator import Generator
from kms_conformance.settings.options import Options
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import CREATE
from kms_specification.requirements.registry import registry
from kms_strategies.cases import Case, breaks
from kms_strategies.fuzzing.values import uniform
from kms_strategies.placeholders import Substitution
from kms_strategies.requests import drawn
from kms_strategies.requests.boundary_cases import vectors
from kms_strategies.requests.examples import example_request, example_requests
from kms_targets.reference.http.server import Embedded

ROUNDS = 5
CEILING = "bare http.client loop"
TOGETHER_SENT = 128  # cases that are sent together: a requirement has up to two hundred
FEW = 10  # cases of a search by hypothesis-jsonschema, which are slow to draw
DRAWN = frozenset({"CustomKeyStoreName", "KeyStorePassword", "XksProxyUriPath"})  # what a uniform value cannot clash in
Round = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Lane:
    """One way of sending requests: its name and a function that returns requests a second."""

    name: str
    round: Round


def refused_cases() -> list[Case]:
    """The boundary vectors that are refused: one request each, and nothing to delete."""
    found = [c for r in registry() for c in vectors(r) if r.operation == CREATE]
    return [c for c in found if breaks(OPERATIONS[CREATE], c)]


def bodies_of(cases: list[Case]) -> list[bytes]:
    """The bytes of each."""
    return [json.dumps(Substitution(Random(n))(case.request)).encode() for n, case in enumerate(cases)]


def bare(url: str, bodies: list[bytes]) -> Round:
    """The ceiling."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.CreateCustomKeyStore"}
    endless = cycle(bodies)

    def run(seconds: float) -> float:
        start, sent = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            connection.request("POST", "/", next(endless), headers)
            connection.getresponse().read()
            sent += 1
        return sent / spent

    return run


def judged(run: OpenRun, cases: list[Case]) -> Round:
    """Boundary vectors: filled, noted, signed, sent, read and judged."""
    endless = cycle([cases[n : n + TOGETHER_SENT] for n in range(0, len(cases), TOGETHER_SENT)])

    def lane(seconds: float) -> float:
        start, sent = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            sent += sum(1 for _ in run.executor.all(probes(next(endless))))
        return sent / spent

    return lane


def probes(cases: list[Case]) -> list[Probe]:
    """A probe for each case."""
    return [Probe(operation=CREATE, sent=case) for case in cases]


def hypothesis_driven(run: OpenRun) -> Round:
    """Checks driven by Hypothesis."""
    context = run.evaluator.context
    mine = [r for r in registry() if r.operation == CREATE]
    searches = cycle([(r, s) for r in mine if (s := drawn.breaking(r)) is not None])

    def lane(seconds: float) -> float:
        start, sent = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            requirement, strategy = next(searches)
            search_for = Search(requirement, context, strategy, examples=EXAMPLES[Depth.DEFAULT])
            sent += sum(1 for _ in search_for.results())
        return sent / spent

    return lane


def boto(url: str, bodies: list[bytes]) -> Round:
    """boto3, its own checks off."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError

    config = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    client = boto3.client(
        "kms",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=config,
    )
    known = json.loads(bodies[0]).keys() | {"XksProxyUriPath", "XksProxyUriEndpoint", "XksProxyConnectivity"}
    usual = (r for r in map(json.loads, bodies) if all(isinstance(v, str) and k in known for k, v in r.items()))
    endless = cycle(list(usual))

    def run(seconds: float) -> float:
        start, sent = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            with suppress(ClientError):
                client.create_custom_key_store(**next(endless))
            sent += 1
        return sent / spent

    return run


def schemathesis(url: str) -> Round | None:
    """schemathesis, positive and negative data of the same schema; None where it is not installed."""
    try:
        from schemathesis import GenerationMode
    except ImportError:
        return None
    operation = loaded("CreateCustomKeyStore", url)
    strategies = cycle(
        [operation.as_strategy(generation_mode=m) for m in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)]
    )

    def run(seconds: float) -> float:
        start, sent = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            found, _ = search(next(strategies), lambda case: case.call(), lambda _: False, SearchOptions(20, seed=sent))
            sent += len(found)
        return sent / spent

    return run


def jsonschema(run: OpenRun) -> Round | None:
    """hypothesis-jsonschema, valid requests and negated keywords, judged; None where it is not installed."""
    try:
        from kms_strategies.generators import from_schema
    except ImportError:
        return None
    context = run.evaluator.context
    mine = [r for r in registry() if r.operation == CREATE]
    searches = cycle(
        [(r, s) for r in mine if (s := from_schema.breaking(r, example_requests(facts(CREATE)))) is not None]
    )

    def lane(seconds: float) -> float:
        start, sent = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            requirement, strategy = next(searches)
            search_for = Search(requirement, context, strategy, examples=FEW, generator=Generator.JSONSCHEMA)
            sent += sum(1 for _ in search_for.results())
        return sent / spent

    return lane


def uniform_random(run: OpenRun) -> Round:
    """Valid requests, each value as likely as any other, judged."""
    random, operation = Random(1), facts(CREATE)
    variants = [(v, example_request(operation, v)) for v in operation.variants]

    def case() -> Case:
        variant, request = random.choice(variants)
        drawn = {m: uniform(operation.member(m), random) for m in request if m not in variant.chosen_by and m in DRAWN}
        return Case({**request, **drawn}, variant.name)

    def lane(seconds: float) -> float:
        start, sent = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            sent += sum(1 for _ in run.executor.all(probes([case() for _ in range(TOGETHER)])))
        return sent / spent

    return lane


@contextmanager
def lanes() -> Iterator[list[Lane]]:
    """All of them, at one endpoint."""
    cases = refused_cases()
    bodies = bodies_of(cases)
    ids = frozenset(r.id for r in registry())
    with Embedded() as endpoint, opened(Options(target_url=endpoint.url, depth=Depth.QUICK), ids) as run:
        found = [
            Lane(CEILING, bare(endpoint.url, bodies)),
            Lane("boundary cases, judged", judged(run, cases)),
            Lane("drawn by Hypothesis, judged", hypothesis_driven(run)),
            Lane("uniform random (stores are made and deleted), judged", uniform_random(run)),
            Lane("boto3, not judged", boto(endpoint.url, bodies)),
        ]
        others = {
            "hypothesis-jsonschema, judged": jsonschema(run),
            "schemathesis, its own checks off": schemathesis(endpoint.url),
        }
        yield found + [Lane(name, lane) for name, lane in others.items() if lane is not None]


def rates(seconds: float) -> dict[str, list[float]]:
    """Requests a second of each lane, round by round; so many seconds for each in all rounds together."""
    with lanes() as found:
        measured: dict[str, list[float]] = {lane.name: [] for lane in found}
        for _ in range(ROUNDS):
            for lane in found:
                measured[lane.name].append(lane.round(seconds / ROUNDS))
    return measured
