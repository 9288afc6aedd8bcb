"""What happens to key material in accounts of the embedded endpoint: identifiers by the order in which they come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from kms_targets.reference.operations.cryptography.material import pkcs8, public_der
from tests.support.keys.account import MATERIAL, Account, Answered, data, text, wrapped
from tests.support.keys.stories import DAY, Fact, outcome

MEMBERS = ("KeyMaterialState", "RotationType", "ImportState", "ExpirationModel", "KeyMaterialDescription")


_RSA = rsa.generate_private_key(65_537, 2048)


class Seen:
    """The identifiers seen so far: each is known by its number."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def number(self, found: str | None) -> int | None:
        if found is None:
            return None
        if found not in self.ids:
            self.ids.append(found)
        return self.ids.index(found)

    def described(self, account: Account, key: str) -> int | None:
        return self.number(account.must("DescribeKey", {"KeyId": key})["KeyMetadata"].get("CurrentKeyMaterialId"))

    def used(self, answer: Answered) -> list[Any]:
        names = ("KeyMaterialId", "SourceKeyMaterialId", "DestinationKeyMaterialId")
        return [answer.code, *(self.number(answer.body.get(name)) for name in names)]

    def listed(self, account: Account, key: str) -> list[Any]:
        request = {"KeyId": key, "IncludeKeyMaterial": "ALL_KEY_MATERIAL"}
        entries = account.must("ListKeyRotations", request)["Rotations"]
        return [[self.number(e.get("KeyMaterialId")), *(e.get(name) for name in MEMBERS)] for e in entries]


def rotated_material(account: Account) -> Iterator[Fact]:
    """A key is used, rotated and used again."""
    seen, key = Seen(), account.key()
    before = account.encrypted()
    for _ in range(2):
        yield seen.described(account, key), seen.listed(account, key)
        for operation in ("GenerateDataKey", "GenerateDataKeyWithoutPlaintext"):
            yield seen.used(account.ask(operation, {"KeyId": key, "NumberOfBytes": 24}))
        for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"):
            yield seen.used(account.ask(operation, {"KeyId": key, "KeyPairSpec": "ECC_NIST_P256"}))
        for blob in (before, account.encrypted()):
            yield seen.used(account.ask("Decrypt", {"CiphertextBlob": blob}))
            yield seen.used(account.ask("ReEncrypt", {"CiphertextBlob": blob, "DestinationKeyId": key}))
        account.must("RotateKeyOnDemand", {"KeyId": key})
        yield sorted(account.must("GetKeyRotationStatus", {"KeyId": key}))


def imported_material(account: Account) -> Iterator[Fact]:
    """Material is imported, deleted, imported again, followed by other material, and rotated to that."""
    seen, key = Seen(), account.key("external")
    first = account.ask("ImportKeyMaterial", {**account.import_request(), "KeyMaterialDescription": "the first"})
    named = {"KeyMaterialId": first.body["KeyMaterialId"], "ImportType": "EXISTING_KEY_MATERIAL"}
    yield seen.used(first), seen.described(account, key), seen.listed(account, key)
    for more in ({}, named, {"KeyMaterialDescription": "the second"}):
        yield seen.used(account.ask("DeleteImportedKeyMaterial", {"KeyId": key})), seen.listed(account, key)
        yield seen.used(account.ask("ImportKeyMaterial", {**account.import_request(), **more}))
        yield seen.listed(account, key)
    expires = {"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": time.time() + DAY}
    other = account.import_request(material=MATERIAL[::-1]) | {"ImportType": "NEW_KEY_MATERIAL"}
    yield seen.used(account.ask("ImportKeyMaterial", {**other, **expires})), seen.listed(account, key)
    yield outcome(account.ask("RotateKeyOnDemand", {"KeyId": key})), seen.listed(account, key)


