"""What the account makes of the next request of a sequence on keys: exact where the model is, and never too narrow."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.state.key_answers import KnownKeys, after, expect_of_keys

ONE, OTHER = "11111111-2222-3333-4444-555555555555", "66666666-2222-3333-4444-555555555555"
ARN = f"arn:aws:kms:us-east-1:111122223333:key/{ONE}"
BLOB = "Y2lwaGVydGV4dCB0aGF0IGlzIGxvbmc="


def key(number: str = ONE, **more: Any) -> dict[str, Any]:
    """The answer of CreateKey."""
    return {"KeyMetadata": {"KeyId": number, "Arn": ARN.replace(ONE, number), "Origin": "AWS_KMS", **more}}


def played(*steps: tuple[str, dict[str, Any], Any]) -> KnownKeys:
    """What is known after requests that succeeded."""
    known = KnownKeys()
    for operation, request, answer in steps:
        known = after(known, operation, request, answer)
    return known


MADE = ("CreateKey", {}, key())
DISABLED = ("DisableKey", {"KeyId": ONE}, {})
PENDING = ("ScheduleKeyDeletion", {"KeyId": ARN, "PendingWindowInDays": 7}, {})
ALIAS = ("CreateAlias", {"AliasName": "alias/one", "TargetKeyId": ONE}, {})


def codes(known: KnownKeys, operation: str, **request: Any) -> set[str | None]:
    """The outcomes of a request."""
    return {outcome.code for outcome in expect_of_keys(known, operation, request)[0].outcomes}


def test_a_key_that_is_pending_deletion_is_refused_for_its_state() -> None:
    known = played(MADE, PENDING)
    assert codes(known, "EnableKey", KeyId=ONE) == {"KMSInvalidStateException"}
    expectation, _ = expect_of_keys(known, "EnableKey", {"KeyId": ONE})
    assert expectation.outcomes[0].requirements[0] == "ScheduleKeyDeletion.state.EnableKey"
    assert codes(played(MADE, PENDING, ("CancelKeyDeletion", {"KeyId": ONE}, {})), "EnableKey", KeyId=ONE) == {None}


FORGETTING = ("PutKeyPolicy", "ReplicateKey", "UpdatePrimaryRegion", "ImportKeyMaterial", "DeleteImportedKeyMaterial")


@pytest.mark.parametrize("operation", FORGETTING)
def test_after_a_change_that_the_model_does_not_follow_a_key_may_do_anything(operation: str) -> None:
    known = played(MADE, PENDING, (operation, {"KeyId": ARN}, {}))
    assert None in codes(known, "EnableKey", KeyId=ONE)
    assert codes(played(MADE, PENDING, (operation, {"KeyId": OTHER}, {})), "EnableKey", KeyId=ONE) != {None}


def test_a_key_of_another_spec_encrypts_nothing_by_the_older_name_of_its_spec() -> None:
    plaintext = {"KeyId": ONE, "Plaintext": "aGVsbG8="}
    assert codes(played(MADE), "Encrypt", **plaintext) == {None}
    for member in ("KeySpec", "CustomerMasterKeySpec"):
        made = ("CreateKey", {member: "RSA_2048", "KeyUsage": "ENCRYPT_DECRYPT"}, key())
        assert codes(played(made), "Encrypt", **plaintext) != {None}


@pytest.mark.parametrize("operation", ["GenerateDataKey", "CreateGrant", "Sign", "TagResource"])
def test_a_request_that_the_model_does_not_know_is_refused_in_that_state_all_the_same(operation: str) -> None:
    more: dict[str, dict[str, Any]] = {
        "GenerateDataKey": {"NumberOfBytes": 32},
        "CreateGrant": {"GranteePrincipal": "arn:aws:iam::111122223333:root", "Operations": ["Encrypt"]},
        "Sign": {"Message": "aGVsbG8=", "SigningAlgorithm": "ECDSA_SHA_256"},
        "TagResource": {"Tags": [{"TagKey": "a", "TagValue": "b"}]},
    }
    refused = codes(played(MADE, PENDING), operation, KeyId=ONE, **more[operation])
    assert None not in refused
    assert "KMSInvalidStateException" in refused
    assert None in codes(played(MADE), operation, KeyId=ONE, **more[operation])


def test_what_was_encrypted_is_decrypted_by_its_key_in_its_context() -> None:
    context = {"EncryptionContext": {"stage": "one"}}
    sealed = ("Encrypt", {"KeyId": ONE, "Plaintext": "aGVsbG8=", **context}, {"CiphertextBlob": BLOB})
    known = played(MADE, sealed)
    expectation, expected = expect_of_keys(known, "Decrypt", {"CiphertextBlob": BLOB, **context})
    assert [o.code for o in expectation.outcomes] == [None]
    assert expected is not None
    assert expected.answer == {"Plaintext": "aGVsbG8=", "KeyId": ARN}
    assert codes(known, "Decrypt", CiphertextBlob=BLOB) == {"InvalidCiphertextException"}
    assert codes(played(MADE, sealed, DISABLED), "Decrypt", CiphertextBlob=BLOB, **context) == {
        "DisabledException",
        "KMSInvalidStateException",
    }


def test_an_alias_that_was_deleted_is_gone_and_free() -> None:
    known = played(MADE, ALIAS)
    taken = {"AliasName": "alias/one", "TargetKeyId": ONE}
    assert codes(known, "CreateAlias", **taken) == {"AlreadyExistsException"}
    known = after(known, "DeleteAlias", {"AliasName": "alias/one"}, {})
    assert codes(known, "DeleteAlias", AliasName="alias/one") == {"NotFoundException"}
    assert codes(known, "CreateAlias", **taken) == {None}


@pytest.mark.parametrize(
    ("answer", "request_"),
    [
        (key(), {"Policy": "{}"}),  # which may shut everybody out
        (key(Origin="EXTERNAL"), {"Origin": "EXTERNAL"}),
        (key(MultiRegion=True), {"MultiRegion": True}),
        ({"KeyMetadata": {"KeyId": ONE}}, {}),
        ({}, {}),
    ],
)
def test_of_keys_that_are_not_understood_nothing_is_said(answer: Any, request_: dict[str, Any]) -> None:
    known = played(("CreateKey", request_, answer), DISABLED)
    assert {None, "DisabledException"} <= codes(known, "Encrypt", KeyId=ONE, Plaintext="aGVsbG8=")


def test_a_new_policy_makes_a_key_unknown() -> None:
    known = played(MADE, ALIAS, DISABLED, ("PutKeyPolicy", {"KeyId": ONE, "Policy": "{}"}, {}))
    assert None in codes(known, "Encrypt", KeyId=ONE, Plaintext="aGVsbG8=")
    assert known.aliases == frozenset()


def test_a_key_that_nobody_made_here_may_be_there() -> None:
    assert None in codes(played(MADE), "DisableKey", KeyId=OTHER)
