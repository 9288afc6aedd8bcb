"""Made-up projects in which pytest is called, as somebody who has kms-conformance installed calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# Packages with common names, of which the installed distribution must not take one.
COMMON_NAMES = ("conformance", "reports", "spec", "strategies", "targets")
AUTOUSE_FIXTURE_THAT_FAILS = """
import pytest

@pytest.fixture(autouse=True)
def unrelated(request):
    raise RuntimeError("this fixture is not for requirements")
"""


def write(directory: Path, files: Mapping[str, str]) -> None:
    """Writes files by their paths in the directory."""
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def with_common_names(directory: Path) -> None:
    """A project with a package of each common name and a test that imports them all."""
    packages = {f"{name}/__init__.py": f"NAME = {name!r}\n" for name in COMMON_NAMES}
    imports = "".join(f"import {name}\n" for name in COMMON_NAMES)
    checks = "".join(f"    assert {name}.NAME == {name!r}\n" for name in COMMON_NAMES)
    test = f"{imports}\n\ndef test_they_are_ours():\n{checks}"
    write(directory, {**packages, "tests/test_names.py": test, "pytest.ini": "[pytest]\npythonpath = .\n"})


def pytest_in(
    directory: Path, *words: str, python: str | Path = sys.executable, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """pytest as called in a directory, with the plugins of an environment and no settings of this one."""
    # Without a cache pytest compiles its plugins each time; under tox it would keep one for all directories.
    left_out = ("PYTEST_", "COV_", "PYTHONDONTWRITEBYTECODE", "TOX_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    command = [str(python), "-m", "pytest", *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=directory, timeout=seconds, env=environment, check=False
    )
