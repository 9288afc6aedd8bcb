"""What the endpoint signs, derives and authenticates is what others compute."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding

from kms_targets.reference.operations.cryptography import ed25519ph
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from tests.support.keys.account import MATERIAL, Account, data, text

# RFC 8032, section 7.3: the one test vector of Ed25519ph.
SEED = bytes.fromhex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42")
SIGNATURE = bytes.fromhex(
    "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
    "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406"
)


def test_ed25519ph_signs_as_the_rfc_says() -> None:
    public = ed25519.Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    assert ed25519ph.sign(SEED, b"abc") == SIGNATURE
    assert ed25519ph.verify(public, b"abc", SIGNATURE)
    assert not ed25519ph.verify(public, b"abd", SIGNATURE)
    assert not ed25519ph.verify(public, b"abc", SIGNATURE[:-1])


@pytest.mark.parametrize(
    ("name", "algorithm", "how"),
    [
        ("rsa-signing", "RSASSA_PSS_SHA_256", (padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())),
        ("rsa-signing", "RSASSA_PKCS1_V1_5_SHA_512", (padding.PKCS1v15(), hashes.SHA512())),
        ("signing", "ECDSA_SHA_256", (ec.ECDSA(hashes.SHA256()),)),
        ("edwards", "ED25519_SHA_512", ()),
    ],
)
def test_a_signature_verifies_outside(name: str, algorithm: str, how: tuple[Any, ...]) -> None:
    account = Account(PAGE)
    request = {"KeyId": account.key(name), "Message": text(b"message"), "SigningAlgorithm": algorithm}
    signature = data(account.must("Sign", request)["Signature"])
    der = data(account.must("GetPublicKey", {"KeyId": account.key(name)})["PublicKey"])
    public: Any = serialization.load_der_public_key(der)
    public.verify(signature, b"message", *how)


def test_a_mac_is_that_of_rfc_2104_and_a_secret_that_of_both_sides() -> None:
    account = Account(PAGE)
    made = {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC", "Origin": "EXTERNAL"}
    key = account.must("CreateKey", made)["KeyMetadata"]["KeyId"]
    account._made["imported"] = key
    account.must("ImportKeyMaterial", account.import_request("imported"))
    request = {"KeyId": key, "Message": text(b"message"), "MacAlgorithm": "HMAC_SHA_256"}
    assert data(account.must("GenerateMac", request)["Mac"]) == hmac.digest(MATERIAL, b"message", hashlib.sha256)


def test_wrong_contexts_keys_and_changed_ciphertext_are_refused() -> None:
    account = Account(PAGE)
    blob = data(account.encrypted(EncryptionContext={"a": "b"}))
    right = {"CiphertextBlob": text(blob), "EncryptionContext": {"a": "b"}}
    assert data(account.must("Decrypt", right)["Plaintext"]) == b"plain"
    for more, code in (
        ({"EncryptionContext": {"a": "c"}}, "InvalidCiphertextException"),
        ({"CiphertextBlob": text(blob[:-1] + bytes([blob[-1] ^ 1]))}, "InvalidCiphertextException"),
        ({"KeyId": account.key("other")}, "IncorrectKeyException"),
        ({"KeyId": account.key("hmac")}, "InvalidKeyUsageException"),
        ({"DryRun": True}, "DryRunOperationException"),
    ):
        assert account.ask("Decrypt", {**right, **more}).code == code
