"""Say what answers the oracle accepts to a request, and why."""

from __future__ import annotations

import argparse
import json
from difflib import get_close_matches

from kms_conformance.commands.shared.input_file import text_of
from kms_specification import catalog, service_model
from kms_specification.facts import Json
from kms_specification.oracle import expect
from kms_targets import TargetError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which request."""
    parser.add_argument("operation", metavar="OPERATION", help="such as CreateCustomKeyStore, or any other of KMS")
    parser.add_argument("request", metavar="REQUEST.json", help="a file, or - for standard input")


def run(options: argparse.Namespace) -> int:
    """Prints each acceptable outcome with the requirements it rests on and their sentence."""
    known = catalog.operation_names()
    if options.operation not in known:
        meant = get_close_matches(options.operation, known, 1)
        hint = f": did you mean {meant[0]}?" if meant else ""
        raise TargetError(f"there is no operation {options.operation!r} in the {service_model.DOCUMENT}{hint}")
    expectation = expect(catalog.operation(options.operation), _request(options.request))
    for violation in expectation.violated:
        print(f"breaks{'' if violation.certain else ', by one reading of the documents,'} {violation.requirement}")
        print(f"    {violation.source}")
    print("acceptable:" if expectation.violated else "breaks nothing; acceptable:")
    for outcome in expectation.outcomes:
        print(f"  HTTP {outcome.status} {outcome.code or 'success'}")
        for requirement in outcome.requirements:
            print(f"      {requirement}")
        print(f"      {outcome.source}")
    return 0


def _request(name: str) -> Json:
    text = text_of(name)
    try:
        found: Json = json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise TargetError(f"{name!r} is no JSON: {broken}") from None
    return found
