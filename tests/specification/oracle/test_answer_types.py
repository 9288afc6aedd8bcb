"""What is wrong with the form of a success is said, and what SDKs read is never accused."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.catalog import operation
from kms_specification.facts import Json
from kms_specification.violations.answers import misfits

METADATA: dict[str, Any] = {"KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab", "CreationDate": 1.5e9, "Enabled": True}


def wrong(name: str, answer: Json) -> list[str]:
    return [str(one) for one in misfits(operation(name).output, answer)]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("DescribeKey", {"KeyMetadata": METADATA}),
        ("DescribeKey", {"KeyMetadata": {**METADATA, "CreationDate": 1500000000, "Description": None}}),
        ("DescribeKey", {"KeyMetadata": {**METADATA, "KeySpec": "OF_NEXT_YEAR", "New": {"a": 1}}}),
        ("DescribeKey", {}),
        ("ScheduleKeyDeletion", {"PendingWindowInDays": 7.0}),
        ("GenerateRandom", {"Plaintext": "AAECAw=="}),
        ("GenerateRandom", {"Plaintext": "AAEC\r\nAw==\n"}),
        ("ListGrants", {"Grants": [{"Constraints": {"EncryptionContextSubset": {"a": "b"}}}], "Truncated": False}),
    ],
)
def test_what_sdks_read_is_right(name: str, answer: Json) -> None:
    assert wrong(name, answer) == []


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("DescribeKey", [], "the body is an array, not an object"),
        ("DescribeKey", None, "the body is null, not an object"),
        ("DescribeKey", {"KeyMetadata": []}, "KeyMetadata is an array, not an object"),
        ("DescribeKey", {"KeyMetadata": {**METADATA, "KeyId": None}}, "KeyMetadata.KeyId is not there"),
        (
            "DescribeKey",
            {"KeyMetadata": {**METADATA, "Enabled": 1}},
            "KeyMetadata.Enabled is a number, not true or false",
        ),
        (
            "DescribeKey",
            {"KeyMetadata": {**METADATA, "CreationDate": "2026-11-27"}},
            "KeyMetadata.CreationDate is a string, not a number of seconds",
        ),
        (
            "DescribeKey",
            {"KeyMetadata": {**METADATA, "CreationDate": True}},
            "KeyMetadata.CreationDate is a boolean, not a number of seconds",
        ),
        (
            "DescribeKey",
            {"KeyMetadata": {**METADATA, "CreationDate": 1764230400000}},
            "KeyMetadata.CreationDate is a number of milliseconds, not a number of seconds",
        ),
        ("ScheduleKeyDeletion", {"PendingWindowInDays": 7.5}, "PendingWindowInDays is a number, not an integer"),
        ("ScheduleKeyDeletion", {"PendingWindowInDays": "7"}, "PendingWindowInDays is a string, not an integer"),
        ("GenerateRandom", {"Plaintext": "AAECAw"}, "Plaintext is not base64"),
        ("GenerateRandom", {"Plaintext": "__--"}, "Plaintext is not base64"),
        ("GenerateRandom", {"Plaintext": [0]}, "Plaintext is an array, not a string of base64"),
        (
            "ListResourceTags",
            {"Tags": [{"TagKey": "a", "TagValue": ""}, {"TagKey": "b"}]},
            "Tags[1].TagValue is not there",
        ),
        (
            "ListGrants",
            {"Grants": [{"Constraints": {"EncryptionContextSubset": {"a": 1}}}]},
            "Grants[0].Constraints.EncryptionContextSubset.a is a number, not a string",
        ),
    ],
)
def test_what_is_wrong_is_said(name: str, answer: Json, said: str) -> None:
    assert wrong(name, answer) == [said]
