"""docs/emulators.md and docs/findings/NAME.md, made from what the runs found."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kms_reports.result import Counterexample, Result, Run, Verdict
from kms_reports.root_causes import causes
from kms_targets.presets import Preset

MOST_FINDINGS = 5
MOST_CAUSES = 12
MOST_CHARACTERS = 2000  # of a command that is fit to be sent to somebody
OF_MANY_KEYS = "ListKeys.state.paging"  # shows itself where there are as many keys as a run makes
TIERS = ("core", "complete", "strict")
# What is easily understood before what is not: a wrong result, a failure, a refusal, a wrong code.
VERDICTS = ("state-violation", "rejected-valid", "server-fault", "accepted-invalid", "wrong-code")
_BLOB = re.compile(r"[A-Za-z0-9+/]{120}")
HEAD = """# What emulators do

Written by `tox -e emulators`, which starts each preset as its users start it and judges every operation at depth
`quick`. To see one for yourself: `tox -e moto`, or `python -m kms_targets.presets install moto` and
`kms-conformance run --preset moto --operations all`.

A requirement of tier `core` is what most programs rely on, `complete` what is documented and less common, `strict`
the validation of requests. What depends on an operation that is not there is not judged. Requirement by requirement:
[matrix/matrix.md](matrix/matrix.md).

| emulator | version | operations known | core met | complete met | strict met | not judged | date |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one preset; `failure` says why there is no run."""

    preset: Preset
    day: date
    pinned: bool = True
    run: Run | None = None
    failure: str = ""

    @property
    def results(self) -> list[Result]:
        """What was found of each requirement."""
        return self.run.results if self.run is not None else []

    @property
    def unknown(self) -> list[str]:
        """The operations that are not there."""
        return sorted(r.operation for r in self.results if r.verdict is Verdict.NOT_IMPLEMENTED)

    @property
    def operations(self) -> list[str]:
        """All operations."""
        return sorted(r.operation for r in self.results if r.id == f"{r.operation}.implemented")


def overview(outcomes: Sequence[Outcome]) -> str:
    """The text of docs/emulators.md."""
    rows = "".join(_row(outcome) for outcome in outcomes)
    return HEAD + rows + "".join(f"\n{_section(outcome)}" for outcome in outcomes)


def _row(outcome: Outcome) -> str:
    preset = outcome.preset
    name = f"[{preset.name}]({preset.homepage})"
    if outcome.run is None:
        return f"| {name} | {preset.version} | not run | | | | | {outcome.day} |\n"
    version = preset.version if outcome.pinned else f"not the pinned {preset.version}"
    known = f"{len(outcome.operations) - len(outcome.unknown)} of {len(outcome.operations)}"
    tiers = [_met(r for r in outcome.results if r.tier == tier) for tier in TIERS]
    rest = sum(not r.failed and r.verdict is not Verdict.CONFORMS for r in outcome.results)
    return f"| {' | '.join([name, version, known, *tiers, str(rest), str(outcome.day)])} |\n"


def _met(results: Iterable[Result]) -> str:
    judged = [r for r in results if r.failed or r.verdict is Verdict.CONFORMS]
    return f"{sum(not r.failed for r in judged)} of {len(judged)}"


def _section(outcome: Outcome) -> str:
    preset = outcome.preset
    lines = [f"## {preset.name} {preset.version}", "", preset.notes, ""]
    if outcome.run is None:
        return "\n".join([*lines, f"Not run: {outcome.failure}", ""])
    if not outcome.run.complete:
        lines += ["The run was cut short.", ""]
    lines += [f"Operations that it does not know: {', '.join(outcome.unknown) or 'none'}.", ""]
    verdicts = Counter(str(r.verdict) for r in outcome.results)
    lines += ["Verdicts: " + ", ".join(f"{n} `{verdict}`" for verdict, n in verdicts.most_common()) + ".", ""]
    found = causes(outcome.results)
    broken = sum(r.failed for r in outcome.results)
    lines += [f"{broken} requirements are broken, by {len(found)} causes, the first:", ""]
    lines += [f"- {len(cause.results)} by one cause: {cause.sentence}" for cause in found[:MOST_CAUSES]]
    lines += ["", f"Five of them, ready to be sent: [findings/{preset.name}.md](findings/{preset.name}.md).", ""]
    return "\n".join(lines)


def findings(outcome: Outcome) -> str:
    """The text of docs/findings/NAME.md: a few failures, each of another cause, with the requests as curl."""
    preset, target = outcome.preset, outcome.run.target if outcome.run is not None else ""
    text = (
        f"# {preset.name} {preset.version}: findings\n\nMade by `tox -e emulators` on {outcome.day}. In the commands, "
        "`$URL` is where it listens; each can be pasted while nothing is there yet.\n"
    )
    for result, found in instructive(outcome.results):
        text += _finding(result, found, target)
    return text


def instructive(results: Sequence[Result]) -> list[tuple[Result, Counterexample]]:
    """At most five failures, each of another cause and operation: core before strict, each verdict once first."""
    found = causes(results)
    cause_of = {r.id: number for number, cause in enumerate(found) for r in cause.results}
    failed = [r for cause in found for r in cause.results if str(r.verdict) in VERDICTS and r.id != OF_MANY_KEYS]
    waiting = [(r, r.counterexample) for r in failed if r.counterexample and _can_be_pasted(r.counterexample.curl)]
    chosen: list[tuple[Result, Counterexample]] = []
    seen: Counter[object] = Counter()
    while waiting and len(chosen) < MOST_FINDINGS:
        best = min(waiting, key=lambda one: (*_seen(seen, one[0], cause_of), *_weight(*one)))
        waiting.remove(best)
        seen.update((cause_of[best[0].id], best[0].operation, str(best[0].verdict)))
        chosen.append(best)
    return chosen


def _can_be_pasted(curl: str) -> bool:
    """Whether commands are short, and say nothing that was made of a key which is gone."""
    return len(curl) <= MOST_CHARACTERS and not _BLOB.search(curl)


def _seen(seen: Counter[object], result: Result, cause_of: dict[str, int]) -> tuple[int, int, int]:
    return seen[cause_of[result.id]], seen[result.operation], seen[str(result.verdict)]


def _weight(result: Result, found: Counterexample) -> tuple[int, int, int]:
    rank = TIERS.index(result.tier) if result.tier in TIERS else len(TIERS)
    return rank, VERDICTS.index(str(result.verdict)), len(json.dumps(found.request)) + len(found.curl)


def _finding(result: Result, found: Counterexample, target: str) -> str:
    answer = "no answer" if found.status is None else f"HTTP {found.status} {found.code or ''}".strip()
    allowed = " or ".join(
        f"{each.code} (HTTP {each.status})" if each.code else f"success (HTTP {each.status})"
        for each in found.acceptable
    )
    return (
        f"\n## {result.id}: {result.verdict}\n\n{result.statement}\n\nSource: {result.source}\n\n"
        f"{found.explanation}\n\nAnswered: {answer}. Acceptable: {allowed or 'an answer'}.\n\n"
        f"```sh\n{found.curl.replace(target, '$URL')}\n```\n"
    )
