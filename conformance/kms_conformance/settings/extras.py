"""The extras of the distribution, and whether their packages are installed."""

from __future__ import annotations

from importlib.util import find_spec

PACKAGES = {
    "completion": ("shtab",),
    "jsonschema": ("hypothesis_jsonschema",),
    "learn": ("aalpy",),
    "redis": ("redis",),
    "reference": ("cryptography", "httptools", "uvicorn"),
    "report": ("jinja2",),
    "schemathesis": ("schemathesis",),
    "xdist": ("xdist",),
    "xks": ("httptools", "trustme", "uvicorn"),
}


def missing(extra: str, what: str) -> str:
    """One line that says what needs the extra and how to install it; empty where all its packages are there."""
    if all(find_spec(package) for package in PACKAGES[extra]):
        return ""
    return f"{what} needs the extra [{extra}]: pip install 'kms-conformance[{extra}]'"
