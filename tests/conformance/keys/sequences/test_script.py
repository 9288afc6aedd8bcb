"""The requests of a sequence as calls: what a later one needs of an answer is kept in a variable."""

from __future__ import annotations

import json

from kms_conformance.checks.keys.sequences.runner import Sent
from kms_conformance.checks.keys.sequences.script import script
from kms_conformance.execution.snippets.curl import Caller, curl
from kms_conformance.execution.snippets.sdk import boto3
from kms_specification.facts import Json
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation
from kms_targets.sigv4 import EXAMPLE


def sent(operation: str, request: dict[str, Json], answer: Json, status: int = 200) -> Sent:
    return Sent(operation, request, Observation(Exchange(status, (), json.dumps(answer).encode(), 0.0)))


CREATED: Json = {"KeyMetadata": {"KeyId": "0123456789", "Arn": "arn:0123456789"}}


def test_an_id_is_kept_and_used() -> None:
    create, disable, encrypt = script(
        [
            sent("CreateKey", {}, CREATED),
            sent("DisableKey", {"KeyId": "0123456789"}, {}),
            sent("Encrypt", {"KeyId": "0123456789", "Plaintext": "YQ=="}, {}),
        ]
    )
    assert create.keeps == ("KEYID1", "KeyMetadata.KeyId")
    assert disable.uses == {"KeyId": "KEYID1"}
    assert encrypt.uses == {"KeyId": "KEYID1"}


def test_of_two_values_the_one_is_kept_that_is_needed_more() -> None:
    create, *_ = script(
        [
            sent("CreateKey", {}, CREATED),
            sent("DescribeKey", {"KeyId": "arn:0123456789"}, {}),
            sent("EnableKey", {"KeyId": "arn:0123456789"}, {}),
            sent("DisableKey", {"KeyId": "0123456789"}, {}),
        ]
    )
    assert create.keeps == ("ARN1", "KeyMetadata.Arn")


def test_nothing_is_kept_of_short_values_refusals_and_what_nobody_needs() -> None:
    calls = script(
        [
            sent("CreateKey", {}, {"Short": "abc"}),
            sent("CreateKey", {}, CREATED, status=400),
            sent("CreateKey", {}, CREATED),
            sent("EnableKey", {"KeyId": "abc"}, {}),
        ]
    )
    assert all(call.keeps is None and not call.uses for call in calls)


def test_a_value_that_stands_deeper_is_found_by_curl_and_by_boto3() -> None:
    caller = Caller("http://localhost:1", "us-east-1", EXAMPLE, "TrentService")
    calls = list(script([sent("CreateKey", {}, CREATED), sent("DisableKey", {"KeyId": "0123456789"}, {})]))
    assert 's/.*"KeyId"[[:space:]]*:' in curl(caller, calls)
    assert "['KeyMetadata']['KeyId']" in boto3(caller, calls)
