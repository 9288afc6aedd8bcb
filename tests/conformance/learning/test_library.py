"""The learning library as it is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_nothing_is_said_of_the_source_of_the_learning_library(tmp_path: Path) -> None:
    """Python warns of it when it is compiled, which is in the first command after an installation without that."""
    code = "from kms_conformance.learning.patterns import active_learning; assert active_learning.available()"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONWARNINGS": "always"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert "aalpy" not in done.stderr
