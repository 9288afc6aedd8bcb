"""A target that says 503 by itself now and then is accused of nothing, and the report says that it does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kms_targets.reference.http.server import Embedded
from tests.support.commands.under_way import COMMAND

ONLY = "*.CloudHsmClusterId.*"
SAID = "with HTTP 503 and no error code, as a server"


@pytest.mark.parametrize(
    ("variation", "words", "said"),
    [
        ("limited", (), True),
        ("limited", ("--connections", "3"), True),
        ("limited", ("--workers", "2"), True),
        ("typed-only", (), False),
    ],
)
def test_requests_are_sent_again_and_that_is_told(
    tmp_path: Path, variation: str, words: tuple[str, ...], said: bool
) -> None:
    with Embedded(variation=variation) as target:
        command = [COMMAND, "run", "--target-url", target.url, "--depth", "quick", "--only", ONLY, *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
    assert (SAID in done.stdout) is said
