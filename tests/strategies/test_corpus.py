"""The corpus as data: valid by its schema, always the same, sent by a harness that knows nothing of this project."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kms_conformance import cli
from kms_conformance.commands.specification.vectors import SCHEMA, document
from kms_conformance.settings.depth import Depth
from kms_specification.requirements.registry import Aspect, registry
from kms_strategies.requests.boundary_cases import vacuous
from kms_strategies.requests.corpus_cases import EXACT
from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND

HARNESS = Path(__file__).parents[2] / "docs" / "examples" / "replay_vectors.py"
NODE = shutil.which("node")
_tokens = count(1)


@pytest.fixture(scope="module")
def quick() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document(Depth.QUICK))
    return found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / "quick.json"
    path.write_text(document(Depth.QUICK))
    return path


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


def sent(
    file: Path, url: str, *words: str, harness: tuple[str, ...] = (sys.executable, str(HARNESS))
) -> tuple[int, set[str], str]:
    """What the harness says: its exit code, the requirements that are answered wrongly, its last line."""
    done = subprocess.run([*harness, str(file), url, *words], capture_output=True, text=True)
    assert done.stderr == ""
    *wrong, last = done.stdout.splitlines()
    return done.returncode, {line.partition("/")[0] for line in wrong}, last


def test_it_is_valid_by_its_schema(quick: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(quick, schema, cls=jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**quick, "vectors": [{**quick["vectors"][0], "body_base64": ""}]}, schema)


def test_every_json_parser_can_read_it(quick: dict[str, Any]) -> None:
    json.dumps(quick, ensure_ascii=False).encode("utf-8")  # half of a surrogate pair would raise
    bodies = [base64.b64decode(v["body_base64"]) for v in quick["vectors"] if "body_base64" in v]
    halves = [body for body in bodies if rb"\ud800" in body]
    assert [type(json.loads(body)) for body in halves] == [dict, dict]


def test_it_is_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        words = [COMMAND, "vectors", "--depth", "default", "--out", f"{seed}.json"]
        done = subprocess.run(words, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")
        written.append((tmp_path / f"{seed}.json").read_bytes())
    assert written[0] == written[1]
    assert len(json.loads(written[0])["vectors"]) > 3000


def test_ids_are_unique_and_every_constraint_has_both_sides(quick: dict[str, Any]) -> None:
    ids = Counter(vector["id"] for vector in quick["vectors"])
    assert ids.most_common(1)[0][1] == 1
    sides: dict[str, set[str]] = {}
    for vector in quick["vectors"]:
        sides.setdefault(vector["requirement"], set()).add(vector["tags"]["side"])
    one_sided = (Aspect.IMPLEMENTED, Aspect.PROTOCOL, Aspect.STATE, Aspect.OUTPUT, Aspect.ERROR)
    for requirement in registry():
        if requirement.operation in EXACT and requirement.aspect not in one_sided and not vacuous(requirement):
            assert {"valid", "invalid"} <= sides[requirement.id], requirement.id
    assert quick["counts"] == {"vectors": len(quick["vectors"]), **Counter(v["tags"]["side"] for v in quick["vectors"])}


def test_the_page_says_how_many_there_are(quick: dict[str, Any]) -> None:
    page = (Path(__file__).parents[2] / "docs/reference/vectors.md").read_text(encoding="utf-8")
    assert f"\n{len(quick['vectors'])} vectors, 0 answered wrongly\n" in page


def test_deeper_documents_hold_the_vectors_of_those_before(quick: dict[str, Any]) -> None:
    deeper = {vector["id"]: vector for vector in json.loads(document(Depth.DEFAULT))["vectors"]}
    assert {vector["id"] for vector in quick["vectors"]} <= deeper.keys()
    twice = [v for v in deeper.values() if len({r for a in v["acceptable"] for r in a["requirements"]}) > 1]
    assert len(twice) > 500
    taken = [v for v in twice if any(a["code"] is None for a in v["acceptable"])]
    assert all(v["tags"]["side"] == ("open" if v in taken else "invalid") for v in twice)


@pytest.mark.parametrize("words", [(), ("--keep",)])
def test_the_embedded_endpoint_answers_rightly_with_and_without_deletion(file: Path, words: tuple[str, ...]) -> None:
    with Embedded() as endpoint:
        code, wrong, last = sent(file, endpoint.url, *words)
    assert (code, wrong) == (0, set())
    assert last == f"{len(json.loads(file.read_text())['vectors'])} vectors, 0 answered wrongly"


@pytest.mark.parametrize("variation", ["code-in-header-with-uri", "long-is-limit", "closes"])
def test_a_server_that_is_right_in_another_way_answers_rightly(variation: str, file: Path, gallery: str) -> None:
    code, wrong, _ = sent(file, f"{gallery}/variation/{variation}/{next(_tokens)}")
    assert (code, wrong) == (0, set())


FAULTS = {
    "name-max-lax": "CreateCustomKeyStore.CustomKeyStoreName.length.max",
    "cluster-pattern-takes-1": "CreateCustomKeyStore.CloudHsmClusterId.pattern",
    "name-unique-folded": "CreateCustomKeyStore.unique.CustomKeyStoreName",
    "status-KeyStorePassword-length-min-403": "CreateCustomKeyStore.KeyStorePassword.length.min",
    "wire-comma-accepted": "protocol.json11.malformed-body",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_by_the_vectors_of_its_requirement(fault: str, file: Path, gallery: str) -> None:
    code, wrong, _ = sent(file, f"{gallery}/fault/{fault}/{next(_tokens)}")
    assert (code, wrong) == (1, {FAULTS[fault]})


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["vectors", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(SCHEMA.read_text())


@pytest.mark.skipif(NODE is None, reason="the harness in JavaScript needs Node.js")
def test_a_harness_in_another_language_finds_the_same(file: Path, gallery: str) -> None:
    harness = (str(NODE), str(HARNESS.with_suffix(".mjs")))
    code, wrong, _ = sent(file, f"{gallery}/fault/name-max-missing/{next(_tokens)}", harness=harness)
    assert (code, wrong) == sent(file, f"{gallery}/fault/name-max-missing/{next(_tokens)}")[:2]
    code, wrong, last = sent(file, f"{gallery}/variation/code-in-header-with-uri/{next(_tokens)}", harness=harness)
    assert (code, wrong) == (0, set())
    assert last.endswith(" vectors, 0 answered wrongly")


def test_the_harness_needs_nothing_but_the_standard_library() -> None:
    text = HARNESS.read_text()
    used = {line.split()[1].partition(".")[0] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert used <= sys.stdlib_module_names
    assert len(text.splitlines()) <= 150


BAD = {"--depth abyss": "there is no depth 'abyss'", "--out /nowhere/v.json": "there is no directory '/nowhere'"}


@pytest.mark.parametrize("typed", BAD)
def test_bad_input_is_one_line(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["vectors", *typed.split()]) == 4
    said = capsys.readouterr().err
    assert BAD[typed] in said
    assert said.count("\n") == 1
