"""The oracle under mutation: which changes of its rules and facts no test would notice.

    python -m bench.mutation [FILE ...] [--again] [--every N] [--jobs 2] [--json FILE]

Each mutant is one change of one file of `specification`, made by cosmic-ray's operators and by a few of ours in a copy
of the project, where the tests that speak of the oracle are then run. `--again` tries only what survived the run
before, and `--every` one mutant in N of each file.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import re
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from bench.mutation.operators import OPERATORS, idle

ROOT = Path(__file__).parents[2]
# The tests that draw are left out by their mark, and those that search for seconds by their files.
LEFT_OUT = (
    "test_account_brute_force.py",
    "test_linearizability_search.py",
    "test_oracle_against_exported_schema.py",
    "test_oracle_against_schema.py",
)
# Exchanges with the verdict that the documents demand.
RECORDED = "tests/conformance/judging/test_recorded_exchanges.py"
ROOMS = ("specification", "strategies", "conformance", "targets", "reports")
FOLDER = Path("specification/kms_specification")
OPTIONS = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "_hypothesis_pytestplugin",
    "-m",
    "not hypothesis",
    "--assert=plain",
)
INDEPENDENT = (
    "botocore.loaders",
    "hypothesis.strategies",
    "kms_targets.reference.faults",
    "kms_targets.reference.endpoint",
)
TIMEOUT = 60
# Of the changes of one sign into another those that leave a program: most of the others end in a TypeError.
CHANGES = re.compile(
    "AddNot|Replace(TrueWith|FalseWith|AndWith|OrWith|BreakWith|ContinueWith)|NumberReplacer"
    "|RemoveDecorator|ZeroIteration|Unary|Comparison.*_(Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is|[LG]tE?_[LG]tE?)$"
    "|Binary.*_(Add_Sub|Sub_Add|BitOr_BitAnd|BitAnd_BitOr|Sub_BitAnd|Sub_BitOr)$"
)
NOT_COPIED = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "build", "dist", "mutation.json")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the file, the operator, which of its places, and the lines before and after."""

    file: str
    operator: str
    occurrence: int
    line: int
    before: str
    after: str


def operators() -> dict[str, Any]:
    """The changes that are made, by name."""
    core = {name.partition("/")[2]: get_operator(name) for name in operator_names() if CHANGES.search(name)}
    return {name: made() for name, made in (core | {made.__name__: made for made in OPERATORS}).items()}


def mutants(file: str) -> Iterator[Mutant]:
    """Every change of a file that is still a program."""
    source = (ROOT / file).read_text(encoding="utf-8")
    for name, operator in operators().items():
        places = [(n, at) for n in ast_nodes(get_ast(source)) for at, _ in operator.mutation_positions(n)]
        for occurrence, (node, (line, _)) in enumerate(places):
            if idle(node):
                continue
            changed = mutate_code(source, operator, occurrence)
            try:
                compile(changed, file, "exec")
            except SyntaxError:
                continue
            yield Mutant(file, name, occurrence, line, *_differing(source, changed))


def _differing(source: str, changed: str) -> tuple[str, str]:
    """The lines that differ, each side joined to one."""
    sides = source.splitlines(), changed.splitlines()
    start = _alike(*sides)
    end = min(_alike(*(side[::-1] for side in sides)), *(len(side) - start for side in sides))
    before, after = (" ".join(" ".join(side[start : len(side) - end]).split()) for side in sides)
    return before, after or f"without {before}"


