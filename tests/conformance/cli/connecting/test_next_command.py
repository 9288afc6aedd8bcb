"""The command that a reader is told to run next: pasted into a clean shell, it reaches the target as the run did."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kms_conformance.run.repeating import reached_by
from kms_conformance.settings.options import Options
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND
from tests.support.commands.ways_in import HEADERS, ONE, SHELL, TENANT, Certificates, in_front_of

AGAIN = re.compile(r"To test the first cause again:\n(kms-conformance .*\n)")


def told(directory: Path, *words: str) -> str:
    """The command that a run of these words tells at its end."""
    done = subprocess.run(
        [COMMAND, "run", "--depth", "quick", "--only", ONE, *words],
        capture_output=True,
        text=True,
        cwd=directory,
        timeout=60,
        env=SHELL,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert TENANT not in done.stdout
    found = AGAIN.search(done.stdout)
    assert found is not None, done.stdout
    return found[1]


def pasted(directory: Path, command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash"],
        input=command,
        capture_output=True,
        text=True,
        cwd=directory,
        timeout=60,
        env={**SHELL, **variables},
        check=False,
    )


@pytest.mark.parametrize("results", [[], ["--results", "r.jsonl"]], ids=["run", "replay"])
def test_it_reaches_the_target_as_the_run_did(tmp_path: Path, results: list[str]) -> None:
    certificates = Certificates(tmp_path)
    (tmp_path / "my profile.toml").write_text("disposable = true\n")
    ways = ["--ca-file", "ca.pem", "--client-cert", "cert.pem", "--client-key", "key.pem", "--region", "eu-west-3"]
    with Embedded(fault="name-max-missing") as faulty, in_front_of(faulty, certificates.context(asks=True)) as site:
        words = ["--target-url", site.url, *ways, *HEADERS, "--profile", "my profile.toml"]
        command = told(tmp_path, *words, *results)
        assert "$X_TENANT" in command
        done = pasted(tmp_path, command, X_TENANT=TENANT)
    assert done.returncode == 1, command + done.stdout + done.stderr
    assert ("still breaks" if results else "1 requirement broken") in done.stdout


def test_it_does_not_check_a_certificate_that_the_run_did_not_check(tmp_path: Path) -> None:
    certificates = Certificates(tmp_path)
    with Embedded(fault="name-max-missing") as faulty, in_front_of(faulty, certificates.context(asks=False)) as site:
        command = told(tmp_path, "--target-url", site.url, "--insecure")
        assert pasted(tmp_path, command).returncode == 1
        assert pasted(tmp_path, command.replace("--insecure", "")).returncode == 4


def test_a_preset_is_started_again_and_the_embedded_endpoint_by_each_run() -> None:
    assert (
        reached_by(Options(preset="moto", target_url="http://127.0.0.1:5000", rate=2.5)) == "--preset moto --rate 2.5"
    )
    assert reached_by(Options()) == ""


def test_what_a_variable_of_the_aws_tools_says_is_left_to_it() -> None:
    options = Options(target_url="http://127.0.0.1:1", region="eu-west-3", ambient=frozenset({"region"}))
    assert reached_by(options) == "--target-url http://127.0.0.1:1"
