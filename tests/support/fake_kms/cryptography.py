"""The cryptographic operations of the fake."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

from kms_targets.reference.operations.cryptography import ed25519ph
from tests.support.fake_kms.sealing import allowed, decrypted, encrypted, seal
from tests.support.fake_kms.specs import (
    AGREEMENT,
    ENCAPSULATION,
    ENCRYPTION,
    HASHES,
    MACS,
    MEMBERS,
    SIGNING,
    algorithms,
    data,
    der,
    generate,
    text,
)
from tests.support.fake_kms.state import Body, Key, Refused, State, dry


def encrypt(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, ENCRYPTION)
    algorithm = request.get("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    blob = encrypted(key, data(request["Plaintext"]), algorithm, request.get("EncryptionContext"))
    dry(request)
    return {"CiphertextBlob": text(blob), "KeyId": key.arn, "EncryptionAlgorithm": algorithm}


def decrypt(state: State, region: str, request: Body) -> Body:
    key, plaintext = decrypted(state, region, request)
    dry(request)
    algorithm = request.get("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    used = _material(key, request, "KeyMaterialId")
    return {"Plaintext": text(plaintext), "KeyId": key.arn, "EncryptionAlgorithm": algorithm, **used}


def _material(key: Key, request: Body, member: str) -> Body:
    """The identifier of the material that a ciphertext was made with."""
    blob = data(request["CiphertextBlob"])
    return {member: key.material_id(key.materials[blob[2]])} if key.symmetric else {}


def re_encrypt(state: State, region: str, request: Body) -> Body:
    source, plaintext = decrypted(state, region, request, prefix="Source")
    key = state.usable(region, request, ENCRYPTION, member="DestinationKeyId")
    algorithm = request.get("DestinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    blob = encrypted(key, plaintext, algorithm, request.get("DestinationEncryptionContext"))
    dry(request)
    used = _material(source, request, "SourceKeyMaterialId")
    used |= {f"Destination{member}": found for member, found in key.current.items()}
    return {"CiphertextBlob": text(blob), "KeyId": key.arn, "SourceKeyId": source.arn, **used}


def data_key(state: State, region: str, request: Body) -> Body:
    if ("KeySpec" in request) == ("NumberOfBytes" in request):
        raise Refused("ValidationException")
    key = state.usable(region, request, ENCRYPTION)
    allowed(key, "SYMMETRIC_DEFAULT")
    length = {"AES_128": 16, "AES_256": 32}.get(request.get("KeySpec", ""), request.get("NumberOfBytes", 0))
    plaintext = secrets.token_bytes(int(length))
    dry(request)
    blob = seal(key, plaintext, request.get("EncryptionContext"))
    return {"Plaintext": text(plaintext), "CiphertextBlob": text(blob), "KeyId": key.arn, **key.current}


def data_key_pair(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, ENCRYPTION)
    allowed(key, "SYMMETRIC_DEFAULT")
    if key.store:
        raise Refused("UnsupportedOperationException")
    dry(request)
    private = generate(request["KeyPairSpec"])
    form = serialization.PrivateFormat.PKCS8
    plain = private.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
    return {
        "PrivateKeyPlaintext": text(plain),
        "PrivateKeyCiphertextBlob": text(seal(key, plain, request.get("EncryptionContext"))),
        "PublicKey": text(der(private.public_key())),
        "KeyId": key.arn,
        "KeyPairSpec": request["KeyPairSpec"],
        **key.current,
    }


def without(member: str, operation: Any) -> Any:
    """An operation that leaves a member out of its answer."""

    def answer(state: State, region: str, request: Body) -> Body:
        return {name: value for name, value in operation(state, region, request).items() if name != member}

    return answer


def _digest(request: Body, algorithm: str) -> tuple[Any, bytes]:
    digest = HASHES[algorithm.rpartition("_")[2]]
    message = data(request["Message"])
    if request.get("MessageType") == "DIGEST":
        if len(message) != digest.digest_size:
            raise Refused("ValidationException")
        return digest, message
    return digest, hashlib.new(digest.name, message).digest()


def _schemes(algorithm: str, digest: Any) -> tuple[Any, ...]:
    already = utils.Prehashed(digest)
    if algorithm.startswith("ECDSA"):
        return (ec.ECDSA(already),)
    if "PSS" in algorithm:
        return padding.PSS(padding.MGF1(digest), digest.digest_size), already
    return padding.PKCS1v15(), already


def _unhashed(algorithm: str, request: Body) -> str | None:
    """How an algorithm that hashes nothing by itself takes a message. Raises Refused where it does not."""
    kind = request.get("MessageType", "RAW")
    if algorithm == "ED25519_PH_SHA_512" and kind == "DIGEST":
        return "prehashed"
    if algorithm == "ML_DSA_SHAKE_256" and kind == "EXTERNAL_MU" and len(data(request["Message"])) == 64:
        return "mu"
    if algorithm in ("ED25519_SHA_512", "ML_DSA_SHAKE_256") and kind == "RAW":
        return "whole"
    if algorithm.startswith(("ED25519", "ML_DSA")) or kind == "EXTERNAL_MU":
        raise Refused("ValidationException")
    return None


def sign(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, SIGNING)
    algorithm, message = request["SigningAlgorithm"], data(request["Message"])
    allowed(key, algorithm)
    way = _unhashed(algorithm, request)
    if way == "prehashed":
        signature = ed25519ph.sign(key.private.private_bytes_raw(), message)
    elif way is not None:
        signature = key.private.sign_mu(message) if way == "mu" else key.private.sign(message)
    else:
        digest, hashed = _digest(request, algorithm)
        signature = key.private.sign(hashed, *_schemes(algorithm, digest))
    dry(request)
    return {"KeyId": key.arn, "Signature": text(signature), "SigningAlgorithm": algorithm}


def _verifies(public: Any, algorithm: str, request: Body) -> bool:
    message, signature = data(request["Message"]), data(request["Signature"])
    way = _unhashed(algorithm, request)
    if way == "prehashed":
        return ed25519ph.verify(public.public_bytes_raw(), message, signature)
    try:
        if way is not None:
            (public.verify_mu if way == "mu" else public.verify)(signature, message)
        else:
            digest, hashed = _digest(request, algorithm)
            public.verify(signature, hashed, *_schemes(algorithm, digest))
    except InvalidSignature:
        return False
    return True


def verify(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, SIGNING)
    algorithm = request["SigningAlgorithm"]
    allowed(key, algorithm)
    if not _verifies(key.private.public_key(), algorithm, request):
        raise Refused("KMSInvalidSignatureException")
    dry(request)
    return {"KeyId": key.arn, "SignatureValid": True, "SigningAlgorithm": algorithm}


def generate_mac(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, MACS)
    algorithm = request["MacAlgorithm"]
    allowed(key, algorithm)
    mac = hmac.digest(key.materials[-1], data(request["Message"]), f"sha{algorithm[-3:]}")
    dry(request)
    return {"KeyId": key.arn, "Mac": text(mac), "MacAlgorithm": algorithm}


def verify_mac(state: State, region: str, request: Body) -> Body:
    right = generate_mac(state, region, {**request, "DryRun": False})
    if not hmac.compare_digest(right["Mac"], request["Mac"]):
        raise Refused("KMSInvalidMacException")
    dry(request)
    return {"KeyId": right["KeyId"], "MacValid": True, "MacAlgorithm": right["MacAlgorithm"]}


def public_key(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request)
    if key.private is None:
        raise Refused("UnsupportedOperationException")
    return {
        "KeyId": key.arn,
        "PublicKey": text(der(key.private.public_key())),
        "KeySpec": key.spec,
        "KeyUsage": key.usage,
        MEMBERS[key.usage]: algorithms(key.spec, key.usage),
    }


def derive(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, AGREEMENT)
    try:
        secret = key.private.exchange(ec.ECDH(), serialization.load_der_public_key(data(request["PublicKey"])))
    except (ValueError, TypeError):
        raise Refused("ValidationException") from None
    dry(request)
    said = {"KeyId": key.arn, "KeyAgreementAlgorithm": "ECDH", "KeyOrigin": key.origin}
    return said | {"SharedSecret": text(secret)}


def encapsulate(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, ENCAPSULATION)
    dry(request)
    secret, sealed = key.private.public_key().encapsulate()
    made = {"SharedSecret": text(secret), "SharedSecretCiphertextBlob": text(sealed)}
    return {"KeyId": key.arn, "EncapsulationAlgorithm": "ML_KEM", **made}


def decapsulate(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, ENCAPSULATION)
    sealed = data(request["SharedSecretCiphertextBlob"])
    if len(sealed) != {"ML_KEM_768": 1088, "ML_KEM_1024": 1568}[key.spec]:
        raise Refused("InvalidCiphertextException")
    dry(request)
    secret = text(key.private.decapsulate(sealed))
    return {"KeyId": key.arn, "EncapsulationAlgorithm": "ML_KEM", "SharedSecret": secret}


def random_bytes(state: State, region: str, request: Body) -> Body:
    store = request.get("CustomKeyStoreId")
    if store is not None:
        if store not in state.stores:
            raise Refused("CustomKeyStoreNotFoundException")
        if state.stores[store]["CustomKeyStoreType"] == "EXTERNAL_KEY_STORE":
            raise Refused("UnsupportedOperationException")
        if state.stores[store]["ConnectionState"] != "CONNECTED":
            raise Refused("CustomKeyStoreInvalidStateException")
    return {"Plaintext": text(secrets.token_bytes(request["NumberOfBytes"]))}
