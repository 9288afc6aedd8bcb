"""Stores that cannot be deleted, though the target has the operation, fill the account: that run does not end in 0."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.commands.under_way import COMMAND
from tests.support.servers.other_servers import Kms, http_server

MISSING = {"__type": "CustomKeyStoreNotFoundException", "message": "There is no such custom key store."}
FULL = {"__type": "LimitExceededException", "message": "The account has as many custom key stores as it may."}
MET = "CreateCustomKeyStore.CustomKeyStoreName.length.min"
NO_ROOM = "CreateCustomKeyStore.unique.CustomKeyStoreName"


class Keeping(Kms):
    """Has room for so many stores, and finds none of them where it is to delete one, if it `keeps` them."""

    def __init__(self, *, keeps: bool) -> None:
        super().__init__()
        self.keeps = keeps
        self.there = 0

    def __call__(self, target: str, body: bytes) -> tuple[int, bytes]:
        _, _, operation = target.rpartition(".")
        if operation == "DeleteCustomKeyStore" and self.keeps:
            return 400, json.dumps(MISSING).encode()
        status, answer = super().__call__(target, body)
        if status == 200:
            self.there += {"CreateCustomKeyStore": 1, "DeleteCustomKeyStore": -1}.get(operation, 0)
        if status == 200 and operation == "CreateCustomKeyStore" and self.there > 6:
            made = json.dumps({"CustomKeyStoreId": json.loads(answer)["CustomKeyStoreId"]}).encode()
            super().__call__("TrentService.DeleteCustomKeyStore", made)
            self.there -= 1
            return 400, json.dumps(FULL).encode()
        return status, answer


@pytest.mark.parametrize(("keeps", "code"), [(True, 2), (False, 0)])
def test_the_run_says_that_it_was_cut_short(keeps: bool, code: int, tmp_path: Path) -> None:
    with http_server(Keeping(keeps=keeps)) as url:
        run = [COMMAND, "run", "--target-url", url, "--depth", "quick", "--results", "run.jsonl"]
        asked = ["--only", MET, "--only", NO_ROOM]
        done = subprocess.run([*run, *asked], capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (code, "")
    records = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
    verdicts = {one["id"]: one["verdict"] for one in records if one["record"] == "requirement"}
    assert verdicts == {MET: "conforms", NO_ROOM: "inapplicable" if keeps else "conforms"}
    assert records[-1]["complete"] is not keeps
    told = " ".join(done.stdout.split())
    assert ("could not be deleted and fills the account" in told) is keeps
    assert ("The run was cut short." in told) is keeps
