"""What each generator of cases finds that the others do not, on a sample of the embedded endpoint's faults.

    python -m bench.generators [--every N] [--of stores|sequences] [--depth DEPTH] [--jobs N] [--markdown FILE]

Each sampled fault is served over a real socket, and each generator alone makes the cases: a fault is found where any
requirement that is judged fails, and named where the one that it breaks does. Judged are, of the suite's own cases,
that requirement; of hypothesis-jsonschema's, which are made for one requirement each, that one and that valid requests
are taken; of schemathesis's, which are made for operations and for sequences of them, all of the operation.

`stores` are the faults of CreateCustomKeyStore. `sequences` are those that a second request shows: in the state of a
custom key store, in what the other operations on stores answer, and in what a key is good for in each state.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.power.board import PROFILE, judged
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import Generator
from kms_specification.aspects import Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import CREATE, STORE_OPERATIONS
from kms_specification.pages.keys.lifecycle.transitions import TRANSITIONS
from kms_targets.reference.faults import FAULTS, Fault, Kind
from kms_targets.reference.http.server import Embedded

OPERATION = "CreateCustomKeyStore"
EVERY = 24


@dataclass(frozen=True, slots=True)
class Row:
    """What one generator found of one fault."""

    fault: str
    generator: Generator
    named: bool
    found: bool
    requests: int
    seconds: float


class Of(StrEnum):
    """Which faults are sampled."""

    STORES = "stores"
    SEQUENCES = "sequences"


def sample(every: int, of: Of = Of.STORES) -> list[str]:
    """Each Nth of the faults, those left out that only a proxy shows."""
    chosen = {Of.STORES: _of_stores, Of.SEQUENCES: _of_sequences}[of]
    return [n for n, f in FAULTS.items() if f.kind is not Kind.PROXY and chosen(f)][::every]


def _of_stores(fault: Fault) -> bool:
    return fault.requirement.startswith(OPERATION)


def _of_sequences(fault: Fault) -> bool:
    """Whether a fault breaks what is to come of a request for what an earlier one has made."""
    operation, aspect, *subject = fault.requirement.split(".")
    if operation in (CREATE, *STORE_OPERATIONS):
        return fault.kind is Kind.STATE and aspect in (Aspect.STATE, Aspect.ERROR)
    changes = operation in TRANSITIONS and aspect == Aspect.STATE and subject[0] in OPERATIONS
    return changes or (operation in TRANSITIONS and aspect == Aspect.ERROR)


def row(fault: str, generator: Generator, depth: Depth, url: str, directory: str) -> Row:
    """What a generator finds of a fault. Raises RuntimeError where the target cannot be judged."""
    profile = Path(directory) / f"{fault}-{generator}.toml"
    profile.write_text(PROFILE)
    place = f"{url}/fault/{fault}/{generator}"
    wanted = FAULTS[fault].requirement
    operation = wanted.partition(".")[0]
    # What a sequence shows may be a requirement of any operation in it.
    stores = operation in STORE_OPERATIONS or FAULTS[fault].kind is Kind.STATE
    others = ("*CustomKeyStore*.state.*", "*CustomKeyStore*.error.*") if stores else ()
    only = {
        Generator.OWN: (wanted,),
        Generator.JSONSCHEMA: (wanted, f"{operation}.implemented"),
        Generator.SCHEMATHESIS: (f"{operation}.*", *others),
    }[generator]
    found = judged(place, depth, profile, only=only, generators=(generator,))
    named = any(r.id == wanted for r in found.broken)
    return Row(fault, generator, named, bool(found.broken), found.requests, found.seconds)


def rows(faults: Sequence[str], depth: Depth, jobs: int) -> list[Row]:
    """What every generator finds of the faults, by a few processes at once."""
    pairs = list(product(faults, Generator))
    with TemporaryDirectory() as directory, Embedded(gallery=True) as gallery, ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(row, fault, who, depth, gallery.url, directory) for fault, who in pairs]
        found = []
        for number, future in enumerate(waiting, 1):
            found.append(future.result())
            if number % 20 == 0:
                print(f"{number} of {len(waiting)}", file=sys.stderr, flush=True)
    return found


def table(found: Iterable[Row]) -> str:
    """The rows as Markdown: by class of fault, and what one generator alone finds."""
    some = list(found)
    by = {who: {r.fault for r in some if r.generator is who and r.found} for who in Generator}
    named = {who: {r.fault for r in some if r.generator is who and r.named} for who in Generator}
    faults = list(dict.fromkeys(r.fault for r in some))
    lines = [f"| class | faults | {' | '.join(f'`{who}`' for who in Generator)} |", "| --- |" + " ---: |" * 4]
    for kind in (*sorted({str(FAULTS[f].kind) for f in faults}), "all"):
        these = {f for f in faults if kind in ("all", FAULTS[f].kind)}
        cells = [f"{len(by[who] & these)} ({len(named[who] & these)})" for who in Generator]
        lines.append(f"| {kind} | {len(these)} | {' | '.join(cells)} |")
    for who in Generator:
        mine = [r for r in some if r.generator is who]
        rate = sum(r.requests for r in mine) / max(sum(r.seconds for r in mine), 0.001)
        others = set().union(*(by[other] for other in Generator if other is not who))
        only = sorted(by[who] - others)
        lines += [
            "",
            f"`{who}`: {sum(r.requests for r in mine)} requests, {rate:.0f} a second; found by it alone ({len(only)}): "
            f"{', '.join(f'`{name}`' for name in only) or 'none'}.",
        ]
    missed = [f for f in faults if not any(f in by[who] for who in Generator)]
    lines += ["", f"Found by none ({len(missed)}): {', '.join(f'`{name}`' for name in missed) or 'none'}."]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.generators", description=__doc__.partition("\n")[0])
    parser.add_argument("--of", default=Of.STORES, type=Of, choices=list(Of))
    parser.add_argument("--every", default=EVERY, type=int, metavar="N", help="only each Nth fault")
    parser.add_argument("--depth", default=Depth.DEFAULT, type=Depth, choices=list(Depth))
    parser.add_argument("--jobs", default=2, type=int)
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    start = time.monotonic()
    text = table(rows(sample(options.every, options.of), options.depth, options.jobs))
    text += f"\n\nIt took {(time.monotonic() - start) / 60:.0f} minutes."
    print(text)
    if options.markdown:
        options.markdown.write_text(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
