"""An extra that is not installed is one line that names it, and exit code 4."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from kms_conformance import cli
from kms_conformance.settings import extras

URL = "--target-url=http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("package", "words", "message"),
    [
        ("uvicorn", ["run"], "the embedded endpoint needs the extra [reference]: "),
        ("httptools", ["run", "--depth", "quick"], "the embedded endpoint needs the extra [reference]: "),
        ("cryptography", ["run", "--depth", "quick"], "the embedded endpoint needs the extra [reference]: "),
        ("uvicorn", ["serve"], "serve needs the extra [reference]: "),
        ("uvicorn", ["learn"], "the embedded endpoint needs the extra [reference]: "),
        ("aalpy", ["learn", URL], "learn needs the extra [learn]: "),
        ("jinja2", ["run", URL, "--html", "r.html"], "--html needs the extra [report]: "),
        ("jinja2", ["matrix", "r.jsonl", "--out", "."], "matrix --out needs the extra [report]: "),
        (
            "hypothesis_jsonschema",
            ["run", "--generator", "jsonschema"],
            "--generator jsonschema needs the extra [jsonschema]: ",
        ),
        (
            "schemathesis",
            ["run", "--generator", "schemathesis"],
            "--generator schemathesis needs the extra [schemathesis]: ",
        ),
        ("trustme", ["run", "--xks-proxy", "localhost"], "--xks-proxy needs the extra [xks]: "),
        ("xdist", ["run", URL, "--workers", "2"], "--workers needs the extra [xdist]: "),
    ],
)
def test_a_missing_extra_is_one_line(
    package: str,
    words: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == package else find_spec(name))
    assert cli.main(words) == cli.USAGE
    out, err = capsys.readouterr()
    assert err.startswith(f"kms-conformance: {message}pip install 'kms-conformance[")
    assert (out, err.count("\n")) == ("", 1)
    assert list(tmp_path.iterdir()) == []


def test_every_extra_that_is_named_in_a_message_is_one_of_the_distribution() -> None:
    from importlib.metadata import metadata

    assert set(extras.PACKAGES) <= set(metadata("kms-conformance").get_all("Provides-Extra") or ())
