"""The scoreboard: single faults caught and named, and servers that are right but different left in peace.

    python -m bench.power [--only GLOB] [--every N] [--whole-every N] [--yardstick-every N] [--jobs 3] [--json FILE]

Every fault of the embedded endpoint is served over a real socket, and the requirement that it breaks is judged as `run`
judges it: at depth `quick`, and where that does not show it at `default`. At some of the faults, and at all servers
that are right but different, all requirements are judged. At others schemathesis is let loose, as a yardstick.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.power.board import PROFILE, judged
from bench.power.scores import table
from bench.power.tasks import Row, Task
from kms_conformance.settings.depth import Depth
from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.faults import FAULTS, Kind
from kms_targets.reference.http.server import Embedded

WHOLE_EVERY, WHOLE_AT = 3, 1  # which faults all requirements are judged at, where nothing else is said
ELSEWHERE = (Kind.PROXY, Kind.RARE)  # kinds that no run without more catches
YARD_EVERY = 16  # which faults schemathesis is let loose at
DEFAULT_EVERY = 16  # which servers that are right are judged at `default` as well
STORES = ("*CustomKeyStore*", "protocol.*")  # all that a server which is odd with stores can show
SLOW = (
    "small-chunks",
    "small-pieces",
    "lags",
    "throttles",
    "limited",
    "delete-denied",
    "slow",
)  # minutes, the longest first


def tasks(
    only: str,
    every: int,
    kinds: Sequence[str] = ("fault", "variation"),
    whole_every: int = WHOLE_EVERY,
    yardstick_every: int = YARD_EVERY,
) -> list[Task]:
    """All that is done for the faults and variations whose name matches, or each Nth of them."""
    right = [n for n in VARIATIONS if fnmatchcase(n, only)][::every] if "variation" in kinds else []
    # What only a proxy or a search without end shows has a test of its own.
    shown = [n for n, fault in FAULTS.items() if fnmatchcase(n, only) and fault.kind not in ELSEWHERE]
    names = shown[::every] if "fault" in kinds else []
    # What takes longest comes first, so that nobody waits for it at the end.
    found = [Task(name, "variation", Depth.QUICK, whole=True) for name in sorted(right, key=_patience)]
    brisk = [name for name in right if name not in SLOW]
    found += [Task(name, "variation", Depth.DEFAULT, whole=True) for name in brisk[::DEFAULT_EVERY]]
    whole = names[WHOLE_AT::whole_every] if whole_every else ()
    found += [Task(name, "fault", Depth.QUICK, whole=True) for name in whole]
    found += [Task(name, "fault", None) for name in (names[::yardstick_every] if yardstick_every else ())]
    return found + [Task(name, "fault", Depth.QUICK) for name in names]


def _patience(name: str) -> int:
    return SLOW.index(name) if name in SLOW else len(SLOW)


def row(task: Task, url: str, directory: str) -> Row:
    """What comes of one task."""
    fault = FAULTS[task.name] if task.kind == "fault" else None
    requirement = fault.requirement if fault else ""
    place = f"{url}/{task.kind}/{task.name}/{task.depth or 'yardstick'}-{task.whole}"
    if task.depth is None:
        return _yardstick(task, requirement, url, place)
    profile = Path(directory) / f"{task.kind}-{task.name}-{task.depth}-{task.whole}.toml"
    # What provokes an error is known of the plain endpoint; of one that is different nothing is, but that it is slow.
    profile.write_text(PROFILE if fault else "timeout = 60.0\n")
    found = judged(place, task.depth, profile, only=_scope(task) if task.whole else (requirement,))
    broken = tuple(f"{r.id}: {r.verdict}: {r.reason}" for r in found.broken)
    notes = (*found.flags, *([f"refused: {found.refused}"] if found.refused else []))
    return Row(task, requirement, broken, found.until, found.requests, found.seconds, notes)


def _scope(task: Task) -> tuple[str, ...]:
    """The requirements that show whether a server is accused of more than its fault: those of keys where it is one."""
    of_keys = FAULTS[task.name].of_keys if task.kind == "fault" else task.name.startswith("keys-")
    return ("*",) if of_keys else STORES


def _yardstick(task: Task, requirement: str, url: str, place: str) -> Row:
    from bench.power.yardstick import findings

    start = time.monotonic()
    usual = _usual(url)
    found, sent = findings(place)
    return Row(task, requirement, tuple(sorted(found - usual)), None, sent, time.monotonic() - start)


@cache
def _usual(url: str) -> set[str]:
    """What schemathesis says of a server that is right."""
    from bench.power.yardstick import findings

    return findings(f"{url}/variation/{next(iter(VARIATIONS))}/yardstick-{os.getpid()}")[0]


def rows(chosen: Sequence[Task], *, jobs: int, say: Callable[[str], None] = lambda _: None) -> Iterator[Row]:
    """What comes of the tasks, by a few processes at once, all at one gallery; what `quick` misses is judged again."""
    with TemporaryDirectory() as directory, Embedded(gallery=True) as gallery, ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(row, task, gallery.url, directory) for task in chosen]
        again = []
        for number, future in enumerate(as_completed(waiting), 1):
            found = future.result()
            task = found.task
            if task.kind == "fault" and task.depth is Depth.QUICK and not task.whole and not found.named:
                again.append(pool.submit(row, Task(task.name, task.kind, Depth.DEFAULT), gallery.url, directory))
                say(f"{task.name}: not seen at quick")
            if task.kind == "variation":
                say(f"{task.name} at {task.depth}: {found.seconds:.0f} s {[*found.broken, *found.notes]}")
            if number % 50 == 0:
                say(f"{number} of {len(waiting)}")
            yield found
        yield from (future.result() for future in again)


def main(arguments: list[str] | None = None) -> int:
    """Prints what was missed and the board; 1 where a fault is missed at `default` or a right server accused."""
    parser = argparse.ArgumentParser(prog="python -m bench.power", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="*", metavar="GLOB", help="faults and variations whose name matches")
    parser.add_argument("--every", default=1, type=int, metavar="N", help="only each Nth of them")
    parser.add_argument("--kind", choices=["fault", "variation"], help="only faults, or only servers that are right")
    parser.add_argument(
        "--whole-every",
        default=WHOLE_EVERY,
        type=int,
        metavar="N",
        help="at which faults all requirements are judged; 0: at none",
    )
    parser.add_argument(
        "--yardstick-every",
        default=YARD_EVERY,
        type=int,
        metavar="N",
        help="at which schemathesis is let loose; 0: none",
    )
    parser.add_argument("--jobs", default=3, type=int, help="most of them wait for most of their time")
    parser.add_argument("--json", type=Path, metavar="FILE", default=Path("power.json"))
    parser.add_argument("--markdown", type=Path, metavar="FILE", default=Path("power.md"))
    options = parser.parse_args(arguments)
    start = time.monotonic()
    chosen = tasks(
        options.only,
        options.every,
        [options.kind] if options.kind else ("fault", "variation"),
        options.whole_every,
        options.yardstick_every,
    )
    found = list(rows(chosen, jobs=options.jobs, say=lambda line: print(line, file=sys.stderr, flush=True)))
    text, right = table(found, time.monotonic() - start)
    print(text)
    options.json.write_text(json.dumps([asdict(r) for r in found], indent=1) + "\n")
    options.markdown.write_text(text + "\n")
    return int(not right)
