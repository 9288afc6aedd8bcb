"""Write the constraints of operations as JSON Schema or OpenAPI, for other tools."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.output_file import put
from kms_conformance.settings.exit_codes import OK, USAGE
from kms_conformance.settings.nearest import nearest
from kms_conformance.settings.options import writable
from kms_conformance.settings.readers import OptionError
from kms_conformance.suites.selection import operations
from kms_reports.sanitize import count
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Operation
from kms_strategies.schemas.dialects import DIALECTS, JSON_SCHEMA
from kms_strategies.schemas.openapi import openapi
from kms_strategies.schemas.operations import document
from kms_targets import TargetError

Write = Callable[[Iterable[Operation], str], Any]

FORMATS: dict[str, Write] = {
    "jsonschema": lambda some, dialect: document(some, DIALECTS[dialect]),
    "openapi": lambda some, dialect: openapi(some),
}
EPILOG = epilog(
    {
        "export --format jsonschema --operations GenerateRandom": "one operation",
        "export --format openapi --operations all --out kms.json": "all of KMS",
    },
    {OK: "written", USAGE: "bad usage, or the file cannot be written"},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What of, and how it is written."""
    parser.add_argument("--format", metavar="FORMAT", required=True, help=", ".join(FORMATS))
    parser.add_argument(
        "--operations",
        metavar="NAME",
        action="append",
        help="the operations to write, by name or glob, or all; may be repeated; the default is CreateCustomKeyStore",
    )
    parser.add_argument("--dialect", metavar="NAME", help=f"of JSON Schema: {', '.join(DIALECTS)}")
    parser.add_argument("--out", metavar="FILE", type=Path, help="the document; standard output where it is left out")


def run(options: argparse.Namespace) -> int:
    """Writes. Raises TargetError, one line, for a format, a dialect or an operation that there is not."""
    _known("--format", options.format, FORMATS)
    if options.dialect is not None:
        _known("--dialect", options.dialect, DIALECTS)
        if options.format != "jsonschema":
            raise TargetError(f"--dialect is for --format jsonschema: OpenAPI 3.1 is {JSON_SCHEMA.name}")
    try:
        if options.out is not None:
            writable("--out", options.out)
        names = operations(options.operations or ())
    except OptionError as wrong:
        raise TargetError(str(wrong)) from None
    some = [OPERATIONS[name] for name in OPERATIONS if name in names]
    text = json.dumps(FORMATS[options.format](some, options.dialect or JSON_SCHEMA.name), indent=2) + "\n"
    put(text, options.out, count(len(some), "operation"))
    return 0


def _known(flag: str, word: str, known: Iterable[str]) -> None:
    if word not in known:
        some = tuple(known)
        raise TargetError(f"{flag}: there is no {word!r}{nearest(word, some) or ': choose ' + ' or '.join(some)}")
