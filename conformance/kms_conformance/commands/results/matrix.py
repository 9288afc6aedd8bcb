"""Put several finished runs side by side: targets × requirements, and a badge for each."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from kms_reports import files
from kms_reports.formats import html, jsonl
from kms_reports.result import Run
from kms_reports.sanitize import count
from kms_reports.several_runs import badge, matrix
from kms_reports.several_runs.matrix import Matrix
from kms_targets import TargetError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which runs, and where to."""
    parser.add_argument(
        "results",
        metavar="RESULTS.jsonl",
        type=Path,
        nargs="+",
        help="what `run --results` wrote; the file's name is that of its target",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="matrix.md, .json, .html and a badge for each go there"
    )


def run(options: argparse.Namespace) -> int:
    """Writes all of them, or none."""
    try:
        found = Matrix(_runs(options.results))
        pages = {
            "matrix.md": matrix.markdown(found),
            "matrix.json": matrix.data(found),
            "matrix.html": html.side_by_side(found),
            **{f"{name}.svg": badge.render(one) for name, one in found.runs.items()},
        }
        for name, text in pages.items():
            files.replace(options.out / name, text.encode())
    except (jsonl.Unreadable, ImportError) as broken:
        raise TargetError(str(broken)) from None
    except OSError as broken:
        raise TargetError(f"{str(options.out)!r} cannot be written to: {broken.strerror or broken}") from None
    print(f"{count(len(found.runs), 'run')} side by side: {options.out / 'matrix.html'}")
    return 0


def _runs(paths: list[Path]) -> Mapping[str, Run]:
    """Every run by the name of its file. Raises TargetError for two of one name."""
    found: dict[str, Run] = {}
    for path in paths:
        if path.stem in found:
            raise TargetError(f"two results files are called {path.stem!r}: name each after its target")
        found[path.stem] = jsonl.read(path)
    return found
