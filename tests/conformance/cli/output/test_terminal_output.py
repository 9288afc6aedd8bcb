"""What the command does not choose: an output that is closed under it, an alphabet that lacks its letters."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.support.commands.under_way import COMMAND


def test_a_run_whose_output_is_closed_goes_on_to_its_end(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [COMMAND, "run", "--depth", "quick", "--only", "*.CustomKeyStoreName.length.*", "--results", "r.jsonl"]
    done = subprocess.run(
        words, stdout=writing, stderr=subprocess.PIPE, text=True, cwd=tmp_path, timeout=300, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "r.jsonl").read_text().splitlines()[-1])["complete"]


def test_letters_that_the_terminal_lacks_are_written_out() -> None:
    done = subprocess.run(
        [COMMAND, "requirements"],
        capture_output=True,
        timeout=300,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u201c" in done.stdout
