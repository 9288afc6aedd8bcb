"""Which request can follow which, and what it takes of that: derived, and as a reader of the documentation has it."""

from __future__ import annotations

import pytest

from kms_specification import service_model
from kms_specification.state.links import Link, Value, links


def following(operation: str) -> dict[str, Link]:
    """The links of an operation by their names."""
    return {link.name: link for link in links(operation)}


def test_a_store_is_named_by_all_that_take_a_store() -> None:
    targets = {link.target for link in links("CreateCustomKeyStore")}
    assert targets == {
        *(f"{verb}CustomKeyStore" for verb in ("Connect", "Disconnect", "Update", "Delete")),
        *("DescribeCustomKeyStores", "CreateKey", "GenerateRandom"),
    }
    assert all(
        link.members == {"CustomKeyStoreId": Value("CustomKeyStoreId")} for link in links("CreateCustomKeyStore")
    )


@pytest.mark.parametrize(
    ("operation", "name", "members"),
    [
        ("CreateKey", "EnableKey", {"KeyId": Value("KeyMetadata.KeyId")}),
        ("CreateKey", "CreateAlias", {"TargetKeyId": Value("KeyMetadata.KeyId")}),
        ("CreateKey", "ReEncrypt", {"DestinationKeyId": Value("KeyMetadata.KeyId")}),
        (
            "CreateAlias",
            "UpdateAlias",
            {"AliasName": Value("AliasName", in_request=True), "TargetKeyId": Value("TargetKeyId", in_request=True)},
        ),
        ("CreateAlias", "Encrypt", {"KeyId": Value("AliasName", in_request=True)}),
        ("CreateGrant", "RevokeGrant", {"GrantId": Value("GrantId"), "KeyId": Value("KeyId", in_request=True)}),
        ("CreateGrant", "RetireGrantWithGrantToken", {"GrantToken": Value("GrantToken")}),
        (
            "CreateGrant",
            "Encrypt",
            {"GrantTokens": Value("GrantToken", listed=True), "KeyId": Value("KeyId", in_request=True)},
        ),
        (
            "Encrypt",
            "Decrypt",
            {
                "CiphertextBlob": Value("CiphertextBlob"),
                "KeyId": Value("KeyId"),
                "EncryptionAlgorithm": Value("EncryptionAlgorithm"),
            },
        ),
        (
            "Sign",
            "Verify",
            {
                "Signature": Value("Signature"),
                "KeyId": Value("KeyId"),
                "SigningAlgorithm": Value("SigningAlgorithm"),
                "Message": Value("Message", in_request=True),
            },
        ),
    ],
)
def test_what_a_request_takes_of_the_one_before(operation: str, name: str, members: dict[str, Value]) -> None:
    assert following(operation)[name].members == members


def test_what_was_encrypted_in_a_context_is_decrypted_in_it() -> None:
    link = following("Encrypt")["DecryptWithEncryptionContext"]
    assert link.members["EncryptionContext"] == Value("EncryptionContext", in_request=True)
    source = following("GenerateDataKey")["ReEncryptWithSourceEncryptionContext"]
    assert source.members["SourceEncryptionContext"] == Value("EncryptionContext", in_request=True)


def test_nothing_follows_what_lists_or_describes() -> None:
    """Else a generator that follows links would change what other clients have made."""
    reading = [name for name in service_model.operation_names() if name.startswith(("List", "Describe"))]
    assert len(reading) > 8
    assert [name for name in reading if links(name)] == []


def test_every_member_of_a_link_is_there() -> None:
    for operation in service_model.operation_names():
        answers = service_model.outputs(operation)
        for link in links(operation):
            assert link.members.keys() <= service_model.inputs(link.target).keys()
            for value in link.members.values():
                where = service_model.inputs(operation) if value.in_request else answers
                assert value.path.partition(".")[0] in where
