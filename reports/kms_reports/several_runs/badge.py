"""A run as a small picture for a README: how many requirements are met, or what share of each tier. SVG, JSON. Pure."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from kms_reports import summary
from kms_reports.result import Run
from kms_reports.sanitize import shown
from kms_reports.several_runs.matrix import TIERS, Share

LABEL = "KMS conformance"
GREEN, RED, GREY, AMBER = "#1a7f37", "#c62828", "#59636e", "#8a5a00"
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
    """How many requirements are met; green where nothing is broken."""
    return _drawn(*said(run))


def render_tiers(run: Run) -> str:
    """What share of each tier is met, as whole percent, where a skip is a gap; green where all of core is met."""
    return _drawn(*said_of_tiers(run))


def endpoint(run: Run) -> str:
    """The badge of the tiers as JSON that badge services read (shields.io's endpoint schema)."""
    message, colour = said_of_tiers(run)
    found = {"schemaVersion": 1, "label": LABEL, "message": shown(message), "color": colour}
    return json.dumps(found, ensure_ascii=False) + "\n"


def _drawn(message: str, colour: str) -> str:
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


def said_of_tiers(run: Run) -> tuple[str, str]:
    """The words and their colour."""
    shares = {tier: Share.of(r for r in run.everything if r.tier == tier) for tier in TIERS}
    told = [f"{tier} {share.percent} %" for tier, share in shares.items() if share.total]
    if not run.complete or not told:
        return said(run)
    return ", ".join(told), GREEN if shares["core"].met == shares["core"].total else AMBER


def said(run: Run) -> tuple[str, str]:
    """The words and their colour."""
    kinds = [summary.kind(result) for result in run.results]
    met, broken, known = (kinds.count(kind) for kind in ("met", "broken", "known"))
    if not run.complete:
        return "cut short", GREY
    if not met + broken + known:
        return "nothing judged", GREY
    return f"{met} of {met + broken + known} met", GREEN if summary.good(run) else RED
