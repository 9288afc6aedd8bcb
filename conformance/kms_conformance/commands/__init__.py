"""The commands, a module each. A module has `add_arguments` and `run`; only the one that is asked for is imported."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import NamedTuple, Protocol, cast


class Module(Protocol):
    """What a command's module has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, options: argparse.Namespace) -> int: ...


class Command(NamedTuple):
    """A command: its summary, which is the first line of its module's docstring, and the extra it needs, if any."""

    summary: str
    extra: str = ""


COMMANDS = {
    "run": Command("Test an endpoint: every selected requirement, with a report."),
    "fuzz": Command("Search an endpoint without end for answers that are not right; each finding is written at once."),
    "requirements": Command("Print the registry: every requirement with its level, statement and source."),
    "explain": Command("Say what answers the oracle accepts to a request, and why."),
    "judge": Command("Give verdicts on recorded exchanges; no target is needed."),
    "learn": Command("Find out what an endpoint really enforces, beside what is documented.", "learn"),
    "vectors": Command("Write the corpus as one JSON document, for suites in other languages."),
    "export": Command("Write the constraints of operations as JSON Schema or OpenAPI, for other tools."),
    "replay": Command("Send the counterexamples of an earlier run again, to the same target or another."),
    "report": Command("Make any report of a finished run out of its results file."),
    "merge": Command("Make one results file of the shards of a run."),
    "compare": Command("Say what changed between two runs: newly broken, newly met, no longer judged."),
    "matrix": Command(
        "Put several finished runs side by side: targets × requirements, and a badge for each.", "report"
    ),
    "serve": Command("Run the embedded reference endpoint by itself, on loopback, until interrupted.", "reference"),
    "cleanup": Command("Delete the stores that an interrupted run left, by its ledger."),
}


def module(name: str) -> Module:
    """The module of a command, imported now."""
    return cast(Module, import_module(f"{__name__}.{name}"))
