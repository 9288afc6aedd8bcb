"""The keys and aliases that sequences share within a run, each made once, where a sequence first refers to it."""

from __future__ import annotations

from collections.abc import Iterator

from kms_strategies.sequences.keys.language import Made, Maker, Recipe, Step, Template, equal, given, ref
from kms_strategies.sequences.keys.requests import CHANGING, MATERIAL, MESSAGE, key_id, valid

_SIGNING: dict[str, Template] = {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}
_HMAC: dict[str, Template] = {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}
_AGREEMENT: dict[str, Template] = {"KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT"}
_ML_KEM: dict[str, Template] = {"KeySpec": "ML_KEM_768", "KeyUsage": "ENCAPSULATE_DECAPSULATE"}


def create(name: str = "key", **request: Template) -> Step:
    """A key is made."""
    return given("CreateKey", request, name=name)


def _created(request: dict[str, Template]) -> Step:
    return given("CreateKey", request, name="key")


def wrapped(parameters: str, material: Template = MATERIAL) -> Made:
    """Key material, wrapped with the public key of an answer of GetParametersForImport."""
    return Made(Maker.RSA_OAEP_SHA_256, (ref(f"{parameters}.PublicKey"), material))


def imported(
    key: str = "key", material: str = MATERIAL, name: str = "parameters", **more: Template
) -> tuple[Step, Step]:
    """Key material is imported into a key, and does not expire."""
    return (
        given("GetParametersForImport", parameters_of(key), name=name),
        given("ImportKeyMaterial", import_of(key, name, material) | more),
    )


def parameters_of(key: str) -> dict[str, Template]:
    """A request for what is needed to import key material."""
    return {"KeyId": key_id(key), "WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}


def import_of(key: str, parameters: str, material: str = MATERIAL) -> dict[str, Template]:
    """A request to import key material that does not expire."""
    return {
        "KeyId": key_id(key),
        "ImportToken": ref(f"{parameters}.ImportToken"),
        "EncryptedKeyMaterial": wrapped(parameters, material),
        "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
    }


def _used(prefix: str, *last: Step) -> Iterator[Recipe]:
    """A key of each kind, each with something that it has made, brought into a state in the end."""
    mine = {
        "symmetric": (create(), given("Encrypt", {"KeyId": key_id("key"), "Plaintext": MESSAGE}, name="ciphertext")),
        "signing": (_created(_SIGNING), given("Sign", valid("Sign", key=key_id("key")), name="signature")),
        "hmac": (_created(_HMAC), given("GenerateMac", valid("GenerateMac", key=key_id("key")), name="mac")),
        "agreement": (_created(_AGREEMENT),),
        "ml-kem": (
            _created(_ML_KEM),
            given("Encapsulate", {"KeyId": key_id("key"), "EncapsulationAlgorithm": "ML_KEM"}, name="secret"),
        ),
    }
    for kind, steps in mine.items():
        yield Recipe(f"{prefix}{kind}", (*steps, *last))


def _is(state: str) -> Step:
    """The key has come into the state; where it has not, nothing is shown of keys in that state."""
    return given("DescribeKey", {"KeyId": key_id("key")}, equal("KeyMetadata.KeyState", state))


def _alias(name: str, of: str) -> Recipe:
    """An alias of a shared key."""
    request: dict[str, Template] = {"AliasName": "alias/{unique}", "TargetKeyId": key_id(f"{of}.key")}
    return Recipe(name, (given("CreateAlias", request, name="made"),))


def _without_material() -> Iterator[Recipe]:
    """Keys whose imported material was deleted again, after they were used."""
    delete = given("DeleteImportedKeyMaterial", {"KeyId": key_id("key")})
    made = {
        "symmetric": ({}, "Encrypt", "ciphertext"),
        "hmac": (_HMAC, "GenerateMac", "mac"),
    }
    for kind, (request, operation, name) in made.items():
        used = given(operation, valid(operation, key=key_id("key")), name=name)
        yield Recipe(f"emptied-{kind}", (_created({"Origin": "EXTERNAL", **request}), *imported(), used, delete))


_STORE: dict[str, Template] = {"CustomKeyStoreId": "{made.CustomKeyStoreId}"}


def in_store(store: Template, **more: Template) -> Template:
    """A request for a key in a custom key store, as the target takes them."""
    return Made(Maker.MERGED, ("{fixture.store_key}", {"CustomKeyStoreId": store, **more}))


def _in_state(state: str) -> Step:
    return given("DescribeCustomKeyStores", _STORE, equal("CustomKeyStores.0.ConnectionState", state))


def _connected(request: Template) -> tuple[Step, ...]:
    """A custom key store that is connected."""
    return (
        given("CreateCustomKeyStore", request, name="made"),
        given("ConnectCustomKeyStore", _STORE),
        _in_state("CONNECTED"),
    )


RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        *_used(""),
        *_used("disabled-", given("DisableKey", {"KeyId": key_id("key")}), _is("Disabled")),
        *_used(
            "pending-",
            given("ScheduleKeyDeletion", {"KeyId": key_id("key"), "PendingWindowInDays": 7}),
            _is("PendingDeletion"),
        ),
        *_without_material(),
        Recipe("scratch", (create(),)),  # for what changes neither its state nor its material
        Recipe("other-symmetric", (create(),)),
        Recipe("other-signing", (_created(_SIGNING),)),
        Recipe("other-hmac", (_created(_HMAC),)),
        Recipe("other-agreement", (_created(_AGREEMENT),)),
        Recipe("rsa-encryption", (create(KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT"),)),
        Recipe("rsa-signing", (create(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY"),)),
        Recipe("ed25519", (create(KeySpec="ECC_NIST_EDWARDS25519", KeyUsage="SIGN_VERIFY"),)),
        Recipe("external", (create(Origin="EXTERNAL"),)),
        Recipe(
            "importable",
            (
                create(Origin="EXTERNAL"),
                given("GetParametersForImport", parameters_of("key"), name="parameters"),
            ),
        ),
        # For requests that change their key, which no sequence refers to.
        *(Recipe(f"changed-by-{operation}", (create(),)) for operation in CHANGING),
        *(Recipe(name, (create(),)) for name in ("disabled-by-request", "deleted-by-request")),
        *(Recipe(name, (create(MultiRegion=True),)) for name in ("primary", "moved-primary")),
        _alias("alias", "symmetric"),
        _alias("signing-alias", "signing"),
        _alias("agreement-alias", "agreement"),
        _alias("ml-kem-alias", "ml-kem"),
        _alias("changed-alias", "changed-by-UpdateAlias"),
        Recipe("store", _connected("{fixture.store}")),
        Recipe(
            "left-store",
            (
                *_connected("{fixture.other_store}"),
                given("CreateKey", in_store("{made.CustomKeyStoreId}"), name="key"),
                given("Encrypt", {"KeyId": key_id("key"), "Plaintext": MESSAGE}, name="ciphertext"),
                given("DisconnectCustomKeyStore", _STORE),
                _in_state("DISCONNECTED"),
            ),
        ),
        Recipe("external-store", _connected("{fixture.external_store}")),
        Recipe(
            "left-external-store",
            (
                *_connected("{fixture.other_external_store}"),
                given("CreateKey", _STORE | {"Origin": "EXTERNAL_KEY_STORE", "XksKeyId": "kms-{unique}"}, name="key"),
                given("DisconnectCustomKeyStore", _STORE),
                _in_state("DISCONNECTED"),
            ),
        ),
        Recipe("idle-store", (given("CreateCustomKeyStore", "{fixture.idle_store}", name="made"),)),
    )
}
