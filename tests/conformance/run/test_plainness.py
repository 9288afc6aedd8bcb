"""Where any value is taken, one that is wrong at a glance is shown, not one that is nearly right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kms_conformance.run.results.plainness import PLAIN, plainness
from kms_specification.requirements.registry import find
from tests.support.judging import judged

PATH = "CreateCustomKeyStore.XksProxyUriPath.pattern"
TYPE = "CreateCustomKeyStore.CustomKeyStoreType.enum"


def _order(identity: str, *values: Any) -> list[Any]:
    requirement = find(identity)
    assert requirement is not None
    return sorted(values, key=lambda value: plainness(requirement, {requirement.subject: value}))


@pytest.mark.parametrize(
    ("identity", "values"),
    [
        (PATH, ("kms/xks/v1", "/kms?xks/v1", "/kms/xks/v1x", "/kms/xks/v1\n")),
        (PATH, ("nonsense", "/Kms/xks/v1")),
        (PATH, ("nonsense", " /kms/xks/v1")),
        (PATH, ("nonsense", "/kms/xks/v१")),
        (TYPE, ("nonsense", "aws_cloudhsm")),
        (TYPE, ("", "AWS-CloudHSM")),
        (TYPE, ("AWS", "AWS_CLOUDHSM ")),
    ],
)
def test_the_plainest_value_is_the_first(identity: str, values: tuple[str, ...]) -> None:
    assert _order(identity, *reversed(values)) == list(values)


@pytest.mark.parametrize("request_", [None, [], {}, {"XksProxyUriPath": 5}, {"XksProxyUriPath": None}])
def test_what_is_no_value_is_as_plain_as_any(request_: Any) -> None:
    requirement = find(PATH)
    assert requirement is not None
    assert plainness(requirement, request_) == PLAIN


def test_a_pattern_that_is_not_checked_is_shown_by_a_value_that_begins_wrong(tmp_path: Path) -> None:
    found = judged(tmp_path, "", PATH, fault="path-pattern-missing")
    assert found.counterexample is not None
    value = found.counterexample.request["XksProxyUriPath"]
    assert not value.startswith(("/kms", "/a")), json.dumps(value)
    assert value.isascii()
    assert value.isprintable()
