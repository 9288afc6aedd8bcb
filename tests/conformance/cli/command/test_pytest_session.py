"""`pytest --target-url URL` in somebody's project: what is collected, what is tested, and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.projects import AUTOUSE_FIXTURE_THAT_FAILS, pytest_in, with_common_names, write

NAME = "CreateCustomKeyStore.CustomKeyStoreName"
SHORT = ("--kms-depth=quick", f"--kms-only={NAME}.length.*")
NODE = f"kms_conformance::{NAME}.length"
ONE_TEST = {"tests/test_one.py": "def test_one():\n    pass\n"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded() as endpoint:
        yield endpoint.url


@pytest.fixture(scope="module")
def faulty_url() -> Iterator[str]:
    with Embedded(fault="name-max-missing") as endpoint:
        yield endpoint.url


def counts(text: str) -> str:
    """The last line that pytest prints, without its time."""
    return re.sub(r"=+ ?| in [\d.]+s.*", "", text.splitlines()[-1])


def test_a_target_url_alone_collects_the_suite_alone(tmp_path: Path, url: str) -> None:
    write(tmp_path, {**ONE_TEST, "pytest.ini": "[pytest]\ntestpaths = tests\n"})
    done = pytest_in(tmp_path, f"--target-url={url}", *SHORT, "-v")
    assert (done.returncode, counts(done.stdout)) == (0, "2 passed"), done.stdout
    assert f"{NODE}.min PASSED" in done.stdout
    assert "test_one" not in done.stdout


def test_beside_other_paths_both_are_collected(tmp_path: Path, url: str) -> None:
    write(tmp_path, ONE_TEST)
    done = pytest_in(tmp_path, "tests", "--kms-target-url", url, *SHORT, "--junitxml=r.xml")
    assert (done.returncode, counts(done.stdout)) == (0, "3 passed"), done.stdout
    cases = {c.get("name"): c for c in ElementTree.parse(tmp_path / "r.xml").getroot().iter("testcase")}
    assert set(cases) == {"test_one", f"{NAME}.length.min", f"{NAME}.length.max"}
    verdicts = {p.get("name"): p.get("value") for p in cases[f"{NAME}.length.min"].iter("property")}
    assert verdicts == {"verdict": "conforms", "level": "documented"}


def test_a_failing_requirement_is_told_without_a_traceback(tmp_path: Path, faulty_url: str) -> None:
    done = pytest_in(tmp_path, "--target-url", faulty_url, *SHORT, "--junitxml=r.xml", "--kms-results=r.jsonl")
    assert (done.returncode, counts(done.stdout)) == (1, "1 failed, 1 passed"), done.stdout
    assert f"FAILED {NODE}.max" in done.stdout
    assert "Traceback" not in done.stdout
    assert "collector.py" not in done.stdout
    root = ElementTree.parse(tmp_path / "r.xml").getroot()
    assert {c.get("name") for c in root.iter("testcase")} == {f"{NAME}.length.min", f"{NAME}.length.max"}
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [r.get("verdict") for r in records[1:-1]] == ["conforms", "accepted-invalid"]


@pytest.mark.parametrize(
    "words",
    [
        ["-k", "max"],
        ["--pyargs", f"{NODE}.max"],
        [f"{NODE}.max"],
        ["-x", f"{NODE}.max", f"{NODE}.min", "--deselect", f"{NODE}.min"],
    ],
)
def test_requirements_are_chosen_as_tests_are(words: list[str], tmp_path: Path, faulty_url: str) -> None:
    done = pytest_in(tmp_path, "--target-url", faulty_url, *SHORT, *words, "-v")
    assert done.returncode == 1
    assert f"{NODE}.max FAILED" in done.stdout
    assert f"{NODE}.min PASSED" not in done.stdout


def test_last_failed_repeats_what_failed(tmp_path: Path, faulty_url: str) -> None:
    for wanted in ("1 failed, 1 passed", "1 failed, 1 deselected"):
        done = pytest_in(tmp_path, "--target-url", faulty_url, *SHORT, "--lf")
        assert (done.returncode, counts(done.stdout)) == (1, wanted), done.stdout


def test_workers_share_the_run(tmp_path: Path, url: str) -> None:
    write(tmp_path, {**ONE_TEST, "pytest.ini": "[pytest]\ntestpaths = tests\n"})
    words = ["--target-url", url, *SHORT, "-n", "2", "--kms-results=r.jsonl", "-p", "no:hypothesispytest"]
    done = pytest_in(tmp_path, *words)
    assert (done.returncode, counts(done.stdout)) == (0, "2 passed"), done.stdout
    assert json.loads((tmp_path / "r.jsonl").read_text().splitlines()[-1])["complete"]
    done = pytest_in(tmp_path, *words, "tests")
    assert (done.returncode, counts(done.stdout)) == (0, "3 passed"), done.stdout


def test_no_requirement_is_judged_in_every_process(tmp_path: Path, url: str) -> None:
    done = pytest_in(tmp_path, "--target-url", url, *SHORT, "-n", "2", "--dist", "each", "-p", "no:hypothesispytest")
    assert (done.returncode, "leave it out" in done.stdout + done.stderr) == (4, True), done.stdout


def test_a_report_is_written_wherever_its_option_stands(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"pytest.ini": "[pytest]\naddopts = --kms-markdown of-the-project.md\n"})
    assert pytest_in(tmp_path, "--target-url", url, *SHORT).returncode == 0
    assert "requirements" in (tmp_path / "of-the-project.md").read_text()
    write(tmp_path, {"pytest.ini": "[pytest]\n"})
    monkeypatch.setenv("KMS_CONFORMANCE_MARKDOWN", "configured.md")
    assert pytest_in(tmp_path, "--target-url", url, *SHORT).returncode == 0
    assert (tmp_path / "configured.md").exists()
    assert "--kms-markdown" in pytest_in(tmp_path, "--help").stdout


SETTINGS = {
    "patterns for names": "python_files = check_*.py\npython_functions = check_*\npython_classes = Check*\n",
    "every file is a test": "python_files = *.py\n",
    "warnings are errors": "filterwarnings = error\n",
    "addopts": "addopts = -ra --strict-markers --strict-config --import-mode=importlib -p no:doctest\n",
    "a marker that nothing has": "addopts = --tb=short -q\nxfail_strict = true\n",
}


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_settings_of_a_project_do_not_decide_what_is_tested(settings: str, tmp_path: Path, url: str) -> None:
    write(
        tmp_path,
        {
            "pytest.ini": f"[pytest]\n{SETTINGS[settings]}",
            "conftest.py": AUTOUSE_FIXTURE_THAT_FAILS,
        },
    )
    done = pytest_in(tmp_path, "--pyargs", "kms_conformance", "--target-url", url, *SHORT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
    assert "All 2 requirements that could be judged are met." in done.stdout


def test_packages_with_common_names_stay_the_project_s(tmp_path: Path, url: str) -> None:
    with_common_names(tmp_path)
    assert pytest_in(tmp_path).returncode == 0
    done = pytest_in(tmp_path, "tests", "--target-url", url, *SHORT)
    assert (done.returncode, counts(done.stdout)) == (0, "3 passed"), done.stdout


ITS_OWN = """
def pytest_addoption(parser):
    parser.addoption("--target-url", default="none")
