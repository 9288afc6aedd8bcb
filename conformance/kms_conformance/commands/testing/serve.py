"""Run the embedded reference endpoint by itself, on loopback, until interrupted."""

from __future__ import annotations

import argparse

from kms_conformance.commands.shared.epilog import epilog
from kms_conformance.settings.exit_codes import OK, USAGE
from kms_targets import TargetError

EPILOG = epilog(
    {
        "serve --port 8080": "everything as documented",
        "serve --fault name-max-missing": "one thing broken, to see how that is reported",
        "serve --list-faults": "what can be broken",
    },
    {OK: "stopped by Ctrl-C or a signal", USAGE: "bad usage, or the port is taken"},
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where, and how broken."""
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME", help="break one rule; may be repeated")
    parser.add_argument("--variation", metavar="NAME", help="be right, but in another way")
    parser.add_argument(
        "--xks", metavar="WAY", help="accept, the default, or connect: ask proxies before a store is made"
    )
    parser.add_argument("--xks-port", metavar="PORT", help="where proxies listen; the page says 443")
    parser.add_argument("--xks-ca", metavar="DIR", help="trust the certificates signed by DIR/ca.pem")
    parser.add_argument("--latency", metavar="MS", help="answer so many milliseconds later")
    parser.add_argument("--list-faults", action="store_true", help="print the faults and end")
    parser.add_argument("--list-variations", action="store_true", help="print the variations and end")


def run(options: argparse.Namespace) -> int:
    """Serves."""
    try:
        from kms_targets.reference.__main__ import main
    except ImportError:
        raise TargetError("the embedded endpoint needs the extra [reference]") from None
    words = ["--port", str(options.port)]
    words += [word for name in options.fault for word in ("--fault", name)]
    words += ["--variation", options.variation] if options.variation is not None else []
    for name in ("xks", "xks_port", "xks_ca", "latency"):
        value = getattr(options, name)
        words += [f"--{name.replace('_', '-')}", value] if value is not None else []
    words += ["--list-faults"] if options.list_faults else []
    words += ["--list-variations"] if options.list_variations else []
    return main(words, "kms-conformance serve")
