"""The words of a command line that reach the target as this run did, for the command that a report says to run next.

A header's value that may be a secret is taken from the variable of the shell that the other lines take it from.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from kms_conformance.execution.snippets.way import HARMLESS, variable
from kms_conformance.settings.options import Options, flag

PLAIN = ("profile", "timeout", "rate", "region", "ca_file", "client_cert", "client_key", "insecure", "allow_real_aws")
"""The options besides headers that say how a target is reached; where they are not given, nothing is said of them."""


def reached_by(options: Options) -> str:
    """The words, quoted for a POSIX shell; empty for the embedded endpoint, which each run starts for itself."""
    if options.preset is not None:
        target = f"--preset {shlex.quote(options.preset)}"
    elif options.target_url is not None:
        target = f"--target-url {shlex.quote(options.target_url)}"
    else:
        return ""
    return " ".join([target, *_plain(options), *_headers(options)])


def _plain(options: Options) -> Iterator[str]:
    for name in PLAIN:
        if name in options.ambient:  # a profile stands over it, and the same shell says it again
            continue
        value: str | float | bool | Path | None = getattr(options, name)
        if value is True:
            yield flag(name)
        elif value is not None and value is not False:
            text = f"{value:g}" if isinstance(value, float) else str(value)
            yield f"{flag(name)} {shlex.quote(text)}"


def _headers(options: Options) -> Iterator[str]:
    for name, value in options.header:
        shown = f"{name}: {value}"
        yield f"--header {shlex.quote(shown)}" if name.lower() in HARMLESS else f'--header "{name}: ${variable(name)}"'
