"""A run as GitHub workflow commands: an annotation for each of the first causes.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions: a message ends where the line ends;
percent signs and line ends are escaped, in a title colons and commas too. GitHub shows at most ten of a kind in a step.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from kms_reports import files, summary
from kms_reports.result import Run
from kms_reports.root_causes import causes
from kms_reports.sanitize import count, cut, shown

MOST = 10
MESSAGE, TITLE = 500, 100  # characters
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_TITLE = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def render(run: Run) -> str:
    """A line for each cause, or one for a run that judged nothing or was cut short; none where all is met."""
    found = causes(run.results)
    lines = [
        _line(cause.example.id, f"{cause.sentence} ({count(len(cause.results), 'requirement')})")
        for cause in found[:MOST]
    ]
    if not found and not summary.good(run):
        lines = [_line("kms-conformance", summary.sentence(run))]
    return "".join(f"{line}\n" for line in lines)


def write(run: Run, path: str | os.PathLike[str]) -> None:
    """Put the file at the path in one step."""
    files.replace(path, render(run).encode())


def _line(title: str, message: str) -> str:
    return f"::error title={_escaped(cut(title, TITLE), _IN_TITLE)}::{_escaped(cut(message, MESSAGE), _IN_MESSAGE)}"


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return shown(text).translate({ord(sign): code for sign, code in signs.items()})
