"""Put several finished runs side by side: targets × requirements, and a badge for each."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.settings.exit_codes import OK, USAGE
from kms_conformance.settings.extras import missing
from kms_reports import files
from kms_reports.formats import html, jsonl
from kms_reports.result import Run
from kms_reports.sanitize import count
from kms_reports.several_runs import badge, changes, matrix
from kms_reports.several_runs.matrix import Matrix
from kms_targets import TargetError

EPILOG = epilog(
    {
        "matrix moto.jsonl localstack.jsonl --out site": "two targets side by side, with a badge for each",
        "matrix new/moto.jsonl --before old/moto.jsonl --out site": "with what changed",
        "matrix moto.jsonl localstack.jsonl --json": "for another program",
    },
    {OK: "the files were written, whatever they say", USAGE: "a file cannot be read or written"},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which runs, and where to."""
    parser.add_argument(
        "results",
        metavar="RESULTS.jsonl",
        type=Path,
        nargs="+",
        help="what `run --results` wrote; the file's name is that of its target",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="matrix.md, .json, .html and badges of each go there")
    parser.add_argument(
        "--before",
        metavar="OLD.jsonl",
        type=Path,
        action="append",
        default=[],
        help="an older run of the target with the file's name: changes.md says what is newly broken, newly met or gone",
    )
    parser.add_argument("--json", action="store_true", help="print what is in matrix.json, and nothing else")


def run(options: argparse.Namespace) -> int:
    """Writes all of them, or none; prints the JSON where that is asked for."""
    if options.before and options.out is None:
        raise TargetError("--before needs --out DIR, where it writes changes.md")
    if options.out is None and not options.json:
        raise TargetError("matrix needs --out DIR or --json")
    reason = missing("report", "matrix --out") if options.out is not None else ""
    if reason:
        raise TargetError(reason)
    try:
        found = Matrix(_runs(options.results))
        before = _runs(options.before)
        if options.out is not None:
            pages = dict(_pages(found)) | ({"changes.md": changes.markdown(before, found.runs)} if before else {})
            for name, text in pages.items():
                files.replace(options.out / name, text.encode())
    except (jsonl.Unreadable, ImportError) as broken:
        raise TargetError(str(broken)) from None
    except OSError as broken:
        raise TargetError(f"{str(options.out)!r} cannot be written to: {broken.strerror or broken}") from None
    if options.json:
        print(matrix.data(found), end="")
    else:
        written = [options.out / name for name in ("matrix.html", *(["changes.md"] if before else []))]
        print(f"{count(len(found.runs), 'run')} side by side: {' and '.join(map(str, written))}")
    return 0


def _pages(found: Matrix) -> Mapping[str, str]:
    return {
        "matrix.md": matrix.markdown(found),
        "matrix.json": matrix.data(found),
        "matrix.html": html.side_by_side(found),
        **{f"{name}.svg": badge.render(one) for name, one in found.runs.items()},
        **{f"{name}.endpoint.json": badge.endpoint(one) for name, one in found.runs.items()},
    }


def _runs(paths: list[Path]) -> Mapping[str, Run]:
    """Every run by the name of its file. Raises TargetError for two of one name."""
    found: dict[str, Run] = {}
    for path in paths:
        if path.stem in found:
            raise TargetError(f"two results files are called {path.stem!r}: name each after its target")
        found[path.stem] = jsonl.read(path)
    return found
