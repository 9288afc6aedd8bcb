"""The options of a run, for the commands that share them."""

from __future__ import annotations

import argparse
from collections.abc import Collection

from kms_conformance.plugin import OPTIONS

# How any target is reached; the commands that send what one names take these.
CONNECTION = (
    *("profile", "timeout", "rate", "region", "header", "ca_file", "insecure", "client_cert", "client_key"),
    "allow_real_aws",
)
TARGET = ("target_url", "wait", *CONNECTION, "ledger")


def add_options(parser: argparse.ArgumentParser, names: Collection[str] | None = None) -> None:
    """Adds every option of a run, or those of some names.

    The text of an option is kept as typed: `kms_conformance.settings.options.read` says in one line what is wrong with
    it.
    """
    for option in OPTIONS:
        if names is not None and option.name not in names:
            continue
        if option.metavar:
            action = "append" if option.many else "store"
            parser.add_argument(
                option.flag(), dest=option.name, help=option.help, metavar=option.metavar, action=action
            )
        else:
            parser.add_argument(option.flag(), dest=option.name, help=option.help, action="store_true")


def as_pytest_options(typed: argparse.Namespace) -> list[str]:
    """The options as they are typed for pytest."""
    words: list[str] = []
    for option in OPTIONS:
        value, flag = getattr(typed, option.name), option.flag("--kms-")
        if value is True:
            words.append(flag)
        elif value is not None and value is not False:
            words += [f"{flag}={one}" for one in (value if option.many else [value])]
    return words
