"""What happens in accounts of the embedded endpoint, as facts that are the same every time: a fault changes some."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

from kms_targets.reference.rules import Rules
from kms_targets.reference.tables.shapes import INPUTS
from tests.support.keys.account import MATERIAL, REQUESTS, Account, Answered, Body, data, text, wrapped

UNKNOWN = "00000000-0000-4000-8000-000000000000"
OTHER = "arn:aws:iam::111122223333:role/other"
DAY = 86_400
Fact = Any
_NAMES = ("KeyId", "TargetKeyId", "DestinationKeyId", "SourceKeyId")


def outcome(answer: Answered, *members: str) -> Fact:
    """A status, a code, and the members named."""
    return (answer.status, answer.code, *(answer.body.get(member) for member in members))


def of_operation(rules: Rules, operation: str) -> Iterator[Fact]:
    """An operation with its key in every state, by every identifier, with a key that does not exist, and tried."""
    yield _seen(Account(rules), operation, {})
    for name in _NAMES:
        if name not in REQUESTS[operation](Account(rules)):
            continue
        account = Account(rules)
        request = REQUESTS[operation](account)
        yield outcome(account.ask(operation, {**request, name: UNKNOWN}))
        for arn in ("nowhere", "us-west-2:111122223333:key/{}", "us-east-1:444455556666:key/{}"):
            foreign = f"arn:aws:kms:{arn}".format(str(request[name]).rpartition("/")[2])
            yield outcome(account.ask(operation, {**request, name: foreign}))
        yield from _by_alias(rules, operation, name)
        for usage in ("symmetric", "hmac", "signing", "external"):
            yield outcome(account.ask(operation, {**request, name: account.key(usage)}))
        for state in ("DisableKey", "ScheduleKeyDeletion"):
            account = Account(rules)
            request = REQUESTS[operation](account)
            account.ask(state, {"KeyId": request[name].rpartition("/")[2]})
            yield outcome(account.ask(operation, request))
    if "DryRun" in INPUTS[operation].members:
        account = Account(rules)
        request = REQUESTS[operation](account)
        yield outcome(account.ask(operation, {**request, "DryRun": True}))
        yield len(account.ask("ListGrants", {"KeyId": account.key()}).body["Grants"])
    if "GrantTokens" in INPUTS[operation].members:
        yield outcome(_ask(rules, operation, {"GrantTokens": ["unknown"]}))
    if "Marker" in INPUTS[operation].members:
        yield outcome(_ask(rules, operation, {"Marker": "unknown"}))


def _ask(rules: Rules, operation: str, more: Mapping[str, Any]) -> Answered:
    account = Account(rules)
    return account.ask(operation, {**REQUESTS[operation](account), **more})


def _by_alias(rules: Rules, operation: str, name: str) -> Iterator[Fact]:
    account = Account(rules)
    request = REQUESTS[operation](account)
    account.ask("CreateAlias", {"AliasName": "alias/named", "TargetKeyId": request[name]})
    yield outcome(account.ask(operation, {**request, name: "alias/named"}))


def _seen(account: Account, operation: str, more: Mapping[str, Any]) -> Fact:
    """The members of an answer, and whether KeyId is an ARN."""
    answer = account.ask(operation, {**REQUESTS[operation](account), **more})
    key = str(answer.body.get("KeyId", ""))
    return outcome(answer), sorted(answer.body), key.startswith("arn:")


def data_keys(account: Account) -> Iterator[Fact]:
    """Data keys, data key pairs, random bytes."""
    seen: list[bytes] = []
    for operation in ("GenerateDataKey", "GenerateDataKeyWithoutPlaintext"):
        for more in ({"KeySpec": "AES_256"}, {"KeySpec": "AES_128"}, {"NumberOfBytes": 40}, {"NumberOfBytes": 40}):
            request = {"KeyId": account.key(), **more, "EncryptionContext": {"a": "b"}}
            answer = account.must(operation, request)
            blob = {"CiphertextBlob": answer["CiphertextBlob"]}
            yield outcome(account.ask("Decrypt", blob))
            found = account.ask("Decrypt", {**blob, "EncryptionContext": {"a": "b"}})
            yield outcome(found), "Plaintext" in answer
            plaintext = data(found.body.get("Plaintext", ""))
            shown = data(answer.get("Plaintext", ""))
            yield len(plaintext), len(shown), not shown or plaintext == shown, plaintext in seen, shown in seen
            seen += [plaintext, shown] if shown else [plaintext]
        yield outcome(account.ask(operation, {"KeyId": account.key()}))
        both = {"KeyId": account.key(), "KeySpec": "AES_256", "NumberOfBytes": 40}
        yield outcome(account.ask(operation, both))
    for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"):
        for spec in ("ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P384"):
            answer = account.must(operation, {"KeyId": account.key(), "KeyPairSpec": spec})
            opened = account.ask("Decrypt", {"CiphertextBlob": answer["PrivateKeyCiphertextBlob"]})
            private = data(opened.body["Plaintext"])
            shown = data(answer.get("PrivateKeyPlaintext", "")) or private
            key: Any = serialization.load_der_private_key(private, None)
            public = key.public_key().public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            yield sorted(answer), key.curve.name, shown == private, text(public) == answer["PublicKey"]
            yield public in seen, shown in seen
            seen += [public, private]
    for number in (5, 5):
        found = data(account.must("GenerateRandom", {"NumberOfBytes": number})["Plaintext"])
        yield len(found), found in seen, found == bytes(5)
        seen.append(found)


def signatures(account: Account) -> Iterator[Fact]:
    """Signatures, verified here and by KMS."""
    for name, algorithm in (
        ("rsa-signing", "RSASSA_PSS_SHA_256"),
        ("rsa-signing", "RSASSA_PKCS1_V1_5_SHA_256"),
        ("signing", "ECDSA_SHA_256"),
        ("edwards", "ED25519_SHA_512"),
    ):
        request = {"KeyId": account.key(name), "Message": text(b"message"), "SigningAlgorithm": algorithm}
        signature = account.must("Sign", request)["Signature"]
        yield outcome(account.ask("Verify", {**request, "Signature": signature}), "SignatureValid")
        yield _verifies(account, name, algorithm, data(signature))
    request = {"KeyId": account.key("signing"), "SigningAlgorithm": "ECDSA_SHA_256"}
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"message")
    hashed = {**request, "Message": text(digest.finalize()), "MessageType": "DIGEST"}
    signature = account.must("Sign", hashed)["Signature"]
    yield _verifies(account, "signing", "ECDSA_SHA_256", data(signature))
    yield outcome(account.ask("Verify", {**hashed, "Signature": signature}))
    yield outcome(account.ask("Verify", {**hashed, "Signature": signature, "MessageType": "RAW"}))
    signed = {**request, "Message": text(b"message"), "Signature": signature}
    yield outcome(account.ask("Verify", signed))
    yield outcome(account.ask("Sign", {**hashed, "Message": text(b"short")}))
    changed = data(signature)[:-1] + bytes([data(signature)[-1] ^ 1])
    for more in ({"Message": text(b"x")}, {"Signature": text(changed)}, {"KeyId": account.key("other-signing")}):
        yield outcome(account.ask("Verify", {**signed, **more}), "SignatureValid")
    yield outcome(account.ask("Sign", {**request, "Message": "eA==", "SigningAlgorithm": "ECDSA_SHA_384"}))
    rsa = {"KeyId": account.key("rsa-signing"), "Message": "eA==", "SigningAlgorithm": "RSASSA_PSS_SHA_256"}
    signature = account.must("Sign", rsa)["Signature"]
    yield outcome(account.ask("Verify", {**rsa, "Signature": signature, "SigningAlgorithm": "RSASSA_PSS_SHA_512"}))


def _verifies(account: Account, name: str, algorithm: str, signature: bytes) -> bool:
    key: Any = serialization.load_der_public_key(
        data(account.must("GetPublicKey", {"KeyId": account.key(name)})["PublicKey"])
    )
    ways: Mapping[str, tuple[Any, ...]] = {
        "RSASSA_PSS_SHA_256": (padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256()),
        "RSASSA_PKCS1_V1_5_SHA_256": (padding.PKCS1v15(), hashes.SHA256()),
        "ECDSA_SHA_256": (ec.ECDSA(hashes.SHA256()),),
        "ED25519_SHA_512": (),
    }
    try:
        key.verify(signature, b"message", *ways[algorithm])
    except InvalidSignature:
        return False
    return True


def macs(account: Account) -> Iterator[Fact]:
    """MACs, the same each time, of imported material as anybody computes them."""
    request = {"KeyId": account.key("hmac"), "Message": text(b"message"), "MacAlgorithm": "HMAC_SHA_256"}
    mac = account.must("GenerateMac", request)["Mac"]
    yield len(data(mac))
    for more in ({}, {"Message": text(b"other")}, {"KeyId": account.key("other-hmac")}):
        answer = account.must("GenerateMac", {**request, **more})
        yield answer["Mac"] == mac
        yield outcome(account.ask("VerifyMac", {**request, **more, "Mac": mac}), "MacValid")
    yield outcome(account.ask("VerifyMac", {**request, "Mac": text(bytes(32))}), "MacValid")
    yield outcome(account.ask("GenerateMac", {**request, "MacAlgorithm": "HMAC_SHA_512"}))
    for bits in (224, 384, 512):
        other = account.must("CreateKey", {"KeySpec": f"HMAC_{bits}", "KeyUsage": "GENERATE_VERIFY_MAC"})["KeyMetadata"]
        asked = {**request, "KeyId": other["KeyId"], "MacAlgorithm": f"HMAC_SHA_{bits}"}
        yield len(data(account.must("GenerateMac", asked)["Mac"]))
    made = {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC", "Origin": "EXTERNAL"}
    key = account.must("CreateKey", made)["KeyMetadata"]["KeyId"]
    parameters = account.parameters(key)
    material = {
        "KeyId": key,
        "ImportToken": parameters["ImportToken"],
        "EncryptedKeyMaterial": wrapped(parameters["PublicKey"], MATERIAL),
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
    }
    account.must("ImportKeyMaterial", material)
    yield account.must("GenerateMac", {**request, "KeyId": key})["Mac"]
    account.must("DeleteImportedKeyMaterial", {"KeyId": key})
    yield outcome(account.ask("GenerateMac", {**request, "KeyId": key}))


def secrets(account: Account) -> Iterator[Fact]:
    """Public keys and shared secrets."""
    for name in ("agreeing", "other-agreeing", "signing"):
        answer = account.must("GetPublicKey", {"KeyId": account.key(name)})
        yield {member: value for member, value in answer.items() if member not in ("PublicKey", "KeyId")}
        yield answer == account.must("GetPublicKey", {"KeyId": account.key(name)})
        yield _curve(data(answer["PublicKey"]))
    keys = [account.key(name) for name in ("agreeing", "other-agreeing")]
    publics = [account.must("GetPublicKey", {"KeyId": key})["PublicKey"] for key in keys]
    yield publics[0] == publics[1]
    derive = [
        account.ask("DeriveSharedSecret", {"KeyId": key, "PublicKey": public, "KeyAgreementAlgorithm": "ECDH"})
        for key, public in zip(keys, reversed(publics), strict=True)
    ]
    yield derive[0].body.get("SharedSecret") == derive[1].body.get("SharedSecret")
    mine = ec.generate_private_key(ec.SECP256R1())
    der = mine.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    request = {"KeyId": keys[0], "PublicKey": text(der), "KeyAgreementAlgorithm": "ECDH"}
    theirs: Any = serialization.load_der_public_key(data(publics[0]))
    yield account.must("DeriveSharedSecret", request)["SharedSecret"] == text(mine.exchange(ec.ECDH(), theirs))
    yield outcome(account.ask("DeriveSharedSecret", {**request, "PublicKey": text(der[:-3])}))
    yield outcome(account.ask("GetPublicKey", {"KeyId": account.key()}))


def _curve(der: bytes) -> str:
    try:
        key: Any = serialization.load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm):
        return "none"
    return str(key.curve.name)


def encapsulation(account: Account) -> Iterator[Fact]:
    """ML-KEM: both ways, outside of KMS, changed, cut."""
    request = {"KeyId": account.key("encapsulating"), "EncapsulationAlgorithm": "ML_KEM"}
    found = [account.must("Encapsulate", request) for _ in range(2)]
    yield [len(data(one["SharedSecret"])) for one in found], found[0]["SharedSecret"] == found[1]["SharedSecret"]
    key: Any = serialization.load_der_public_key(
        data(account.must("GetPublicKey", {"KeyId": request["KeyId"]})["PublicKey"])
    )
    secret, form = key.encapsulate()
    blob = data(found[0]["SharedSecretCiphertextBlob"])
    for sent, wanted in (
        (blob, data(found[0]["SharedSecret"])),
        (form, secret),
        (bytes([blob[0] ^ 1]) + blob[1:], b""),
        (blob[:-1], b""),
    ):
        answer = account.ask("Decapsulate", {**request, "SharedSecretCiphertextBlob": text(sent)})
        yield outcome(answer), data(answer.body.get("SharedSecret", "")) == wanted


def described(account: Account, key: str) -> Body:
    """The metadata of a key."""
    found = account.ask("DescribeKey", {"KeyId": key}).body.get("KeyMetadata", {})
    return dict(found)


def entries(answer: Body) -> list[str]:
    """The entries of a list, each as text without what is drawn by chance."""
    lists = [value for value in answer.values() if isinstance(value, list)]
    return sorted(json.dumps(entry, sort_keys=True) for found in lists for entry in found)
