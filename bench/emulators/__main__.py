"""Judges emulators by their presets.

    python -m bench.emulators run NAME [OPTIONS OF kms-conformance run]
    python -m bench.emulators document [--out DIR] [--depth DEPTH] [NAME…]

`run` installs one if need be, starts it, judges it and ends it; its exit code is that of the run. `document` does so
for all presets (or those named), and writes emulators.md, matrix/ and findings/ into DIR, by default docs/. An emulator
that cannot be installed or started is documented as not run, with the reason.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.emulators.documents import Outcome, findings, overview
from bench.emulators.operations import known_operations, service_model
from kms_targets import TargetError, presets
from kms_targets.presets.install import install
from kms_targets.presets.preset import Preset

BAD_USAGE = 4
COMMAND = str(Path(sys.executable).with_name("kms-conformance"))


def judge(name: str, options: list[str]) -> int:
    """Judges one preset with the options of `run`."""
    preset = presets.load(name)
    install(preset)
    with presets.launch(preset) as running:
        print(f"{name} listens at {running.url}, its log is {running.log}", flush=True)
        with TemporaryDirectory() as directory:
            return subprocess.run([*_run(preset, running.url, Path(directory)), *options]).returncode


def outcome(preset: Preset, depth: str, results: Path) -> Outcome:
    """What one preset knows and what the suite finds. Writes the results to a file."""
    day = datetime.now(UTC).date()
    try:
        install(preset)
        with presets.launch(preset) as running:
            known, unknown = known_operations(running.url, service_model())
            words = ["--depth", depth, "--results", str(results)]
            subprocess.run([*_run(preset, running.url, results.parent), *words], stdout=subprocess.DEVNULL)
    except (TargetError, OSError, HTTPException) as broken:
        return Outcome(preset, day, failure=" ".join(str(broken).split()))
    if not results.exists():
        return Outcome(preset, day, failure="the run wrote no results")
    records = tuple(json.loads(line) for line in results.read_text(encoding="utf-8").splitlines())
    return Outcome(preset, day, running.pinned, known, unknown, records)


def _run(preset: Preset, url: str, directory: Path) -> list[str]:
    """The command of a run, with the preset's profile."""
    profile = directory / f"{preset.name}.profile.toml"
    profile.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in preset.profile.items()))
    return [COMMAND, "run", "--target-url", url, "--profile", str(profile)]


def document(names: list[str], depth: str, out: Path) -> None:
    """Judges the presets and writes the documents."""
    (out / "findings").mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as directory:
        outcomes = []
        for name in names:
            print(f"judging {name}", flush=True)
            outcomes.append(outcome(presets.load(name), depth, Path(directory) / f"{name}.jsonl"))
        (out / "emulators.md").write_text(overview(outcomes), encoding="utf-8")
        judged = [each for each in outcomes if not each.failure]
        for each in judged:
            if each.broken:
                path = out / "findings" / f"{each.preset.name}.md"
                path.write_text(findings(each), encoding="utf-8")
        files = [str(Path(directory) / f"{each.preset.name}.jsonl") for each in judged]
        if files:
            subprocess.run([COMMAND, "matrix", "--out", str(out / "matrix"), *files], check=True)


def main(words: list[str]) -> int:
    """Does what the words say."""
    parser = argparse.ArgumentParser(prog="python -m bench.emulators", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run").add_argument("name")
    documenting = commands.add_parser("document")
    documenting.add_argument("names", nargs="*", metavar="NAME")
    documenting.add_argument("--out", type=Path, default=Path("docs"), metavar="DIR")
    documenting.add_argument("--depth", default="quick")
    asked, rest = parser.parse_known_args(words)
    try:
        if asked.command == "run":
            return judge(asked.name, rest)
        document(asked.names or list(presets.names()), asked.depth, asked.out)
    except TargetError as broken:
        print(broken, file=sys.stderr)
        return BAD_USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
