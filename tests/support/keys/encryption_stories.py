"""Stories of encryption: what the keys of an account seal and open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from tests.support.keys.account import Account, Answered, data, text
from tests.support.keys.stories import Fact, outcome

_PAIR = ("symmetric", "other")


def _encrypted(account: Account, name: str, plaintext: bytes, **more: Any) -> Answered:
    return account.ask("Encrypt", {"KeyId": account.key(name), "Plaintext": text(plaintext), **more})


def encryption(account: Account) -> Iterator[Fact]:
    """Encrypt and Decrypt with a symmetric key."""
    context = {"purpose": "test", "Other": "Value"}
    made = _encrypted(account, "symmetric", b"some plaintext", EncryptionContext=context)
    yield outcome(made, "EncryptionAlgorithm"), b"some plaintext" in data(made.body["CiphertextBlob"])
    blob = made.body["CiphertextBlob"]
    others: tuple[Mapping[str, str] | None, ...] = (
        context, dict(reversed(context.items())), {**context, "Other": "Wrong"}, None, {"purpose": "test"},
        {"Other": "Value"}, {"PURPOSE": "test", "Other": "Value"}, {"purpose": "TEST", "Other": "Value"},
        {**context, "Other": " Value"},
    )  # fmt: skip
    for other in others:
        request = {"CiphertextBlob": blob} | ({} if other is None else {"EncryptionContext": other})
        yield outcome(account.ask("Decrypt", request), "Plaintext")
    plain = data(account.encrypted())
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": text(plain), "EncryptionContext": {"a": "b"}}))
    for changed in (plain[:-1], plain[:-1] + bytes([plain[-1] ^ 1]), b"foreign" * 20):
        yield outcome(account.ask("Decrypt", {"CiphertextBlob": text(changed)}))
    request = {"CiphertextBlob": text(plain)}
    for key in ("symmetric", "other"):
        yield outcome(account.ask("Decrypt", {**request, "KeyId": account.key(key)}), "Plaintext")
    largest = _encrypted(account, "symmetric", bytes(4096))
    found = account.ask("Decrypt", {"CiphertextBlob": largest.body.get("CiphertextBlob", "")})
    yield outcome(found, "Plaintext")


def rsa_encryption(account: Account) -> Iterator[Fact]:
    """Encrypt and Decrypt with an RSA key, and outside of KMS."""
    sha1, sha256 = "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"
    for size in (190, 191):
        yield outcome(_encrypted(account, "rsa", bytes(size), EncryptionAlgorithm=sha256))
    yield outcome(_encrypted(account, "rsa", b"x"))
    made = _encrypted(account, "rsa", b"plain", EncryptionAlgorithm=sha256)
    der = data(account.must("GetPublicKey", {"KeyId": account.key("rsa")})["PublicKey"])
    key: Any = serialization.load_der_public_key(der)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    for blob in (made.body["CiphertextBlob"], text(key.encrypt(b"outside", oaep))):
        for more in ({"EncryptionAlgorithm": sha256}, {"EncryptionAlgorithm": sha1}):
            request = {"CiphertextBlob": blob, **more}
            yield outcome(account.ask("Decrypt", {**request, "KeyId": account.key("rsa")}), "Plaintext")
            yield outcome(account.ask("Decrypt", request), "Plaintext")
    again = {
        "CiphertextBlob": made.body["CiphertextBlob"],
        "SourceKeyId": account.key("rsa"),
        "SourceEncryptionAlgorithm": sha256,
        "DestinationKeyId": account.key(),
    }
    yield outcome(account.ask("ReEncrypt", again))


def re_encryption(account: Account) -> Iterator[Fact]:
    """ReEncrypt, and what it leads to."""
    blob = account.encrypted(EncryptionContext={"a": "b"})
    arns = {account.must("DescribeKey", {"KeyId": account.key(name)})["KeyMetadata"]["Arn"]: name for name in _PAIR}
    for more in ({"SourceEncryptionContext": {"a": "b"}}, {}, {"SourceKeyId": account.key("other")}):
        request = {"CiphertextBlob": blob, "DestinationKeyId": account.key("other"), **more}
        request["DestinationEncryptionContext"] = {"c": "d"}
        if "SourceKeyId" in more:
            request["SourceEncryptionContext"] = {"a": "b"}
        answer = account.ask("ReEncrypt", request)
        yield outcome(answer), [arns.get(str(answer.body.get(name))) for name in ("KeyId", "SourceKeyId")]
        for context in ({"a": "b"}, {"c": "d"}):
            opened = {"CiphertextBlob": answer.body.get("CiphertextBlob", "eA=="), "EncryptionContext": context}
            yield outcome(account.ask("Decrypt", opened), "Plaintext")
