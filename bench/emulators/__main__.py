"""Judges emulators by their presets.

    python -m bench.emulators run NAME [OPTIONS OF kms-conformance run]
    python -m bench.emulators document [--out DIR] [--site DIR] [--depth DEPTH] [--results DIR] [NAME…]
    python -m bench.emulators site RESULTS.jsonl… --out DIR [--base-url URL]

`run` installs one if need be, starts it, judges every operation and ends it; its exit code is that of the run.
`document` does so for all presets (or those named), and writes emulators.md, matrix/ and findings/ into --out, by
default docs/. Results are kept in --results where that is given, and those that are there already are not made again.
An emulator that cannot be installed or started is documented as not run, with the reason. With --site, what `site`
writes goes there: pages for the emulators' maintainers, made of results files alone, each named after its emulator.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.emulators import site
from bench.emulators.documents import Outcome, findings, overview
from kms_reports.formats import jsonl
from kms_targets import TargetError, presets
from kms_targets.presets.install import find_program, install, is_pinned
from kms_targets.presets.preset import Preset

BAD_USAGE = 4
SECONDS = 1200  # of one run, at most
COMMAND = str(Path(sys.executable).with_name("kms-conformance"))


def _run(preset: Preset, *options: str) -> list[str]:
    return [COMMAND, "run", "--preset", preset.name, "--operations", "all", *options]


def judge(name: str, options: list[str]) -> int:
    """Judges one preset with the options of `run`."""
    preset = presets.load(name)
    install(preset)
    return subprocess.run(_run(preset, *options)).returncode


def outcome(preset: Preset, depth: str, results: Path) -> Outcome:
    """What the suite finds of one preset. Writes the results to a file, unless they are there."""
    today = datetime.now(UTC).date()
    failure = ""
    if not results.exists():
        try:
            install(preset)
        except TargetError as broken:
            return Outcome(preset, today, failure=" ".join(str(broken).split()))
        words = ["--depth", depth, "--max-seconds", str(SECONDS), "--results", str(results)]
        done = subprocess.run(_run(preset, *words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        failure = done.stderr.strip().rpartition("\n")[2].removeprefix("kms-conformance: ")
    if not results.exists():
        return Outcome(preset, today, failure=failure or "the run wrote no results")
    run = jsonl.read(results)
    program = find_program(preset)
    pinned = program is not None and is_pinned(preset, program)
    return Outcome(preset, datetime.fromisoformat(run.started).date(), pinned, run)


def document(names: list[str], depth: str, out: Path, kept: Path | None, pages: Path | None) -> None:
    """Judges the presets and writes the documents."""
    (out / "findings").mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        directory = kept or Path(stack.enter_context(TemporaryDirectory()))
        directory.mkdir(parents=True, exist_ok=True)
        outcomes = []
        for name in names:
            print(f"judging {name}", flush=True)
            outcomes.append(outcome(presets.load(name), depth, directory / f"{name}.jsonl"))
        (out / "emulators.md").write_text(overview(outcomes), encoding="utf-8")
        judged = [each for each in outcomes if each.run is not None]
        for each in judged:
            path = out / "findings" / f"{each.preset.name}.md"
            path.write_text(findings(each), encoding="utf-8")
        files = [str(directory / f"{each.preset.name}.jsonl") for each in judged]
        if files:
            subprocess.run([COMMAND, "matrix", "--out", str(out / "matrix"), *files], check=True)
        if files and pages is not None:
            site.write([Path(file) for file in files], pages)


def main(words: list[str]) -> int:
    """Does what the words say."""
    parser = argparse.ArgumentParser(prog="python -m bench.emulators", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run").add_argument("name")
    documenting = commands.add_parser("document")
    documenting.add_argument("names", nargs="*", metavar="NAME")
    documenting.add_argument("--out", type=Path, default=Path("docs"), metavar="DIR")
    documenting.add_argument("--depth", default="quick")
    documenting.add_argument("--results", type=Path, metavar="DIR")
    documenting.add_argument("--site", type=Path, metavar="DIR")
    publishing = commands.add_parser("site")
    publishing.add_argument("results", nargs="+", type=Path, metavar="RESULTS.jsonl")
    publishing.add_argument("--out", type=Path, required=True, metavar="DIR")
    publishing.add_argument("--base-url", default=site.BASE_URL, metavar="URL")
    asked, rest = parser.parse_known_args(words)
    try:
        if asked.command == "run":
            return judge(asked.name, rest)
        if asked.command == "site":
            site.write(asked.results, asked.out, asked.base_url)
            return 0
        document(asked.names or list(presets.names()), asked.depth, asked.out, asked.results, asked.site)
    except TargetError as broken:
        print(broken, file=sys.stderr)
        return BAD_USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
