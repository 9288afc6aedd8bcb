"""What is answered to requests with values that the documents say are supported, as facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.support.keys.account import Account, data, text
from tests.support.keys.stories import outcome

Fact = Any
_DEFAULT = "SYMMETRIC_DEFAULT"
_MAC = {"KeyUsage": "GENERATE_VERIFY_MAC"}


def kinds_of_keys(account: Account) -> Iterator[Fact]:
    """Keys whose spec the older member names, and what is asked for the import of key material."""
    for spec, usage in (("ECC_NIST_P256", "SIGN_VERIFY"), ("HMAC_256", "GENERATE_VERIFY_MAC")):
        made = account.ask("CreateKey", {"CustomerMasterKeySpec": spec, "KeyUsage": usage})
        yield made.code, made.body.get("KeyMetadata", {}).get("KeySpec")
    curve = {"Origin": "EXTERNAL", "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}
    key = account.must("CreateKey", curve)["KeyMetadata"]["KeyId"]
    way = {"WrappingAlgorithm": "RSA_AES_KEY_WRAP_SHA_1", "WrappingKeySpec": "RSA_2048"}
    yield outcome(account.ask("GetParametersForImport", {"KeyId": key, **way}))
    never = account.ask("ListKeyRotations", {"KeyId": account.key(), "IncludeKeyMaterial": "ROTATIONS_ONLY"})
    yield never.code, len(never.body.get("Rotations", ()))


def many_tags(account: Account) -> Iterator[Fact]:
    """A tag more than a key may have, and what it has then."""
    key = {"KeyId": account.key()}
    tags = [{"TagKey": f"tag-{number}", "TagValue": "kms"} for number in range(51)]
    for some in (tags[:30], tags[30:50], tags[50:]):
        yield outcome(account.ask("TagResource", {**key, "Tags": some}))
        yield account.must("ListResourceTags", key)["Truncated"]


def algorithms_by_name(account: Account) -> Iterator[Fact]:
    """The algorithm of symmetric keys named, and those of RSA keys in ReEncrypt."""
    key, rsa, plain = account.key(), account.key("rsa"), text(b"plain")
    blob = account.encrypted()
    yield outcome(account.ask("Encrypt", {"KeyId": key, "Plaintext": plain, "EncryptionAlgorithm": _DEFAULT}))
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob, "EncryptionAlgorithm": _DEFAULT}), "Plaintext")
    again = {"CiphertextBlob": blob, "DestinationKeyId": key}
    yield outcome(account.ask("ReEncrypt", {**again, "DestinationEncryptionAlgorithm": _DEFAULT}))
    for algorithm in ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"):
        sealed = account.must("Encrypt", {"KeyId": rsa, "Plaintext": plain, "EncryptionAlgorithm": algorithm})
        source = {"SourceKeyId": rsa, "SourceEncryptionAlgorithm": algorithm}
        yield outcome(
            account.ask("ReEncrypt", {**again, **source, "CiphertextBlob": sealed["CiphertextBlob"]}),
        )


def other_kinds(account: Account) -> Iterator[Fact]:
    """Data key pairs of several types, and MACs of several hashes."""
    for spec in ("ECC_NIST_P521", "RSA_2048"):
        made = account.ask("GenerateDataKeyPairWithoutPlaintext", {"KeyId": account.key(), "KeyPairSpec": spec})
        yield made.code, len(data(made.body.get("PublicKey", "")))
    for bits in (224, 384, 512):
        key = account.must("CreateKey", {"KeySpec": f"HMAC_{bits}", **_MAC})["KeyMetadata"]["KeyId"]
        asked = {"KeyId": key, "Message": text(b"m"), "MacAlgorithm": f"HMAC_SHA_{bits}"}
        yield outcome(account.ask("VerifyMac", {**asked, "Mac": account.must("GenerateMac", asked)["Mac"]}))
