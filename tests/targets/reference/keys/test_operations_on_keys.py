"""Every operation on keys answers over a socket, in the shape that boto3 reads, and nothing it does not list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from kms_targets.reference.http.server import Embedded
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from kms_targets.reference.operations.dispatch import OPERATIONS
from tests.support.keys.account import REQUESTS, Account
from tests.support.plain_client import Client


def test_there_is_a_request_for_each_operation() -> None:
    assert set(REQUESTS) == set(OPERATIONS)


@pytest.mark.parametrize("operation", REQUESTS)
def test_the_operation_succeeds(operation: str) -> None:
    account = Account(PAGE)
    answer = account.ask(operation, REQUESTS[operation](account))
    assert answer.status == 200, answer
    assert answer.code is None


@pytest.mark.parametrize("operation", [name for name in REQUESTS if name not in ("CreateKey", "GenerateRandom")])
def test_an_empty_request_is_refused_or_has_no_required_member(operation: str) -> None:
    answer = Account(PAGE).ask(operation, {})
    assert (answer.status, answer.code) in ((400, "ValidationException"), (200, None))
    assert (answer.status == 200) == (operation in ("ListKeys", "ListAliases"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded() as endpoint:
        yield endpoint.url


@pytest.fixture(scope="module")
def kms(url: str) -> Any:
    config = Config(retries={"max_attempts": 0})
    return boto3.client(
        "kms",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="secret",
        config=config,
    )


def test_boto3_encrypts_and_decrypts_with_an_alias_and_a_context(kms: Any) -> None:
    key = kms.create_key(Tags=[{"TagKey": "a", "TagValue": ""}])["KeyMetadata"]
    kms.create_alias(AliasName="alias/boto3", TargetKeyId=key["Arn"])
    made = kms.encrypt(KeyId="alias/boto3", Plaintext=b"plain", EncryptionContext={"a": "b"})
    found = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"a": "b"})
    assert (found["Plaintext"], found["KeyId"]) == (b"plain", key["Arn"])
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"a": "c"})


def test_a_grant_has_one_of_the_two_encryption_contexts(kms: Any) -> None:
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    grant = {"KeyId": key, "GranteePrincipal": "arn:aws:iam::111122223333:root", "Operations": ["Encrypt"]}
    one, other = ({f"EncryptionContext{kind}": {"a": "b"}} for kind in ("Equals", "Subset"))
    for constraints in (one, other):
        assert kms.create_grant(**grant, Constraints=constraints)["GrantId"]
    with pytest.raises(ClientError, match="ValidationException"):
        kms.create_grant(**grant, Constraints=one | other)


def test_boto3_pages_through_keys_with_a_marker(kms: Any) -> None:
    made = {kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(5)}
    listed = [
        key["KeyId"]
        for page in kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2})
        for key in page["Keys"]
    ]
    assert made <= set(listed)
    assert len(listed) == len(set(listed))
    with pytest.raises(kms.exceptions.InvalidMarkerException):
        kms.list_keys(Marker="nonsense")


def test_a_region_is_the_one_that_a_request_is_signed_for(url: str) -> None:
    def client(region: str) -> Any:
        keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "secret"}
        return boto3.client("kms", endpoint_url=url, region_name=region, **keys)

    here, there = client("us-east-1"), client("eu-west-1")
    key = here.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"]
    with pytest.raises(there.exceptions.NotFoundException):
        there.describe_key(KeyId=key)
    here.replicate_key(KeyId=key, ReplicaRegion="eu-west-1")
    blob = here.encrypt(KeyId=key, Plaintext=b"plain")["CiphertextBlob"]
    assert there.decrypt(CiphertextBlob=blob)["Plaintext"] == b"plain"
    assert ":eu-west-1:" in there.describe_key(KeyId=key)["KeyMetadata"]["Arn"]


def test_a_plain_client_gets_types_codes_and_unknown_operations(url: str) -> None:
    client = Client(url)
    assert client.ask("Encrypt", {"KeyId": 5, "Plaintext": "eA=="}).code == "SerializationException"
    assert client.ask("Encrypt", {"KeyId": "x", "Plaintext": "no base64"}).code == "SerializationException"
    assert client.ask("Encrypt", {"KeyId": "x", "Plaintext": ""}).code == "ValidationException"
    assert client.ask("Encrypt", {"KeyId": "x", "Plaintext": "eA=="}).code == "NotFoundException"
    assert client.ask("EncryptAll", {}).code == "UnknownOperationException"
    client.close()
