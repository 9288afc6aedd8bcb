"""What single algorithms and kinds of keys do in accounts of the embedded endpoint."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization

from tests.support.keys.account import PRINCIPAL, REQUESTS, Account, data, text
from tests.support.keys.stories import Fact, outcome

_MESSAGE = b"message"


def verified(account: Account) -> Iterator[Fact]:
    """What keys of each kind sign, they verify."""
    made = {f"ECC_{name}": "ECDSA_SHA_" for name in ("NIST_P384", "NIST_P521", "SECG_P256K1")}
    hashes = {"ECC_NIST_P384": "384", "ECC_NIST_P521": "512", "ECC_SECG_P256K1": "256"}
    algorithms = {spec: f"{scheme}{hashes[spec]}" for spec, scheme in made.items()}
    algorithms |= {f"ML_DSA_{level}": "ML_DSA_SHAKE_256" for level in (44, 65, 87)}
    for spec, algorithm in algorithms.items():
        key = account.must("CreateKey", {"KeySpec": spec, "KeyUsage": "SIGN_VERIFY"})["KeyMetadata"]["KeyId"]
        yield from _verified(account, key, algorithm)
    for scheme in ("PSS", "PKCS1_V1_5"):
        for bits in (256, 384, 512):
            yield from _verified(account, account.key("rsa-signing"), f"RSASSA_{scheme}_SHA_{bits}")
    yield from _verified(account, account.key("edwards"), "ED25519_SHA_512")


def _verified(account: Account, key: str, algorithm: str) -> Iterator[Fact]:
    request = {"KeyId": key, "Message": text(_MESSAGE), "SigningAlgorithm": algorithm}
    signature = account.must("Sign", request)["Signature"]
    yield algorithm, outcome(account.ask("Verify", {**request, "Signature": signature}), "SignatureValid")


def larger_secrets(account: Account) -> Iterator[Fact]:
    """A secret of ML_KEM_1024."""
    made = {"KeySpec": "ML_KEM_1024", "KeyUsage": "ENCAPSULATE_DECAPSULATE"}
    key = account.must("CreateKey", made)["KeyMetadata"]["KeyId"]
    found = account.must("DescribeKey", {"KeyId": key})["KeyMetadata"]
    yield found.get("EncapsulationAlgorithms")
    found = account.must("Encapsulate", {"KeyId": key, "EncapsulationAlgorithm": "ML_KEM"})
    yield [len(data(found[member])) for member in ("SharedSecret", "SharedSecretCiphertextBlob")]


def ml_dsa(account: Account) -> Iterator[Fact]:
    """Signatures of a message and of its representative, verified here and there."""
    made = {"KeySpec": "ML_DSA_44", "KeyUsage": "SIGN_VERIFY"}
    key = account.must("CreateKey", made)["KeyMetadata"]["KeyId"]
    der = data(account.must("GetPublicKey", {"KeyId": key})["PublicKey"])
    public: Any = serialization.load_der_public_key(der)
    whole = hashlib.shake_256(public.public_bytes_raw()).digest(64)
    mu = hashlib.shake_256(whole + bytes(2) + _MESSAGE).digest(64)
    forms = ({"Message": text(_MESSAGE)}, {"Message": text(mu), "MessageType": "EXTERNAL_MU"})
    base = {"KeyId": key, "SigningAlgorithm": "ML_DSA_SHAKE_256"}
    for signed in forms:
        signature = account.must("Sign", base | signed)["Signature"]
        yield _right(public, data(signature))
        for form in forms:
            yield outcome(account.ask("Verify", base | form | {"Signature": signature}), "SignatureValid")
    for length in (63, 65):
        yield outcome(account.ask("Sign", base | forms[1] | {"Message": text(bytes(length))}))


def _right(public: Any, signature: bytes) -> bool:
    try:
        public.verify(signature, _MESSAGE)
    except InvalidSignature:
        return False
    return True


def prehashed(account: Account) -> Iterator[Fact]:
    """A signature of Ed25519ph is verified."""
    request = {
        "KeyId": account.key("edwards"),
        "Message": text(bytes(range(64))),
        "MessageType": "DIGEST",
        "SigningAlgorithm": "ED25519_PH_SHA_512",
    }
    signature = account.must("Sign", request)["Signature"]
    yield outcome(account.ask("Verify", {**request, "Signature": signature}), "SignatureValid")


def sealing(account: Account) -> Iterator[Fact]:
    """Data keys are asked of an RSA key for encryption, once there is a symmetric key."""
    account.key()
    for operation in ("GenerateDataKey", "GenerateDataKeyWithoutPlaintext"):
        yield outcome(account.ask(operation, {"KeyId": account.key("rsa"), "NumberOfBytes": 24}))
    for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"):
        yield outcome(account.ask(operation, {"KeyId": account.key("rsa"), "KeyPairSpec": "ECC_NIST_P256"}))


def replica_keys(account: Account) -> Iterator[Fact]:
    """The Regions of the replicas of a key."""
    key = {"KeyId": account.key("family")}
    account.must("ReplicateKey", {**key, "ReplicaRegion": "us-west-2"})
    found = account.must("DescribeKey", key)["KeyMetadata"]["MultiRegionConfiguration"]
    yield [one["Region"] for one in found["ReplicaKeys"]]


def sizes(account: Account) -> Iterator[Fact]:
    """RSA keys encrypt what just fits."""
    for spec, algorithm, most in (
        ("RSA_2048", "RSAES_OAEP_SHA_1", 214),
        ("RSA_3072", "RSAES_OAEP_SHA_1", 342),
        ("RSA_4096", "RSAES_OAEP_SHA_256", 446),
    ):
        made = {"KeySpec": spec, "KeyUsage": "ENCRYPT_DECRYPT"}
        key = account.must("CreateKey", made)["KeyMetadata"]["KeyId"]
        request = {"KeyId": key, "EncryptionAlgorithm": algorithm, "Plaintext": text(bytes(most))}
        yield outcome(account.ask("Encrypt", request))


def uses(account: Account) -> Iterator[Fact]:
    """Every cryptographic operation, and what is remembered of it."""
    for operation in (
        *("GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "Sign"),
        *("Verify", "GenerateMac", "VerifyMac", "DeriveSharedSecret", "Encapsulate", "Decapsulate"),
    ):
        request = REQUESTS[operation](account)
        account.must(operation, request)
        used = account.must("GetKeyLastUsage", {"KeyId": request["KeyId"]})["KeyLastUsage"]
        yield used.get("Operation"), round(time.time() - used.get("Timestamp", 0)) < 60


def named_grants(account: Account) -> Iterator[Fact]:
    """A grant that permits data key pairs, and a request that names no grant."""
    request = {"KeyId": account.key(), "GranteePrincipal": PRINCIPAL, "Operations": ["GenerateDataKeyPair"]}
    yield outcome(account.ask("CreateGrant", request))
    yield outcome(account.ask("RetireGrant", {}))
    account.must("CreateGrant", {**request, "RetiringPrincipal": PRINCIPAL})
    found = account.must("ListRetirableGrants", {"RetiringPrincipal": PRINCIPAL})["Grants"]
    yield [grant["RetiringPrincipal"] for grant in found]


def statements(account: Account) -> Iterator[Fact]:
    """A policy with a statement that is a string."""
    policy = json.loads(account.must("GetKeyPolicy", {"KeyId": account.key()})["Policy"])
    wrong = {**policy, "Statement": [*policy["Statement"], "Allow"]}
    yield outcome(account.ask("PutKeyPolicy", {"KeyId": account.key(), "Policy": json.dumps(wrong)}))


def halves(account: Account) -> Iterator[Fact]:
    """The first half of a ciphertext."""
    blob = data(account.encrypted())
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": text(blob[: len(blob) // 2])}))
