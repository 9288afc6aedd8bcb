"""docs/emulators.md and docs/findings/NAME.md, made from what the runs found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kms_reports.result import FAILED
from kms_targets.presets import Preset

MOST_FINDINGS = 5
TIERS = ("core", "complete", "strict")
HEAD = """# What emulators do

Written by `tox -e emulators`, which starts each preset as its users start it, asks it for every operation of KMS and
runs the suite. To see one for yourself: `tox -e moto`, or `python -m kms_targets.presets install moto` and
`kms-conformance run --preset moto`.

| emulator | version | operations known | met | broken | not judged | date |
| --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one preset. `records` are those of `--results`; `failure` says why there are none."""

    preset: Preset
    day: date
    pinned: bool = True
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    records: tuple[Mapping[str, Any], ...] = ()
    failure: str = ""

    @property
    def requirements(self) -> list[Mapping[str, Any]]:
        """The record of each requirement."""
        return [record for record in self.records if record["record"] == "requirement"]

    @property
    def broken(self) -> list[Mapping[str, Any]]:
        """The records of the requirements that fail a run."""
        return [r for r in self.requirements if r["verdict"] in FAILED and r["level"] != "observed"]


def overview(outcomes: Sequence[Outcome]) -> str:
    """The text of docs/emulators.md."""
    rows = "".join(_row(outcome) for outcome in outcomes)
    return HEAD + rows + "".join(f"\n{_section(outcome)}" for outcome in outcomes)


def _row(outcome: Outcome) -> str:
    preset = outcome.preset
    name = f"[{preset.name}]({preset.homepage})"
    if outcome.failure:
        return f"| {name} | {preset.version} | not run | | | | {outcome.day} |\n"
    total = len(outcome.known) + len(outcome.unknown)
    met = sum(r["verdict"] == "conforms" for r in outcome.requirements)
    rest = len(outcome.requirements) - met - len(outcome.broken)
    version = preset.version if outcome.pinned else f"not the pinned {preset.version}"
    known = f"{len(outcome.known)} of {total}"
    return f"| {name} | {version} | {known} | {met} | {len(outcome.broken)} | {rest} | {outcome.day} |\n"


def _section(outcome: Outcome) -> str:
    preset = outcome.preset
    lines = [f"## {preset.name} {preset.version}", "", preset.notes, ""]
    if outcome.failure:
        return "\n".join([*lines, f"Not run: {outcome.failure}", ""])
    lines += [f"Operations that it does not know: {', '.join(outcome.unknown) or 'none'}.", ""]
    verdicts = Counter(record["verdict"] for record in outcome.requirements)
    lines += ["Verdicts: " + ", ".join(f"{n} `{verdict}`" for verdict, n in verdicts.most_common()) + ".", ""]
    lines += [f"- `{record['id']}`: {record['verdict']}" for record in outcome.broken]
    if outcome.broken:
        lines += ["", f"The most instructive of these, ready to be sent: [findings/{preset.name}.md]"]
        lines[-1] += f"(findings/{preset.name}.md)."
        lines.append("")
    return "\n".join(lines)


def findings(outcome: Outcome) -> str:
    """The text of docs/findings/NAME.md: a few failures, each of another kind, with the request as curl."""
    preset = outcome.preset
    text = f"# {preset.name} {preset.version}: findings\n\nMade by `tox -e emulators` on {outcome.day}.\n"
    for record in instructive(outcome.broken):
        text += _finding(record)
    return text


def instructive(broken: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """At most five failures: core before strict, one of each verdict and aspect first, the smallest request first."""
    chosen: list[Mapping[str, Any]] = []
    kinds: Counter[tuple[str, str]] = Counter()
    waiting = sorted((r for r in broken if r["counterexample"]), key=_weight)
    while waiting and len(chosen) < MOST_FINDINGS:
        best = min(waiting, key=lambda record: (kinds[_kind(record)], waiting.index(record)))
        waiting.remove(best)
        kinds[_kind(best)] += 1
        chosen.append(best)
    return chosen


def _weight(record: Mapping[str, Any]) -> tuple[int, int]:
    tier = record.get("tier")
    rank = TIERS.index(tier) if tier in TIERS else len(TIERS)
    return rank, len(json.dumps(record["counterexample"].get("request")))


def _kind(record: Mapping[str, Any]) -> tuple[str, str]:
    return record["verdict"], record["id"].rpartition(".")[2]


def _finding(record: Mapping[str, Any]) -> str:
    found = record["counterexample"]
    answer = "no answer" if found["status"] is None else f"HTTP {found['status']} {found['code'] or ''}".strip()
    allowed = " or ".join(
        f"{each['code']} (HTTP {each['status']})" if each["code"] else f"success (HTTP {each['status']})"
        for each in found["acceptable"]
    )
    return (
        f"\n## {record['id']}: {record['verdict']}\n\n{record['statement']}\n\nSource: {record['source']}\n\n"
        f"Answered: {answer}. Acceptable: {allowed or 'an answer'}.\n\n```sh\n{found['curl']}\n```\n"
    )
