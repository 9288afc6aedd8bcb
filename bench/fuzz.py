"""How long the search takes to find each of the rare faults, beside Hypothesis alone and uniform random requests.

    python -m bench.fuzz [--seconds 600] [--repeat 3] [--only GLOB]
    python -m bench.fuzz --drawn 20000

All three send by the same executor and are judged by the same oracle; they differ in what they draw. Hypothesis alone
draws valid requests, requests that break one requirement, and sequences by the same state machine as the search.
Uniform random takes each choice on the way to a valid request to be as likely as the others, and knows no sequences.

With `--drawn N` nothing is sent: of so many requests that each draws for CreateCustomKeyStore it is counted how many
the faulty endpoint answers otherwise than the right one, asked in this process. That does not depend on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from kms_conformance.fuzzing.corpus import Corpus
from kms_conformance.fuzzing.fuzzer import Fuzzer
from kms_conformance.run.run import opened
from kms_conformance.settings.options import Options
from kms_conformance.suites.selection import chosen_operations
from kms_reports.result import Result
from kms_specification.catalog import OPERATIONS as CATALOG
from kms_specification.requirements.registry import registry
from kms_strategies.fuzzing.draft import Act, Draft, Edit
from kms_strategies.fuzzing.hunts import HUNTS, Ground, Hunt
from kms_strategies.fuzzing.slips import slipped
from kms_strategies.fuzzing.values import Values, batch, uniform
from kms_strategies.placeholders import Substitution
from kms_strategies.requests import drawn
from kms_strategies.requests.examples import example_requests
from kms_targets.reference.endpoint import Endpoint
from kms_targets.reference.faults import FAULTS, Kind
from kms_targets.reference.http.server import Embedded
from kms_targets.reference.operations.custom_key_stores.page import PAGE

OPERATIONS = ("*CustomKeyStore*",)
TARGET = "TrentService.CreateCustomKeyStore"
FRESH = 200  # requests after which the endpoints in this process begin anew
AT_ONCE = 24  # requests that Hypothesis draws in one go


class _FoundError(Exception):
    """The fault was found."""


def hypothesis_alone() -> Mapping[str, Hunt]:
    """Drafts that are Hypothesis's own requests, each used once."""
    waiting: dict[str, list[Draft]] = {}

    def make(ground: Ground, random: Random) -> Draft:
        known = waiting.setdefault(ground.operation.name, [])
        if not known:
            known += _drawn(ground, random)
        return known.pop()

    return {"hypothesis": Hunt(make, 18)}


def _drawn(ground: Ground, random: Random) -> list[Draft]:
    operation, seed = ground.operation, random.getrandbits(32)
    if random.random() < 0.5:
        variant = ground.variant(random)
        requests = batch(drawn.valid(operation, variant), AT_ONCE, seed)
        return [_draft(ground, variant.name, request) for request in requests]
    mine = [r for r in registry() if r.operation == operation.name]
    made = (make(r, ground.examples) for r in mine for make in (drawn.breaking, drawn.right))
    strategies = [strategy for strategy in made if strategy is not None]
    cases = batch(random.choice(strategies), AT_ONCE, seed)
    return [_draft(ground, case.variant, case.request) for case in cases if isinstance(case.request, dict)]


def _draft(ground: Ground, variant: str, request: Mapping[str, object]) -> Draft:
    base = ground.examples.get(variant, {})
    edits = [Edit(Act.DROP, member) for member in base if member not in request]
    edits += [Edit(Act.SET, m, value) for m, value in request.items() if base.get(m) != value]  # type: ignore[arg-type]
    return Draft(ground.operation.name, variant, tuple(edits))


def uniform_random() -> Mapping[str, Hunt]:
    """Drafts of which every member is as likely to be any valid value as any other."""

    def make(ground: Ground, random: Random) -> Draft:
        variant = ground.variant(random)
        edits = tuple(Edit(Act.SET, m.name, uniform(m, random)) for m in ground.members(variant))
        return Draft(ground.operation.name, variant.name, edits)

    return {"uniform": Hunt(make, 18)}


GENERATORS = {
    "fuzz": (lambda: HUNTS, True),
    "Hypothesis alone": (hypothesis_alone, True),
    "uniform": (uniform_random, False),
}


@dataclass(frozen=True, slots=True)
class Hunted:
    """What one search came to: whether the fault was found, after how many requests and seconds."""

    found: str
    requests: int
    seconds: float


