"""Where connecting a store fails, no profile has to say so: what is right for such a store is tried all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Result, Verdict
from kms_specification.requirements.registry import registry
from kms_targets.reference.faults import FAULTS
from kms_targets.reference.http.server import Embedded

BY_ID = {r.id: r for r in registry()}
WANTED = (
    "ConnectCustomKeyStore.error.CustomKeyStoreInvalidStateException",
    "DisconnectCustomKeyStore.state.while-FAILED",
    "DeleteCustomKeyStore.state.while-FAILED",
    "UpdateCustomKeyStore.state.while-FAILED",
)
SEEN = (
    "connect-failed",
    "disconnect-failed-refused",
    "delete-failed",
    "update-failed",
    "failed-no-code",
    "disconnect-keeps-code",
)


def judged(tmp_path: Path, *names: str, **endpoint: str) -> list[Result]:
    with Embedded(**endpoint) as target:
        ledger = tmp_path / "ledger"
        options = Options(target_url=target.url, depth=Depth.QUICK, seed=1, ledger=ledger)
        with opened(options, frozenset(BY_ID)) as run:
            return [run.judge(BY_ID[name]) for name in names]


def test_a_store_that_fails_to_connect_is_looked_for(tmp_path: Path) -> None:
    found = judged(tmp_path, *WANTED, variation="never-connects")
    assert [r.verdict for r in found] == [Verdict.CONFORMS] * len(WANTED), [r.reason for r in found]


def test_where_none_fails_the_profile_has_to_name_one(tmp_path: Path) -> None:
    (found,) = judged(tmp_path, WANTED[2])
    assert found.verdict is Verdict.INAPPLICABLE
    assert "[fixtures.FAILED]" in found.reason


@pytest.mark.parametrize("fault", SEEN)
def test_what_is_wrong_with_such_a_store_is_seen(tmp_path: Path, fault: str) -> None:
    (found,) = judged(tmp_path, FAULTS[fault].requirement, fault=fault, variation="never-connects")
    assert found.failed, found.reason
