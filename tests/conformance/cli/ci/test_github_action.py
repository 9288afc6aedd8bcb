"""The script of the GitHub action, run as GitHub runs it: exit code, outputs, step summary, annotations."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND

SCRIPT = Path(__file__).parents[4] / "deploy/github-action.sh"
GIVEN = {"KMS_DEPTH": "quick", "KMS_OPERATIONS": "GenerateRandom ListKeys", "KMS_OUT": "out"}


def run(place: Path, **given: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """What the script did, and the outputs that it set."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    files = {"GITHUB_STEP_SUMMARY": str(place / "summary.md"), "GITHUB_OUTPUT": str(place / "output")}
    done = subprocess.run(
        [SCRIPT],
        env={"PATH": path, "HOME": str(place), **files, **GIVEN, **given},
        cwd=place,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = (place / "output").read_text().splitlines()
    return done, dict(line.split("=", 1) for line in lines)


def test_a_right_target_is_green_and_every_report_is_there(tmp_path: Path) -> None:
    with Embedded() as endpoint:
        done, outputs = run(tmp_path, KMS_TARGET_URL=endpoint.url)
    assert (done.returncode, outputs["exit-code"]) == (0, "0"), done.stdout + done.stderr
    names = {"results.jsonl", "junit.xml", "report.md", "report.html", "annotations.txt"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert "::error" not in done.stdout
    assert "requirements that could be judged are met" in (tmp_path / "summary.md").read_text()


def test_a_break_is_red_annotated_and_no_news_the_next_night(tmp_path: Path) -> None:
    with Embedded(fault="GenerateRandom-state-length") as endpoint:
        done, outputs = run(tmp_path, KMS_TARGET_URL=endpoint.url)
        assert (done.returncode, outputs["exit-code"]) == (1, "1")
        assert "::error title=GenerateRandom." in done.stdout
        (tmp_path / "out/results.jsonl").rename(tmp_path / "before.jsonl")
        again, _ = run(tmp_path, KMS_TARGET_URL=endpoint.url, KMS_BEFORE="before.jsonl", KMS_FAIL_ON="new")
        assert again.returncode == 0
        assert "Nothing changed." in (tmp_path / "summary.md").read_text()


def test_a_new_break_is_red(tmp_path: Path) -> None:
    with Embedded() as right, Embedded(fault="GenerateRandom-state-length") as wrong:
        run(tmp_path, KMS_TARGET_URL=right.url)
        (tmp_path / "out/results.jsonl").rename(tmp_path / "before.jsonl")
        done, _ = run(tmp_path, KMS_TARGET_URL=wrong.url, KMS_BEFORE="before.jsonl", KMS_FAIL_ON="new")
    assert done.returncode == 1
    assert "newly broken" in (tmp_path / "summary.md").read_text()


def test_a_target_that_is_forgotten_is_an_error(tmp_path: Path) -> None:
    done, outputs = run(tmp_path, KMS_OPERATIONS="GenerateRandom")
    assert (done.returncode, outputs["exit-code"]) == (4, "4")
    assert "::error title=kms-conformance::neither target-url nor preset is given" in done.stdout
    named, _ = run(tmp_path, KMS_OPERATIONS="GenerateRandom", KMS_TARGET_URL="embedded")
    assert named.returncode == 0


def test_a_glob_of_operations_is_no_glob_of_files(tmp_path: Path) -> None:
    (tmp_path / "MyRandom").touch()
    with Embedded() as endpoint:
        done, _ = run(tmp_path, KMS_TARGET_URL=endpoint.url, KMS_OPERATIONS="*Random")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_target_that_is_starting_is_waited_for(tmp_path: Path) -> None:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    serve = ["kms-conformance", "serve", "--port", str(port)]
    late = f"import os, time; time.sleep(4); os.execv({COMMAND!r}, {serve!r})"
    server = [sys.executable, "-c", late]
    with subprocess.Popen(server, stdout=subprocess.DEVNULL) as starting:
        try:
            done, _ = run(tmp_path, KMS_TARGET_URL=f"http://127.0.0.1:{port}", KMS_WAIT="60")
        finally:
            starting.terminate()
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_target_that_is_not_there_stays_an_error(tmp_path: Path) -> None:
    done, outputs = run(tmp_path, KMS_TARGET_URL="http://127.0.0.1:1", KMS_FAIL_ON="new")
    assert (done.returncode, outputs["exit-code"]) == (4, "4")
