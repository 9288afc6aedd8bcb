"""The cryptographic operations of the fake."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, mlkem, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kms_targets.reference.operations.cryptography import ed25519ph
from tests.support.fake_kms.state import Body, Key, Refused, State, dry

CURVES: dict[str, Any] = {
    "ECC_NIST_P256": ec.SECP256R1,
    "ECC_NIST_P384": ec.SECP384R1,
    "ECC_NIST_P521": ec.SECP521R1,
    "ECC_SECG_P256K1": ec.SECP256K1,
}
LATTICES: dict[str, Any] = {
    "ML_DSA_44": mldsa.MLDSA44PrivateKey,
    "ML_DSA_65": mldsa.MLDSA65PrivateKey,
    "ML_DSA_87": mldsa.MLDSA87PrivateKey,
    "ML_KEM_768": mlkem.MLKEM768PrivateKey,
    "ML_KEM_1024": mlkem.MLKEM1024PrivateKey,
}
ENCRYPTION, SIGNING, MACS = "ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"
AGREEMENT, ENCAPSULATION = "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"
ALGORITHMS = {
    ("RSA", ENCRYPTION): ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"],
    ("RSA", SIGNING): [f"RSASSA_{form}_SHA_{n}" for form in ("PSS", "PKCS1_V1_5") for n in (256, 384, 512)],
    ("ECC_NIST_P256", SIGNING): ["ECDSA_SHA_256"],
    ("ECC_NIST_P384", SIGNING): ["ECDSA_SHA_384"],
    ("ECC_NIST_P521", SIGNING): ["ECDSA_SHA_512"],
    ("ECC_SECG_P256K1", SIGNING): ["ECDSA_SHA_256"],
    ("ECC_NIST_EDWARDS25519", SIGNING): ["ED25519_SHA_512", "ED25519_PH_SHA_512"],
    **{(f"ML_DSA_{level}", SIGNING): ["ML_DSA_SHAKE_256"] for level in (44, 65, 87)},
    **{(f"HMAC_{n}", MACS): [f"HMAC_SHA_{n}"] for n in (224, 256, 384, 512)},
    ("SYMMETRIC_DEFAULT", ENCRYPTION): ["SYMMETRIC_DEFAULT"],
    ("ECC_NIST_P256", AGREEMENT): ["ECDH"],
    **{(f"ML_KEM_{level}", ENCAPSULATION): ["ML_KEM"] for level in (768, 1024)},
}
MEMBERS = {
    ENCRYPTION: "EncryptionAlgorithms",
    SIGNING: "SigningAlgorithms",
    MACS: "MacAlgorithms",
    AGREEMENT: "KeyAgreementAlgorithms",
    ENCAPSULATION: "EncapsulationAlgorithms",
}
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512(), "1": hashes.SHA1()}


def data(text: object) -> bytes:
    return b64decode(str(text))


def text(value: bytes) -> str:
    return b64encode(value).decode("ascii")


def algorithms(spec: str, usage: str) -> list[str]:
    """What keys of this kind are for; empty where there are none."""
    return ALGORITHMS.get((spec.partition("_")[0] if spec.startswith("RSA") else spec, usage), [])


def generate(spec: str) -> Any:
    """A new private key, or none for a symmetric key."""
    if spec.startswith("RSA_"):
        return rsa.generate_private_key(65537, int(spec[4:]))
    if spec in CURVES:
        return ec.generate_private_key(CURVES[spec]())
    if spec == "ECC_NIST_EDWARDS25519":
        return ed25519.Ed25519PrivateKey.generate()
    return LATTICES[spec].generate() if spec in LATTICES else None


def der(public: Any) -> bytes:
    return bytes(public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))


def _aad(context: object) -> bytes:
    return json.dumps(context or {}, sort_keys=True).encode()


def _seal(key: Key, plaintext: bytes, context: object) -> bytes:
    nonce = secrets.token_bytes(12)
    head = b"F" + bytes([len(key.id), len(key.materials) - 1]) + key.id.encode()
    return head + nonce + AESGCM(key.materials[-1]).encrypt(nonce, plaintext, head + _aad(context))


def _owner(state: State, region: str, blob: bytes) -> Key:
    name = blob[3 : 3 + blob[1]].decode("ascii", "replace") if len(blob) > 40 and blob[:1] == b"F" else ""
    if (region, name) not in state.keys:
        raise Refused("InvalidCiphertextException")
    return state.keys[region, name]


def _open(key: Key, blob: bytes, context: object) -> bytes:
    end = 3 + blob[1]
    head, nonce, sealed = blob[:end], blob[end : end + 12], blob[end + 12 :]
    try:
        return AESGCM(key.materials[blob[2]]).decrypt(nonce, sealed, head + _aad(context))
    except (InvalidTag, ValueError):
        raise Refused("InvalidCiphertextException") from None


def _oaep(algorithm: object) -> padding.OAEP:
    digest = HASHES[str(algorithm).rpartition("_")[2]]
    return padding.OAEP(padding.MGF1(digest), digest, None)


def _allowed(key: Key, algorithm: object) -> None:
    if algorithm not in algorithms(key.spec, key.usage):
        raise Refused("InvalidKeyUsageException")


def _encrypted(key: Key, plaintext: bytes, algorithm: object, context: object) -> bytes:
    _allowed(key, algorithm)
    if key.private is None:
        if len(plaintext) > 4096:
            raise Refused("ValidationException")
        return _seal(key, plaintext, context)
    try:
        return bytes(key.private.public_key().encrypt(plaintext, _oaep(algorithm)))
    except ValueError:
        raise Refused("ValidationException") from None


def _decrypted(state: State, region: str, request: Body, *, prefix: str = "") -> tuple[Key, bytes]:
    member = {"": "KeyId", "Source": "SourceKeyId"}[prefix]
    algorithm = request.get(f"{prefix}EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    context = request.get(f"{prefix}EncryptionContext")
    blob = data(request["CiphertextBlob"])
    named = state.key(region, request[member], alias=True) if member in request else None
    if named is not None and named.private is not None:
        state.usable(region, request, ENCRYPTION, member=member)
        _allowed(named, algorithm)
        try:
            return named, named.private.decrypt(blob, _oaep(algorithm))
        except ValueError:
            raise Refused("InvalidCiphertextException") from None
    owner = _owner(state, region, blob)
    if named is not None and named is not owner:
        raise Refused("IncorrectKeyException")
    state.ready(owner)
    return owner, _open(owner, blob, context)


def encrypt(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, ENCRYPTION)
    algorithm = request.get("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    blob = _encrypted(key, data(request["Plaintext"]), algorithm, request.get("EncryptionContext"))
    dry(request)
    return {"CiphertextBlob": text(blob), "KeyId": key.arn, "EncryptionAlgorithm": algorithm}


def decrypt(state: State, region: str, request: Body) -> Body:
    key, plaintext = _decrypted(state, region, request)
    dry(request)
    algorithm = request.get("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    used = _material(key, request, "KeyMaterialId")
    return {"Plaintext": text(plaintext), "KeyId": key.arn, "EncryptionAlgorithm": algorithm, **used}


def _material(key: Key, request: Body, member: str) -> Body:
    """The identifier of the material that a ciphertext was made with."""
    blob = data(request["CiphertextBlob"])
    return {member: key.material_id(key.materials[blob[2]])} if key.symmetric else {}


def re_encrypt(state: State, region: str, request: Body) -> Body:
    source, plaintext = _decrypted(state, region, request, prefix="Source")
    key = state.usable(region, request, ENCRYPTION, member="DestinationKeyId")
    algorithm = request.get("DestinationEncryptionAlgorithm", "SYMMETRIC_DEFAULT")
    blob = _encrypted(key, plaintext, algorithm, request.get("DestinationEncryptionContext"))
    dry(request)
    used = _material(source, request, "SourceKeyMaterialId")
    used |= {f"Destination{member}": found for member, found in key.current.items()}
    return {"CiphertextBlob": text(blob), "KeyId": key.arn, "SourceKeyId": source.arn, **used}


def data_key(state: State, region: str, request: Body) -> Body:
    if ("KeySpec" in request) == ("NumberOfBytes" in request):
        raise Refused("ValidationException")
    key = state.usable(region, request, ENCRYPTION)
    _allowed(key, "SYMMETRIC_DEFAULT")
    length = {"AES_128": 16, "AES_256": 32}.get(request.get("KeySpec", ""), request.get("NumberOfBytes", 0))
    plaintext = secrets.token_bytes(int(length))
    dry(request)
    blob = _seal(key, plaintext, request.get("EncryptionContext"))
    return {"Plaintext": text(plaintext), "CiphertextBlob": text(blob), "KeyId": key.arn, **key.current}


def data_key_pair(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, ENCRYPTION)
    _allowed(key, "SYMMETRIC_DEFAULT")
    if key.store:
        raise Refused("UnsupportedOperationException")
    dry(request)
    private = generate(request["KeyPairSpec"])
    form = serialization.PrivateFormat.PKCS8
    plain = private.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
    return {
        "PrivateKeyPlaintext": text(plain),
        "PrivateKeyCiphertextBlob": text(_seal(key, plain, request.get("EncryptionContext"))),
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
    _allowed(key, algorithm)
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
    _allowed(key, algorithm)
    if not _verifies(key.private.public_key(), algorithm, request):
        raise Refused("KMSInvalidSignatureException")
    dry(request)
    return {"KeyId": key.arn, "SignatureValid": True, "SigningAlgorithm": algorithm}


def generate_mac(state: State, region: str, request: Body) -> Body:
    key = state.usable(region, request, MACS)
    algorithm = request["MacAlgorithm"]
    _allowed(key, algorithm)
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
