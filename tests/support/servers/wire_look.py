"""A look at an endpoint that judges the requirements of the wire alone."""

from __future__ import annotations

from pathlib import Path

from bench.power.board import PROFILE, Found, judged
from kms_conformance.settings.depth import Depth
from kms_specification.requirements.registry import registry

# What this reads is on the wire alone; how errors look is for tests of verdicts.
_IDS = tuple(r.id for r in registry() if r.id.startswith("protocol.json11.") and not r.id.endswith(".error-shape"))


def broken(found: Found) -> dict[str, str]:
    assert not found.refused
    assert not found.flags
    return {result.id: result.reason for result in found.broken}


def look(url: str, directory: Path, depth: Depth = Depth.QUICK, only: tuple[str, ...] = _IDS) -> Found:
    profile = directory / f"{len(list(directory.iterdir()))}.toml"
    profile.write_text(PROFILE)
    return judged(url, depth, profile, only=only)
