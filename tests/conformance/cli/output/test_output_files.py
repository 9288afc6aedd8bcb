"""No file is written over another that the same command reads or writes, and one that cannot be written is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kms_conformance import cli
from kms_reports.formats import jsonl
from tests.support.reports.samples import broken, run_of

RECORDED = '{"operation": "GenerateRandom", "request": {"NumberOfBytes": 1}, "status": 200, "code": null}\n'
ONE = "run --depth quick --only CreateCustomKeyStore.CustomKeyStoreName.required"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with results and a recording, which is the working directory."""
    jsonl.write(run_of(broken("CreateCustomKeyStore.Name.pattern")), tmp_path / "r.jsonl")
    jsonl.write(run_of(broken("CreateCustomKeyStore.Name.pattern")), tmp_path / "s.jsonl")
    (tmp_path / "recorded.jsonl").write_text(RECORDED)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"{ONE} --results one --html one", "--html and --results are the same file, 'one'"),
        (f"{ONE} --results one --junitxml ./one", "--junitxml and --results are the same file, 'one'"),
        (f"{ONE} --html known --baseline known", "--html and --baseline are the same file, 'known'"),
        ("report r.jsonl --html r.jsonl", "--html and RESULTS.jsonl are the same file, 'r.jsonl'"),
        ("report r.jsonl --html one --markdown one", "are the same file, 'one'"),
        ("compare r.jsonl s.jsonl --markdown s.jsonl", "--markdown and NEW.jsonl are the same file, 's.jsonl'"),
        ("judge recorded.jsonl --junitxml recorded.jsonl", "--junitxml and the recording are the same file"),
        ("learn --json one --markdown one", "--markdown and --json are the same file, 'one'"),
    ],
)
def test_a_file_is_not_written_over_another(
    there: Path, capsys: pytest.CaptureFixture[str], typed: str, said: str
) -> None:
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    assert cli.main(typed.split()) == 4
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


@pytest.mark.usefixtures("there")
def test_a_device_takes_several_reports() -> None:
    assert cli.main(["report", "r.jsonl", "--html", "/dev/null", "--markdown", "/dev/null"]) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    "typed",
    [
        "report r.jsonl --html /dev/full",
        "merge r.jsonl --out /dev/full",
        "compare r.jsonl s.jsonl --markdown /dev/full",
        "judge recorded.jsonl --junitxml /dev/full",
        "export --format jsonschema --operations GenerateRandom --out /dev/full",
    ],
)
def test_a_file_that_cannot_be_written_is_named(capsys: pytest.CaptureFixture[str], typed: str) -> None:
    assert cli.main(typed.split()) == 4
    told = capsys.readouterr().err
    assert told.splitlines()[-1] == "kms-conformance: '/dev/full' cannot be written: No space left on device"
