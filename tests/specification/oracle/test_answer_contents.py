"""A success that lacks what it is for, or has otherwise than was asked, is accused; what is open is not."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kms_specification.catalog import OPERATIONS, operation
from kms_specification.pages.successes.answers import BYTES, ECHOES, NEEDED
from kms_specification.pages.successes.beside import BESIDE
from kms_specification.pages.successes.exclusions import BEGINS, DOCUMENTS, HELD, NEVER, ONE_OF_EACH, ONLY, WITHHELD
from kms_specification.pages.successes.key_metadata import OF_ONE_ID, PRIMARY_KEY
from kms_specification.pages.successes.kinds_of_keys import OF_SPECS
from kms_specification.pages.successes.public_keys import PUBLIC_KEYS, SECRETS
from kms_specification.service_model import documentation
from kms_specification.violations.contents import contents

KEY = "1234abcd-12ab-34cd-56ef-1234567890ab"
OTHER = "0000abcd-12ab-34cd-56ef-1234567890ab"
ARN = f"arn:aws-cn:kms:cn-north-1:111122223333:key/{KEY}"
Object = dict[str, Any]


def blob(size: int) -> str:
    return base64.b64encode(b"x" * size).decode()


def wrong(name: str, request: Object, answer: Object) -> list[str]:
    return [str(one) for one in contents(operation(name), request, answer)]


def new_key(**members: Any) -> Object:
    return {"KeyMetadata": {"KeyId": KEY, **members}}


RIGHT: list[tuple[str, Object, Object]] = [
    ("Encrypt", {"KeyId": KEY}, {"CiphertextBlob": blob(100), "KeyId": ARN}),
    ("Encrypt", {"KeyId": "alias/one"}, {"CiphertextBlob": blob(6144), "KeyId": ARN}),
    ("Encrypt", {"KeyId": KEY}, {"CiphertextBlob": blob(1), "KeyId": "arn:aws:kms:us-east-1:1:key/other"}),
    ("GenerateRandom", {"NumberOfBytes": 5}, {"Plaintext": blob(5)}),
    ("GenerateRandom", {"NumberOfBytes": 5}, {"Plaintext": "", "CiphertextForRecipient": blob(500)}),
    ("GenerateRandom", {"NumberOfBytes": 5.0}, {"Plaintext": blob(9)}),
    ("GenerateDataKey", {"KeySpec": "AES_128"}, {"Plaintext": blob(16), "CiphertextBlob": blob(9)}),
    ("GenerateDataKey", {"KeySpec": "OF_NEXT_YEAR"}, {"Plaintext": blob(17), "CiphertextBlob": blob(9)}),
    ("CreateKey", {"KeySpec": "RSA_2048"}, new_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")),
    ("CreateKey", {"MultiRegion": None}, new_key(MultiRegion=False)),
    ("CreateKey", {"Description": "ü"}, new_key()),
    ("ScheduleKeyDeletion", {}, {"KeyId": ARN}),
    ("ScheduleKeyDeletion", {}, {"PendingWindowInDays": 30.0}),
    ("Verify", {}, {"SignatureValid": True}),
    ("ListKeys", {"Limit": 2}, {"Keys": [{}, {}], "Truncated": True, "NextMarker": "m"}),
    ("ListKeys", {}, {}),
    ("ListKeys", {"Limit": 5}, {"Keys": [], "Truncated": False}),
    (
        "Encapsulate",
        {"EncapsulationAlgorithm": "ML_KEM"},
        {"SharedSecret": blob(32), "SharedSecretCiphertextBlob": blob(1568)},
    ),
]


@pytest.mark.parametrize(("name", "request_", "answer"), RIGHT)
def test_what_may_be_answered_is_not_accused(name: str, request_: Object, answer: Object) -> None:
    assert wrong(name, request_, answer) == []


@pytest.mark.parametrize(
    ("name", "request_", "answer", "said"),
    [
        ("Encrypt", {}, {}, "CiphertextBlob is not there"),
        ("Encrypt", {}, {"CiphertextBlob": None}, "CiphertextBlob is not there"),
        ("Encrypt", {}, {"CiphertextBlob": ""}, "CiphertextBlob is empty"),
        ("Encrypt", {}, {"CiphertextBlob": blob(6145)}, "CiphertextBlob has a length of 6145, not at most 6144"),
        (
            "Encrypt",
            {"KeyId": KEY},
            {"CiphertextBlob": blob(1), "KeyId": ARN.replace(KEY, OTHER)},
            f"KeyId is '{ARN.replace(KEY, OTHER)}', another key than '{KEY}'",
        ),
        ("DescribeKey", {"KeyId": OTHER}, new_key(), f"KeyMetadata.KeyId is '{KEY}', another key than '{OTHER}'"),
        ("GenerateRandom", {"NumberOfBytes": 5}, {"Plaintext": blob(6)}, "Plaintext has 6 bytes, not 5"),
        (
            "GenerateDataKey",
            {"KeySpec": "AES_128"},
            {"Plaintext": blob(32), "CiphertextBlob": blob(9)},
            "Plaintext has 32 bytes, not 16",
        ),
        (
            "Encapsulate",
            {"EncapsulationAlgorithm": "ML_KEM"},
            {"SharedSecret": blob(32), "SharedSecretCiphertextBlob": blob(9)},
            "SharedSecretCiphertextBlob has 9 bytes, not 768 or 1088 or 1568",
        ),
        ("CreateKey", {"MultiRegion": True}, new_key(MultiRegion=False), "KeyMetadata.MultiRegion is False, not True"),
        (
            "CreateKey",
            {"Origin": "EXTERNAL"},
            new_key(Origin="AWS_KMS"),
            "KeyMetadata.Origin is 'AWS_KMS', not 'EXTERNAL'",
        ),
        ("ScheduleKeyDeletion", {}, {"PendingWindowInDays": 7}, "PendingWindowInDays is 7, not 30"),
        ("Verify", {}, {"SignatureValid": False}, "SignatureValid is False, not True"),
        ("ListKeys", {"Limit": 1}, {"Keys": [{}, {}]}, "Keys has 2 entries, not at most 1"),
        ("ListKeys", {}, {"Truncated": True}, "NextMarker is not there though Truncated is true"),
        ("CreateGrant", {}, {"GrantId": "1" * 129, "GrantToken": "t"}, "GrantId has a length of 129, not at most 128"),
    ],
)
def test_what_was_not_asked_for_is_accused(name: str, request_: Object, answer: Object, said: str) -> None:
    assert wrong(name, request_, answer) == [said]


def test_every_row_is_of_a_member_and_its_sentence_stands_in_the_model() -> None:
    for table in (NEEDED, ECHOES, HELD, NEVER, BYTES, WITHHELD, ONLY, DOCUMENTS, PUBLIC_KEYS, SECRETS):
        for name, rows in table.items():
            if name not in OPERATIONS:
                continue  # of a newer model
            returned = {member.name for member in operation(name).output}
            asked = operation(name).documented
            for row in rows:
                place = row.path if hasattr(row, "path") else row.member
                never = getattr(row, "beside", None) == "" and "." not in place
                assert (place.partition(".")[0] in returned) != never, (name, row)
                named = getattr(row, "by", row.member if hasattr(row, "path") else None)
                assert named is None or named in asked, (name, row)
                assert row.source.sentence in documentation(row.source.section), (name, row)


def test_every_sentence_of_what_goes_together_stands_in_the_model() -> None:
    for name, groups in BESIDE.items():
        returned = {member.name for member in operation(name).output}
        for path, rows in groups:
            assert not path or path.partition(".")[0] in returned
            for row in rows:
                assert row.source.sentence in documentation(row.source.section), (name, row)


def test_every_sentence_of_entries_and_of_kinds_of_keys_stands_in_the_model() -> None:
    sources = [row.source for table in (BEGINS, ONE_OF_EACH) for rows in table.values() for row in rows]
    kinds = (row.source for row in OF_SPECS if "Developer Guide" not in row.source.document)
    for source in (*sources, *kinds, OF_ONE_ID, PRIMARY_KEY):
        assert source.sentence in documentation(source.section), source


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([KEY, ARN, blob(9)]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=4,
)


@given(st.sampled_from(sorted(OPERATIONS)), st.data())
def test_any_answer_to_any_request_has_a_verdict(name: str, data: st.DataObject) -> None:
    members = sorted({m.name for m in operation(name).output} | {"CiphertextForRecipient"})
    asked = sorted(operation(name).documented)
    answer = data.draw(st.dictionaries(st.sampled_from(members), VALUES))
    request = data.draw(st.dictionaries(st.sampled_from(asked), VALUES))
    assert all(isinstance(said, str) for said in wrong(name, request, answer))
