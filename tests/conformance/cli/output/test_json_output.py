"""What `--json` prints is what json.schema.json says, by a validator that is not ours; the text says the same."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from junitparser import JUnitXml
from lxml import etree

from kms_reports.result import Verdict
from kms_targets.reference.http.server import Embedded
from tests.support.commands.projects import write
from tests.support.commands.under_way import COMMAND

ROOT = Path(__file__).parents[4]
SCHEMA = json.loads((ROOT / "docs/reference/json.schema.json").read_text())
RECORDED = [
    {"operation": "CreateCustomKeyStore", "request": {"CustomKeyStoreName": ""}, "status": 200, "code": None},
    {"operation": "ListKeys", "request": {}, "status": 200, "code": None},
    {"operation": "Nope", "request": {}, "status": 200, "code": None},
    {"operation": "ListKeys", "request": {"Limit": 0}, "status": 200, "code": None},
]
VERDICTS = ["accepted-invalid", "conforms", "inapplicable", "accepted-invalid"]


def called(directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, cwd=directory, timeout=100, check=False)


def checked(command: str, found: Any) -> Any:
    """What was printed, as the schema of the command has it."""
    schema = {**SCHEMA, "$ref": f"#/$defs/{command}"}
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(found)
    return found


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording, and the results of two runs."""
    made = tmp_path_factory.mktemp("json")
    write(made, {"recorded.jsonl": "".join(json.dumps(line) + "\n" for line in RECORDED)})
    for name, fault in (("right", None), ("wrong", "name-max-missing")):
        with Embedded(fault=fault) as endpoint:
            words = ["--depth", "quick", "--only", "*.CustomKeyStoreName.length.*", "--results", f"{name}.jsonl"]
            called(made, "run", "--target-url", endpoint.url, *words)
    return made


def test_the_schema_has_every_verdict() -> None:
    assert set(SCHEMA["$defs"]["verdict"]["enum"]) == {str(verdict) for verdict in Verdict}


def test_a_schema_refuses_what_is_not_printed() -> None:
    assert not Draft202012Validator({**SCHEMA, "$ref": "#/$defs/judge"}).is_valid({"line": 1})


def test_judge_prints_a_verdict_a_line_and_a_summary(directory: Path) -> None:
    done = called(directory, "judge", "recorded.jsonl")
    assert done.returncode == 1
    first, *others = done.stdout.splitlines()
    assert first.startswith(
        "1: accepted-invalid: CreateCustomKeyStore: success instead of HTTP 400 ValidationException"
    )
    assert first.endswith("[CreateCustomKeyStore.CustomKeyStoreName.length.min]")
    assert [line.split(": ")[1] for line in others] == VERDICTS[1:]
    assert done.stderr == "2 accepted-invalid, 1 conforms, 1 inapplicable\n"


def test_judge_prints_an_object_a_line(directory: Path) -> None:
    done = called(directory, "judge", "recorded.jsonl", "--json")
    assert (done.returncode, done.stderr) == (1, "")
    found = [checked("judge", json.loads(line)) for line in done.stdout.splitlines()]
    assert [one["verdict"] for one in found] == VERDICTS
    assert [(one["line"], one["operation"]) for one in found] == list(
        enumerate((line["operation"] for line in RECORDED), 1)
    )


def test_judge_writes_junit(directory: Path) -> None:
    done = called(directory, "judge", "recorded.jsonl", "--junitxml", "judged.xml")
    assert done.returncode == 1
    text = (directory / "judged.xml").read_bytes()
    schema = etree.XMLSchema(etree.parse(ROOT / "tests/data/jenkins-junit.xsd"))
    schema.assertValid(etree.fromstring(text))
    suites = {suite.name: suite for suite in JUnitXml.fromstring(text)}
    assert [case.name for case in suites["ListKeys"]] == ["line 2", "line 4"]
    assert (suites["ListKeys"].failures, suites["Nope"].skipped) == (1, 1)
    [failure] = next(iter(suites["CreateCustomKeyStore"])).result
    assert failure.type == "accepted-invalid"
    assert "[CreateCustomKeyStore.CustomKeyStoreName.length.min]" in failure.text


def test_judge_says_at_once_where_no_file_can_be_written(directory: Path) -> None:
    done = called(directory, "judge", "recorded.jsonl", "--junitxml", "no/where.xml")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("kms-conformance: --junitxml: there is no directory ")


def test_explain_prints_what_its_text_says(directory: Path) -> None:
    (directory / "request.json").write_text('{"NumberOfBytes": 1025}')
    words = ["explain", "GenerateRandom", "request.json"]
    found = checked("explain", json.loads(called(directory, *words, "--json").stdout))
    text = called(directory, *words).stdout
    assert [one["requirement"] for one in found["breaks"]] == re.findall(r"^breaks (\S+)", text, re.MULTILINE)
    answers = [f"HTTP {one['status']} {one['code'] or 'success'}" for one in found["acceptable"]]
    assert answers == re.findall(r"^  (HTTP .*)", text, re.MULTILINE)
    (directory / "request.json").write_text("{}")
    right = checked("explain", json.loads(called(directory, "explain", "ListKeys", "request.json", "--json").stdout))
    assert (right["breaks"], right["acceptable"][0]["code"]) == ([], None)


def test_matrix_prints_what_it_writes(directory: Path) -> None:
    done = called(directory, "matrix", "right.jsonl", "wrong.jsonl", "--json")
    found = checked("matrix", json.loads(done.stdout))
    differ = {one["id"]: one["verdicts"] for one in found["requirements"] if len(set(one["verdicts"].values())) > 1}
    length = "CreateCustomKeyStore.CustomKeyStoreName.length.max"
    assert differ == {length: {"right": "conforms", "wrong": "accepted-invalid"}}
    both = called(directory, "matrix", "right.jsonl", "wrong.jsonl", "--json", "--out", "site")
    assert both.stdout == done.stdout == (directory / "site/matrix.json").read_text()
    neither = called(directory, "matrix", "right.jsonl")
    assert (neither.returncode, neither.stderr) == (4, "kms-conformance: matrix needs --out DIR or --json\n")


def test_compare_prints_an_object_a_line(directory: Path) -> None:
    done = called(directory, "compare", "right.jsonl", "wrong.jsonl", "--json")
    assert done.returncode == 1
    [found] = [checked("compare", json.loads(line)) for line in done.stdout.splitlines()]
    assert (found["before"], found["after"]) == ("conforms", "accepted-invalid")


@pytest.mark.parametrize("printed", [["--json"], ["--json", "-"]])
def test_learn_prints_its_rows(directory: Path, printed: list[str]) -> None:
    with Embedded(fault="name-max-missing") as endpoint:
        words = ["learn", "--target-url", endpoint.url, "--only", "CustomKeyStoreName.length.*", *printed]
        done = called(directory, *words, "--max-requests", "2000")
    assert done.returncode == 1, done.stderr
    found = checked("learn", json.loads(done.stdout))
    assert {row["fact"]: row["found"] for row in found["rows"]} == {"length.min": "same", "length.max": "differs"}
