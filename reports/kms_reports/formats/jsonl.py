"""A run as JSON Lines, written while it goes and read back the same.

One object a line: `run`, a `requirement` for each result, `summary`. Each line is whole on disk before the next begins,
so that a killed run leaves a readable file: without a summary it reads as incomplete, and a torn last line is dropped
and said so. Keys that are not known here are passed over.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kms_reports.result import (
    SCHEMA,
    Acceptable,
    Counterexample,
    Counts,
    Edge,
    PatternPath,
    Planned,
    Result,
    Run,
    Scale,
    Verdict,
)

HEAD = ("version", "target", "depth", "seed", "started")
MOST_DEPTH = 100
MOST_BITS = 12_000
KINDS: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "str | None": (str, type(None)),
    "int": (int,),
    "int | None": (int, type(None)),
    "float": (int, float),
}
"""What a field of the model may hold in JSON, by its annotation."""


class Unreadable(ValueError):
    """The file is no results file, or a line of it is broken. The message is one line."""


class Writer:
    """Writes one run to a path. Each call is one line, handed to the system at once."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._file = target.open("w", encoding="ascii", newline="\n")

    def run(self, run: Run) -> None:
        """The first line: what is tested, and how."""
        head = {key: getattr(run, key) for key in HEAD}
        planned = {"planned_ids": [planned.id for planned in run.planned]} if run.planned else {}
        self._line({"record": "run", "schema": SCHEMA, **head, "environment": dict(run.environment), **planned})

    def requirement(self, result: Result) -> None:
        """What was found about one requirement."""
        record = {f.name: getattr(result, f.name) for f in fields(result)}
        shown = result.counterexample
        record["counterexample"] = None if shown is None else {f.name: getattr(shown, f.name) for f in fields(shown)}
        if shown is not None:
            record["counterexample"]["acceptable"] = [asdict(a) for a in shown.acceptable]
            for key, drawn in (("scale", shown.scale), ("pattern_path", shown.pattern_path)):
                record["counterexample"][key] = None if drawn is None else asdict(drawn)
        self._line({"record": "requirement", **record})

    def summary(self, run: Run) -> None:
        """The last line: without it a run reads as incomplete. Before it, what was not reached, with that reason."""
        for result in run.not_reached():
            self.requirement(result)
        self._line(
            {
                "record": "summary",
                "verdicts": dict(Counter(str(result.verdict) for result in run.everything)),
                **asdict(run.counts),
                "seconds": run.seconds,
                "setup_seconds": run.setup_seconds,
                "requests_per_second": run.requests_per_second,
                "complete": run.complete,
                "leftovers": run.leaked,
                "ledger": run.ledger,
                "notes": run.notes,
            }
        )

    def close(self) -> None:
        """May be called more than once."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _line(self, record: dict[str, Any]) -> None:
        try:
            line = json.dumps(record, allow_nan=False)
        except (ValueError, TypeError, RecursionError):
            line = json.dumps(_storable(record))
        self._file.write(line + "\n")
        self._file.flush()


def _storable(value: Any, depth: int = 0) -> Any:
    """The value with whatever JSON cannot hold, or Python cannot read back, replaced by text that names it."""
    if depth > MOST_DEPTH:
        return "(nested deeper)"
    if isinstance(value, Mapping):
        return {str(k): _storable(v, depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_storable(v, depth + 1) for v in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if value.bit_length() < MOST_BITS else f"(a number of {value.bit_length():,} bits)"
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return str(value)


def write(run: Run, path: str | os.PathLike[str]) -> None:
    """The whole of a finished run."""
    with Writer(path) as writer:
        writer.run(run)
        for result in run.results:
            writer.requirement(result)
        writer.summary(run)


def read(path: str | os.PathLike[str]) -> Run:
    """The run recorded at the path. Raises Unreadable."""
    run: Run | None = None
    summary: Mapping[str, Any] | None = None
    notes: list[str] = []
    for number, record in _records(Path(path), notes):
        try:
            kind = record["record"]
            if run is None:
                run = _run(record)
            elif kind == "requirement":
                run.results.append(result_of(record))
            elif kind == "summary":
                summary = {**record, **_known(Run, record), **_known(Counts, record)}
            elif kind == "run":
                raise Unreadable("a second run begins here; a results file holds one")
        except KeyError as missing:
            raise Unreadable(f"{path}: line {number}: {missing.args[0]!r} is missing") from None
        except (TypeError, ValueError, AttributeError) as wrong:
            raise Unreadable(f"{path}: line {number}: {wrong}") from None
    if run is None:
        raise Unreadable(f"{path}: no results of kms-conformance (the first line is not whole)")
    _close(run, summary)
    run.notes.extend(notes)
    return run


def _records(path: Path, notes: list[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path}: no results of kms-conformance (not UTF-8)") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            if number == len(lines):
                notes.append(f"Line {number}, the last of the file, is torn and was dropped: the run was killed.")
                return
            raise Unreadable(f"{path}: line {number} is not JSON") from None
        if not isinstance(record, dict):
            raise Unreadable(f"{path}: line {number} is not a JSON object")
        yield number, record


def _run(record: Mapping[str, Any]) -> Run:
    if record["record"] != "run":
        raise Unreadable("the first line of a results file is a 'run' record")
    if record.get("schema", SCHEMA) > SCHEMA:
        raise Unreadable(f"schema {record['schema']} is newer than this version reads ({SCHEMA})")
    head = {key: record[key] for key in HEAD}
    planned = tuple(Planned(str(one)) for one in record.get("planned_ids") or ())
    return Run(**_known(Run, head), environment=dict(record.get("environment") or {}), planned=planned)


def result_of(record: Mapping[str, Any]) -> Result:
    """The result that a record tells of. Raises KeyError, TypeError or ValueError where it is none."""
    given = _known(Result, record) | {"verdict": Verdict(record["verdict"])}
    given.setdefault("operation", str(record["id"]).partition(".")[0])
    shown = record.get("counterexample")
    given["counterexample"] = None if shown is None else _counterexample({"verdict": record["verdict"], **shown})
    return Result(**given)


def _counterexample(record: Mapping[str, Any]) -> Counterexample:
    given: dict[str, Any] = {"request": None, "explanation": "", **_known(Counterexample, record)}
    given["verdict"] = Verdict(given["verdict"])
    given["acceptable"] = tuple(Acceptable(**{"source": "", **_known(Acceptable, a)}) for a in given["acceptable"])
    given["before"] = tuple(
        {"operation": str(b["operation"]), "request": b["request"]} for b in given.get("before", ())
    )
    given["scale"] = None if given.get("scale") is None else _scale(given["scale"])
    given["pattern_path"] = None if given.get("pattern_path") is None else _pattern_path(given["pattern_path"])
    return Counterexample(**given)


def _scale(record: Mapping[str, Any]) -> Scale:
    points = tuple((int(size), bool(accepted)) for size, accepted in record["points"])
    return Scale(str(record["unit"]), record["least"], record["most"], points)


def _pattern_path(record: Mapping[str, Any]) -> PatternPath:
    """Raises ValueError where an edge is between states that are none, or the path takes an edge that is none."""
    given = _known(PatternPath, record)
    edges = tuple(Edge(int(edge["start"]), int(edge["end"]), str(edge["label"])) for edge in record["edges"])
    for key in ("accepting", "path"):
        given[key] = tuple(int(number) for number in record[key])
    found = PatternPath(**{**given, "edges": edges})
    states = {*found.accepting, found.end, *(state for edge in edges for state in (edge.start, edge.end))}
    if not all(0 <= s < found.states for s in states) or not all(0 <= n < len(edges) for n in found.path):
        raise ValueError("the automaton of a pattern has states or edges that are none")
    return found


def _known(kind: type, record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the model that the record has. Raises TypeError where one is of another type."""
    given = {f.name: record[f.name] for f in fields(kind) if f.name in record}
    for f in fields(kind):
        wanted = KINDS.get(str(f.type))
        if wanted and f.name in given and not isinstance(given[f.name], wanted):
            raise TypeError(f"{f.name!r} is no {' or '.join(k.__name__ for k in wanted)}")
    return given


def _close(run: Run, summary: Mapping[str, Any] | None) -> None:
    if summary is None:
        run.killed = True
        run.counts = Counts(judged=sum(r.cases for r in run.results))
        run.seconds = sum(r.seconds for r in run.results)
        run.notes.append("The file has no summary: the run was killed, and what it judged last may be missing.")
        return
    run.counts = Counts(**_known(Counts, summary))
    run.seconds = summary.get("seconds", 0.0)
    run.setup_seconds = summary.get("setup_seconds", 0.0)
    run.leaked = list(summary.get("leftovers", ()))
    run.ledger = summary.get("ledger", "")
    run.notes = list(summary.get("notes", ()))
    run.complete = bool(summary.get("complete"))
    if summary.get("verdicts", run.verdicts) != run.verdicts:
        run.complete = False
        run.notes.append("The summary counts other verdicts than the file holds: requirements are missing from it.")
