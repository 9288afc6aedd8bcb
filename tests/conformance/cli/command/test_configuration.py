"""Options that are configured: by variables of the environment and by a file, each read by real runs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kms_conformance.plugin import all_options
from kms_conformance.run.opening.connecting import over
from kms_conformance.settings import configuration
from kms_conformance.settings.configuration import PREFIX, Configured
from kms_conformance.settings.options import KNOWN, Options
from kms_conformance.settings.readers import OptionError
from kms_reports.formats import jsonl
from kms_targets.profile import Profile
from kms_targets.reference.http.server import Embedded
from tests.support.commands.projects import pytest_in, write
from tests.support.commands.under_way import COMMAND
from tests.support.reports.samples import broken, run_of

OPTIONS = [option for options in all_options().values() for option in options]

ONE = "CreateCustomKeyStore.CustomKeyStoreName.length.max"
OWN, SHARED = "kms-conformance.toml", "pyproject.toml"


@pytest.fixture(scope="module")
def right() -> Iterator[str]:
    with Embedded() as endpoint:
        yield endpoint.url


@pytest.fixture(scope="module")
def wrong() -> Iterator[str]:
    with Embedded(fault="name-max-missing") as endpoint:
        yield endpoint.url


def run(directory: Path, *words: str, command: str = "run", **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, command, *words],
        capture_output=True,
        text=True,
        cwd=directory,
        timeout=300,
        env={**os.environ, **variables},
        check=False,
    )


def quick(directory: Path, *words: str, **variables: str) -> dict[str, Any]:
    """The first record of a run of one requirement, its exit code in it."""
    done = run(directory, "--depth", "quick", "--only", ONE, "--results", "r.jsonl", *words, **variables)
    found: dict[str, Any] = json.loads((directory / "r.jsonl").read_text().splitlines()[0])
    return {**found, "code": done.returncode, "shown": done.stdout}


def lines(directory: Path, **variables: str) -> dict[str, Configured]:
    """What is configured, whoever says it."""
    found: dict[str, Configured] = {}
    for layer in configuration.layers(KNOWN, variables, directory):
        found = {**layer, **found}
    return found


def test_a_run_is_configured_by_a_file(tmp_path: Path, wrong: str) -> None:
    write(
        tmp_path,
        {
            SHARED: f'[project]\nname = "x"\n[tool.kms-conformance]\ntarget-url = "{wrong}"\ndepth = "quick"\n'
            f'only = ["{ONE}"]\nresults = "out/r.jsonl"\nseed = 7\njunitxml = "out/r.xml"\n',
            "out/keep": "",
            "below/this/keep": "",
        },
    )
    done = run(tmp_path / "below/this")
    assert done.returncode == 1
    head = json.loads((tmp_path / "out/r.jsonl").read_text().splitlines()[0])
    assert (head["target"], head["seed"], head["depth"]) == (wrong, 7, "quick")
    assert head["environment"]["target_from"] == f"{tmp_path / SHARED}: target-url"
    assert (tmp_path / "out/r.xml").exists()


def test_the_command_line_is_over_the_environment_and_that_over_the_file(
    tmp_path: Path, right: str, wrong: str
) -> None:
    write(tmp_path, {OWN: f'target_url = "{wrong}"\nregion = "eu-west-1"\n'})
    assert quick(tmp_path)["target"] == wrong
    found = quick(tmp_path, KMS_CONFORMANCE_TARGET_URL=right)
    assert (found["target"], found["environment"]["target_from"]) == (right, "KMS_CONFORMANCE_TARGET_URL")
    found = quick(tmp_path, "--target-url", wrong, KMS_CONFORMANCE_TARGET_URL=right)
    assert (found["target"], "target_from" in found["environment"]) == (wrong, False)


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL"])
def test_the_endpoint_of_the_aws_tools_is_judged_and_never_another_in_its_place(
    tmp_path: Path, wrong: str, variable: str
) -> None:
    found = quick(tmp_path, **{variable: wrong})
    assert (found["code"], found["target"], found["environment"]["target_from"]) == (1, wrong, variable)
    assert variable in found["shown"]
    assert quick(tmp_path, "--target-url", "embedded", **{variable: wrong})["code"] == 0
    assert quick(tmp_path, **{variable: wrong}, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true")["code"] == 0


def test_the_real_service_is_refused_wherever_it_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, AWS_ENDPOINT_URL_KMS="https://kms.us-east-1.amazonaws.com")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        "kms-conformance: AWS_ENDPOINT_URL_KMS: kms.us-east-1.amazonaws.com is the real AWS: "
        "add --allow-real-aws to test it with your own account\n"
    )


def test_the_other_variables_of_the_aws_tools(tmp_path: Path) -> None:
    found = lines(tmp_path, AWS_DEFAULT_REGION="a", AWS_REGION="b", AWS_CA_BUNDLE="c.pem", AWS_ENDPOINT_URL=" ")
    assert {name: one.value for name, one in found.items()} == {"region": "b", "ca_file": "c.pem"}
    assert lines(tmp_path, AWS_DEFAULT_REGION="a")["region"].origin == "AWS_DEFAULT_REGION"
    assert lines(tmp_path, AWS_REGION="b", KMS_CONFORMANCE_REGION="d")["region"].value == "d"


@pytest.mark.parametrize(
    ("said", "options", "found"),
    [
        ({"ca_file"}, {"ambient": frozenset({"ca_file"})}, ("us-east-1", "profile.pem")),
        (set(), {"ambient": frozenset({"ca_file"})}, ("us-east-1", "option.pem")),
        ({"ca_file"}, {}, ("us-east-1", "option.pem")),
        ({"region"}, {"ambient": frozenset({"region"}), "region": "a"}, ("us-east-1", "option.pem")),
        (set(), {"ambient": frozenset({"region"}), "region": "a"}, ("a", "option.pem")),
        ({"region"}, {"region": "a"}, ("a", "option.pem")),
    ],
)
def test_a_profile_stands_over_what_is_meant_for_any_tool(
    said: set[str], options: dict[str, Any], found: tuple[str, str]
) -> None:
    known = Profile(ca_file="profile.pem", said=frozenset(said))
    used = over(known, Options(ca_file=Path("option.pem"), **options))
    assert (used.region, used.ca_file) == found


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_has_a_variable_and_a_key(tmp_path: Path, option: Any) -> None:
    text = "true" if not option.metavar else "1"
    variable = PREFIX + option.name.upper()
    value: object = True if not option.metavar else ["1"] if option.many else "1"
    assert lines(tmp_path, **{variable: text})[option.name] == Configured(value, variable)  # type: ignore[arg-type]
    key = option.flag("")
    if option.name in KNOWN.paths:
        text, value = repr(str(tmp_path / "1")), str(tmp_path / "1")
    (tmp_path / OWN).write_text(f"{key} = {text}\n")
    if option.name == "allow_real_aws":
        with pytest.raises(OptionError, match="allow-real-aws: must be said for each run"):
            lines(tmp_path)
    else:
        assert lines(tmp_path)[option.name] == Configured(value, f"{tmp_path / OWN}: {key}")  # type: ignore[arg-type]


def test_several_values(tmp_path: Path) -> None:
    found = lines(tmp_path, KMS_CONFORMANCE_SKIP="a.*, b.*", KMS_CONFORMANCE_HEADER="X-A: 1, 2\nX-B: 3")
    assert found["skip"].value == ["a.*", "b.*"]
    assert found["header"].value == ["X-A: 1, 2", "X-B: 3"]


def test_what_a_flag_says_in_the_environment_is_over_what_it_says_in_a_file(tmp_path: Path, wrong: str) -> None:
    write(tmp_path, {OWN: f'target-url = "{wrong}"\nupdate-baseline = true\nbaseline = "known.json"\n'})
    done = run(tmp_path, KMS_CONFORMANCE_UPDATE_BASELINE="no")
    assert (done.returncode, "known.json" in done.stderr) == (4, True)  # there is no such baseline
    assert quick(tmp_path)["code"] == 0
    assert (tmp_path / "known.json").exists()


def test_a_target_on_the_command_line_hides_every_other(tmp_path: Path, right: str) -> None:
    assert quick(tmp_path, "--target-url", right, KMS_CONFORMANCE_PRESET="moto")["target"] == right


def test_the_file_of_another_tool_is_passed_over(tmp_path: Path, right: str) -> None:
    write(tmp_path, {OWN: f'target-url = "{right}"\n', f"in/{SHARED}": "this is no TOML [", f"in/it/{SHARED}": "a = 1"})
    assert lines(tmp_path / "in/it")["target_url"].value == right


@pytest.mark.parametrize(
    ("files", "variables", "message"),
    [
        ({OWN: "", SHARED: "[tool.kms-conformance]"}, {}, "{dir}: configured in {own} and in {shared}: leave one of"),
        ({OWN: "dept = 'quick'"}, {}, "{dir}/{own}: there is no option 'dept': did you mean depth?"),
        ({OWN: "Depth = 'quick'"}, {}, "{dir}/{own}: there is no option 'Depth': did you mean depth?"),
        ({OWN: "target-url = 'a'\ntarget_url = 'b'"}, {}, "{dir}/{own}: target_url: the option is there twice"),
        ({OWN: "depth = 'deep'"}, {}, "{dir}/{own}: depth: there is no depth 'deep': choose quick, default, complete"),
        ({OWN: "only = [1]"}, {}, "{dir}/{own}: only: must be a list of texts"),
        ({OWN: "only = {a = 1}"}, {}, "{dir}/{own}: only: must be a list of texts"),
        ({OWN: "seed = true"}, {}, "{dir}/{own}: seed: must be a text or a number"),
        ({OWN: "insecure = 'yes'"}, {}, "{dir}/{own}: insecure: must be true or false"),
        ({OWN: "a b"}, {}, "{dir}/{own} is no TOML: "),
        ({OWN: "html = 'no/where.html'"}, {}, "{dir}/{own}: html: there is no directory '{dir}/no'"),
        ({SHARED: "[tool]\nkms-conformance = 1"}, {}, "{dir}/{shared}: kms-conformance must be a table"),
        ({SHARED: "[tool.kms-conformance"}, {}, "{dir}/{shared} is no TOML: "),
        ({}, {"DEPHT": "quick"}, "KMS_CONFORMANCE_DEPHT is no option's variable: did you mean KMS_CONFORMANCE_DEPTH?"),
        ({}, {"DEPTH": "deep"}, "KMS_CONFORMANCE_DEPTH: there is no depth 'deep': choose quick, default, complete"),
        ({}, {"INSECURE": "perhaps"}, "KMS_CONFORMANCE_INSECURE: 'perhaps' is neither true nor false"),
        ({OWN: "results = 3"}, {}, "{dir}/{own}: results: must be a text, the path of a file"),
        ({OWN: "workers = 'many'"}, {}, "{dir}/{own}: workers: 'many' is neither auto nor a number from 1 to 64"),
        ({OWN: "operations = 'Generate'"}, {}, "{dir}/{own}: operations: there is no operation 'Generate'"),
        ({OWN: "skip = ['nothing']"}, {}, "{dir}/{own}: skip 'nothing' matches no requirement"),
        ({OWN: "baseline = 'known.json'"}, {}, "{dir}/{own}: baseline: "),
        ({OWN: "[tool.kms-conformance]"}, {}, "{dir}/{own}: in this file the options stand without a table"),
        ({OWN: "[kms-conformance]"}, {}, "{dir}/{own}: in this file the options stand without a table"),
        ({SHARED: "[tool.kms_conformance]"}, {}, "{dir}/{shared}: the table is called [tool.kms-conformance]"),
        (
            {SHARED: "[tool.kms-conformence]"},
            {},
            "{dir}/{shared}: there is no table [tool.kms-conformence]: did you mean",
        ),
        ({}, {"ONLY": "nothing"}, "KMS_CONFORMANCE_ONLY 'nothing' matches no requirement"),
        ({}, {"OPERATIONS": "Generate"}, "KMS_CONFORMANCE_OPERATIONS: there is no operation 'Generate'"),
        ({}, {"JUNITXML": "no/where.xml"}, "KMS_CONFORMANCE_JUNITXML: there is no directory "),
        (
            {},
            {"TARGET_URL": "http://kms.invalid"},
            "KMS_CONFORMANCE_TARGET_URL: the host 'kms.invalid' cannot be found",
        ),
        ({}, {"WORKERS": "many"}, "KMS_CONFORMANCE_WORKERS: 'many' is neither auto nor a number from 1 to 64"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    tmp_path: Path, files: dict[str, str], variables: dict[str, str], message: str
) -> None:
    write(tmp_path, files)
    done = run(tmp_path, **{f"KMS_CONFORMANCE_{name}": value for name, value in variables.items()})
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("kms-conformance: " + message.format(dir=tmp_path, own=OWN, shared=SHARED))
    assert done.stderr.count("\n") == 1


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    for made in (lambda path: path.write_bytes(b"\xff"), lambda path: path.symlink_to("nowhere")):
        (tmp_path / OWN).unlink(missing_ok=True)
        made(tmp_path / OWN)
        done = run(tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
        assert done.stderr.startswith(f"kms-conformance: {tmp_path / OWN} ")


def test_a_ca_file_is_told_with_who_named_it(tmp_path: Path) -> None:
    done = run(tmp_path, "--target-url", "https://localhost:1", AWS_CA_BUNDLE="nowhere.pem")
    assert done.returncode == 4
    assert "nowhere.pem' (from AWS_CA_BUNDLE) cannot be used: No such file" in done.stderr


@pytest.mark.parametrize("command", ["learn", "replay"])
def test_what_sends_requests_starts_a_preset_as_well(tmp_path: Path, command: str) -> None:
    words = []
    if command == "replay":
        words = ["r.jsonl"]
        jsonl.write(run_of(broken("CreateCustomKeyStore.implemented")), tmp_path / "r.jsonl")
    done = run(tmp_path, *words, command=command, KMS_CONFORMANCE_PRESET="mot")
    assert done.returncode == 4
    assert done.stderr.startswith("kms-conformance: there is no preset 'mot': known are ")


def test_a_session_of_pytest_that_asks_for_the_suite_reads_the_same(tmp_path: Path, wrong: str) -> None:
    write(
        tmp_path,
        {
            SHARED: f'[tool.kms-conformance]\ntarget-url = "{wrong}"\ndepth = "quick"\nonly = ["{ONE}"]\n',
            "test_one.py": "def test_one():\n    pass\n",
        },
    )
    done = pytest_in(tmp_path, "--pyargs", "kms_conformance")
    assert (done.returncode, f"FAILED kms_conformance::{ONE}" in done.stdout) == (1, True), done.stdout
    other = pytest_in(tmp_path)
    assert (other.returncode, "1 passed" in other.stdout) == (0, True), other.stdout
    assert "kms_conformance::" not in other.stdout


def test_a_session_of_pytest_that_does_not_ask_reads_nothing(tmp_path: Path) -> None:
    write(tmp_path, {OWN: "no = TOML", "test_one.py": "def test_one():\n    pass\n"})
    assert pytest_in(tmp_path).returncode == 0
    asking = pytest_in(tmp_path, "--target-url=http://127.0.0.1:9")
    assert (asking.returncode, f"{OWN} is no TOML" in asking.stderr + asking.stdout) == (4, True)


def test_workers_read_the_same(tmp_path: Path, wrong: str) -> None:
    write(tmp_path, {OWN: f'target-url = "{wrong}"\nworkers = 2\n'})
    assert quick(tmp_path)["code"] == 1
