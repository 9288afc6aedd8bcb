"""A run whose time is over in the middle of a requirement: what was sent is counted, what was wrong is told."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import serving

PATTERN = "CreateCustomKeyStore.CloudHsmClusterId.pattern"


def cut(tmp_path: Path, *, fault: str | None = None) -> tuple[int, list[dict[str, Any]], int]:
    """The exit code, the records and how many requests came, of a run that has two seconds and fifty requests each."""
    with (
        Embedded(fault=fault) as endpoint,
        serving(forwarding(url_guard.parse(endpoint.url).port)) as site,
    ):
        words = [COMMAND, "run", "--target-url", site.url, "--depth", "quick", "--only", PATTERN, "--rate", "50"]
        words += ["--max-seconds", "2", "--results", "r.jsonl"]
        done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False)
        came = len(site.requests)
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, records, came


def test_what_was_sent_before_is_counted(tmp_path: Path) -> None:
    code, records, came = cut(tmp_path)
    summary = records[-1]
    assert [r["record"] for r in records] == ["run", "requirement", "summary"]
    assert (records[1]["verdict"], records[1]["reason"]) == ("inapplicable", "not reached")
    assert summary["sent"] + summary["setup_requests"] == came > 50
    assert (summary["complete"], summary["planned"]) == (False, summary["sent"])
    assert code == 5


def test_what_was_wrong_before_is_told(tmp_path: Path) -> None:
    code, records, _ = cut(tmp_path, fault="cluster-pattern-missing")
    assert [(r["id"], r["verdict"]) for r in records if r["record"] == "requirement"] == [(PATTERN, "accepted-invalid")]
    assert code == 1
