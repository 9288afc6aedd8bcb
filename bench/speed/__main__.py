"""All that is measured of speed, as one document.

    python -m bench.speed [--seconds 10] [--rounds 5] [--every 40] [--requests 120000] [--markdown FILE]

Needs some fifteen minutes. `python -m bench.speed.memory` sends a million requests, which takes as long again.
"""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from bench.speed import memory
from bench.speed.document import Measured, document
from bench.speed.faults import caught, sample
from bench.speed.growth import costs
from bench.speed.lanes import rates
from bench.speed.whole import compared
from kms_targets.reference.http.server import Embedded

PACKAGES = ("kms-conformance", "hypothesis", "botocore", "boto3", "schemathesis", "hypothesis-jsonschema")


def main(arguments: list[str] | None = None) -> int:
    """Prints the document, and writes it where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="for each way to send, in all rounds together")
    parser.add_argument("--rounds", type=int, default=5, help="whole runs beside the bare loop")
    parser.add_argument("--every", type=int, default=40, metavar="N", help="each Nth fault of the scoreboard")
    parser.add_argument("--requests", type=int, default=120_000, metavar="N", help="of which the memory is measured")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the document to a file too")
    options = parser.parse_args(arguments)
    with Embedded() as endpoint:
        whole = compared(endpoint.url, options.rounds)
    found = Measured(
        rates(options.seconds),
        whole,
        [caught(name) for name in sample(options.every)],
        costs(),
        memory.measured(options.requests),
        {name: version(name) for name in PACKAGES},
    )
    text = document(found)
    print(text)
    if options.markdown is not None:
        options.markdown.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
