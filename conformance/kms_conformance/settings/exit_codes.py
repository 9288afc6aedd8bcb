"""The exit codes of every command, which are pytest's, and the one that a finished run ends with."""

from __future__ import annotations

from kms_reports.result import Run, Verdict

OK, BROKEN, INTERRUPTED, OURS, USAGE, NOTHING = range(6)
_SAYS_NOTHING = frozenset({Verdict.INAPPLICABLE, Verdict.VACUOUS})


def judged_nothing(run: Run) -> bool:
    """Whether no requirement was judged: each is inapplicable or vacuous, or there is none."""
    return all(result.verdict in _SAYS_NOTHING for result in run.results)


def of_run(run: Run) -> int:
    """What a run that was read from a file ended with: some broken, cut short, nothing judged, or all met."""
    if run.broken:
        return BROKEN
    if not run.complete:
        return INTERRUPTED
    return NOTHING if judged_nothing(run) else OK
