"""The requests of a sequence as calls: what a later one needs of an answer is kept in a variable."""

from __future__ import annotations

import json
from dataclasses import replace

from kms_conformance.checks.keys.sequences.makers import computed
from kms_conformance.checks.keys.sequences.played import Sent
from kms_conformance.checks.keys.sequences.script import script
from kms_conformance.execution.snippets.curl import Caller, Kept, curl
from kms_conformance.execution.snippets.sdk import boto3
from kms_specification.facts import Json
from kms_strategies.sequences.keys.language import Made, Maker, Template
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation
from kms_targets.sigv4 import EXAMPLE


def sent(operation: str, request: dict[str, Json], answer: Json, status: int = 200) -> Sent:
    return Sent(operation, request, Observation(Exchange(status, (), json.dumps(answer).encode(), 0.0)))


CALLER = Caller("http://localhost:1", "us-east-1", EXAMPLE, "TrentService")
CREATED: Json = {"KeyMetadata": {"KeyId": "0123456789", "Arn": "arn:0123456789"}}


def test_an_id_is_kept_and_used() -> None:
    create, disable, encrypt = script(
        [
            sent("CreateKey", {}, CREATED),
            sent("DisableKey", {"KeyId": "0123456789"}, {}),
            sent("Encrypt", {"KeyId": "0123456789", "Plaintext": "YQ=="}, {}),
        ]
    )
    assert create.keeps == (Kept("KEYID1", "KeyMetadata.KeyId"),)
    assert disable.written == {"KeyId": "\ufddaKEYID1\ufddb"}
    assert encrypt.written == {"KeyId": "\ufddaKEYID1\ufddb", "Plaintext": "YQ=="}


def test_every_value_is_kept_that_a_later_request_needs() -> None:
    create, describe, disable = script(
        [
            sent("CreateKey", {}, CREATED),
            sent("DescribeKey", {"KeyId": "arn:0123456789"}, {}),
            sent("DisableKey", {"KeyId": "0123456789"}, {}),
        ]
    )
    assert create.keeps == (Kept("KEYID1", "KeyMetadata.KeyId"), Kept("ARN1", "KeyMetadata.Arn"))
    assert describe.written == {"KeyId": "\ufddaARN1\ufddb"}
    assert disable.written == {"KeyId": "\ufddaKEYID1\ufddb"}


def test_a_value_is_used_wherever_it_stands_in_a_later_request() -> None:
    long = "0123456789-0123456789"
    _, grant, policy = script(
        [
            sent("CreateGrant", {}, {"GrantToken": long}),
            sent("Encrypt", {"GrantTokens": [long]}, {}),
            sent("PutKeyPolicy", {"Policy": f"a {long}-key"}, {}),
        ]
    )
    assert grant.written == {"GrantTokens": ["\ufddaGRANTTOKEN1\ufddb"]}
    assert policy.written == {"Policy": "a \ufddaGRANTTOKEN1\ufddb-key"}


def test_what_was_asked_for_is_written_as_it_is() -> None:
    encrypt, decrypt = script(
        [
            sent("Encrypt", {"EncryptionAlgorithm": "RSAES_OAEP"}, {"EncryptionAlgorithm": "RSAES_OAEP"}),
            sent("Decrypt", {"EncryptionAlgorithm": "RSAES_OAEP"}, {}),
        ]
    )
    assert encrypt.keeps == ()
    assert decrypt.written == {"EncryptionAlgorithm": "RSAES_OAEP"}


def test_a_value_that_was_computed_from_answers_is_noted_unless_a_variable_stands_in_it() -> None:
    request: dict[str, Template] = {
        "KeyId": "{k.KeyId}",
        "Material": Made(Maker.EXTENDED, ("{p.PublicKey}",)),
        "Fixed": Made(Maker.EXTENDED, ("QUJD",)),
    }
    assert computed(request) == ("Material",)
    token = "0123456789-0123456789"
    for material, noted in (("other", True), (f"{token}+", False)):
        first = sent("GetParametersForImport", {}, {"PublicKey": token})
        second = replace(sent("ImportKeyMaterial", {"Material": material}, {}), computed=("Material",))
        calls = list(script([first, second]))
        assert ("# Material: computed from answers" in curl(CALLER, calls)) is noted


def test_nothing_is_kept_of_short_values_refusals_and_what_nobody_needs() -> None:
    calls = script(
        [
            sent("CreateKey", {}, {"Short": "abc"}),
            sent("CreateKey", {}, CREATED, status=400),
            sent("CreateKey", {}, CREATED),
            sent("EnableKey", {"KeyId": "abc"}, {}),
        ]
    )
    assert not any(call.keeps or call.uses for call in calls)


def test_a_value_that_stands_deeper_is_found_by_curl_and_by_boto3() -> None:
    calls = list(script([sent("CreateKey", {}, CREATED), sent("DisableKey", {"KeyId": "0123456789"}, {})]))
    assert """grep -o '"KeyId"[[:space:]]*:""" in curl(CALLER, calls)
    assert "['KeyMetadata']['KeyId']" in boto3(CALLER, calls)
