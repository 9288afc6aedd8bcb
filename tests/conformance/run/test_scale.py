"""What is kept of a bound that is broken: what was accepted and refused beside it, in the member's own unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kms_conformance.run.pictures.scale import measured
from kms_reports.result import Verdict
from kms_specification.requirements.registry import find
from tests.support.judging import judged

NAME = "CreateCustomKeyStore.CustomKeyStoreName.length.max"


@pytest.mark.parametrize(
    ("identity", "request_", "size"),
    [
        (NAME, {"CustomKeyStoreName": "é😀"}, 2),
        (NAME, {"CustomKeyStoreName": 5}, None),
        (NAME, {}, None),
        (NAME, None, None),
        ("GenerateRandom.NumberOfBytes.range.max", {"NumberOfBytes": 1025}, 1025),
        ("GenerateRandom.NumberOfBytes.range.max", {"NumberOfBytes": True}, None),
        ("Encrypt.Plaintext.size.max", {"Plaintext": "AAEC"}, 3),
        ("Encrypt.Plaintext.size.max", {"Plaintext": "?"}, None),
        ("Encrypt.GrantTokens.size.max", {"GrantTokens": ["a", "b"]}, 2),
        ("CreateCustomKeyStore.XksProxyUriPath.pattern", {"XksProxyUriPath": "/kms/xks/v1"}, None),
    ],
)
def test_what_is_measured(identity: str, request_: Any, size: int | None) -> None:
    requirement = find(identity)
    assert requirement is not None
    assert measured(requirement, request_) == size


def test_a_broken_bound_shows_both_sides(tmp_path: Path) -> None:
    found = judged(tmp_path, "", NAME, fault="name-max-lax")
    assert found.verdict is Verdict.ACCEPTED_INVALID
    assert found.counterexample is not None
    scale = found.counterexample.scale
    assert scale is not None
    assert (scale.unit, scale.least, scale.most) == ("characters", 1, 256)
    points = dict(scale.points)
    assert points[256]
    assert points[257]
    assert not points[max(points)]
