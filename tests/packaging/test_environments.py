"""An installed wheel and an editable install, in made-up projects and beside the plugins that people have.

Each environment is made once. Rival plugins are installed in one of these alone, never where our own tests run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.environments import ROOT, Environment, made, wheel
from tests.support.commands.projects import AUTOUSE_FIXTURE_THAT_FAILS, pytest_in, with_common_names, write

pytestmark = pytest.mark.packaging

NAME = "CreateCustomKeyStore.CustomKeyStoreName"
SHORT = ("--kms-depth=quick", f"--kms-only={NAME}.*")
RIVALS = (
    "allure-pytest",
    "pytest-asyncio",
    "pytest-cov",
    "pytest-html",
    "pytest-profiling",
    "pytest-randomly",
    "pytest-rerunfailures",
    "pytest-sugar",
    "pytest-timeout",
    "pytest-xdist",
)
BARE_WHEEL, EDITABLE = "bare wheel", "editable"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def bare(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel without extras, with the newest releases of what it depends on."""
    return made(tmp_path_factory.mktemp("bare") / "venv", str(built))


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return made(tmp_path_factory.mktemp("editable") / "venv", "--editable", str(ROOT))


@pytest.fixture(scope="module")
def rivals(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return made(tmp_path_factory.mktemp("rivals") / "venv", str(built), *RIVALS)


@pytest.fixture(params=[BARE_WHEEL, EDITABLE])
def installed(request: pytest.FixtureRequest) -> Environment:
    found = request.getfixturevalue("bare" if request.param == BARE_WHEEL else "editable")
    assert isinstance(found, Environment)
    return found


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded() as endpoint:
        yield endpoint.url


@pytest.fixture(scope="module")
def faulty_url() -> Iterator[str]:
    with Embedded(fault="name-max-missing") as endpoint:
        yield endpoint.url


def test_a_project_with_common_names_is_left_alone(installed: Environment, tmp_path: Path, url: str) -> None:
    with_common_names(tmp_path)
    done = pytest_in(tmp_path, "-q", python=installed.python)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout + done.stderr
    done = pytest_in(tmp_path, "tests", "--target-url", url, *SHORT, python=installed.python)
    assert (done.returncode, "5 passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_settings_of_a_project_do_not_decide(installed: Environment, tmp_path: Path, url: str) -> None:
    settings = "[pytest]\naddopts = -ra --strict-markers --import-mode=importlib\nfilterwarnings = error\n"
    names = "python_files = *.py\npython_functions = *\n"
    write(tmp_path, {"pytest.ini": settings + names, "tests/conftest.py": AUTOUSE_FIXTURE_THAT_FAILS})
    write(tmp_path, {"conftest.py": AUTOUSE_FIXTURE_THAT_FAILS})
    done = pytest_in(
        tmp_path, "--pyargs", "kms_conformance", "--target-url", url, *SHORT, "-v", python=installed.python
    )
    assert (done.returncode, "4 passed" in done.stdout) == (0, True), done.stdout + done.stderr
    assert f"kms_conformance::{NAME}.length.min PASSED" in done.stdout


def test_a_run_with_the_newest_hypothesis(bare: Environment, tmp_path: Path, url: str, faulty_url: str) -> None:
    for target, code in ((url, 0), (faulty_url, 1)):
        done = bare.command("run", "--target-url", target, "--only", f"{NAME}.*", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (code, ""), done.stdout


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        (["run"], "reference"),
        (["serve"], "reference"),
        (["learn", "--target-url", "http://127.0.0.1:1"], "learn"),
        (["run", "--target-url", "http://127.0.0.1:1", "--html", "r.html"], "report"),
        (["run", "--target-url", "http://127.0.0.1:1", "--workers", "2"], "xdist"),
        (["run", "--xks-proxy", "localhost"], "xks"),
        (["matrix", "r.jsonl", "--out", "."], "report"),
        (["run", "--target-url", "http://127.0.0.1:1", "--plan"], "reference"),
        (["completion", "bash"], "completion"),
    ],
)
def test_a_missing_extra_is_one_line(words: list[str], extra: str, bare: Environment, tmp_path: Path) -> None:
    done = bare.command(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1), done.stderr
    assert f"needs the extra [{extra}]" in done.stderr


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["requirements", "--stats"], ["requirements", "--json"], ["serve", "--help"]]
)
def test_what_needs_no_extra_works_without(words: list[str], bare: Environment, tmp_path: Path) -> None:
    done = bare.command(*words, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_nothing_with_a_common_name_is_installed(bare: Environment) -> None:
    code = (
        "import json\nfrom importlib.metadata import files\n"
        "print(json.dumps([str(f) for f in files('kms-conformance')]))"
    )
    found: list[str] = json.loads(bare.call("-c", code).stdout)
    tops = {name.partition("/")[0] for name in found if not name.startswith("..")}
    packages = {"kms_conformance", "kms_reports", "kms_specification", "kms_strategies", "kms_targets"}
    assert {name for name in tops if not name.endswith(".dist-info")} == packages
    assert {f"{package}/py.typed" for package in packages} <= set(found)
    assert any(name.endswith("licenses/LICENSE") for name in found)


USED = {
    "all installed, none used": [],
    "pytest-html": ["--html=page.html", "--self-contained-html"],
    "pytest-xdist": ["-n", "2"],
    "pytest-randomly": ["-p", "randomly", "-p", "no:sugar"],
    "pytest-timeout": ["--timeout=120"],
    "pytest-cov": ["--cov=tests"],
    "pytest-asyncio": ["--asyncio-mode=auto"],
    "pytest-profiling": ["--profile"],
    "allure-pytest": ["--alluredir=allure"],
    "pytest-rerunfailures": ["--reruns=1"],
}


@pytest.mark.parametrize("plugin", USED)
def test_the_suite_runs_beside(plugin: str, rivals: Environment, tmp_path: Path, url: str) -> None:
    write(tmp_path, {"tests/test_one.py": "def test_one():\n    pass\n"})
    words = ["tests", "--target-url", url, *SHORT, *USED[plugin], "--kms-results=r.jsonl"]
    done = pytest_in(tmp_path, *words, python=rivals.python, seconds=300)
    assert done.returncode == 0, done.stdout + done.stderr
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert [r["verdict"] for r in records[1:-1]] == ["conforms"] * 4
    assert records[-1]["complete"]


@pytest.mark.parametrize("words", [["--reruns=2"], ["--reruns=1", "-n", "2", "--html=page.html", "--alluredir=allure"]])
def test_a_failure_that_is_repeated_is_one_record(
    words: list[str], rivals: Environment, tmp_path: Path, faulty_url: str
) -> None:
    words = ["--target-url", faulty_url, *SHORT, *words, "--kms-results=r.jsonl"]
    done = pytest_in(tmp_path, *words, python=rivals.python, seconds=300)
    assert done.returncode == 1, done.stdout + done.stderr
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    verdicts = {r["id"]: r["verdict"] for r in records[1:-1]}
    assert len(records) == 4 + 2
    assert [name for name, verdict in verdicts.items() if verdict != "conforms"] == [f"{NAME}.length.max"]
    assert records[-1]["complete"]
