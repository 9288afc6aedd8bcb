"""A server may refuse a body for its length alone, and then says nothing of what else is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance import cli
from kms_conformance.execution.judging.long_bodies import READ_BY_ALL, says_nothing_of
from kms_reports.formats import jsonl
from kms_reports.result import Verdict
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation
from kms_targets.reference.http.server import Embedded


@pytest.mark.parametrize("generator", ["own", "jsonschema", "schemathesis"])
def test_a_page_instead_of_an_error_for_a_long_body_is_no_failure(generator: str, tmp_path: Path) -> None:
    only = [f"GenerateRandom.Recipient.AttestationDocument.{aspect}" for aspect in ("size.max", "type", "size.min")]
    with Embedded(variation="small-bodies") as endpoint:
        words = ["run", "--target-url", endpoint.url, "--operations", "GenerateRandom", "--generator", generator]
        words += [word for one in only for word in ("--only", one)]
        results = tmp_path / "results.jsonl"
        code = cli.main([*words, "--depth", "quick", "--seed", "1", "-q", "--results", str(results)])
    verdicts = {result.id: result.verdict for result in jsonl.read(results).results}
    assert code == 0, verdicts
    assert verdicts.get(only[0], Verdict.INAPPLICABLE) is Verdict.INAPPLICABLE


@pytest.mark.parametrize(
    ("length", "status", "body", "silent"),
    [
        (READ_BY_ALL + 1, 413, b"<html>", True),
        (READ_BY_ALL + 1, 413, b'{"__type": "RequestEntityTooLargeException"}', True),
        (READ_BY_ALL, 413, b"<html>", False),
        (READ_BY_ALL + 1, 400, b"<html>", False),
        (READ_BY_ALL + 1, 413, b'{"__type": "KMSInternalException"}', False),
        (READ_BY_ALL + 1, 500, b"<html>", False),
    ],
)
def test_only_that_refusal_of_a_long_body_says_nothing(length: int, status: int, body: bytes, silent: bool) -> None:
    assert bool(says_nothing_of(length, Observation(Exchange(status, (), body, 0.0)))) is silent
