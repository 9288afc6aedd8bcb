"""What is nearly right, or right in a rare way, as facts that are the same every time."""

from __future__ import annotations

import time
from collections.abc import Iterator

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.support.keys.account import MATERIAL, PRINCIPAL, Account, Body, data, text
from tests.support.keys.stories import DAY, OTHER, Fact, described, entries, outcome

_RSA: Body = {"EncryptionAlgorithm": "RSAES_OAEP_SHA_256"}


def longer_proofs(account: Account) -> Iterator[Fact]:
    """Signatures and MACs with a byte more or less."""
    mac = {"KeyId": account.key("hmac"), "Message": text(b"message"), "MacAlgorithm": "HMAC_SHA_256"}
    made = data(account.must("GenerateMac", mac)["Mac"])
    sign = {"KeyId": account.key("signing"), "Message": text(b"message"), "SigningAlgorithm": "ECDSA_SHA_256"}
    signed = data(account.must("Sign", sign)["Signature"])
    for more in (b"", b"\0"):
        yield outcome(account.ask("VerifyMac", {**mac, "Mac": text(made + more)}), "MacValid")
        yield outcome(account.ask("Verify", {**sign, "Signature": text(signed + more)}), "SignatureValid")


def contexts_of_rsa_keys(account: Account) -> Iterator[Fact]:
    """Ciphertext of an RSA key, with and without an encryption context."""
    key, other = account.key("rsa"), account.key()
    blob = account.must("Encrypt", {"KeyId": key, "Plaintext": text(b"text"), **_RSA})["CiphertextBlob"]
    again = {"SourceKeyId": key, "SourceEncryptionAlgorithm": _RSA["EncryptionAlgorithm"], "DestinationKeyId": other}
    for context in ({}, {"a": "b"}):
        opened = {"KeyId": key, "CiphertextBlob": blob, "EncryptionContext": context, **_RSA}
        yield outcome(account.ask("Decrypt", opened))
        yield outcome(account.ask("ReEncrypt", {**again, "CiphertextBlob": blob, "SourceEncryptionContext": context}))


def unnamed_algorithms(account: Account) -> Iterator[Fact]:
    """Requests with an RSA key, and without an algorithm."""
    key, other = account.key("rsa"), account.key()
    blob = account.must("Encrypt", {"KeyId": key, "Plaintext": text(b"text"), **_RSA})["CiphertextBlob"]
    yield outcome(account.ask("Decrypt", {"KeyId": key, "CiphertextBlob": blob}))
    again = {"SourceKeyId": key, "CiphertextBlob": blob, "DestinationKeyId": other}
    yield outcome(account.ask("ReEncrypt", again))
    yield outcome(account.ask("ReEncrypt", {"CiphertextBlob": account.encrypted(), "DestinationKeyId": key}))


def other_contexts(account: Account) -> Iterator[Fact]:
    """A context in another script, and one on the wrong side."""
    key, context = account.key(), {"a": "\u65e5"}
    asked = {"KeyId": key, "Plaintext": text(b"text"), "EncryptionContext": context}
    blob = account.must("Encrypt", asked)["CiphertextBlob"]
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob, "EncryptionContext": {"a": "\u672c"}}))
    again = {"CiphertextBlob": blob, "DestinationKeyId": key, "DestinationEncryptionContext": context}
    yield outcome(account.ask("ReEncrypt", again))


def no_trials(account: Account) -> Iterator[Fact]:
    """Requests whose DryRun is false, and policies without statements."""
    sign = {"KeyId": account.key("signing"), "Message": text(b"message"), "SigningAlgorithm": "ECDSA_SHA_256"}
    grant = {"KeyId": account.key(), "GrantId": account.grant()["GrantId"]}
    for operation, request in (
        ("Encrypt", {"KeyId": account.key(), "Plaintext": text(b"text")}),
        ("Sign", sign),
        ("CreateGrant", {"KeyId": account.key(), "GranteePrincipal": PRINCIPAL, "Operations": ["Encrypt"]}),
        ("RevokeGrant", grant),
    ):
        yield outcome(account.ask(operation, {**request, "DryRun": False}))
    for policy in ("{}", '{"Version":"2012-10-17","Statement":[]}'):
        yield outcome(account.ask("CreateKey", {"Policy": policy}))
        yield outcome(account.ask("PutKeyPolicy", {"KeyId": account.key(), "Policy": policy}))


