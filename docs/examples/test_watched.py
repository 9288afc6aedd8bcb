"""Tests that pass on moto's in-process mock: `pytest --kms-watch docs/examples/test_watched.py` (needs `moto[kms]`)."""

import boto3
import pytest
from moto import mock_aws


@pytest.fixture
def kms(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield boto3.client("kms", region_name="us-east-1")


def test_a_key_encrypts(kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def test_a_trial_changes_nothing(kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.encrypt(KeyId=key, Plaintext=b"x", EncryptionAlgorithm="RSA", GrantTokens=["t"] * 11)
    kms.create_alias(AliasName="alias/aws/mine", TargetKeyId=key)


def test_a_policy_is_put(kms):
    key = kms.create_key(Policy="everybody")["KeyMetadata"]["KeyId"]
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy="nobody")
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "aws:mine", "TagValue": "x"}])