def _alike(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def _copied(directory: str) -> None:
    """A worker's own copy of the project, where it goes to work. What does not rest on the oracle is imported once."""
    place = Path(directory) / str(os.getpid())
    shutil.copytree(ROOT, place, ignore=NOT_COPIED)
    os.chdir(place)
    sys.path[:0] = [str(place), *(str(place / room) for room in ROOMS)]
    sys.dont_write_bytecode = True  # two changes within a second would be one to the cache of bytecode
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for module in INDEPENDENT:
        importlib.import_module(module)
    found = importlib.util.find_spec("kms_specification")
    if found is None or not str(found.origin).startswith(str(place)):
        sys.exit("The tests would not read the copy that is changed.")


def tested() -> bool:
    """Whether the tests pass where we are; in a process of their own, which ends after `TIMEOUT` seconds."""
    child = os.fork()
    if child == 0:
        signal.alarm(TIMEOUT)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        code = 1
        with suppress(BaseException):
            code = int(pytest.main([*OPTIONS, *_tests()]))
        os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def survives(mutant: Mutant) -> bool:
    """Whether the tests pass although the change is made."""
    path = Path(mutant.file)
    source = path.read_text(encoding="utf-8")
    path.write_text(mutate_code(source, operators()[mutant.operator], mutant.occurrence), encoding="utf-8")
    try:
        return tested()
    finally:
        path.write_text(source, encoding="utf-8")


def explained() -> set[tuple[str, str]]:
    """File and changed lines of each survivor that the document has a reason for."""
    text = (ROOT / "docs/explanation/mutation.md").read_text(encoding="utf-8").replace("\\|", "|")
    return set(re.findall(r"^\| `(specification/[\w/]+\.py)` \| `(.+?)` \| \S", text, re.MULTILINE))


def table(tried: Sequence[Mutant], left: Sequence[Mutant]) -> str:
    """How many of each file survived, as Markdown."""
    total, survived = Counter(m.file for m in tried), Counter(m.file for m in left)
    lines = ["| file | mutants | killed | survived |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {file} | {n} | {n - survived[file]} | {survived[file]} |" for file, n in total.items()]
    return "\n".join([*lines, f"| all | {len(tried)} | {len(tried) - len(left)} | {len(left)} |"])


def _sources() -> list[str]:
    """Every module of the specification, by its path from the root."""
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / FOLDER).rglob("*.py"))]


def _tests() -> list[str]:
    """The tests that a mutant is held against: those of the specification, and the recorded exchanges."""
    found = sorted(Path("tests/specification").rglob("test_*.py"))
    return [*(str(path) for path in found if path.name not in LEFT_OUT), RECORDED]


def main(arguments: list[str] | None = None) -> int:
    """Prints the survivors and how many there are by file; 1 where one has no reason in mutation.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", default=_sources())
    parser.add_argument("--again", action="store_true", help="only what survived the run before")
    parser.add_argument("--every", default=1, type=int, metavar="N", help="one mutant in N of each file")
    parser.add_argument("--jobs", default=2, type=int)
    parser.add_argument("--json", type=Path, metavar="FILE", default=Path("mutation.json"))
    options = parser.parse_args(arguments)
    every = 1 if options.again else options.every
    tried = [mutant for file in options.files for mutant in list(mutants(file))[::every]]
    if options.again:
        before = {(m["file"], m["operator"], m["occurrence"]) for m in json.loads(options.json.read_text())}
        tried = [m for m in tried if (m.file, m.operator, m.occurrence) in before]
    start, known, left = time.monotonic(), explained(), []
    with TemporaryDirectory() as directory, ProcessPoolExecutor(options.jobs, None, _copied, (directory,)) as pool:
        if not pool.submit(tested).result():
            sys.exit("The tests fail though nothing was changed.")
        for number, (mutant, alive) in enumerate(zip(tried, pool.map(survives, tried), strict=True), 1):
            if alive:
                left.append(mutant)
                word = "explained" if (mutant.file, mutant.after) in known else "SURVIVED"
                print(f"{word} {mutant.file}:{mutant.line} {mutant.operator}", flush=True)
                print(f"- {mutant.before}\n+ {mutant.after}", flush=True)
            if number % 100 == 0:
                print(f"{number} of {len(tried)}", file=sys.stderr, flush=True)
    options.json.write_text(json.dumps([asdict(m) for m in left], indent=1) + "\n")
    print(f"\n{table(tried, left)}\n\nIt took {(time.monotonic() - start) / 60:.0f} minutes.")
    return int(any((m.file, m.after) not in known for m in left))
