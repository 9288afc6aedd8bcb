"""The site of all emulators: a page each with its causes, the matrix, badges. Made of results files alone, offline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from kms_reports import files
from kms_reports.formats import html, jsonl
from kms_reports.result import Counterexample, Run
from kms_reports.root_causes import Cause, causes
from kms_reports.several_runs import badge
from kms_reports.several_runs.matrix import TIERS, Matrix
from kms_targets import TargetError, presets
from kms_targets.presets.preset import Preset

BASE_URL = "https://kms-conformance.github.io/kms-conformance"
MOST_CHARACTERS = 10_000
"""Characters of a command on a page; of one that is longer the whole is in the report."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """One emulator as the site shows it. `preset` is None where its results file is not called like any."""

    name: str
    run: Run
    preset: Preset | None
    causes: list[Cause]

    @property
    def badge(self) -> Markup:
        """Its badge, as a picture in the page."""
        return Markup(badge.render_tiers(self.run))


def write(results: list[Path], out: Path, base_url: str = BASE_URL) -> None:
    """Puts the site into a directory. Raises TargetError where a file is no results file, or two have one name."""
    for name, text in pages(_runs(results), base_url.rstrip("/")):
        files.replace(out / name, text.encode())


def pages(runs: Mapping[str, Run], base_url: str = BASE_URL) -> Iterator[tuple[str, str]]:
    """The path and text of every file."""
    environment = _environment()
    emulators = [Emulator(name, run, _preset(name), causes(run.results)) for name, run in runs.items()]
    matrix = Matrix(runs)
    known: dict[str, object] = {"matrix": matrix, "tiers": TIERS, "base_url": base_url}
    yield "index.html", environment.get_template("index.html").render(emulators=emulators, **known)
    yield "matrix.html", html.side_by_side(matrix)
    for each in emulators:
        yield f"{each.name}.html", environment.get_template("emulator.html").render(emulator=each, **known)
        yield f"reports/{each.name}.html", html.render(each.run)
        yield f"badges/{each.name}.svg", badge.render_tiers(each.run)
        yield f"badges/{each.name}.json", badge.endpoint(each.run)


def _runs(paths: list[Path]) -> dict[str, Run]:
    found: dict[str, Run] = {}
    for path in sorted(paths, key=lambda path: path.stem):
        if path.stem in found or path.stem in ("index", "matrix"):
            raise TargetError(f"{path}: another page is called {path.stem!r}: name each file after its emulator")
        try:
            found[path.stem] = jsonl.read(path)
        except jsonl.Unreadable as broken:
            raise TargetError(str(broken)) from None
    return found


def _preset(name: str) -> Preset | None:
    return presets.load(name) if name in presets.names() else None


def _environment() -> Environment:
    found = html.templates(Path(__file__).parent / "templates")
    found.filters.update(command=_command, answer=_answer, acceptable=_acceptable)
    return found


def _command(example: Counterexample, run: Run) -> str:
    """The smallest example as curl, with `$URL` for where the emulator listens; empty where it is too long."""
    line = example.curl.replace(run.target, "$URL")
    return line if len(line) <= MOST_CHARACTERS else ""


def _answer(example: Counterexample) -> str:
    return "no answer" if example.status is None else f"HTTP {example.status} {example.code or ''}".strip()


def _acceptable(example: Counterexample) -> str:
    return " or ".join(map(str, example.acceptable)) or "an answer"
