"""Write the corpus as one JSON document, for suites in other languages."""

from __future__ import annotations

import argparse
import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.output_file import put
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.exit_codes import OK, USAGE
from kms_conformance.settings.options import writable
from kms_conformance.settings.readers import OptionError, depth
from kms_specification import service_model
from kms_specification.facts import Json
from kms_specification.oracle import Outcome
from kms_strategies import corpus
from kms_strategies.corpus import Vector
from kms_targets import TargetError

SCHEMA = Path(__file__).parents[2] / "vectors.schema.json"
FORMAT = 1
CORPORA: dict[Depth, Callable[[], Iterator[Vector]]] = {
    Depth.QUICK: corpus.quick,
    Depth.DEFAULT: corpus.default,
    Depth.COMPLETE: corpus.entire,
}
ENVIRONMENT = "Every cluster, proxy and endpoint service that a valid request names exists and is fit for a new store."
EPILOG = epilog(
    {
        "vectors --depth quick --out vectors.json": "the boundary cases",
        "vectors --schema": "the JSON Schema of the document",
    },
    {OK: "written", USAGE: "bad usage, or the file cannot be written"},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much, and where to."""
    parser.add_argument("--depth", metavar="DEPTH", default=str(Depth.DEFAULT), help=", ".join(Depth))
    parser.add_argument("--out", metavar="FILE", type=Path, help="the document; standard output where it is left out")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of the document and end")


def run(options: argparse.Namespace) -> int:
    """Writes."""
    if options.schema:
        print(SCHEMA.read_text(encoding="utf-8"), end="")
        return 0
    try:
        chosen = depth(options.depth)
        if options.out is not None:
            writable("--out", options.out)
    except OptionError as wrong:
        raise TargetError(f"{wrong}") from None
    text = document(chosen)
    put(text, options.out, f"{text.count(chr(10)) - 2:,} vectors")
    return 0


def document(chosen: Depth) -> str:
    """The document: the same bytes for the same version and depth. Each vector stands on a line of its own."""
    found = list(CORPORA[chosen]())
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": version("kms-conformance"),
        "service_model": service_model.DOCUMENT,
        "depth": str(chosen),
        "environment": ENVIRONMENT,
        "content_type": "application/x-amz-json-1.1",
        "target_prefix": service_model.target_prefix(),
        "counts": {"vectors": len(found), **Counter(vector.side for vector in found)},
    }
    lines = ",\n".join(json.dumps(record(vector)) for vector in found)
    return f'{json.dumps(head)[:-1]}, "vectors": [\n{lines}\n]}}\n'


def record(vector: Vector) -> dict[str, Any]:
    """One vector."""
    sent = vector.body if _readable(vector.request) else json.dumps(vector.request).encode("ascii")
    body = {"body_base64": base64.b64encode(sent).decode("ascii")} if sent is not None else {}
    note = {"note": vector.note} if vector.note else {}
    return {
        "id": vector.id,
        "requirement": vector.requirement.id,
        "operation": vector.operation,
        **(body or {"request": vector.request}),
        "before": [{"operation": vector.operation, "request": request} for request in vector.before],
        "acceptable": [_outcome(outcome) for outcome in vector.outcomes],
        "any_client_error": vector.any_client_error,
        "tags": {
            "side": vector.side,
            "aspect": str(vector.requirement.aspect),
            "level": str(vector.requirement.level),
            "variant": vector.variant,
        },
        **note,
    }


def _readable(request: Json) -> bool:
    """Whether every JSON parser can read the request: not all can read half of a surrogate pair."""
    try:
        json.dumps(request, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "code": outcome.code,
        "status": outcome.status,
        "source": str(outcome.source),
        "requirements": list(outcome.requirements),
    }
