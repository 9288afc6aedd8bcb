"""A request to end that arrives where its exception is lost is noted all the same, and shows no traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import NoReturn

import pytest

from kms_conformance import cli

LOST = """
import gc, os, signal
from kms_conformance.commands.shared.signals import asked, like_ctrl_c

def end_now(phase, info):
    os.kill(os.getpid(), signal.SIGTERM)
    sum(range(1000))

like_ctrl_c()
gc.callbacks.append(end_now)
gc.collect()
gc.callbacks.clear()
print(asked())
"""


def test_an_interruption_that_is_lost_is_noted() -> None:
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (0, "True\n")
    assert set(done.stderr.splitlines()) == {"kms-conformance: ending"}


def test_any_other_exception_that_is_lost_is_shown() -> None:
    other = LOST.replace("os.kill(os.getpid(), signal.SIGTERM)", "raise ValueError")
    done = subprocess.run([sys.executable, "-c", other], capture_output=True, text=True, timeout=300, check=False)
    assert "ValueError" in done.stderr


@pytest.mark.parametrize("command", ["report", "requirements", "run"])
def test_an_interruption_before_a_command_has_begun_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def interrupted(name: str) -> NoReturn:
        raise KeyboardInterrupt(name)

    monkeypatch.setattr(cli, "module", interrupted)
    assert cli.main([command]) == 2
