"""Several results files as one run: the shards of a run, or runs of different requirements at the same target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kms_reports.result import Counts, Run

SHARD = "shard"
"""The key of `Run.environment` that says which part of a run this is, such as `2/3`."""
ALIKE = ("version", "target", "depth", "seed")


class UnmergeableError(ValueError):
    """The runs are no parts of one. The message is one line."""


def merged(parts: Mapping[str, Run]) -> Run:
    """One run of its parts, by the names of their files. Raises UnmergeableError.

    It is complete where every part is and, of shards, all are there. Results are in the order of their ids, whatever
    the order of the parts. `seconds` is the time of all parts, added up.
    """
    names, runs = list(parts), list(parts.values())
    _check_alike(names, runs)
    _check_apart(parts)
    notes = list(dict.fromkeys(note for run in runs for note in run.notes))
    missing = list(_missing(runs))
    if missing:
        notes.append(f"The run is not whole: shard {', '.join(missing)} is not there.")
    first = runs[0]
    return Run(
        version=first.version,
        target=first.target,
        depth=first.depth,
        seed=first.seed,
        started=min(run.started for run in runs),
        environment=_environment(runs),
        results=sorted((result for run in runs for result in run.results), key=lambda result: result.id),
        counts=sum((run.counts for run in runs), Counts()),
        seconds=sum(run.seconds for run in runs),
        setup_seconds=sum(run.setup_seconds for run in runs),
        complete=all(run.complete for run in runs) and not missing,
        leaked=[name for run in runs for name in run.leaked],
        ledger=next((run.ledger for run in runs if run.leaked), first.ledger),
        notes=notes,
        planned=tuple(sorted((one for run in runs for one in run.planned), key=lambda planned: planned.id)),
    )


def _check_alike(names: Sequence[str], runs: Sequence[Run]) -> None:
    for name, run in zip(names, runs, strict=True):
        for what in ALIKE:
            here, there = getattr(run, what), getattr(runs[0], what)
            if here != there:
                raise UnmergeableError(f"{name}: its {what} is {here!r}, and that of {names[0]} is {there!r}")


def _check_apart(parts: Mapping[str, Run]) -> None:
    found: dict[str, str] = {}
    shards: dict[str, str] = {}
    of: set[str] = set()
    for name, run in parts.items():
        shard = str(run.environment.get(SHARD, ""))
        if shard and not re.fullmatch("[1-9][0-9]{0,3}/[1-9][0-9]{0,3}", shard, re.ASCII):
            raise UnmergeableError(f"{name}: {shard[:40]!r} is no shard")
        if shard and shard in shards:
            raise UnmergeableError(f"{name} and {shards[shard]} are both shard {shard}")
        shards[shard] = name
        of.add(shard.partition("/")[2])
        for result in run.results:
            if found.setdefault(result.id, name) != name:
                raise UnmergeableError(f"{result.id} is in {found[result.id]} and in {name}")
    if len(of) > 1:
        raise UnmergeableError(f"{', '.join(parts)}: these are no shards of the same run")


def _missing(runs: Sequence[Run]) -> Iterator[str]:
    """The shards that are not among the runs."""
    shards = {str(run.environment[SHARD]) for run in runs if SHARD in run.environment}
    for of in {shard.partition("/")[2] for shard in shards}:
        yield from (f"{n}/{of}" for n in range(1, int(of) + 1) if f"{n}/{of}" not in shards)


def _environment(runs: Sequence[Run]) -> dict[str, Any]:
    """What is known of the target: of what two parts found out, what the first says."""
    found: dict[str, Any] = {}
    for run in runs:
        for key, value in run.environment.items():
            known = found.get(key)
            if isinstance(known, Mapping) and isinstance(value, Mapping):
                found[key] = {**value, **known}
            elif key != SHARD:
                found.setdefault(key, value)
    return found
