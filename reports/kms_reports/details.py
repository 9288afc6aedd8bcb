"""What is shown of one result: the same facts, in the same order, in every report. All of it is fit to be shown."""

from __future__ import annotations

import base64
import binascii
import json
import string

from kms_reports import sanitize
from kms_reports.identity import PROTOCOL
from kms_reports.result import Counterexample, Result, Verdict
from kms_reports.root_causes import observed

BODY = 4096
"""Characters of a request or an answer that a file keeps."""

REQUEST = 2500
"""Characters of a request that are shown at the least."""

UNSEEN = frozenset(Verdict) - {
    Verdict.ACCEPTED_INVALID,
    Verdict.REJECTED_VALID,
    Verdict.WRONG_CODE,
    Verdict.WRONG_STATUS,
}
"""Verdicts whose reason is not seen from the answer and what would have been right."""

IN_USE = "InUseException"

UNSENDABLE = "It cannot send this request as it is."

KEPT = "\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Unprintable characters that a command to be copied keeps: the ends of its lines, and spaces."""


def facts(result: Result, *, body: int = BODY) -> list[tuple[str, str]]:
    """Labels and texts: the requirement, the request, the answer, what was acceptable, why, and the sentence."""
    fields = [("requirement", sanitize.shown(result.statement))]
    example = result.counterexample
    if example is not None:
        fields += [
            ("after", in_the_way(result)),
            # Long values in it are shortened one by one, so that the one that matters is always there.
            ("request", request(example, max(body, REQUEST))),
            ("answer", answer(example, body)),
            ("acceptable", acceptable(example, result.source)),
            ("why", _why(example)),
        ]
    if example is None or result.reason != example.explanation:
        fields.append(("reason", sanitize.shown(result.reason)))
    level = f" ({sanitize.shown(result.level)})" if result.level else ""
    fields.append(("source", sanitize.shown(result.source) + level if result.source else ""))
    return [(label, value) for label, value in fields if value]


def short(result: Result, *, body: int = BODY) -> list[tuple[str, str]]:
    """What has to be seen to believe a failure: the sentence, the request, the answer, what would have been right."""
    example = result.counterexample
    if example is None:
        return facts(result, body=body)
    fields = [
        ("requirement", sanitize.shown(result.statement)),
        ("after", in_the_way(result)),
        ("request", request(example, max(body, REQUEST))),
        ("answer", answer(example, body)),
        ("acceptable", _by_status(example)),
        ("source", sanitize.shown(result.source)),
    ]
    unseen = example.verdict in UNSEEN and " instead of " not in example.explanation
    odd = result.aspect == PROTOCOL and ": " in example.explanation  # what is odd about the request comes first
    if unseen or odd:
        fields.insert(5, ("why", sanitize.shown(example.explanation)))
    return [(label, value) for label, value in fields if value]


def in_the_way(result: Result) -> str:
    """What was made before with values that have to be unique; empty for what has nothing to do with that.

    Without it nobody sees what a value is compared with: the name in another case, a path at another endpoint.
    """
    in_use = result.aspect == "error" and result.subject.endswith(IN_USE)
    if result.counterexample is None or not (result.aspect == "unique" or in_use):
        return ""
    start = result.subject.removesuffix(IN_USE)
    found = []
    for call in result.counterexample.before:
        given = call.get("request")
        texts = given.items() if isinstance(given, dict) else ()
        values = {m: v for m, v in texts if isinstance(v, str) and m.removeprefix("New").startswith(start)}
        if values:
            told = ", ".join(f"{member} {sanitize.quoted(value)}" for member, value in values.items())
            found.append(f"{call.get('operation')} with {told}")
    return sanitize.cut(sanitize.shown("; ".join(found)), REQUEST)


def _by_status(example: Counterexample) -> str:
    """The acceptable answers on one line, each status once: `HTTP 200 success, or HTTP 400 A or B`."""
    codes: dict[str, list[str]] = {}
    for one in example.acceptable:
        status, _, code = sanitize.shown(str(one)).rpartition(" ")
        codes.setdefault(status, []).append(code)
    return ", or ".join(f"{status} {' or '.join(dict.fromkeys(found))}".lstrip() for status, found in codes.items())


def request(example: Counterexample, limit: int = BODY) -> str:
    """The request body: JSON with long values shortened, or the bytes where it is no JSON."""
    if example.body_base64 is None:
        return sanitize.cut(sanitize.pretty(example.request), limit)
    try:
        body = base64.b64decode(example.body_base64, validate=True)
    except (binascii.Error, ValueError):
        return "a body that is no base64"
    if not body:
        return "an empty body"
    if all(chr(byte) in string.printable or byte > 127 for byte in body):
        written = sanitize.shown(body.decode("utf-8", "backslashreplace"))
    else:
        written = sanitize.shown(body.decode("latin-1"))
    what = "" if _is_json(body) else ", no JSON"
    return f"{sanitize.count(len(body), 'byte')}{what}: {sanitize.cut(written, min(limit, 400))}"


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    return True


def answer(example: Counterexample, limit: int = BODY) -> str:
    """Status and code, then the start of the body."""
    body = example.answer.strip()
    written = sanitize.shown(body[:limit])
    if (
        len(body) > limit
        or len(written) > 2 * limit
        or example.answer_bytes > len(example.answer.encode("utf-8", "replace"))
    ):
        whole = f"{example.answer_bytes:,} bytes" if example.answer_bytes else f"{len(body):,} characters"
        written = f"{written[: 2 * limit]}… (cut: {whole} in all)"
    return f"{observed(example)}\n{written}" if written else observed(example)


def acceptable(example: Counterexample, source: str = "") -> str:
    """One answer a line; where one rests on another sentence than the requirement's own, that too."""
    return "\n".join(
        f"{answer}  ({'; '.join(map(sanitize.shown, sources))})" if sources else answer
        for answer, sources in by_source(example, source)
    )


def by_source(example: Counterexample, source: str = "") -> list[tuple[str, list[str]]]:
    """The answers that would have been right, each once, with the sources that are not the requirement's own."""
    found: dict[str, list[str]] = {}
    for one in example.acceptable:
        sources = found.setdefault(sanitize.shown(str(one)), [])
        if one.source and one.source != source and one.source not in sources:
            sources.append(one.source)
    return list(found.items())


def _why(example: Counterexample) -> str:
    """The explanation, without what the answer and the acceptable ones say already."""
    said, instead, _ = example.explanation.partition(" instead of ")
    plain = said.rpartition(": ")[2] in ("success", observed(example))
    return "" if instead and plain else sanitize.shown(said)


def sdks(example: Counterexample) -> tuple[tuple[str, str], ...]:
    """Tools other than curl, each with what sends the request, empty where it cannot.

    Version 2, as version 1 has no option to say that a blob is in base64 already.
    """
    return (("AWS CLI 2", example.aws_cli), ("boto3", example.boto3))


def command(line: str, limit: int = 8 * BODY) -> str:
    """A command to be copied: lines and unusual spaces stay as they are. Empty where it would be too long to show."""
    return "" if len(line) > limit else sanitize.shown(line, KEPT)
