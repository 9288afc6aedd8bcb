"""A run over a single operation on keys stands alone: its valid requests are made of a live key."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND


@pytest.mark.parametrize("operation", ["Encrypt", "DescribeKey", "ListAliases"])
def test_it_is_found_to_work_and_nothing_of_another_is_judged(tmp_path: Path, operation: str) -> None:
    with Embedded() as endpoint:
        words = [COMMAND, "run", "--target-url", endpoint.url, "--depth", "quick", "--operations", operation]
        done = subprocess.run(
            [*words, "--results", "r.jsonl"], capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    found = {r["id"]: r for r in records if r["record"] == "requirement"}
    assert found[f"{operation}.implemented"]["verdict"] == "conforms"
    assert {one.partition(".")[0] for one in found} <= {operation, "protocol"}
