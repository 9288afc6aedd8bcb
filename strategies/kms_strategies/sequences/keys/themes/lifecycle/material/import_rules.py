"""How key material that must not be imported is refused, and what other material of a key does."""

from __future__ import annotations

from collections.abc import Iterator

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Step,
    Template,
    absent,
    equal,
    given,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, OTHER_MATERIAL
from kms_strategies.sequences.keys.resources import create, import_of, imported, parameters_of, wrapped
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.lifecycle.material.wrapping import OF_MATERIAL

_IMPORT, _PARAMETERS, _ON_DEMAND = "ImportKeyMaterial", "GetParametersForImport", "RotateKeyOnDemand"
_EXTERNAL = create(Origin="EXTERNAL")
_ASKED = given(_PARAMETERS, parameters_of("key"), name="p")
_ENTRY = import_of("key", "p")
_OTHER = import_of("key", "p", OTHER_MATERIAL)
_EXPIRES = "KEY_MATERIAL_EXPIRES"
_SHORT = "dG9vIHNob3J0IGZvciBhIGtleSBvZiAzMiBieXRlcw=="[:40]  # 30 bytes
_ENCRYPTED = given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c")
_OPENS: dict[str, Template] = KEY | {"CiphertextBlob": "{c.CiphertextBlob}"}
_SANE = given("Decrypt", _OPENS, equal("Plaintext", MESSAGE))
_OPENED = then("Decrypt", _OPENS, equal("Plaintext", MESSAGE))


def _in_days(days: int) -> Made:
    return Made(Maker.DAYS_AHEAD, (days,))


def _expires(days: int) -> dict[str, Template]:
    return _ENTRY | {"ExpirationModel": _EXPIRES, "ValidTo": _in_days(days)}


def _without_model(entry: dict[str, Template]) -> dict[str, Template]:
    return {member: value for member, value in entry.items() if member != "ExpirationModel"}


_MODEL = (equal("KeyMetadata.ExpirationModel", _EXPIRES), Check("KeyMetadata.ValidTo", Relation.DAYS_FROM_NOW, 1))
_DESCRIBED = then("DescribeKey", KEY, *_MODEL)


def _used() -> tuple[Step, ...]:
    """A key with imported material that has encrypted something, and what another import needs."""
    return (_EXTERNAL, *imported(), _ENCRYPTED, _SANE, _ASKED)


def _wrapped_by(
    spec: str, usage: str, right: dict[str, Template], wrong: tuple[dict[str, Template], ...]
) -> Iterator[tuple[Step, ...]]:
    """A key of the spec takes material that is wrapped in the right way, and not in the wrong ones."""
    kind: dict[str, Template] = {} if spec == "SYMMETRIC_DEFAULT" else {"KeySpec": spec, "KeyUsage": usage}
    made = given("CreateKey", {"Origin": "EXTERNAL", **kind}, name="key")
    for ways in wrong:
        yield made, then(_PARAMETERS, KEY | right), refused(_PARAMETERS, KEY | ways)


def _way(algorithm: str, spec: str = "RSA_2048") -> dict[str, Template]:
    return {"WrappingAlgorithm": algorithm, "WrappingKeySpec": spec}


_OAEP = tuple(_way(f"RSAES_OAEP_SHA_{size}") for size in (256, 1))
_BY_AES = _way("RSA_AES_KEY_WRAP_SHA_256")


def _private(curve: str) -> Made:
    return Made(Maker.PEER_PRIVATE_KEY, (curve,))


def _pair(material: Template) -> dict[str, Template]:
    """A request to import a private key into a key for signatures of ECC_NIST_P256."""
    return _ENTRY | {"EncryptedKeyMaterial": wrapped("p", material)}


