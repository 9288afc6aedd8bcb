"""Virtual environments of their own, into which the distribution is installed as its users install it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment."""

    directory: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.directory / ("Scripts" if os.name == "nt" else "bin") / "python"

    def call(self, *words: str, cwd: Path | None = None, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """A call of its interpreter."""
        return subprocess.run(
            [str(self.python), *words], capture_output=True, text=True, cwd=cwd, timeout=seconds, check=False
        )

    def command(self, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """A call of its `kms-conformance`."""
        return subprocess.run(
            [str(self.python.with_name("kms-conformance")), *words],
            capture_output=True,
            text=True,
            cwd=cwd,
            timeout=300,
            check=False,
        )


def made(directory: Path, *requirements: str) -> Environment:
    """A virtual environment in a directory, with the requirements installed. Fails the test where that fails."""
    subprocess.run([sys.executable, "-m", "venv", str(directory)], check=True, timeout=300)
    environment = Environment(directory)
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
    done = environment.call(*words, seconds=900)
    assert done.returncode == 0, done.stderr
    return environment


def wheel(directory: Path) -> Path:
    """The wheel of this checkout, built into a directory."""
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*words, "--wheel-dir", str(directory), str(ROOT)], check=True, timeout=600)
    (found,) = directory.glob("*.whl")
    return found
