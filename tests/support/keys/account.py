"""An account of the embedded endpoint with keys, and for each operation on keys a request that succeeds there."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from kms_targets.reference.endpoint import Endpoint
from kms_targets.reference.json11 import PREFIX
from kms_targets.reference.rules import Answer, Rules

PRINCIPAL = "arn:aws:iam::111122223333:role/someone"
MATERIAL = bytes(range(32))
Body = dict[str, Any]


def text(data: bytes) -> str:
    """Bytes in base64."""
    return base64.b64encode(data).decode()


def data(found: str) -> bytes:
    """Base64 as bytes."""
    return base64.b64decode(found)


@dataclass
class Answered:
    """A status and a body."""

    status: int
    body: Body

    @property
    def code(self) -> str | None:
        """The error code, without what stands before it."""
        found = self.body.get("__type")
        return None if found is None else str(found).rpartition("#")[2]


@dataclass
class Account:
    """An endpoint with these rules, asked without a socket. Keys are made when they are first asked for."""

    rules: Rules
    endpoint: Endpoint = field(init=False)
    _made: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.endpoint = Endpoint(self.rules)

    def ask(self, operation: str, request: Mapping[str, Any], region: str = "us-east-1") -> Answered:
        """The answer to any request; an exception that escapes is a status of 500."""
        body = json.dumps(request).encode()
        try:
            answer = _ended(self.endpoint.answer(PREFIX + operation, body, region))
        except (KeyError, ValueError, TypeError, AttributeError, AssertionError) as crash:
            return Answered(500, {"__type": type(crash).__name__})
        return Answered(answer.status, json.loads(answer.body or b"{}"))

    def must(self, operation: str, request: Mapping[str, Any], region: str = "us-east-1") -> Body:
        """The result of a request that has to succeed."""
        answer = self.ask(operation, request, region)
        assert answer.status == 200, (operation, request, answer)
        return answer.body

    def key(self, name: str = "symmetric") -> str:
        """The id of one of KEYS, made once."""
        if name not in self._made:
            self._made[name] = self.must("CreateKey", KEYS[name])["KeyMetadata"]["KeyId"]
        return self._made[name]

    def encrypted(self, name: str = "symmetric", **more: Any) -> str:
        """A ciphertext of a key."""
        request = {"KeyId": self.key(name), "Plaintext": text(b"plain"), **more}
        return str(self.must("Encrypt", request)["CiphertextBlob"])

    def alias(self) -> str:
        """An alias of the symmetric key."""
        self.ask("CreateAlias", {"AliasName": "alias/one", "TargetKeyId": self.key()})
        return "alias/one"

    def grant(self, **more: Any) -> Body:
        """A grant on the symmetric key."""
        request = {"KeyId": self.key(), "GranteePrincipal": PRINCIPAL, "Operations": ["Encrypt"], **more}
        return self.must("CreateGrant", request)

    def parameters(self, key: str) -> Body:
        """What an import of key material needs."""
        wrapping = {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}
        return self.must("GetParametersForImport", {"KeyId": key, **wrapping})

    def import_request(self, name: str = "external", material: bytes = MATERIAL) -> Body:
        """A request to import key material that does not expire."""
        found = self.parameters(self.key(name))
        return {
            "KeyId": self.key(name),
            "ImportToken": found["ImportToken"],
            "EncryptedKeyMaterial": wrapped(found["PublicKey"], material),
            "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
        }


def _ended(answering: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer of an endpoint that waits for nothing."""
    try:
        answering.send(None)
    except StopIteration as end:
        found: Answer = end.value
        return found
    raise AssertionError("the endpoint waits for something")


def wrapped(public_key: str, material: bytes) -> str:
    """Key material under a public key, by RSAES_OAEP_SHA_256."""
    key = serialization.load_der_public_key(data(public_key))
    assert isinstance(key, rsa.RSAPublicKey)
    return text(key.encrypt(material, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)))


