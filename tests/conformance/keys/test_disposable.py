"""What stays behind is made only at a target that is thrown away afterwards, which then needs no ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_targets.reference.http.server import Embedded
from tests.support.judging import BY_ID

WANTED = "CreateKey.state.store"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("", Verdict.INAPPLICABLE), ("disposable = true", Verdict.CONFORMS)],
    ids=["kept", "disposable"],
)
def test_a_store_with_a_key_is_made_where_it_may_stay(tmp_path: Path, text: str, verdict: Verdict) -> None:
    profile = tmp_path / "profile.toml"
    profile.write_text(text)
    with (
        Embedded() as endpoint,
        opened(Options(endpoint.url, depth=Depth.QUICK, profile=profile), frozenset({WANTED})) as run,
    ):
        found = run.judge(BY_ID[WANTED])
        assert (run.disposable, run.ledger_path is None) == (bool(text), bool(text))
        if run.ledger_path is not None:
            assert run.ledger_path.exists()
    assert found.verdict is verdict
    assert ("disposable = true" in found.reason) == (not text)
