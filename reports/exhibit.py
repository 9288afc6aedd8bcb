"""What is shown of one result: the same facts, in the same order, in every report. All of it is fit to be shown."""

from __future__ import annotations

import base64
import binascii
import string

from reports import text
from reports.groups import observed
from reports.result import Counterexample, Result

BODY = 4096
"""Characters of a request or an answer that a file keeps."""

REQUEST = 2500
"""Characters of a request that are shown at the least."""

KEPT = "\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Unprintable characters that a command to be copied keeps: the ends of its lines, and spaces."""


def facts(result: Result, *, body: int = BODY) -> list[tuple[str, str]]:
    """Labels and texts: the requirement, the request, the answer, what was acceptable, why, and the sentence."""
    told = [("requirement", text.shown(result.statement))]
    example = result.counterexample
    if example is not None:
        told += [
            # Long values in it are shortened one by one, so that the one that matters is always there.
            ("request", request(example, max(body, REQUEST))),
            ("answer", answer(example, body)),
            ("acceptable", acceptable(example, result.source)),
            ("why", text.shown(example.explanation)),
        ]
    if example is None or result.reason != example.explanation:
        told.append(("reason", text.shown(result.reason)))
    level = f" ({text.shown(result.level)})" if result.level else ""
    told.append(("source", text.shown(result.source) + level if result.source else ""))
    return [(label, value) for label, value in told if value]


def request(example: Counterexample, limit: int = BODY) -> str:
    """The request body: JSON with long values shortened, or the bytes where it is no JSON."""
    if example.body_base64 is None:
        return text.cut(text.pretty(example.request), limit)
    try:
        body = base64.b64decode(example.body_base64, validate=True)
    except (binascii.Error, ValueError):
        return "a body that is no base64"
    if not body:
        return "an empty body"
    if all(chr(byte) in string.printable or byte > 127 for byte in body):
        written = text.shown(body.decode("utf-8", "backslashreplace"))
    else:
        written = text.shown(body.decode("latin-1"))
    return f"{text.count(len(body), 'byte')}, no JSON: {text.cut(written, min(limit, 400))}"


def answer(example: Counterexample, limit: int = BODY) -> str:
    """Status and code, then the start of the body."""
    body = text.cut(text.shown(example.answer.strip()), limit)
    return f"{observed(example)}\n{body}" if body else observed(example)


def acceptable(example: Counterexample, source: str = "") -> str:
    """One answer a line; where one rests on another sentence than the requirement's own, that too."""
    found: dict[str, list[str]] = {}
    for one in example.acceptable:
        sources = found.setdefault(text.shown(str(one)), [])
        if one.source and one.source != source and one.source not in sources:
            sources.append(one.source)
    return "\n".join(
        f"{answer}  ({'; '.join(text.shown(s) for s in sources)})" if sources else answer
        for answer, sources in found.items()
    )


def command(line: str, limit: int = 8 * BODY) -> str:
    """A command to be copied: lines and unusual spaces stay as they are. Empty where it would be too long to show."""
    return "" if len(line) > limit else text.shown(line, KEPT)