def peer() -> str:
    """The public key of somebody else, on P-256."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return text(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))


KEYS: Mapping[str, Body] = {
    "symmetric": {},
    "other": {"Description": "other"},
    "external": {"Origin": "EXTERNAL"},
    "external-hmac": {"Origin": "EXTERNAL", "KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"},
    "family": {"MultiRegion": True},
    "hmac": {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"},
    "other-hmac": {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"},
    "signing": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"},
    "other-signing": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"},
    "edwards": {"KeySpec": "ECC_NIST_EDWARDS25519", "KeyUsage": "SIGN_VERIFY"},
    "agreeing": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT"},
    "other-agreeing": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT"},
    "encapsulating": {"KeySpec": "ML_KEM_768", "KeyUsage": "ENCAPSULATE_DECAPSULATE"},
    "rsa": {"KeySpec": "RSA_2048", "KeyUsage": "ENCRYPT_DECRYPT"},
    "rsa-signing": {"KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY"},
}
_MESSAGE = text(b"message")


def _signed(account: Account) -> Body:
    request = {"KeyId": account.key("signing"), "Message": _MESSAGE, "SigningAlgorithm": "ECDSA_SHA_256"}
    return {**request, "Signature": account.must("Sign", request)["Signature"]}


def _mac(account: Account) -> Body:
    request = {"KeyId": account.key("hmac"), "Message": _MESSAGE, "MacAlgorithm": "HMAC_SHA_256"}
    return {**request, "Mac": account.must("GenerateMac", request)["Mac"]}


def _encapsulated(account: Account) -> Body:
    request = {"KeyId": account.key("encapsulating"), "EncapsulationAlgorithm": "ML_KEM"}
    return {**request, "SharedSecretCiphertextBlob": account.must("Encapsulate", request)["SharedSecretCiphertextBlob"]}


def _imported(account: Account) -> Body:
    account.must("ImportKeyMaterial", account.import_request())
    return {"KeyId": account.key("external")}


def _replicated(account: Account) -> Body:
    account.must("ReplicateKey", {"KeyId": account.key("family"), "ReplicaRegion": "us-west-2"})
    return {"KeyId": account.key("family"), "PrimaryRegion": "us-west-2"}


def _scheduled(account: Account) -> Body:
    account.must("ScheduleKeyDeletion", {"KeyId": account.key(), "PendingWindowInDays": 7})
    return {"KeyId": account.key()}


def _of_key(**more: Any) -> Callable[[Account], Body]:
    return lambda account: {"KeyId": account.key(), **more}


# For each operation on keys a request that succeeds.
REQUESTS: Mapping[str, Callable[[Account], Body]] = {
    "CancelKeyDeletion": _scheduled,
    "CreateAlias": lambda account: {"AliasName": "alias/new", "TargetKeyId": account.key()},
    "CreateGrant": _of_key(GranteePrincipal=PRINCIPAL, Operations=["Encrypt"]),
    "CreateKey": lambda account: {},
    "Decapsulate": _encapsulated,
    "Decrypt": lambda account: {"CiphertextBlob": account.encrypted(), "KeyId": account.key()},
    "DeleteAlias": lambda account: {"AliasName": account.alias()},
    "DeleteImportedKeyMaterial": _imported,
    "DeriveSharedSecret": lambda account: {
        "KeyId": account.key("agreeing"),
        "KeyAgreementAlgorithm": "ECDH",
        "PublicKey": peer(),
    },
    "DescribeKey": _of_key(),
    "DisableKey": _of_key(),
    "DisableKeyRotation": _of_key(),
    "EnableKey": _of_key(),
    "EnableKeyRotation": _of_key(),
    "Encapsulate": lambda account: {"KeyId": account.key("encapsulating"), "EncapsulationAlgorithm": "ML_KEM"},
    "Encrypt": _of_key(Plaintext=text(b"plain")),
    "GenerateDataKey": _of_key(NumberOfBytes=24),
    "GenerateDataKeyPair": _of_key(KeyPairSpec="ECC_NIST_P256"),
    "GenerateDataKeyPairWithoutPlaintext": _of_key(KeyPairSpec="ECC_NIST_P256"),
    "GenerateDataKeyWithoutPlaintext": _of_key(NumberOfBytes=24),
    "GenerateMac": lambda account: {
        "KeyId": account.key("hmac"),
        "Message": _MESSAGE,
        "MacAlgorithm": "HMAC_SHA_256",
    },
    "GenerateRandom": lambda account: {"NumberOfBytes": 24},
    "GetKeyLastUsage": _of_key(),
    "GetKeyPolicy": _of_key(),
    "GetKeyRotationStatus": _of_key(),
    "GetParametersForImport": lambda account: {
        "KeyId": account.key("external"),
        "WrappingAlgorithm": "RSAES_OAEP_SHA_256",
        "WrappingKeySpec": "RSA_2048",
    },
    "GetPublicKey": lambda account: {"KeyId": account.key("signing")},
    "ImportKeyMaterial": lambda account: account.import_request(),
    "ListAliases": lambda account: {},
    "ListGrants": _of_key(),
    "ListKeyPolicies": _of_key(),
    "ListKeyRotations": _of_key(),
    "ListKeys": lambda account: {},
    "ListResourceTags": _of_key(),
    "ListRetirableGrants": lambda account: {"RetiringPrincipal": PRINCIPAL},
    "PutKeyPolicy": lambda account: {
        "KeyId": account.key(),
        "Policy": account.must("GetKeyPolicy", {"KeyId": account.key()})["Policy"],
    },
    "ReEncrypt": lambda account: {"CiphertextBlob": account.encrypted(), "DestinationKeyId": account.key("other")},
    "ReplicateKey": lambda account: {"KeyId": account.key("family"), "ReplicaRegion": "us-west-2"},
    "RetireGrant": lambda account: {"GrantToken": account.grant()["GrantToken"]},
    "RevokeGrant": lambda account: {"KeyId": account.key(), "GrantId": account.grant()["GrantId"]},
    "RotateKeyOnDemand": _of_key(),
    "ScheduleKeyDeletion": _of_key(),
    "Sign": lambda account: {
        "KeyId": account.key("signing"),
        "Message": _MESSAGE,
        "SigningAlgorithm": "ECDSA_SHA_256",
    },
    "TagResource": _of_key(Tags=[{"TagKey": "a", "TagValue": "b"}]),
    "UntagResource": _of_key(TagKeys=["a"]),
    "UpdateAlias": lambda account: {"AliasName": account.alias(), "TargetKeyId": account.key("other")},
    "UpdateKeyDescription": _of_key(Description="new"),
    "UpdatePrimaryRegion": _replicated,
    "Verify": _signed,
    "VerifyMac": _mac,
}