def hunted(url: str, generator: str, seed: int, seconds: float, ledger: Path) -> Hunted:
    """One search at one endpoint, as far as its first finding."""
    hunts, sequences = GENERATORS[generator]
    results: list[Result] = []

    def found(result: Result) -> None:
        results.append(result)
        raise _FoundError

    options = Options(target_url=url, seed=seed, max_seconds=seconds, ledger=ledger)
    start = time.monotonic()
    with opened(options, frozenset()) as run:
        operations, random = chosen_operations(OPERATIONS), Random(seed)
        fuzzer = Fuzzer(
            run, operations, Corpus(), random, None, found, lambda tried: None, hunts=hunts(), sequences=sequences
        )
        with contextlib.suppress(_FoundError):
            fuzzer.search()
        spent = time.monotonic() - start
        return Hunted(results[0].id if results else "", fuzzer.requests, spent)


def shown(generator: str, faults: Sequence[str], number: int, seed: int) -> dict[str, int]:
    """How many of so many drawn requests show each fault."""
    hunts, random, operation = GENERATORS[generator][0](), Random(seed), CATALOG["CreateCustomKeyStore"]
    ground = Ground(operation, example_requests(operation), Values(operation), lambda: None)
    kinds, shares = list(hunts.values()), [hunt.share for hunt in hunts.values()]
    found = dict.fromkeys(faults, 0)
    for at in range(0, number, FRESH):
        endpoints = {name: Endpoint(FAULTS[name].change(PAGE) if name else PAGE) for name in ("", *faults)}
        for _ in range(min(FRESH, number - at)):
            draft = random.choices(kinds, shares)[0].make(ground, random)
            request = Substitution(random)(draft.request(ground.plain(draft)))
            body = slipped(json.dumps(request).encode(), draft.slips)
            answers = {name: asyncio.run(one.answer(TARGET, body)).status for name, one in endpoints.items()}
            for name in faults:
                found[name] += answers[name] != answers[""]
    return found


def drawn_table(faults: Sequence[str], number: int) -> str:
    """How seldom each generator draws what shows a fault, as a table."""
    lines = ["| fault | generator | requests that show it | one in |", "| --- | --- | ---: | ---: |"]
    for generator in GENERATORS:
        found = shown(generator, faults, number, 1)
        for name in faults:
            often = f"{number / found[name]:,.0f}" if found[name] else ""
            lines.append(f"| {name} | {generator} | {found[name]} of {number:,} | {often} |")
    return "\n".join(lines)


def table(rows: Iterable[tuple[str, str, list[Hunted]]], seconds: float) -> str:
    """The medians as a table; the median of what was not found in time is more than that."""
    lines = ["| fault | generator | found | requests, median | seconds, median | requests a second |"]
    lines.append("| --- | --- | ---: | ---: | ---: | ---: |")
    for fault, generator, found in rows:
        rate = sum(one.requests for one in found) / sum(one.seconds for one in found)
        in_time = sorted(one.seconds if one.found else float("inf") for one in found)
        many = sorted(one.requests if one.found else float("inf") for one in found)
        told = (
            [f"{median(many):,.0f}", f"{median(in_time):,.0f}"]
            if median(in_time) < float("inf")
            else ["", f"> {seconds:g}"]
        )
        cells = [fault, generator, f"{sum(bool(one.found) for one in found)} of {len(found)}", *told, f"{rate:,.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; 1 where the search misses a fault each time."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600.0, help="after which a search is given up")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="searches of each kind, with other seeds")
    parser.add_argument("--only", default="*", metavar="GLOB", help="faults whose name matches")
    parser.add_argument("--generator", choices=sorted(GENERATORS), action="append", help="only this; may be repeated")
    parser.add_argument("--drawn", type=int, metavar="N", help="send nothing: count what N drawn requests would show")
    options = parser.parse_args(arguments)
    if options.drawn:
        print(drawn_table(("rare-two-bounds", "rare-value"), options.drawn))
        return 0
    rows: list[tuple[str, str, list[Hunted]]] = []
    with TemporaryDirectory() as directory, Embedded(gallery=True) as gallery:
        for name in (n for n, fault in FAULTS.items() if fault.kind is Kind.RARE and fnmatchcase(n, options.only)):
            for generator in options.generator or GENERATORS:
                found: list[Hunted] = []
                for seed in range(1, options.repeat + 1):
                    place = f"{gallery.url}/fault/{name}/{generator.split()[0]}{seed}-{os.getpid()}"
                    ledger = Path(directory) / f"{len(rows)}-{seed}.ledger"
                    found.append(hunted(place, generator, seed, options.seconds, ledger))
                    print(f"{name}, {generator}, seed {seed}: {found[-1]}", file=sys.stderr, flush=True)
                rows.append((name, generator, found))
    print(table(rows, options.seconds))
    return int(any(generator == "fuzz" and not any(one.found for one in found) for _, generator, found in rows))


if __name__ == "__main__":
    sys.exit(main())
