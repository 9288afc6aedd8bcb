"""`export`: a document of the operations that are asked for; bad usage is one line and exit 4."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kms_conformance import cli
from kms_targets.reference.http.server import Embedded

ST = str(Path(sys.executable).with_name("st"))


@pytest.mark.parametrize("form", ["jsonschema", "openapi"])
def test_the_operations_that_are_asked_for(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "kms.json"
    words = ["export", "--format", form, "--operations", "*Alias", "--operations", "Encrypt", "--out", str(out)]
    assert cli.main(words) == 0
    assert capsys.readouterr().out == f"4 operations in {out}\n"
    found = json.loads(out.read_text())
    names = found["$defs"] if form == "jsonschema" else [path.partition("#")[2] for path in found["paths"]]
    assert sorted(names) == ["CreateAlias", "DeleteAlias", "Encrypt", "UpdateAlias"]


def test_the_default_is_one_operation_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "--format", "jsonschema", "--dialect", "draft-7"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert list(found["definitions"]) == ["CreateCustomKeyStore"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--format yaml", "--format: there is no 'yaml': choose jsonschema or openapi"),
        ("--format openap", "--format: there is no 'openap': did you mean openapi?"),
        ("--format jsonschema --dialect draft-4", "--dialect: there is no 'draft-4': did you mean draft-7?"),
        ("--format openapi --dialect draft-7", "--dialect is for --format jsonschema: OpenAPI 3.1 is 2020-12"),
        ("--format openapi --operations Encrpt", "--operations: there is no operation 'Encrpt': did you mean "),
        ("--format openapi --out /no/such/kms.json", "--out: there is no directory '/no/such'"),
    ],
)
def test_bad_usage_is_one_line(words: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", *words.split()]) == cli.USAGE
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"kms-conformance: {says}")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("operations", "phases", "says"),
    [
        ("CreateCustomKeyStore", "coverage,fuzzing", "CustomKeyStoreNameInUseException"),
        ("*CustomKeyStore*", "stateful", "API Links:    5 covered / 5 selected / 5 total"),
    ],
)
def test_schemathesis_runs_the_document_by_itself(operations: str, phases: str, says: str, tmp_path: Path) -> None:
    """As docs/how-to/export.md says: what it says of a right server is what it cannot know, and nothing else."""
    words = ["export", "--format", "openapi", "--operations", operations, "--out", str(tmp_path / "kms.json")]
    assert cli.main(words) == 0
    with Embedded() as endpoint:
        words = ["run", "kms.json", "--url", endpoint.url, "--exclude-checks", "unsupported_method"]
        words += ["--continue-on-failure", "--seed", "1", "--max-examples", "20", "--phases", phases]
        ran = subprocess.run(
            [ST, *words],
            cwd=tmp_path,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "kms_conformance.schemathesis_hooks"},
            capture_output=True,
            text=True,
            timeout=300,
        )
    told = [line for line in ran.stdout.splitlines() if line.startswith("- ST")]
    assert set(told) <= {"- ST202 Schema-valid request rejected"}, ran.stdout
    assert says in ran.stdout
