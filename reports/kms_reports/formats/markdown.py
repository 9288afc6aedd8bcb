"""A run as Markdown for a GitHub step summary: short enough that GitHub keeps it, and nothing of the target is markup.

GitHub drops a summary above 1,024 KB whole; this one ends at LIMIT bytes and says what it left out. Text of the target
stands in `<pre>` or `<code>`, HTML-escaped: Markdown is not read there, nor are mentions or links.
"""

from __future__ import annotations

import html
import os
from collections.abc import Sequence

from kms_reports import (
    details,
    files,
    summary,
)
from kms_reports.result import Run
from kms_reports.root_causes import (
    Cause,
    causes,
    compact,
)
from kms_reports.sanitize import (
    count,
    cut,
    shown,
)

LIMIT = 900_000
MOST_CAUSES = 50
MOST_ROWS = 50
CELL = 300
SPARE = 2_000
"""Bytes kept for the sentence that says what was left out."""


def render(run: Run) -> str:
    """The summary, at most LIMIT bytes of UTF-8."""
    found = causes(run.results)
    parts = [_head(run), _overview(found)]
    details = [_detail(cause, number) for number, cause in enumerate(found[:MOST_CAUSES], 1)]
    tail = _skipped(run)
    room = LIMIT - SPARE - sum(len(part.encode()) for part in (*parts, tail))
    written = 0
    for detail in details:
        room -= len(detail.encode())
        if room < 0:
            break
        parts.append(detail)
        written += 1
    if written < len(found):
        parts.append(f"{count(len(found) - written, 'more cause')} left out here: see the results file.\n")
    return "\n".join([*parts, tail])


def write(run: Run, path: str | os.PathLike[str]) -> None:
    """Put the file at the path in one step."""
    files.replace(path, render(run).encode())


def _head(run: Run) -> str:
    rows = [
        ("verdicts", summary.verdicts(run)),
        ("cases", summary.cases(run)),
        ("time", summary.speed(run)),
        ("run", f"kms-conformance {run.version}, depth {run.depth}, seed {run.seed}, {run.started}"),
        *summary.environment(run)[:MOST_ROWS],
    ]
    lines = [
        f"## {'✅' if summary.good(run) else '❌'} {code(run.target)}",
        "",
        f"**{summary.sentence(run)}**",
        "",
        *(f"> ⚠ {text(remark)}  " for remark in summary.remarks(run)),
        "",
        *_pre(summary.cleanup(run)),
        table(("", ""), [(text(label), text(value)) for label, value in rows]),
    ]
    return "\n".join(lines)


def _overview(found: list[Cause]) -> str:
    if not found:
        return ""
    rows = [
        (str(number), str(cause.verdict), text(cause.sentence), str(len(cause.results)), code(cause.example.id))
        for number, cause in enumerate(found[:MOST_CAUSES], 1)
    ]
    return "### Causes\n\n" + table(("", "verdict", "cause", "requirements", "smallest"), rows)


def _detail(cause: Cause, number: int) -> str:
    smallest = cause.example
    title = f"{number}. {code(smallest.id)}: {text(cause.sentence)}"
    lines = [f"<details><summary>{title}</summary>", ""]
    if len(cause.results) > 1:
        ids = compact(r.id for r in cause.results)
        lines += _pre("\n".join(f"{operation}\n  " + "\n  ".join(rest) for operation, rest in ids.items()))
    facts = details.facts(smallest)
    lines += _pre("\n".join(f"{label:11}  " + value.replace("\n", "\n" + " " * 13) for label, value in facts))
    if smallest.counterexample is not None:
        lines += _pre(details.command(smallest.counterexample.curl))
    return "\n".join([*lines, "</details>", ""])


def _skipped(run: Run) -> str:
    return "\n".join(_section(heading, skips) for heading, skips in summary.sections(run))


def _section(heading: str, skips: list[summary.Skip]) -> str:
    rows = [(str(len(skip.ids)), str(skip.verdict), text(skip.reason)) for skip in skips[:MOST_ROWS]]
    left = f"\n{count(len(skips) - MOST_ROWS, 'more reason')} left out.\n" if len(skips) > MOST_ROWS else ""
    return f"### {heading.capitalize()}\n\n" + table(("requirements", "verdict", "reason"), rows) + left


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _pre(value: str) -> list[str]:
    return [f"<pre>{html.escape(shown(value, details.KEPT), quote=False)}</pre>", ""] if value else []


def code(value: str) -> str:
    """Text as code."""
    return f"<code>{text(value)}</code>"


MARKUP = {ord(c): f"&#{ord(c)};" for c in "\\`*_[]()#|~<>&\"'@:$^"}


def text(value: str) -> str:
    """Text in which nothing is markup, of Markdown, of a table or of HTML; not for the start of a line."""
    return cut(shown(value), CELL).translate(MARKUP).replace("www.", "www&#46;")
