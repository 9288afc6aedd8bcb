"""What is said of a run as a whole: the verdict in a sentence, the counts, what was skipped and why. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from reports.groups import causes
from reports.result import FAILED, PASSED, SKIPPED, Run, Verdict
from reports.text import count, pretty, shown


@dataclass(frozen=True, slots=True)
class Skip:
    """Requirements that were not judged for one reason."""

    verdict: Verdict
    reason: str
    ids: tuple[str, ...]


def sentence(run: Run) -> str:
    """The verdict on the target, in one plain sentence."""
    met = sum(r.verdict in PASSED for r in run.results)
    broken = len(run.broken)
    if broken == 1:
        told = f"1 requirement broken; {met:,} met."
    elif broken:
        told = f"{count(broken, 'requirement')} broken by {count(len(causes(run.results)), 'cause')}; {met:,} met."
    elif met == 0:
        told = "Nothing could be judged." if run.complete else "Nothing was judged."
    elif not run.complete:
        told = f"{count(met, 'requirement')} met, none broken so far."
    elif met == 1:
        told = "The one requirement that could be judged is met."
    else:
        told = f"All {met:,} requirements that could be judged are met."
    return told if run.complete else f"The run was cut short. {told}"


def good(run: Run) -> bool:
    """Whether the run is whole, judged something and found nothing broken."""
    return run.complete and not run.broken and any(r.verdict in PASSED for r in run.results)


def verdicts(run: Run) -> str:
    """Requirements by verdict."""
    return ", ".join(f"{n:,} {verdict}" for verdict, n in run.verdicts.items()) or "no requirements"


def cases(run: Run) -> str:
    """Cases planned, sent, answered and judged, and what was sent beside them."""
    c = run.counts
    told = f"{c.planned:,} planned, {c.sent:,} sent, {c.answered:,} answered, {c.judged:,} judged"
    return f"{told}; {count(c.helpers, 'helper request')}" if c.helpers else told


def speed(run: Run) -> str:
    """How long it took and how fast it went."""
    return f"{run.seconds:,.1f} s, {run.requests_per_second:,.0f} requests a second"


def skipped(run: Run) -> list[Skip]:
    """What was not judged, by reason, the commonest first."""
    found: dict[tuple[Verdict, str], list[str]] = {}
    for result in run.results:
        if result.verdict in SKIPPED:
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
    if run.leftovers:
        told.append(f"{count(len(run.leftovers), 'store')} left behind: {', '.join(shown(s) for s in run.leftovers)}.")
    return told


def cleanup(run: Run) -> str:
    """The command that deletes what was left behind; empty where nothing was."""
    if not run.leftovers:
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
