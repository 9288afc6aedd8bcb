"""What is advised is shown, and turns no run red."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.power.board import PROFILE
from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports import summary
from kms_reports.result import Result, Run, Verdict
from kms_specification.requirements.registry import find
from kms_targets.reference.http.server import Embedded

KIND, TYPE, SHAPE = (f"protocol.json11.{name}" for name in ("answer-content-type", "error-in-type", "error-shape"))

CLASS = "protocol.sdk.boto3.error-class"


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


def result(url: str, directory: Path, identity: str) -> Result:
    profile = directory / "profile.toml"
    profile.write_text(PROFILE)
    requirement = find(identity)
    assert requirement is not None
    options = Options(target_url=url, depth=Depth.QUICK, profile=profile, ledger=directory / "ledger")
    with opened(options, frozenset({identity})) as run:
        return run.judge(requirement)


@pytest.mark.parametrize(
    ("variation", "identity", "verdict", "says"),
    [
        ("no-content-type", KIND, Verdict.MALFORMED_RESPONSE, "there is no content type"),
        ("type-namespaced", KIND, Verdict.CONFORMS, ""),
        ("type-namespaced", TYPE, Verdict.CONFORMS, ""),
        ("type-with-uri", TYPE, Verdict.CONFORMS, ""),
        ("code-in-header", TYPE, Verdict.MALFORMED_ERROR, "of AWS's other SDKs JavaScript, Go, Java, Rust can read it"),
        ("code-in-code", TYPE, Verdict.MALFORMED_ERROR, "of AWS's other SDKs JavaScript, Go, Rust can read it"),
        ("codes-disagree", TYPE, Verdict.MALFORMED_ERROR, "SDKs read different codes: boto3 "),
        ("header-disagrees", TYPE, Verdict.MALFORMED_ERROR, "SDKs read different codes: boto3 "),
        ("two-namespaces", TYPE, Verdict.MALFORMED_ERROR, "SDKs read different codes: boto3 "),
        ("type-with-uri", CLASS, Verdict.CONFORMS, ""),
        ("code-in-code", CLASS, Verdict.MALFORMED_ERROR, "boto3 raises ClientError with the code '400', not "),
        ("code-in-header", CLASS, Verdict.MALFORMED_ERROR, "boto3 raises ClientError with the code '400', not "),
        ("codes-disagree", SHAPE, Verdict.CONFORMS, ""),
        ("header-disagrees", SHAPE, Verdict.CONFORMS, ""),
        ("two-namespaces", SHAPE, Verdict.CONFORMS, ""),
    ],
)
def test_what_is_said_of_a_server_that_is_right(
    gallery: str, tmp_path: Path, variation: str, identity: str, verdict: Verdict, says: str
) -> None:
    found = result(f"{gallery}/variation/{variation}/advice-{identity}", tmp_path, identity)
    assert (found.verdict, found.failed) == (verdict, False), found.reason
    assert says in found.reason
    assert found.level == ("protocol" if identity == SHAPE else "observed")


def test_it_is_shown_with_its_reason(gallery: str, tmp_path: Path) -> None:
    found = result(f"{gallery}/variation/no-content-type/shown", tmp_path, KIND)
    run = Run("1", "t", "quick", 1, "2026-01-01", results=[found], complete=True)
    (told,) = summary.remarks(run)
    assert told == f"Advice (this never fails a run): {KIND}. T{found.reason[1:]}."
    assert "broken" not in summary.sentence(run)
