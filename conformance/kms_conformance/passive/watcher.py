"""Judges the KMS exchanges that boto3 or botocore clients make anyway, by botocore's own events.

Nothing is sent, changed or held up. Of the account no more is assumed than one exchange shows, and what nobody can have
changed since an earlier one: what only the rest of its history could tell stays open.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple

from kms_conformance.execution.judging.recorded import RIGHT, Judged, record_of
from kms_conformance.passive.remembered import Remembered
from kms_reports.sanitize import count

# The name of an operation and the answer that came last, in the thread or task that asked.
_CAME: ContextVar[tuple[str, dict[str, Any]] | None] = ContextVar("came", default=None)
_BODY = "kms-conformance-body"
# Of a line, what else would have been right, and a value that is quoted in it.
_INSTEAD = re.compile(r" instead of .* \[(?=[^\[]*\]$)")
_VALUE = re.compile(r"'[^']*'")


class Watched(NamedTuple):
    """The verdict on one exchange. `where` is the test in which it was made; empty outside pytest."""

    judged: Judged
    where: str = ""


class Watcher:
    """What was seen so far. `watched` has a verdict for each exchange, in the order of the answers."""

    def __init__(self) -> None:
        self.watched: list[Watched] = []
        self._remembered = Remembered()
        self._body = f"{_BODY}-{id(self)}"  # a client may be watched by several

    def attach(self, target: Any) -> None:
        """Watches a boto3 or botocore client, or the clients that a session makes from now on.

        Raises TypeError where the target is neither.
        """
        events = _events(target)
        for event, handler in (
            ("before-call.kms", self._before),
            ("before-parse.kms", self._came),
            ("after-call.kms", self._after),
            ("after-call-error.kms", self._unread),
        ):
            events.register(event, handler, unique_id=f"kms-conformance-{event}-{id(self)}")

    @property
    def wrong(self) -> tuple[Watched, ...]:
        """The exchanges whose answers the specification does not allow."""
        return tuple(one for one in self.watched if one.judged.verdict not in RIGHT)

    def report(self) -> list[str]:
        """The lines of a report: each wrong answer once, with how often it came and where first."""
        return report(self.lines(), len(self.watched))

    def lines(self) -> list[tuple[str, str]]:
        """Each wrong answer as a line, and where it was made."""
        return [(one.judged.line, one.where) for one in self.wrong]

    def _before(self, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context[self._body] = params["body"]
        _CAME.set(None)

    def _came(self, operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
        _CAME.set((operation_model.name, response_dict))

    def _unread(self, exception: Exception, context: dict[str, Any], **_: Any) -> None:
        """An answer that the client could not read, so that no other event tells of it."""
        from botocore.exceptions import BotoCoreError  # imported here, so that `import kms_conformance` stays light

        body, came = context.pop(self._body, None), _CAME.get()
        # On the way to the endpoint: what came may be the answer to an earlier attempt.
        if body is None or came is None or isinstance(exception, BotoCoreError):
            return
        name, answer = came
        if isinstance(answer["body"], bytes):
            self._judge(name, body, answer["status_code"], answer["headers"], answer["body"])

    def _after(self, http_response: Any, model: Any, context: dict[str, Any], **_: Any) -> None:
        body = context.pop(self._body, None)
        if body is None:
            return
        answer = http_response.content
        if not isinstance(answer, bytes):  # of asynchronous clients, which nobody can await here
            if inspect.iscoroutine(answer):
                answer.close()
            return
        self._judge(model.name, body, http_response.status_code, http_response.headers, answer)

    def _judge(self, name: str, body: str | bytes, status: int, headers: Mapping[str, str], answer: bytes) -> None:
        sent = body.encode() if isinstance(body, str) else bytes(body)
        pairs = tuple((str(header), str(value)) for header, value in headers.items())
        record = record_of(name, sent, status, pairs, answer)
        where = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
        self.watched.append(Watched(self._remembered.verdict_on(record), where))


def watch(target: Any) -> Watcher:
    """A watcher of a boto3 or botocore client, or of the clients that a session makes from now on.

    Raises TypeError where the target is neither.
    """
    watcher = Watcher()
    watcher.attach(target)
    return watcher


def report(wrong: Sequence[tuple[str, str]], seen: int) -> list[str]:
    """The lines of a report on so many exchanges, of which each wrong one is a line and where it was made."""
    lines = [f"{count(seen, 'KMS exchange')} judged: {count(len(wrong), 'answer')} that AWS would not have given"]
    alike: dict[str, list[tuple[str, str]]] = {}
    for one in wrong:
        alike.setdefault(_finding(one[0]), []).append(one)
    for same in sorted(alike.values(), key=len, reverse=True):
        lines.append(f"{len(same)} x {same[0][0]}")
        where = next((place for _, place in same if place), "")
        lines += [f"    first in {where}"] if where else []
    return lines


def _finding(line: str) -> str:
    """What makes two lines the same finding: neither values, which differ from test to test, nor other right answers.

    What is left is the verdict, the operation, what was answered, and the requirement.
    """
    answered = _INSTEAD.sub(" [", line, count=1)
    return _VALUE.sub("'…'", answered)


def _events(target: Any) -> Any:
    meta = getattr(target, "meta", None)
    if meta is not None and hasattr(meta, "events"):
        return meta.events
    if hasattr(target, "events"):
        return target.events
    if hasattr(target, "get_component"):
        return target.get_component("event_emitter")
    raise TypeError(f"{type(target).__name__} is no client and no session of boto3 or botocore")