def message_types(account: Account) -> Iterator[Fact]:
    """64 bytes are signed and verified by Ed25519 as messages and as digests."""
    made = account.must("CreateKey", {"KeySpec": "ECC_NIST_EDWARDS25519", "KeyUsage": "SIGN_VERIFY"})
    for algorithm in ("ED25519_SHA_512", "ED25519_PH_SHA_512"):
        request = {"KeyId": made["KeyMetadata"]["KeyId"], "Message": text(bytes(64)), "SigningAlgorithm": algorithm}
        right = "DIGEST" if "_PH_" in algorithm else "RAW"
        signature = account.must("Sign", {**request, "MessageType": right})["Signature"]
        purely = {"SigningAlgorithm": "ED25519_SHA_512", "MessageType": "RAW", "Signature": signature}
        yield outcome(account.ask("Verify", {**request, **purely}), "SignatureValid")
        for kind in ("RAW", "DIGEST"):
            asked = {**request, "MessageType": kind}
            yield outcome(account.ask("Sign", asked))
            yield outcome(account.ask("Verify", {**asked, "Signature": signature}), "SignatureValid")


def unread_ciphertext(account: Account) -> Iterator[Fact]:
    """Dry runs without ciphertext."""
    dry = {"DryRun": True, "DryRunModifiers": ["IGNORE_CIPHERTEXT"]}
    yield outcome(account.ask("Decrypt", {"KeyId": account.key(), **dry}))
    keys = {"SourceKeyId": account.key(), "DestinationKeyId": account.key("other")}
    yield outcome(account.ask("ReEncrypt", {**keys, **dry}))


def data_keys(account: Account) -> Iterator[Fact]:
    """Long data keys, and a long pair."""
    asked = {"KeyId": account.key(), "NumberOfBytes": 1024}
    yield len(set(data(account.must("GenerateDataKey", asked)["Plaintext"]))) > 200
    blob = account.must("GenerateDataKeyWithoutPlaintext", asked)["CiphertextBlob"]
    yield len(set(data(account.must("Decrypt", {"CiphertextBlob": blob})["Plaintext"]))) > 200
    pair = account.must("GenerateDataKeyPair", {"KeyId": account.key(), "KeyPairSpec": "RSA_4096"})
    yield len(data(pair["PublicKey"])) > 500, pair["KeyPairSpec"]


def names(account: Account) -> Iterator[Fact]:
    """A path in an ARN, and principals that begin as others do."""
    key = described(account, account.key())
    yield outcome(account.ask("DescribeKey", {"KeyId": f"{key['Arn']}/{key['KeyId']}"}))
    account.grant(RetiringPrincipal=OTHER)
    for name in (PRINCIPAL, PRINCIPAL[:20]):
        answer = account.must("ListGrants", {"KeyId": key["KeyId"], "GranteePrincipal": name})
        yield len(answer["Grants"]), "GrantToken" in (answer["Grants"] or [{}])[0]
    for name in (OTHER, OTHER[:20]):
        yield len(account.must("ListRetirableGrants", {"RetiringPrincipal": name})["Grants"])
    constraints = {"EncryptionContextEquals": {"a": "\u00e9" * 384}}
    asked = {"KeyId": key["KeyId"], "GranteePrincipal": PRINCIPAL, "Operations": ["Encrypt"]}
    yield outcome(account.ask("CreateGrant", {**asked, "Constraints": constraints}))


def rejected_tags(account: Account) -> Iterator[Fact]:
    """A tag that may not be, after one that may."""
    tags = [{"TagKey": name, "TagValue": ""} for name in ("a", "aws:b")]
    yield outcome(account.ask("TagResource", {"KeyId": account.key(), "Tags": tags}))
    yield entries(account.must("ListResourceTags", {"KeyId": account.key()}))


def imports(account: Account) -> Iterator[Fact]:
    """Material wrapped by another algorithm, and material that expires no more."""
    key, expires = account.key("external"), {"ValidTo": time.time() + DAY, "ExpirationModel": "KEY_MATERIAL_EXPIRES"}
    request = account.import_request()
    public = load_der_public_key(data(account.parameters(key)["PublicKey"]))
    assert isinstance(public, rsa.RSAPublicKey)
    by_sha_1 = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)
    otherwise = {"EncryptedKeyMaterial": text(public.encrypt(MATERIAL, by_sha_1))}
    yield outcome(account.ask("ImportKeyMaterial", {**request, **otherwise}))
    for more in (expires, {}):
        account.must("ImportKeyMaterial", {**account.import_request(), **more})
        yield described(account, key)["ExpirationModel"]
        account.must("DeleteImportedKeyMaterial", {"KeyId": key})