_SIGNER = create(Origin="EXTERNAL", KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
_P256 = _pair(_private("ECC_NIST_P256"))
_HMAC = create(Origin="EXTERNAL", KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")

IMPORT_RULES: tuple[Demonstration, ...] = (
    shows(
        f"{_IMPORT}.state.HMAC",
        (_HMAC, _ASKED, then(_IMPORT, _ENTRY), *OF_MATERIAL),
    ),
    shows(
        f"{_IMPORT}.state.NEW_KEY_MATERIAL-added",
        (*_used(), then(_IMPORT, _OTHER | {"ImportType": "NEW_KEY_MATERIAL"}), _OPENED),
    ),
    shows(
        f"{_IMPORT}.state.HMAC-material",
        (
            _HMAC,
            _ASKED,
            given(_IMPORT, _ENTRY),
            given("DeleteImportedKeyMaterial", KEY),
            _ASKED,
            given(_IMPORT, _ENTRY),
            given("DeleteImportedKeyMaterial", KEY),
            _ASKED,
            refused(_IMPORT, _OTHER),
        ),
    ),
    shows(
        f"{_IMPORT}.state.key-pair",
        (
            _SIGNER,
            _ASKED,
            then(_IMPORT, _P256),
            then("GetPublicKey", KEY, equal("PublicKey", Made(Maker.PEER_PUBLIC_KEY, ("ECC_NIST_P256",)))),
        ),
    ),
    shows(
        f"{_IMPORT}.state.key-pair-other-spec",
        *(
            (_SIGNER, _ASKED, given(_IMPORT, _P256), _SIGNER, _ASKED, refused(_IMPORT, _pair(wrong)))
            for wrong in (_private("ECC_SECG_P256K1"), OTHER_MATERIAL)
        ),
    ),
    shows(f"{_IMPORT}.state.ValidTo-past", (_EXTERNAL, _ASKED, refused(_IMPORT, _expires(-2)))),
    shows(f"{_IMPORT}.state.ValidTo-maximum", (_EXTERNAL, _ASKED, refused(_IMPORT, _expires(367)))),
    shows(
        f"{_IMPORT}.state.ExpirationModel-default",
        (_EXTERNAL, _ASKED, refused(_IMPORT, _without_model(_ENTRY))),
        (_EXTERNAL, _ASKED, then(_IMPORT, _without_model(_expires(1))), _DESCRIBED),
    ),
    shows(
        f"{_IMPORT}.state.expiration-changed",
        (
            _EXTERNAL,
            *imported(),
            given("DescribeKey", KEY, absent("KeyMetadata.ValidTo")),
            given("DeleteImportedKeyMaterial", KEY),
            _ASKED,
            then(_IMPORT, _expires(1)),
            _DESCRIBED,
        ),
        (
            _EXTERNAL,
            _ASKED,
            given(_IMPORT, _expires(1)),
            given("DeleteImportedKeyMaterial", KEY),
            _ASKED,
            then(_IMPORT, _ENTRY),
            then(
                "DescribeKey",
                KEY,
                equal("KeyMetadata.ExpirationModel", "KEY_MATERIAL_DOES_NOT_EXPIRE"),
                absent("KeyMetadata.ValidTo"),
            ),
        ),
    ),
    shows(
        f"{_IMPORT}.state.material-length",
        (_EXTERNAL, _ASKED, refused(_IMPORT, import_of("key", "p", _SHORT))),
    ),
    shows(f"{_IMPORT}.state.ImportType-default", (*_used(), refused(_IMPORT, _OTHER), _OPENED)),
    shows(
        f"{_IMPORT}.state.NEW_KEY_MATERIAL",
        (*_used(), refused(_IMPORT, _ENTRY | {"ImportType": "NEW_KEY_MATERIAL"}), _OPENED),
    ),
    shows(
        f"{_IMPORT}.state.KeyMaterialId",
        (
            _EXTERNAL,
            *imported(),
            given("DeleteImportedKeyMaterial", KEY),
            _ASKED,
            refused(_IMPORT, _ENTRY | {"ImportType": "EXISTING_KEY_MATERIAL", "KeyMaterialId": "0" * 64}),
        ),
    ),
    shows(f"{_ON_DEMAND}.state.imported-material-missing", (*_used()[:-1], refused(_ON_DEMAND, KEY), _OPENED)),
    shows(
        f"{_ON_DEMAND}.state.imported-material",
        (
            *_used(),
            given(_IMPORT, _OTHER | {"ImportType": "NEW_KEY_MATERIAL"}),
            then(_ON_DEMAND, KEY),
            _OPENED,
        ),
    ),
    shows(f"{_PARAMETERS}.state.RSA-material", *_wrapped_by("RSA_2048", "SIGN_VERIFY", _BY_AES, _OAEP)),
    shows(f"{_PARAMETERS}.state.ECC_NIST_P521-material", *_wrapped_by("ECC_NIST_P521", "SIGN_VERIFY", _BY_AES, _OAEP)),
    shows(
        f"{_PARAMETERS}.state.RSAES_PKCS1_V1_5",
        *_wrapped_by("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", _OAEP[0], (_way("RSAES_PKCS1_V1_5"),)),
    ),
)
