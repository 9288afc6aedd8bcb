"""A caller who may not delete custom key stores: no more than five are left, and the rest is judged all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kms_conformance.run.run import opened
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.options import Options
from kms_reports.result import Verdict
from kms_specification.requirements.registry import registry
from tests.support.servers.other_servers import Kms, http_server

DENIED = {
    "__type": "AccessDeniedException",
    "message": "User: arn:aws:iam::111122223333:user/ci is not authorized to perform: kms:DeleteCustomKeyStore",
}
IDS = frozenset(r.id for r in registry() if r.operation == "CreateCustomKeyStore")


class Denying(Kms):
    """Denies the deletion of stores, and counts those that it makes."""

    def __init__(self) -> None:
        super().__init__()
        self.made = 0

    def __call__(self, target: str, body: bytes) -> tuple[int, bytes]:
        if target.endswith(".DeleteCustomKeyStore"):
            return 400, json.dumps(DENIED).encode()
        status, answer = super().__call__(target, body)
        self.made += status == 200 and target.endswith(".CreateCustomKeyStore")
        return status, answer


@pytest.mark.parametrize("connections", [1, 3])
def test_no_more_stores_are_left_than_there_may_be_at_once(connections: int, tmp_path: Path) -> None:
    kms = Denying()
    with http_server(kms) as url:
        asked = Options(url, depth=Depth.QUICK, seed=1, connections=connections, ledger=tmp_path / "ledger")
        with opened(asked, IDS) as run:
            results = [run.judge(r) for r in registry() if r.id in IDS]
        assert len(run.left()) == kms.made
    assert 0 < kms.made <= 5
    assert not [r.id for r in results if r.failed]
    verdicts = {r.id: r.verdict for r in results}
    assert verdicts["CreateCustomKeyStore.CustomKeyStoreName.length.max"] is Verdict.CONFORMS
    reasons = {r.id: r.reason for r in results if "DeleteCustomKeyStore, and at most" in r.reason}
    assert reasons["CreateCustomKeyStore.unique.CustomKeyStoreName"].endswith("at most 5 are left behind")
    assert len(set(reasons.values())) == 1


class Accepting(Denying):
    """Makes a store of whatever it is asked for with a name that is too long."""

    def __call__(self, target: str, body: bytes) -> tuple[int, bytes]:
        try:
            request = json.loads(body)
            if target.endswith(".CreateCustomKeyStore") and len(request["CustomKeyStoreName"]) > 256:
                body = json.dumps({**request, "CustomKeyStoreName": request["CustomKeyStoreName"][:256]}).encode()
        except (ValueError, KeyError, TypeError):
            pass
        return super().__call__(target, body)


def test_what_is_made_wrongly_counts_and_is_told(tmp_path: Path) -> None:
    kms = Accepting()
    with (
        http_server(kms) as url,
        opened(Options(url, depth=Depth.QUICK, seed=1, ledger=tmp_path / "ledger"), IDS) as run,
    ):
        results = [run.judge(r) for r in registry() if r.id in IDS]
    assert kms.made <= 5
    assert [r.id for r in results if r.failed] == ["CreateCustomKeyStore.CustomKeyStoreName.length.max"]
