"""Say what answers the oracle accepts to a request, and why."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.commands.shared.input_file import text_of
from kms_conformance.commands.shared.printing import say
from kms_conformance.settings.exit_codes import OK, USAGE
from kms_conformance.settings.nearest import nearest
from kms_specification import catalog, service_model
from kms_specification.facts import Json
from kms_specification.oracle import Expectation, expect
from kms_targets import TargetError

EPILOG = epilog(
    {
        "explain GenerateRandom request.json": "a request in a file",
        "explain GenerateRandom - < request.json": "from standard input",
        "explain GenerateRandom request.json --json": "for another program",
    },
    {OK: "explained", USAGE: "bad usage, or the request cannot be read"},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which request."""
    parser.add_argument("operation", metavar="OPERATION", help="such as CreateCustomKeyStore, or any other of KMS")
    parser.add_argument("request", metavar="REQUEST.json", help="a file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Prints each acceptable outcome with the requirements it rests on and their sentence."""
    known = catalog.operation_names()
    if options.operation not in known:
        hint = nearest(options.operation, known)
        raise TargetError(f"there is no operation {options.operation!r} in the {service_model.DOCUMENT}{hint}")
    expectation = expect(catalog.operation(options.operation), _request(options.request))
    if options.json:
        print(json.dumps(_data(options.operation, expectation), indent=1))
        return 0
    for line in _lines(expectation):
        say(line)
    return 0


def _lines(expectation: Expectation) -> Iterator[str]:
    for violation in expectation.violated:
        yield f"breaks{'' if violation.certain else ', by one reading of the documents,'} {violation.requirement}"
        yield f"    {violation.source}"
    yield "acceptable:" if expectation.violated else "breaks nothing; acceptable:"
    for outcome in expectation.outcomes:
        yield f"  HTTP {outcome.status} {outcome.code or 'success'}"
        yield from (f"      {requirement}" for requirement in outcome.requirements)
        yield f"      {outcome.source}"


def _data(operation: str, expectation: Expectation) -> dict[str, object]:
    return {
        "operation": operation,
        "breaks": [
            {"requirement": v.requirement, "certain": v.certain, "source": str(v.source)} for v in expectation.violated
        ],
        "acceptable": [
            {"status": o.status, "code": o.code, "requirements": list(o.requirements), "source": str(o.source)}
            for o in expectation.outcomes
        ],
    }


def _request(name: str) -> Json:
    text = text_of(name)
    try:
        found: Json = json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise TargetError(f"{name!r} is no JSON: {broken}") from None
    return found
