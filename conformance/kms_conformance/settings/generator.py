"""What makes the cases of a run: the suite itself, or a generator of others that draws from the exported schema."""

from __future__ import annotations

from enum import StrEnum
from importlib.metadata import version

from kms_conformance.settings.depth import Depth
from kms_conformance.settings.extras import missing


class Generator(StrEnum):
    """Who makes the cases. The names of the others are those of their extras."""

    OWN = "own"
    JSONSCHEMA = "jsonschema"
    SCHEMATHESIS = "schemathesis"


# Cases that are drawn for each side of a requirement, or by schemathesis for each side of an operation.
DRAWN = {Depth.QUICK: 8, Depth.DEFAULT: 25, Depth.COMPLETE: 150}

# hypothesis-jsonschema 0.23.1, its last release, calls what Hypothesis 6.170.10 has renamed.
_LAST_RELEASE = "0.23.1"
_BROKEN_BY = (6, 170, 10)


def unusable(generator: Generator) -> str:
    """Why a generator cannot be used, in one line; empty where it can."""
    if generator is Generator.OWN:
        return ""
    what = f"--generator {generator}"
    reason = missing(str(generator), what)
    if reason or generator is not Generator.JSONSCHEMA or version("hypothesis-jsonschema") != _LAST_RELEASE:
        return reason
    installed = version("hypothesis")
    if tuple(int(part) for part in installed.split(".")[:3] if part.isdigit()) < _BROKEN_BY:
        return ""
    wanted = ".".join(map(str, _BROKEN_BY))
    return (
        f"{what}: hypothesis-jsonschema {_LAST_RELEASE} does not work with Hypothesis {installed}: "
        f"pip install 'hypothesis<{wanted}'"
    )
