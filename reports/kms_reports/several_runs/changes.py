"""What changed at several targets since an older set of runs, as Markdown. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from kms_reports.formats.markdown import code, text
from kms_reports.result import Run
from kms_reports.sanitize import count
from kms_reports.several_runs.compare import Change, differences

MOST = 50
"""As many requirements are named of a target and a kind of change."""


def markdown(before: Mapping[str, Run], after: Mapping[str, Run]) -> str:
    """A table of the counts by target, then the requirements; a target that only one of the sets has is named so."""
    kinds = list(Change)
    lines = ["## Changes", "", f"| target | {' | '.join(kinds)} |", "| --- |" + " --- |" * len(kinds)]
    details: list[str] = []
    for name in dict.fromkeys((*after, *before)):
        if name not in before or name not in after:
            gap = "not in the older set" if name not in before else "not in the newer set"
            lines.append(f"| {text(name)} | {gap} |" + " |" * (len(kinds) - 1))
            continue
        found = differences(before[name], after[name])
        lines.append(f"| {text(name)} | {' | '.join(str(sum(d.change is kind for d in found)) for kind in kinds)} |")
        for kind in kinds:
            ids = [one.id for one in found if one.change is kind]
            if ids:
                details += ["", f"### {text(name)}: {kind}", "", *(f"- {code(one)}" for one in ids[:MOST])]
            if len(ids) > MOST:
                details.append(f"- and {count(len(ids) - MOST, 'more requirement')}")
    return "\n".join([*lines, *details, ""])
