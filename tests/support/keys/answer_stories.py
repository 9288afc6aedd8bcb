"""What answers say, what stays as it was beside a change, and what signatures and ciphertexts are, as facts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from tests.support.keys.account import PRINCIPAL, REQUESTS, Account, Body, data, text
from tests.support.keys.stories import DAY, outcome

Fact = Any
_WORD = re.compile(r"[A-Z0-9_]{2,}|default|[a-z -]+")
_DATA_KEYS = (f"GenerateDataKey{pair}{blind}" for pair in ("", "Pair") for blind in ("", "WithoutPlaintext"))
_TAG = {"TagKey": "stage", "TagValue": "replica"}
_DRY = (
    *("Encrypt", "Decrypt", "ReEncrypt", "Sign", "Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret"),
    *("Encapsulate", "Decapsulate", *_DATA_KEYS),
)


def _plain(value: Any) -> Fact:
    """A value without what is drawn: words, flags and numbers stay, dates are in days from now, ids have their form."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return round((value - time.time()) / DAY)
    if isinstance(value, str) and not _WORD.fullmatch(value):
        return "an ARN" if value.startswith("arn:") else "text"
    return value


def said(account: Account) -> Iterator[Fact]:
    """What each operation answers to a request that succeeds, and to one with a token of a grant."""
    for operation in REQUESTS:
        one = Account(account.rules)
        request = REQUESTS[operation](one)
        answer = one.ask(operation, request)
        named = str(answer.body.get("KeyId", "")).rpartition("/")[2]
        yield operation, answer.status, _plain(answer.body), named == str(request.get("KeyId", "")).rpartition("/")[2]
        yield len(set(data(answer.body["Plaintext"]))) > 1 if operation == "GenerateRandom" else None
    token = account.grant()["GrantToken"]
    yield outcome(account.ask("Encrypt", {"KeyId": account.key(), "Plaintext": text(b"m"), "GrantTokens": [token]}))
    yield max(data(account.must("GenerateRandom", {"NumberOfBytes": 1024})["Plaintext"])) > 127


def disabled_trials(account: Account) -> Iterator[Fact]:
    """Requests with DryRun whose key is disabled."""
    for operation in _DRY:
        one = Account(account.rules)
        request = REQUESTS[operation](one)
        for name in ("KeyId", "DestinationKeyId"):
            if name in request:
                one.ask("DisableKey", {"KeyId": str(request[name]).rpartition("/")[2]})
        yield outcome(one.ask(operation, {**request, "DryRun": True}))


def beside(account: Account) -> Iterator[Fact]:
    """Each change of one key, and all that another key and it have afterwards."""
    key, other = {"KeyId": account.key()}, {"KeyId": account.key("other")}
    policy = account.must("GetKeyPolicy", other)["Policy"]
    tags = [{"TagKey": "stage", "TagValue": "one"}]
    for one in (key, other):
        account.must("TagResource", {**one, "Tags": tags})
    changes: tuple[tuple[str, Body], ...] = (
        ("UpdateKeyDescription", {"Description": "another"}),
        ("PutKeyPolicy", {"Policy": policy.replace("key-default-1", "another")}),
        ("TagResource", {"Tags": [{"TagKey": "team", "TagValue": "kms"}]}),
        ("UntagResource", {"TagKeys": ["stage"]}),
        ("EnableKeyRotation", {}),
        ("CreateGrant", {"GranteePrincipal": PRINCIPAL, "Operations": ["Encrypt"]}),
        ("DisableKey", {}),
        ("TagResource", {"Tags": tags}),
        ("EnableKey", {}),
        ("ScheduleKeyDeletion", {}),
        ("CancelKeyDeletion", {}),
    )
    account.alias()
    for operation, more in changes:
        account.must(operation, {**key, **more})
        for one in (key, other):
            yield operation, _plain(account.must("DescribeKey", one)), account.must("ListResourceTags", one)["Tags"]
            yield account.must("GetKeyPolicy", one)["Policy"], len(account.must("ListGrants", one)["Grants"])
            yield account.must("GetKeyRotationStatus", one)["KeyRotationEnabled"]
        yield outcome(account.ask("DescribeKey", {"KeyId": "alias/one"}))


def moved(account: Account) -> Iterator[Fact]:
    """The dates of an alias before and after it is moved, and of what else is listed."""
    account.alias()
    before = account.must("ListAliases", {"KeyId": account.key()})["Aliases"][0]
    time.sleep(0.02)
    account.must("UpdateAlias", {"AliasName": "alias/one", "TargetKeyId": account.key("other")})
    after = account.must("ListAliases", {"KeyId": account.key("other")})["Aliases"][0]
    yield _plain(before), _plain(after)
    yield [before[date] == after[date] for date in ("CreationDate", "LastUpdatedDate")]
    account.must("RotateKeyOnDemand", {"KeyId": account.key()})
    yield _plain(account.must("ListKeyRotations", {"KeyId": account.key()}))
    account.grant()
    yield _plain(account.must("ListGrants", {"KeyId": account.key()}))


