"""Print the registry: every requirement with its level, statement and source."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from random import Random

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.printing import say
from kms_conformance.settings.exit_codes import OK, USAGE
from kms_specification import page_model_drift
from kms_specification.catalog import OPERATIONS, PAGES
from kms_specification.oracle import (
    Environment,
    ReachableOutcome,
    expect,
)
from kms_specification.requirements.registry import Requirement, registry
from kms_specification.state.uniqueness import EMPTY
from kms_strategies.cases import breaks
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.boundary_cases import vacuous, vectors
from kms_targets import TargetError

EPILOG = epilog(
    {
        "requirements --only 'GenerateRandom.*'": "those of an operation",
        "requirements --json": "for another program",
        "requirements --stats": "how each is tried",
    },
    {OK: "printed", USAGE: "bad usage, or no requirement matches"},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to print, and how."""
    parser.add_argument("--json", action="store_true", help="as a JSON list")
    parser.add_argument("--markdown", action="store_true", help="as a Markdown page, operation by operation")
    parser.add_argument("--stats", action="store_true", help="vectors of each requirement, and how exact the oracle is")
    parser.add_argument("--drift", action="store_true", help="where the reference page and the service model differ")
    parser.add_argument("--only", metavar="GLOB", action="append", help="only ids that match; may be repeated")


def run(options: argparse.Namespace) -> int:
    """Prints."""
    globs = options.only or ["*"]
    found = [r for r in registry() if any(fnmatchcase(r.id, glob) for glob in globs)]
    if not found:
        raise TargetError(f"no requirement matches {' or '.join(map(repr, globs))}")
    if options.drift:
        _drift()
    elif options.stats:
        _stats(found)
    elif options.markdown:
        print("\n".join(_page(found)))
    elif options.json:
        print(json.dumps([_record(r) for r in found], indent=1))
    else:
        for requirement in found:
            say(f"{requirement.id}  ({requirement.level})\n    {requirement.statement}\n    {requirement.source}")
    return 0


def _record(requirement: Requirement) -> dict[str, str]:
    return {
        "id": requirement.id,
        "level": str(requirement.level),
        "tier": str(requirement.tier),
        "statement": requirement.statement,
        "source": str(requirement.source),
    }


def _page(found: list[Requirement]) -> Iterator[str]:
    """The lines of the page: a table an operation."""
    yield f"# Requirements\n\n{len(found):,} of them, as `kms-conformance requirements --markdown` lists them. Every"
    yield "report names a requirement by its id. The source is the section that has the sentence it rests on."
    operations = list(dict.fromkeys(r.operation for r in found))
    for operation in operations:
        yield f"\n## {operation}\n\n| id | tier | statement | source |\n| --- | --- | --- | --- |"
        for r in (one for one in found if one.operation == operation):
            cells = (f"`{r.id}`", str(r.tier), r.statement, f"{r.level}: {r.source.section}")
            yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _drift() -> None:
    for page in PAGES:
        table = Table(title=page.name)
        for column in ("member", "fact", "page", "service model"):
            table.add_column(column, overflow="fold")
        for difference in page_model_drift.differences(page):
            cells = (difference.path, difference.fact, difference.page or "silent", difference.model or "silent")
            table.add_row(*map(Text, cells))
        Console().print(table)


def _stats(found: list[Requirement]) -> None:
    """Vectors on each side, and the mean size of the acceptable set where every cluster, proxy and service exists."""
    table = Table(title="boundary vectors")
    for column in ("requirement", "meet it", "break it"):
        table.add_column(column, overflow="fold")
    sizes: list[int] = []
    for requirement in found:
        cases = vectors(requirement)
        operation = OPERATIONS.get(requirement.operation)
        if operation is None or not cases:
            continue
        environment = Environment({v.name: ReachableOutcome() for v in operation.variants})
        sizes += [
            len(expect(operation, Substitution(Random(0))(c.request), EMPTY, environment).outcomes) for c in cases
        ]
        broken = sum(breaks(operation, c) for c in cases)
        table.add_row(
            requirement.id, *(["vacuous", ""] if vacuous(requirement) else [str(len(cases) - broken), str(broken)])
        )
    Console().print(table)
    if sizes:
        print(
            f"{len(found)} requirements, {len(sizes)} vectors; "
            f"mean size of the acceptable set: {sum(sizes) / len(sizes):.3f}"
        )
