"""Faults of error answers as such: no code to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kms_targets.reference.faults.fault import (
    Change,
    Fault,
    Kind,
    rule,
)
from kms_targets.reference.json11 import encode, error_form
from kms_targets.reference.rules import Answer, Problem
from kms_targets.reference.state.stores import Values

_HTML = b"<html><body><h1>400 Bad Request</h1></body></html>"


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, description, change in _FORMS:
        described = f"errors {description}"
        yield Fault(f"error-{name}", "protocol.json11.error-shape", Kind.ERROR_BODY, described, change, spreads=True)


def _json(shape: Callable[[Problem], object]) -> Change:
    return _form(lambda problem: Answer(problem.status, encode(shape(problem)).encode()))


def _form(made: Callable[[Problem], Answer]) -> Change:
    def form(problem: Problem, values: Values) -> Answer:
        return made(problem)

    return rule(error_form=form)


def _xml(problem: Problem) -> Answer:
    body = f"<ErrorResponse><Error><Code>{problem.code}</Code></Error></ErrorResponse>"
    return Answer(problem.status, body.encode(), b"text/xml")


_FORMS: tuple[tuple[str, str, Change], ...] = (
    ("no-code", "have a message and no code", _json(lambda p: {"message": p.message})),
    ("code-in-message", "have the code in the message alone", _json(lambda p: {"message": f"{p.code}: {p.message}"})),
    ("code-elsewhere", "have the code in a member that no SDK reads", _json(lambda p: {"error": {"code": p.code}})),
    ("code-empty", "have an empty code", _json(lambda p: {"__type": "", "message": p.message})),
    ("code-null", "have null for a code", _json(lambda p: {"__type": None, "message": p.message})),
    ("code-number", "have a number for a code", _json(lambda p: {"__type": p.status, "message": p.message})),
    ("array", "are an array", _json(lambda p: [{"__type": p.code, "message": p.message}])),
    ("string", "are a string", _json(lambda p: p.code)),
    ("empty", "have an empty body", _form(lambda p: Answer(p.status, b""))),
    ("empty-object", "have an empty object", _json(lambda p: {})),
    ("html", "are a page of HTML", _form(lambda p: Answer(p.status, _HTML, b"text/html"))),
    ("text", "are plain text", _form(lambda p: Answer(p.status, p.message.encode("utf-8", "replace"), b"text/plain"))),
    ("xml", "are XML, as the query protocol has them", _form(_xml)),
    ("cut-short", "are cut short", _form(lambda p: error_form(p, {})._replace(body=error_form(p, {}).body[:-2]))),
    ("status-200", "have status 200", _form(lambda p: error_form(p._replace(status=200), {}))),
    ("status-500", "have status 500", _form(lambda p: error_form(p._replace(status=500), {}))),
)
