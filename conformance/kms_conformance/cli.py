"""The command line: `kms-conformance COMMAND`. Imports the command that is asked for, and nothing of the others."""

from __future__ import annotations

import argparse
import io
import sys
import textwrap
from collections.abc import Collection
from typing import Any, NoReturn

from kms_conformance.commands import COMMANDS, GROUPS, module
from kms_conformance.settings.extras import missing
from kms_conformance.settings.nearest import nearest
from kms_specification import ServiceModelError
from kms_targets import TargetError

OK, CUT_SHORT, USAGE = 0, 2, 4
PRINTED = {"serve": OK} | {name: OK for group in ("specification", "setup") for name in GROUPS[group][1]}
"""The exit code of what is only printed, where its reader has seen enough; a verdict that was not heard is none."""
SHOWN_VERSIONS = ("kms-conformance", "botocore", "hypothesis")


class Parser(argparse.ArgumentParser):
    """Bad usage is one line and exit code 4."""

    def error(self, message: str) -> NoReturn:
        """Says what is wrong."""
        self.exit(USAGE, f"{self.prog}: {message}\n")

    def refuse(self, words: list[str]) -> NoReturn:
        """Says which of the words means nothing here, and which option is most like it."""
        option = next((word.partition("=")[0] for word in words if word.startswith("-")), None)
        if option is None:
            self.error(f"unrecognized arguments: {' '.join(words)}")
        self.error(f"there is no option {option}{nearest(option, self._option_string_actions)}")


class Version(argparse.Action):
    """Prints the versions that decide what a run does: of the program, of what it stands on, and of the facts."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        """Prints and ends."""
        from importlib.metadata import version

        from kms_specification.requirements.version import facts

        own, *others = (f"{name} {version(name)}" for name in SHOWN_VERSIONS)
        print(f"{own} ({', '.join(others)})")
        print(facts())
        parser.exit()


def main(arguments: list[str] | None = None) -> int:
    """Runs a command. Exit codes are pytest's: 0 met, 1 broken, 2 cut short, 3 ours, 4 usage, 5 nothing tested."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _main(words)
    except ServiceModelError as unreadable:
        print(f"kms-conformance: {unreadable}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # of --version or --help, whose reader has seen enough
        sys.stderr.close()
        return OK
    except KeyboardInterrupt:  # before the command has begun
        return CUT_SHORT


def _main(words: list[str]) -> int:
    name = next((word for word in words if not word.startswith("-")), None)
    if name is not None and name not in COMMANDS:
        _parser(()).error(f"there is no command {name!r}{nearest(name, COMMANDS)}")
    parser = _parser(() if name is None else (name,))
    options, unknown = parser.parse_known_args(words)
    if name is None:
        if unknown:
            parser.refuse(unknown)
        parser.error(f"give a command: {', '.join(COMMANDS)}")
    if unknown:
        options.parser.refuse(unknown)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # whatever the terminal's alphabet
    return _run(name, options)


def _parser(names: Collection[str]) -> Parser:
    """The parser, which knows all commands, and the options of those that are named."""
    parser = Parser(
        prog="kms-conformance",
        usage="kms-conformance [-h] [--version] COMMAND ...",
        description=f"Tests endpoints that claim to speak the AWS KMS API.\n\n{_groups()}",
        epilog="`kms-conformance COMMAND --help` says more of each.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=Version, nargs=0, help="print the versions and end")
    commands = parser.add_subparsers(
        metavar="COMMAND", parser_class=Parser, prog="kms-conformance", help=argparse.SUPPRESS
    )
    for known, command in COMMANDS.items():
        sub = commands.add_parser(
            known,
            help=command.summary,
            description=textwrap.fill(command.summary, 79),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        sub.set_defaults(parser=sub, whole=_whole)
        if known in names:
            module(known).add_arguments(sub)
            sub.epilog = getattr(module(known), "EPILOG", None)
    return parser


def _whole() -> Parser:
    """The parser with the options of every command."""
    return _parser(COMMANDS)


def _groups() -> str:
    """Every command with its summary, by what they are for."""
    width = max(map(len, COMMANDS)) + 4
    lines = []
    for title, commands in GROUPS.values():
        lines.append(f"{title}:")
        for name, command in commands.items():
            lines += textwrap.wrap(f"  {name:<{width - 2}}{command.summary}", 80, subsequent_indent=" " * width)
        lines.append("")
    return "\n".join(lines)


def _run(name: str, options: argparse.Namespace) -> int:
    try:
        extra = COMMANDS[name].extra
        reason = missing(extra, name) if extra else ""
        if reason:
            raise TargetError(reason)
        return int(module(name).run(options))
    except TargetError as unusable:
        print(f"kms-conformance: {unusable}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return PRINTED.get(name, CUT_SHORT)
    except KeyboardInterrupt:
        return CUT_SHORT
