"""An installed botocore without the service model of KMS is bad input: one line, and exit 4."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import botocore
import pytest

from kms_specification.service_model import MODELS, document
from tests.support.commands.under_way import COMMAND

_PACKED, _PLAIN = MODELS
_EMPTY = json.dumps({"metadata": {}, "operations": {}, "shapes": {}}).encode()
_TEXT = json.dumps(document()).encode()
UNREADABLE = {
    "no gzip": b"nonsense",
    "cut short": gzip.compress(_TEXT)[:5000],
    "no JSON": gzip.compress(b"nonsense"),
    "not UTF-8": gzip.compress(b"{\xff}"),
    "a list": gzip.compress(b"[]"),
    "no parts": gzip.compress(b"{}"),
    "empty parts": gzip.compress(_EMPTY),
}


def _installed(directory: Path, name: str = "", content: bytes = b"") -> dict[str, str]:
    """The environment of a command that finds another botocore, with that file, and all else as it is."""
    package = directory / "botocore"
    (package / _PACKED).parent.mkdir(parents=True)
    real = Path(botocore.__file__)
    (package / "__init__.py").write_text(f"__path__.append({str(real.parent)!r})\n{real.read_text()}")
    if name:
        (package / name).write_bytes(content)
    return {**os.environ, "PYTHONPATH": str(directory)}


def _said(environment: dict[str, str], *words: str, command: tuple[str, ...] = (COMMAND,)) -> tuple[int, str]:
    done = subprocess.run([*command, *words], env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("words", ["run", "requirements", "judge none", "explain Encrypt none", "--version"])
def test_no_model_is_one_line(tmp_path: Path, words: str) -> None:
    code, said = _said(_installed(tmp_path), *words.split())
    assert code == 4
    assert said.startswith("kms-conformance: the installed botocore ")
    assert "has no service model of KMS" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_model_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes) -> None:
    code, said = _said(_installed(tmp_path, _PACKED, content), "requirements")
    assert code == 4
    assert said.startswith("kms-conformance: the service model of KMS in the installed botocore ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("option", ["--target-url=http://127.0.0.1:1", "--kms-watch"])
def test_pytest_says_so_too(tmp_path: Path, option: str) -> None:
    code, said = _said(
        _installed(tmp_path), option, command=(sys.executable, "-m", "pytest", "--rootdir", str(tmp_path))
    )
    assert code == 4
    assert "ERROR: the installed botocore " in said
    assert "Traceback" not in said


def test_a_model_that_is_not_packed_is_read(tmp_path: Path) -> None:
    code, said = _said(_installed(tmp_path, _PLAIN, _TEXT), "requirements", "--only", "Encrypt.KeyId.length.max")
    assert (code, "KeyId has at most" in said) == (0, True)
