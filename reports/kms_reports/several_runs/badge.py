"""A run as a small picture for a README: how many requirements are met, green where nothing is broken. SVG. Pure."""

from __future__ import annotations

from xml.sax.saxutils import escape

from kms_reports import summary
from kms_reports.result import Run
from kms_reports.sanitize import shown

LABEL = "KMS conformance"
GREEN, RED, GREY = "#1a7f37", "#c62828", "#59636e"
LETTER = 6.6  # pixels that a letter is given; the text is stretched to what it was given
EDGE = 8  # pixels

_SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img">
<title>{label}: {message}</title>
<rect width="{split}" height="20" fill="#444c56"/><rect x="{split}" width="{rest}" height="20" fill="{colour}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="{edge}" y="14" textLength="{left}">{label}</text>
<text x="{second}" y="14" textLength="{right}">{message}</text>
</g></svg>
"""


def render(run: Run) -> str:
    """The picture."""
    message, colour = said(run)
    left, right = (round(len(words) * LETTER) for words in (LABEL, message))
    split, rest = left + 2 * EDGE, right + 2 * EDGE
    return _SVG.format(
        width=split + rest,
        split=split,
        rest=rest,
        edge=EDGE,
        second=split + EDGE,
        left=left,
        right=right,
        colour=colour,
        label=escape(LABEL),
        message=escape(shown(message)),
    )


def said(run: Run) -> tuple[str, str]:
    """The words and their colour."""
    kinds = [summary.kind(result) for result in run.results]
    met, broken, known = (kinds.count(kind) for kind in ("met", "broken", "known"))
    if not run.complete:
        return "cut short", GREY
    if not met + broken + known:
        return "nothing judged", GREY
    return f"{met} of {met + broken + known} met", GREEN if summary.good(run) else RED
