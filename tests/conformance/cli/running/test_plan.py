"""`run --plan`: nothing is sent, and what it says is what a run then sends and makes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kms_targets import url_guard
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.servers.hostile_servers import forwarding
from tests.support.servers.raw_sockets import serving

WORDS = ("--depth", "quick", "--seed", "3", "--only", "CreateCustomKeyStore.CustomKeyStoreName.*")


def run(directory: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "run", *words], capture_output=True, text=True, cwd=directory, timeout=300, check=False
    )


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, text
    return int(found[1].replace(",", ""))


def test_a_run_sends_what_the_plan_says(tmp_path: Path) -> None:
    with Embedded() as endpoint, serving(forwarding(url_guard.parse(endpoint.url).port)) as site:
        plan = run(tmp_path, "--target-url", site.url, *WORDS, "--plan", "--rate", "10")
        assert (plan.returncode, plan.stderr) == (0, "")
        assert site.requests == []
        assert list(tmp_path.iterdir()) == []
        assert run(tmp_path, "--target-url", site.url, *WORDS, "--results", "r.jsonl").returncode == 0
        sent = len(site.requests)
        made = sum(b'"CustomKeyStoreId"' in r and b".DeleteCustomKeyStore\r\n" in r for r in site.requests)
    assert f"\n  target        {site.url}\n" in plan.stdout
    assert number(r"requests      about ([\d,]+), ", plan.stdout) == pytest.approx(sent, rel=0.03)
    assert number(r"makes         ([\d,]+) CustomKeyStore", plan.stdout) == pytest.approx(made, rel=0.03)
    seconds = number(r"at least ([\d,]+) s at 10 requests a second", plan.stdout)
    assert seconds == pytest.approx(sent / 10, rel=0.03)


def test_the_real_service_is_not_asked_either(tmp_path: Path) -> None:
    url = "https://kms.us-east-1.amazonaws.com"
    assert run(tmp_path, "--plan", "--target-url", url).returncode == 4
    done = run(tmp_path, "--plan", "--target-url", url, "--allow-real-aws", *WORDS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "with the credentials of the AWS tools, for us-east-1" in done.stdout
    assert "at 4 requests a second" in done.stdout


def test_the_plan_says_what_ends_the_run(tmp_path: Path) -> None:
    done = run(tmp_path, "--plan", *WORDS, "--max-requests", "5000", "--max-seconds", "60")
    assert "\n  ends          after 5,000 requests or after 60 s\n" in done.stdout
    assert "\n  target        the embedded endpoint\n" in done.stdout
