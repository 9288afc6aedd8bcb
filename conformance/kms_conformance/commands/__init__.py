"""The commands, a module each: its docstring is its help, `add_arguments` and `run` are the rest."""

from __future__ import annotations

import argparse
from typing import Protocol

from kms_conformance.commands import (
    cleanup,
    explain,
    judge,
    learn,
    matrix,
    replay,
    report,
    requirements,
    run,
    serve,
    vectors,
)


class Command(Protocol):
    """What a module of this package has."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, options: argparse.Namespace) -> int: ...


COMMANDS: dict[str, Command] = {
    "run": run,
    "requirements": requirements,
    "explain": explain,
    "judge": judge,
    "learn": learn,
    "vectors": vectors,
    "replay": replay,
    "report": report,
    "matrix": matrix,
    "serve": serve,
    "cleanup": cleanup,
}