def apart(account: Account) -> Iterator[Fact]:
    """A replica beside its primary, which is changed and then waits for its deletion."""
    key = {"KeyId": account.key("family")}
    account.must("ReplicateKey", {**key, "ReplicaRegion": "us-west-2"})
    account.must("UpdateKeyDescription", {**key, "Description": "another"})
    yield _plain(account.must("DescribeKey", key, "us-west-2"))
    account.must("ScheduleKeyDeletion", key)
    yield outcome(account.ask("ReplicateKey", {**key, "ReplicaRegion": "eu-west-1"}))


def longer_hashes(account: Account) -> Iterator[Fact]:
    """Signatures that Verify takes for another message or not, short messages among them."""
    specs = {"ECDSA_SHA_384": "ECC_NIST_P384", "ECDSA_SHA_512": "ECC_NIST_P521"}
    rsa = [f"RSASSA_{scheme}_SHA_{bits}" for scheme in ("PSS", "PKCS1_V1_5") for bits in (384, 512)]
    for algorithm in ("ECDSA_SHA_256", *specs, *rsa):
        made = {"KeySpec": specs.get(algorithm, ""), "KeyUsage": "SIGN_VERIFY"}
        shared = "signing" if algorithm == "ECDSA_SHA_256" else "rsa-signing"
        key = account.must("CreateKey", made)["KeyMetadata"]["KeyId"] if made["KeySpec"] else account.key(shared)
        for message in (b"message", bytes(32)):
            request = {"KeyId": key, "Message": text(message), "SigningAlgorithm": algorithm}
            signature = account.must("Sign", request)["Signature"]
            yield algorithm, outcome(account.ask("Verify", {**request, "Signature": signature}), "SignatureValid")


def near_ciphertexts(account: Account) -> Iterator[Fact]:
    """A ciphertext with a byte more, and one whose context is composed otherwise."""
    blob = account.encrypted()
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": text(data(blob) + b"\0")}))
    blob = account.encrypted(EncryptionContext={"Stage": "caf\u00e9"})
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob, "EncryptionContext": {"Stage": "cafe\u0301"}}))


def trials(account: Account) -> Iterator[Fact]:
    """What was refused is no use of a key; contexts of key pairs; policies and ARNs that are none."""
    for kind, operation, request in (
        ("symmetric", "GenerateDataKey", {"KeySpec": "AES_256", "DryRun": True}),
        ("hmac", "VerifyMac", {"Message": text(b"plain"), "MacAlgorithm": "HMAC_SHA_256", "Mac": text(bytes(32))}),
    ):
        yield outcome(account.ask(operation, {"KeyId": account.key(kind), **request}))
        yield account.must("GetKeyLastUsage", {"KeyId": account.key(kind)})["KeyLastUsage"]
    for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"):
        request = {"KeyId": account.key(), "KeyPairSpec": "ECC_NIST_P256", "EncryptionContext": {"a": "b"}}
        blob = account.must(operation, request)["PrivateKeyCiphertextBlob"]
        yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}))
    yield outcome(account.ask("CreateKey", {"Policy": "[]"}))
    for spec in ("ECC_SECG_P256K1", "ML_DSA_44"):
        yield outcome(account.ask("CreateKey", {"KeySpec": spec, "KeyUsage": "KEY_AGREEMENT"}))
    arn = account.must("DescribeKey", {"KeyId": account.key()})["KeyMetadata"]["Arn"]
    yield outcome(account.ask("DescribeKey", {"KeyId": arn.replace(":kms:", ":sqs:")}))
    grants = [account.grant(Name="one", Operations=[operation])["GrantId"] for operation in ("Encrypt", "Decrypt")]
    yield len({*grants})


def regions(account: Account) -> Iterator[Fact]:
    """One alias in two Regions, and what is rotated in one of them."""
    key = account.key("family")
    copied = account.must("ReplicateKey", {"KeyId": key, "ReplicaRegion": "us-west-2", "Tags": [_TAG]})
    yield _plain(copied), copied["ReplicaKeyMetadata"]["AWSAccountId"], copied["ReplicaPolicy"]
    account.grant(RetiringPrincipal=PRINCIPAL)
    (grant,) = account.must("ListRetirableGrants", {"RetiringPrincipal": PRINCIPAL})["Grants"]
    yield _plain(grant), grant["Operations"]
    (listed,) = account.must("ListGrants", {"KeyId": account.key()})["Grants"]
    yield [one["KeyId"].rpartition("/")[2] == account.key() for one in (grant, listed)]
    for region in ("us-east-1", "us-west-2"):
        yield outcome(account.ask("CreateAlias", {"AliasName": "alias/one", "TargetKeyId": key}, region))
    account.must("RotateKeyOnDemand", {"KeyId": key})
    blob = account.must("Encrypt", {"KeyId": key, "Plaintext": text(b"plain")})["CiphertextBlob"]
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}, "us-west-2"), "Plaintext")