"""
READS_ITS_OWN = """
def test_it(request):
    assert request.config.getoption("--target-url") == "mine"
"""


def test_a_project_that_has_the_short_option_itself_keeps_it(tmp_path: Path, url: str) -> None:
    write(tmp_path, {"conftest.py": ITS_OWN, "test_it.py": READS_ITS_OWN})
    done = pytest_in(tmp_path, "--target-url=mine", "test_it.py")
    assert (done.returncode, counts(done.stdout)) == (0, "1 passed"), done.stdout
    done = pytest_in(tmp_path, "--target-url=mine", "test_it.py", "--kms-target-url", url, *SHORT)
    assert (done.returncode, counts(done.stdout)) == (0, "3 passed"), done.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["tests", "-k", "test_one"], 5),  # the suite is asked for, and tests nothing
        (["tests", f"--kms-only={NAME}.length.*", "--collect-only"], 0),
        (["-k", "nothing"], 5),
    ],
)
def test_a_suite_that_tests_nothing_is_no_success(words: list[str], code: int, tmp_path: Path, url: str) -> None:
    write(tmp_path, ONE_TEST)
    done = pytest_in(tmp_path, "--target-url", url, *words)
    assert done.returncode == code, done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--kms-depth=deep"], "ERROR: --kms-depth: there is no depth 'deep': choose quick, default, complete"),
        (["--kms-operations=Nope"], "ERROR: --kms-operations: there is no operation 'Nope'"),
        (["--kms-update-baseline"], "ERROR: --kms-update-baseline needs --kms-baseline FILE"),
        ([f"{NODE}.mx"], f"ERROR: there is no requirement '{NAME}.length.mx': did you mean {NAME}.length.m"),
    ],
)
def test_bad_usage_is_one_line_in_the_plugin_s_spelling(words: list[str], message: str, tmp_path: Path) -> None:
    done = pytest_in(tmp_path, "--target-url", "http://127.0.0.1:1", *words)
    assert done.returncode == 4
    said = [line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line]
    assert len(said) == 1
    assert said[0].startswith(message)


def test_a_target_out_of_reach_is_bad_usage_beside_other_tests_too(tmp_path: Path) -> None:
    write(tmp_path, ONE_TEST)
    done = pytest_in(tmp_path, "tests", "--target-url", "http://127.0.0.1:1", *SHORT)
    assert done.returncode == 4
    assert "ERROR: http://127.0.0.1:1: the target cannot be reached" in done.stdout + done.stderr
