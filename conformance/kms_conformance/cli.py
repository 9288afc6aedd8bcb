"""The command line: `kms-conformance COMMAND`. Each command is a function that returns its exit code."""

from __future__ import annotations

import argparse
import io
import sys
from importlib.metadata import version
from typing import NoReturn

from kms_conformance.commands import COMMANDS
from kms_targets import TargetError

USAGE = 4


class Parser(argparse.ArgumentParser):
    """Bad usage is one line and exit code 4."""

    def error(self, message: str) -> NoReturn:
        """Says what is wrong."""
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None) -> int:
    """Runs a command. Exit codes are pytest's: 0 met, 1 broken, 2 interrupted, 3 ours, 4 usage, 5 nothing judged."""
    parser = Parser(prog="kms-conformance", description="Judges endpoints that claim to speak the AWS KMS API.")
    parser.add_argument("--version", action="version", version=f"kms-conformance {version('kms-conformance')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)
    for name, module in COMMANDS.items():
        summary = (module.__doc__ or "").partition("\n")[0]
        command = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # whatever the terminal's alphabet
    try:
        return int(options.run(options))
    except TargetError as unusable:
        print(f"kms-conformance: {unusable}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 2
