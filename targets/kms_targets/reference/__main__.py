"""`python -m kms_targets.reference`: the embedded endpoint by itself, on loopback. Exit codes: 0, 4 bad usage."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from typing import NoReturn

from kms_targets.reference.http.app import create_app
from kms_targets.reference.http.server import serve, stop_with_parent
from kms_targets.reference.rules import Proxying

MOST_LATENCY = 60_000  # milliseconds
XKS = "connect: ask the proxy of a public external key store for its health before it is made"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(4, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None, prog: str = "python -m kms_targets.reference") -> int:
    """Serves until interrupted."""
    parser = _Parser(prog=prog, description=__doc__, allow_abbrev=False)
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--fault", action="append", metavar="NAME", help="break one rule; may be repeated")
    parser.add_argument("--variation", metavar="NAME", help="be right in another way")
    parser.add_argument("--xks", choices=["accept", "connect"], default="accept", help=XKS)
    parser.add_argument("--xks-port", type=int, default=443, help="where proxies listen; the page says 443")
    parser.add_argument("--xks-ca", metavar="DIR", help="trust the certificates signed by DIR/ca.pem")
    parser.add_argument("--latency", type=float, default=0.0, metavar="MS", help="answer so many milliseconds later")
    parser.add_argument("--gallery", action="store_true", help="serve every fault and variation by path")
    parser.add_argument("--list-faults", action="store_true", help="print the faults and end")
    parser.add_argument("--list-variations", action="store_true", help="print the variations and end")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input does")
    options = parser.parse_args(arguments)
    if options.list_faults or options.list_variations:
        _list(faults=options.list_faults)
        return 0
    if options.gallery and (options.fault or options.variation):
        parser.error("--gallery has every fault and variation; give it no other")
    if not 0 <= options.latency <= MOST_LATENCY:
        parser.error(f"--latency: give milliseconds from 0 to {MOST_LATENCY:,}")
    if options.with_parent:
        stop_with_parent()
    try:
        if options.gallery:
            from kms_targets.reference.http.gallery import gallery

            app = gallery()
        else:
            app = create_app(options.fault, options.variation, _proxying(options), options.latency / 1000)
    except KeyError as unknown:
        from kms_targets.reference.conforming_variants import VARIATIONS
        from kms_targets.reference.faults import FAULTS

        wrong = str(unknown.args[0])
        alike = get_close_matches(wrong, [*FAULTS, *VARIATIONS], 1)
        hint = f"did you mean {alike[0]}?" if alike else "see --list-faults and --list-variations"
        parser.error(f"there is no {wrong!r}: {hint}")
    try:
        serve(app, port=options.port)
    except (OSError, OverflowError) as trouble:
        parser.error(f"port {options.port} cannot be used: {trouble}")
    except KeyboardInterrupt:
        pass
    return 0


def _proxying(options: argparse.Namespace) -> Proxying | None:
    if options.xks == "accept":
        return None
    return Proxying(options.xks_port, f"{options.xks_ca}/ca.pem" if options.xks_ca else None)


def _list(*, faults: bool) -> None:
    from kms_targets.reference.conforming_variants import VARIATIONS
    from kms_targets.reference.faults import FAULTS

    if faults:
        for fault in FAULTS.values():
            print(f"{fault.name}\t{fault.kind}\t{fault.requirement}\t{fault.description}")
    else:
        for variation in VARIATIONS.values():
            print(f"{variation.name}\t{variation.description}")


if __name__ == "__main__":
    sys.exit(main())