def key_pairs(account: Account) -> Iterator[Fact]:
    """A private key is imported, then one of another curve, then what is none."""
    made = {"Origin": "EXTERNAL", "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}
    for curve in (ec.SECP256R1(), ec.SECP256K1(), None):
        private = None if curve is None else ec.derive_private_key(7, curve)
        key = account.must("CreateKey", made)["KeyMetadata"]["KeyId"]
        parameters = account.parameters(key)
        material = MATERIAL if private is None else pkcs8(private)
        request = {
            "KeyId": key,
            "ImportToken": parameters["ImportToken"],
            "EncryptedKeyMaterial": wrapped(parameters["PublicKey"], material),
            "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
        }
        yield outcome(account.ask("ImportKeyMaterial", request))
        found = account.ask("GetPublicKey", {"KeyId": key})
        yield private is not None and found.body.get("PublicKey") == text(public_der(private))


def ways_to_wrap(account: Account) -> Iterator[Fact]:
    """Material of several kinds of keys is wrapped in each way, with parameters that were asked for twice."""
    pair = ec.derive_private_key(7, ec.SECP256R1())
    for spec, usage, material in (
        ("HMAC_256", "GENERATE_VERIFY_MAC", MATERIAL),
        ("ECC_NIST_P256", "SIGN_VERIFY", pkcs8(pair)),
        ("RSA_2048", "SIGN_VERIFY", pkcs8(_RSA)),
    ):
        for way in ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256"):
            made = account.must("CreateKey", {"Origin": "EXTERNAL", "KeySpec": spec, "KeyUsage": usage})
            key = made["KeyMetadata"]["KeyId"]
            asked = {"KeyId": key, "WrappingAlgorithm": way, "WrappingKeySpec": "RSA_2048"}
            parameters, later = (account.ask("GetParametersForImport", asked) for _ in range(2))
            yield outcome(parameters), outcome(later)
            if parameters.code is None:
                yield outcome(account.ask("ImportKeyMaterial", _wrapped_by(way, parameters.body, material)))
            mac = {"KeyId": key, "Message": text(b"one"), "MacAlgorithm": "HMAC_SHA_256"}
            found = account.ask("GetPublicKey", {"KeyId": key}).body.get("PublicKey")
            yield outcome(account.ask("GenerateMac", mac), "Mac")
            yield found == text(public_der(pair)), found == text(public_der(_RSA))


def _wrapped_by(way: str, parameters: dict[str, Any], material: bytes) -> dict[str, Any]:
    """A request to import material that is wrapped in a way."""
    public: Any = serialization.load_der_public_key(data(parameters["PublicKey"]))
    digest: Any = hashes.SHA1() if way.endswith("SHA_1") else hashes.SHA256()
    oaep = padding.OAEP(padding.MGF1(digest), digest, None)
    aes = MATERIAL[:32]
    by_aes = b"" if way.startswith("RSAES") else keywrap.aes_key_wrap_with_padding(aes, material)
    sealed = public.encrypt(aes, oaep) + by_aes if by_aes else public.encrypt(material, oaep)
    return {
        "KeyId": parameters["KeyId"],
        "ImportToken": parameters["ImportToken"],
        "EncryptedKeyMaterial": text(sealed),
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
    }


def new_material_deleted(account: Account) -> Iterator[Fact]:
    """New material is imported beside the first, and deleted by its identifier."""
    seen, key = Seen(), account.key("external")
    account.must("ImportKeyMaterial", account.import_request())
    other = account.import_request(material=MATERIAL[::-1]) | {"ImportType": "NEW_KEY_MATERIAL"}
    found = account.must("ImportKeyMaterial", other)
    yield seen.listed(account, key)
    named = {"KeyId": key, "KeyMaterialId": found["KeyMaterialId"]}
    yield seen.used(account.ask("DeleteImportedKeyMaterial", named)), seen.listed(account, key)


def several_materials(account: Account) -> Iterator[Fact]:
    """Two materials expire one after the other; the key is rotated, and loses the first."""
    key, named = account.key("external"), []
    for days, material in ((2, MATERIAL), (1, MATERIAL[::-1])):
        expires = {"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": time.time() + days * DAY}
        request = account.import_request(material=material) | expires | {"ImportType": "NEW_KEY_MATERIAL"}
        named.append(account.must("ImportKeyMaterial", request)["KeyMaterialId"])
        yield _until(account, key)
    account.must("RotateKeyOnDemand", {"KeyId": key})
    yield _until(account, key)
    account.must("DeleteImportedKeyMaterial", {"KeyId": key, "KeyMaterialId": named[0]})
    yield _until(account, key)


def later_material(account: Account) -> Iterator[Fact]:
    """The material that a key is rotated to expires later than the first."""
    key = account.key("external")
    for days, material in ((1, MATERIAL), (3, MATERIAL[::-1])):
        expires = {"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": time.time() + days * DAY}
        request = account.import_request(material=material) | expires | {"ImportType": "NEW_KEY_MATERIAL"}
        account.must("ImportKeyMaterial", request)
    account.must("RotateKeyOnDemand", {"KeyId": key})
    yield _until(account, key)


def _until(account: Account, key: str) -> tuple[str, int]:
    """The state of a key, and in how many days its first material expires."""
    found = account.must("DescribeKey", {"KeyId": key})["KeyMetadata"]
    return found["KeyState"], round((found.get("ValidTo", time.time()) - time.time()) / DAY)


def material_of_hmac_keys(account: Account) -> Iterator[Fact]:
    """Members that are for symmetric encryption keys alone are sent for another key, and other material."""
    for more in (
        {"ImportType": "NEW_KEY_MATERIAL"},
        {"KeyMaterialDescription": text(b"one")},
        {"KeyMaterialId": "0" * 64},
        {},
    ):
        yield outcome(account.ask("ImportKeyMaterial", {**account.import_request("external-hmac"), **more}))
    account.must("DeleteImportedKeyMaterial", {"KeyId": account.key("external-hmac")})
    yield outcome(account.ask("ImportKeyMaterial", account.import_request("external-hmac", MATERIAL[::-1])))
