"""What is said of a run as a whole: the verdict in a sentence, the counts, what is neither met nor broken. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from kms_reports.result import (
    FAILED,
    PASSED,
    SKIPPED,
    Result,
    Run,
    Verdict,
)
from kms_reports.root_causes import causes
from kms_reports.sanitize import (
    count,
    pretty,
    shown,
)

# What a requirement is, for somebody who only looks at the colours.
KINDS = ("met", "broken", "known", "observed", "skipped")


def kind(result: Result) -> str:
    """Which of KINDS a result is: `observed` never fails a run, `known` fails as the baseline says."""
    if result.failed:
        return "broken"
    if result.verdict is Verdict.EXPECTED_FAILURE:
        return "known"
    if result.verdict in SKIPPED:
        return "skipped"
    return "observed" if result.verdict in FAILED else "met"


@dataclass(frozen=True, slots=True)
class Skip:
    """Requirements that are neither met nor broken, for one reason."""

    verdict: Verdict
    reason: str
    ids: tuple[str, ...]


def sentence(run: Run) -> str:
    """The verdict on the target, in one plain sentence; a second tells of what is known to fail."""
    known = sum(r.verdict is Verdict.EXPECTED_FAILURE for r in run.results)
    told = _verdict(run, known)
    if known:
        told += f" {known:,} known to fail."
    return told if run.complete else f"The run was cut short. {told}"


def _verdict(run: Run, known: int) -> str:
    met = sum(r.verdict in PASSED for r in run.results)
    broken = len(run.broken)
    against = sum(r.verdict is Verdict.UNEXPECTED_PASS for r in run.broken)
    if 0 < broken == against:
        return f"Nothing new is broken; {met + against:,} met, {against:,} of them against the baseline."
    if broken == 1:
        return f"1 requirement broken; {met:,} met."
    if broken:
        return f"{count(broken, 'requirement')} broken by {count(len(causes(run.results)), 'cause')}; {met:,} met."
    if known and run.complete:
        return f"Nothing new is broken; {met:,} met."
    if met == 0:
        return "Nothing could be judged." if run.complete else "Nothing was judged."
    if not run.complete:
        return f"{count(met, 'requirement')} met, none broken so far."
    if met == 1:
        return "The one requirement that could be judged is met."
    return f"All {met:,} requirements that could be judged are met."


def good(run: Run) -> bool:
    """Whether the run is whole, judged something and found nothing broken."""
    judged = PASSED | {Verdict.EXPECTED_FAILURE}
    return run.complete and not run.broken and any(r.verdict in judged for r in run.results)


def verdicts(run: Run) -> str:
    """Requirements by verdict."""
    return ", ".join(f"{n:,} {verdict}" for verdict, n in run.verdicts.items()) or "no requirements"


def cases(run: Run) -> str:
    """Cases planned, sent, answered and judged, and what was sent beside them."""
    c = run.counts
    told = f"{c.planned:,} planned, {c.sent:,} sent, {c.answered:,} answered, {c.judged:,} judged"
    return f"{told}; {count(c.setup_requests, 'helper request')}" if c.setup_requests else told


def speed(run: Run) -> str:
    """How long it took and how fast it went."""
    return f"{run.seconds:,.1f} s, {run.requests_per_second:,.0f} requests a second"


def sections(run: Run) -> list[tuple[str, list[Skip]]]:
    """What is neither met nor broken, under a heading each: by reason, the commonest first."""
    headings = (("known to fail", "known"), ("not judged", "skipped"))
    told = [(heading, _by_reason([r for r in run.results if kind(r) == which])) for heading, which in headings]
    return [(heading, skips) for heading, skips in told if skips]


def _by_reason(results: list[Result]) -> list[Skip]:
    found: dict[tuple[Verdict, str], list[str]] = {}
    for result in results:
        found.setdefault((result.verdict, shown(result.reason) or "no reason given"), []).append(result.id)
    skips = [Skip(verdict, reason, tuple(ids)) for (verdict, reason), ids in found.items()]
    return sorted(skips, key=lambda skip: -len(skip.ids))


def remarks(run: Run) -> list[str]:
    """What a reader must not miss beside the verdict."""
    c = run.counts
    told = [shown(note) for note in run.notes]
    if run.complete and not c.planned == c.sent == c.judged:
        told.append("Cases planned, sent and judged differ: this report is not whole.")
    observed = [shown(r.id) for r in run.results if r.verdict in FAILED and not r.failed]
    if observed:
        told.append(f"Unlike what the real service was seen to do (this never fails a run): {', '.join(observed)}.")
    if run.leaked:
        told.append(f"{count(len(run.leaked), 'store')} left behind: {', '.join(shown(s) for s in run.leaked)}.")
    return told


def cleanup(run: Run) -> str:
    """The command that deletes what was left behind; empty where nothing was."""
    if not run.leaked:
        return ""
    return f"kms-conformance cleanup {shlex.quote(shown(run.ledger)) if run.ledger else 'LEDGER'}"


def environment(run: Run) -> list[tuple[str, str]]:
    """What calibration found, as lines to read."""
    return [(shown(str(key)).replace("_", " "), _readable(value)) for key, value in run.environment.items()]


def _readable(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(_readable(v) for v in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{shown(str(k)).replace('_', ' ')}: {_readable(v)}" for k, v in value.items()) or "none"
    return "none" if value is None else pretty(value)
