"""The causes of results, in brief."""

from __future__ import annotations

from typing import Any

from kms_reports.result import (
    Result,
    Verdict,
)
from kms_reports.root_causes import (
    causes,
)
from tests.support.reports.samples import broken


def told(*results: Result) -> list[tuple[str, int]]:
    return [(cause.sentence, len(cause.results)) for cause in causes(results)]


def accepted(identity: str, **request: Any) -> Result:
    return broken(identity, Verdict.ACCEPTED_INVALID, status=200, code=None, request=request)


def rules(*results: Result) -> list[tuple[str, int]]:
    return [(cause.rule, len(cause.results)) for cause in causes(results)]
