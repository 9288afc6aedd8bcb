"""Print the completion of this command line for a shell."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import Generator
from kms_specification import catalog
from kms_targets import presets

SHELLS = ("bash", "zsh", "fish")
EPILOG = """examples:
  # bash, in ~/.bashrc
  eval "$(kms-conformance completion bash)"
  # zsh, in a folder of $fpath
  kms-conformance completion zsh > ~/.zsh/completions/_kms-conformance
  # fish
  kms-conformance completion fish > ~/.config/fish/completions/kms-conformance.fish"""
_FILES = ("FILE", "LEDGER", "REQUEST.json", "OLD.jsonl", "NEW.jsonl", "RESULTS.jsonl", "RECORDED.jsonl")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which shell."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))


def run(options: argparse.Namespace) -> int:
    """Prints a script for the shell, made of the options of every command."""
    import shtab

    whole: argparse.ArgumentParser = options.whole()
    for action in _actions(whole):
        _describe(action, shtab.FILE, shtab.DIRECTORY)
    print(shtab.complete(whole, options.shell))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Every argument of a parser and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            action.help = "command"  # hidden in --help, where the commands stand by what they are for
            for command in action.choices.values():
                yield from _actions(command)


def _describe(action: argparse.Action, file: Any, directory: Any) -> None:
    """What can stand in an argument's place, where that is known: one of some words, or a path."""
    words = _words().get(action.dest)
    if words is not None and action.choices is None and action.metavar is not None:
        action.choices = words
    elif action.metavar in _FILES:
        action.complete = file  # type: ignore[attr-defined]
    elif action.metavar == "DIR":
        action.complete = directory  # type: ignore[attr-defined]


def _words() -> Mapping[str, Sequence[Any]]:
    operations = sorted(catalog.operation_names())
    return {
        "depth": list(Depth),
        "generator": list(Generator),
        "operation": operations,
        "operations": ["all", *operations],
        "preset": presets.names(),
        "workers": ["auto"],
    }
