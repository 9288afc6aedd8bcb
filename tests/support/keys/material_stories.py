"""What happens to key material in accounts of the embedded endpoint: identifiers by the order in which they come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from kms_targets.reference.operations.cryptography.material import pkcs8, public_der
from tests.support.keys.account import MATERIAL, Account, Answered, text, wrapped
from tests.support.keys.stories import DAY, Fact, outcome

MEMBERS = ("KeyMaterialState", "RotationType", "ImportState", "ExpirationModel", "KeyMaterialDescription")


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
