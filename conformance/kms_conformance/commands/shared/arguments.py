"""The options of a run, for the commands that share them."""

from __future__ import annotations

import argparse
from collections.abc import Collection

from kms_conformance.plugin import all_options

# How any target is reached; the commands that send what one names take these.
CONNECTION = (
    *("profile", "timeout", "rate", "region", "header", "ca_file", "insecure", "client_cert", "client_key"),
    "allow_real_aws",
)
TARGET = ("target_url", "wait", *CONNECTION, "ledger")

Groups = dict[str, argparse._ArgumentGroup]  # argparse has no other name for it


def add_options(parser: argparse.ArgumentParser, names: Collection[str] | None = None) -> Groups:
    """Adds every option of a run, or those of some names; returns the groups that they are in, by their titles.

    The text of an option is kept as typed: `kms_conformance.settings.options.read` says in one line what is wrong with
    it.
    """
    groups: Groups = {}
    for title, options in all_options().items():
        wanted = [option for option in options if names is None or option.name in names]
        if wanted:
            groups[title] = parser.add_argument_group(title)
        for option in wanted:
            group = groups[title]
            flag, dest = option.flag(), option.name
            if option.metavar:
                action = "append" if option.many else "store"
                group.add_argument(flag, dest=dest, help=option.help, metavar=option.metavar, action=action)
            else:
                group.add_argument(flag, dest=dest, help=option.help, action="store_true")
    return groups


def as_pytest_options(typed: argparse.Namespace) -> list[str]:
    """The options as they are typed for pytest."""
    words: list[str] = []
    for option in (option for options in all_options().values() for option in options):
        value, flag = getattr(typed, option.name), option.flag("--kms-")
        if value is True:
            words.append(flag)
        elif value is not None and value is not False:
            words += [f"{flag}={one}" for one in (value if option.many else [value])]
    return words
