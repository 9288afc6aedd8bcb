"""Give verdicts on recorded exchanges; no target is needed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from kms_conformance.commands.input_file import text_of
from kms_conformance.execution.verdicts import (
    Judgement,
    acceptable,
    judge,
    wanted,
)
from kms_reports.result import Verdict
from kms_specification.recorded import expect_recorded
from kms_targets import TargetError
from kms_targets.http.client import Exchange
from kms_targets.http.response import REFUSED_CALLER, Observation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which recording."""
    parser.add_argument(
        "recorded",
        metavar="RECORDED.jsonl",
        help="JSON Lines, each with operation, request, status and code (null for a success); - is standard input",
    )


def run(options: argparse.Namespace) -> int:
    """Prints a line for each exchange; 1 where any does not conform, 5 where there is none."""
    worst, number = 5, 0
    for number, record in _records(options.recorded):
        found = _judged(record)
        worst = max(worst % 5, int(found.verdict is not Verdict.CONFORMS))
        print(f"{number}: {found.verdict}: {found.explanation}")
    return worst


def _judged(record: dict[str, Any]) -> Judgement:
    """Nothing is known of the stores that existed, nor of what stood behind the endpoint."""
    code, status = record.get("code") or None, record["status"]
    expectation = expect_recorded(record["operation"], record["request"])
    if expectation is None:
        return Judgement(Verdict.INAPPLICABLE, f"no requirements of {record['operation']} are known")
    headers = (("X-Amzn-Errortype", code),) if code is not None else ()
    seen = Observation(Exchange(status, headers, b"{}", 0.0))
    if seen.unknown_operation and not acceptable(expectation, seen):
        return Judgement(
            Verdict.NOT_IMPLEMENTED, f"HTTP {status} {code or ''}: the operation is not known".replace(" :", ":")
        )
    if seen.throttled or code in REFUSED_CALLER:
        return Judgement(Verdict.INAPPLICABLE, f"{code} says nothing of the request")
    if code is not None and seen.success and not acceptable(expectation, seen):
        verdict = Verdict.WRONG_CODE if expectation.rejected else Verdict.REJECTED_VALID
        return Judgement(verdict, f"HTTP {status} {code} instead of {wanted(expectation)}")
    return judge(expectation, seen)


def _records(name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text_of(name).split("\n"), 1):
        if line.strip():
            yield number, _record(name, number, line)


def _record(name: str, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise TargetError(f"line {number} of {name!r} is no JSON") from None
    code = record.get("code") if isinstance(record, dict) else 0
    if (
        not isinstance(record, dict)
        or not isinstance(record.get("operation"), str)
        or "request" not in record
        or type(record.get("status")) is not int
        or not (code is None or isinstance(code, str))
    ):
        raise TargetError(f"line {number} of {name!r} needs operation, request, status (a number) and code (or null)")
    return record
