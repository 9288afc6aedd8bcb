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


# By what they are for. The key is the folder that the modules are in.
GROUPS: dict[str, tuple[str, dict[str, Command]]] = {
    "testing": (
        "Test an endpoint",
        {
            "run": Command("Test an endpoint: every selected requirement, with a report."),
            "fuzz": Command(
                "Search an endpoint without end for answers that are not right; each finding is written at once."
            ),
            "learn": Command("Find out what an endpoint really enforces, beside what is documented.", "learn"),
            "replay": Command("Send the counterexamples of an earlier run again, to the same target or another."),
            "cleanup": Command("Delete the stores that an interrupted run left, by its ledger."),
            "serve": Command(
                "Run the embedded reference endpoint by itself, on loopback, until interrupted.", "reference"
            ),
        },
    ),
    "results": (
        "Read what was found",
        {
            "report": Command("Make any report of a finished run out of its results file."),
            "compare": Command("Say what changed between two runs: newly broken, newly met, no longer judged."),
            "merge": Command("Make one results file of the shards of a run."),
            "matrix": Command("Put several finished runs side by side: targets × requirements, and a badge for each."),
            "judge": Command("Give verdicts on recorded exchanges; no target is needed."),
        },
    ),
    "specification": (
        "Ask what is required",
        {
            "requirements": Command("Print the registry: every requirement with its level, statement and source."),
            "explain": Command("Say what answers the oracle accepts to a request, and why."),
            "vectors": Command("Write the corpus as one JSON document, for suites in other languages."),
            "export": Command("Write the constraints of operations as JSON Schema or OpenAPI, for other tools."),
        },
    ),
    "setup": (
        "Set up a shell",
        {"completion": Command("Print the completion of this command line for a shell.", "completion")},
    ),
}
COMMANDS = {name: command for _, commands in GROUPS.values() for name, command in commands.items()}


def module(name: str) -> Module:
    """The module of a command, imported now."""
    folder = next(folder for folder, (_, commands) in GROUPS.items() if name in commands)
    return cast(Module, import_module(f"{__name__}.{folder}.{name}"))
