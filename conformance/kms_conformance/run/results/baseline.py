"""A baseline: the failures of a target that are known, so that only what is new turns a run red.

    {"baseline": 1, "expected": [{"id": "CreateCustomKeyStore.unique.XksProxyUri", "verdict": "accepted-invalid",
      "reason": "not built yet", "issue": "https://…/12", "until": "2027-03-31"}]}

`reason`, `issue` and `until` are for people to fill in, and are kept when the file is brought up to date. What may fail
no longer is not renewed by that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kms_reports import files
from kms_reports.result import (
    FAILED,
    SKIPPED,
    Result,
    Verdict,
)

FORMAT = 1
_VERDICTS = frozenset(FAILED - {Verdict.UNEXPECTED_PASS})
_TEXTS = ("reason", "issue", "until")


class BaselineError(ValueError):
    """A file is no baseline. The message is one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A requirement that is known to fail, and how. `until`: the last day on which it may."""

    id: str
    verdict: Verdict
    reason: str = ""
    issue: str = ""
    until: date | None = None

    def description(self) -> str:
        """What it says, in a few words."""
        return f"{self.verdict}: {self.reason or 'known'}" + (f" ({self.issue})" if self.issue else "")


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known to fail, by id, as of `today`. `updating`: whatever fails is known from now on."""

    entries: Mapping[str, Entry]
    today: date
    updating: bool = False

    def adjust(self, result: Result) -> Result:
        """The result as it counts: a known failure is `expected-failure`, one that is gone `unexpected-pass`.

        What was once flaky may pass now and then.
        """
        entry = self.entries.get(result.id)
        if entry is not None and self._over(entry):
            return result
        if self.updating:
            known = self._kept(result.id, result.verdict)
            return (
                replace(result, verdict=Verdict.EXPECTED_FAILURE, reason=known.description())
                if result.failed
                else result
            )
        if entry is None:
            return result
        if result.failed and result.verdict is entry.verdict:
            return replace(result, verdict=Verdict.EXPECTED_FAILURE, reason=entry.description())
        if result.verdict is Verdict.CONFORMS and not _comes_and_goes(entry):
            return replace(result, verdict=Verdict.UNEXPECTED_PASS, reason=f"the baseline says {entry.description()}")
        return result

    def updated(self, results: Iterable[Result]) -> Baseline:
        """The baseline after a run: what failed is known, what was met is not; of all else nothing is learned."""
        found = dict(self.entries)
        for result in results:
            if result.verdict is Verdict.EXPECTED_FAILURE and result.counterexample is not None:
                found[result.id] = self._kept(result.id, result.counterexample.verdict)
            elif result.verdict is Verdict.CONFORMS and result.id in found and not _comes_and_goes(found[result.id]):
                del found[result.id]
        return Baseline(found, self.today)

    def remarks(self, results: Iterable[Result]) -> list[str]:
        """What the maintainer of the file should know."""
        notes = []
        for result in results:
            entry = self.entries.get(result.id)
            if entry is None:
                continue
            if self._over(entry) and result.failed:
                notes.append(f"{entry.id} was expected to fail until {entry.until}.")
            elif result.failed and result.verdict is not Verdict.UNEXPECTED_PASS:
                notes.append(f"{entry.id}: the baseline expects {entry.verdict}, and this is {result.verdict}.")
            elif result.verdict in SKIPPED and result.verdict is not Verdict.EXPECTED_FAILURE:
                notes.append(f"{entry.id}: the baseline expects {entry.verdict}, and it could not be judged.")
        return notes

    def _kept(self, identity: str, verdict: Verdict) -> Entry:
        """The entry for a failure: the one that is there where it says the same, with all that people wrote."""
        old = self.entries.get(identity)
        return old if old is not None and old.verdict is verdict else Entry(identity, verdict)

    def _over(self, entry: Entry) -> bool:
        return entry.until is not None and self.today > entry.until


def _comes_and_goes(entry: Entry) -> bool:
    return entry.verdict is Verdict.FLAKY


def read(path: Path, ids: frozenset[str], today: date, *, updating: bool = False) -> Baseline:
    """The baseline in a file; `ids` are those that there are. Raises BaselineError, one line, for what is none.

    There need be no file yet where it is to be written.
    """
    if updating and not path.exists():
        return Baseline({}, today, updating=True)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as broken:
        raise BaselineError(f"{str(path)!r} cannot be read: {broken.strerror}; --update-baseline makes one") from None
    except (ValueError, RecursionError) as broken:
        raise BaselineError(f"{str(path)!r} is no JSON: {broken}") from None
    if not isinstance(data, dict) or data.get("baseline") != FORMAT or not isinstance(data.get("expected"), list):
        raise BaselineError(f'{str(path)!r} is no baseline: it has to be {{"baseline": {FORMAT}, "expected": […]}}')
    entries: dict[str, Entry] = {}
    for number, one in enumerate(data["expected"], 1):
        where = f"{str(path)!r}, entry {number}"
        entry = _entry(one, where)
        if entry.id not in ids:
            raise BaselineError(f"{where}: there is no requirement {entry.id!r}")
        if entry.id in entries:
            raise BaselineError(f"{where}: {entry.id} is there twice")
        entries[entry.id] = entry
    return Baseline(entries, today, updating)


def _entry(data: Any, where: str) -> Entry:
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise BaselineError(f"{where} is no object of strings")
    unknown = data.keys() - {"id", "verdict", *_TEXTS}
    if unknown:
        raise BaselineError(f"{where}: there is no {min(unknown)!r} in an entry")
    if data.get("verdict") not in _VERDICTS:
        raise BaselineError(f"{where}: {data.get('verdict')!r} is no verdict that fails")
    try:
        until = date.fromisoformat(data["until"]) if "until" in data else None
    except ValueError:
        raise BaselineError(f"{where}: until {data['until']!r} is no date such as 2027-03-31") from None
    return Entry(data.get("id", ""), Verdict(data["verdict"]), data.get("reason", ""), data.get("issue", ""), until)


def write(path: Path, baseline: Baseline) -> None:
    """Puts the file at the path in one step, one entry a line. Raises OSError."""
    lines = []
    for entry in sorted(baseline.entries.values(), key=lambda e: e.id):
        texts = {"reason": entry.reason, "issue": entry.issue, "until": str(entry.until) if entry.until else ""}
        shown = {"id": entry.id, "verdict": str(entry.verdict), **{n: text for n, text in texts.items() if text}}
        lines.append(json.dumps(shown, ensure_ascii=False))
    body = ",\n".join(f"  {line}" for line in lines)
    files.replace(path, f'{{"baseline": {FORMAT}, "expected": [\n{body}\n]}}\n'.encode())
