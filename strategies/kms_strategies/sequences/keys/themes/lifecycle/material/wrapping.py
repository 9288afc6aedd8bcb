"""How key material is seen to get into a key: an HMAC key makes the MACs of it, a pair has the public key of it."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Demonstration,
    Made,
    Maker,
    Step,
    Template,
    different,
    equal,
    given,
    lists,
    ref,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import HMAC, MATERIAL, MESSAGE, OTHER_MATERIAL, key_id
from kms_strategies.sequences.keys.resources import create, import_of, parameters_of, wrapped
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_IMPORT, _PARAMETERS, _DELETE = "ImportKeyMaterial", "GetParametersForImport", "DeleteImportedKeyMaterial"
_ENTRY = import_of("key", "p")
_HMAC_KEY = create(Origin="EXTERNAL", KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
# RFC 2104 says what the MAC is: so it is known whose key material made it.
OF_MATERIAL: tuple[Step, ...] = (
    then(
        "GenerateMac",
        {"KeyId": key_id("key"), "Message": MESSAGE, "MacAlgorithm": HMAC},
        equal("Mac", Made(Maker.HMAC_SHA_256, (MATERIAL, MESSAGE))),
    ),
)


def _asked(algorithm: str = "RSAES_OAEP_SHA_256", name: str = "p") -> Step:
    return given(_PARAMETERS, parameters_of("key") | {"WrappingAlgorithm": algorithm}, name=name)


def _wrapped_by(maker: Maker, material: Template) -> dict[str, Template]:
    return _ENTRY | {"EncryptedKeyMaterial": Made(maker, (ref("p.PublicKey"), material))}


def _of_a_pair(algorithm: str, maker: Maker, spec: str) -> Demonstration:
    """A pair that is wrapped by AES has the public key of the private key that was imported."""
    return shows(
        f"{_IMPORT}.state.{algorithm}",
        (
            create(Origin="EXTERNAL", KeySpec=spec, KeyUsage="SIGN_VERIFY"),
            _asked(algorithm),
            then(_IMPORT, _wrapped_by(maker, Made(Maker.PEER_PRIVATE_KEY, (spec,)))),
            then("GetPublicKey", KEY, equal("PublicKey", Made(Maker.PEER_PUBLIC_KEY, (spec,)))),
        ),
    )


_ALL: dict[str, Template] = KEY | {"IncludeKeyMaterial": "ALL_KEY_MATERIAL"}
_NEW = import_of("key", "p", OTHER_MATERIAL) | {"ImportType": "NEW_KEY_MATERIAL"}
_KEPT: dict[str, Template] = {"KeyMaterialId": "{i.KeyMaterialId}", "ImportState": "IMPORTED"}

WRAPPING: tuple[Demonstration, ...] = (
    shows(
        f"{_IMPORT}.state.RSAES_OAEP_SHA_1",
        (
            _HMAC_KEY,
            _asked("RSAES_OAEP_SHA_1"),
            then(_IMPORT, _wrapped_by(Maker.RSA_OAEP_SHA_1, MATERIAL)),
            *OF_MATERIAL,
        ),
    ),
    _of_a_pair("RSA_AES_KEY_WRAP_SHA_1", Maker.RSA_AES_KEY_WRAP_SHA_1, "ECC_NIST_P256"),
    _of_a_pair("RSA_AES_KEY_WRAP_SHA_256", Maker.RSA_AES_KEY_WRAP_SHA_256, "RSA_2048"),
    shows(
        f"{_PARAMETERS}.state.earlier-parameters",
        (
            _HMAC_KEY,
            _asked(),
            _asked(name="later"),
            then(_IMPORT, _ENTRY | {"EncryptedKeyMaterial": wrapped("p")}),
            *OF_MATERIAL,
        ),
    ),
    shows(
        f"{_DELETE}.state.other-material",
        (
            create(Origin="EXTERNAL"),
            _asked(),
            given(_IMPORT, _ENTRY, different("KeyMaterialId", ""), name="i"),
            _asked(),
            given(_IMPORT, _NEW, different("KeyMaterialId", "{i.KeyMaterialId}"), name="o"),
            given("ListKeyRotations", _ALL, lists("Rotations", _KEPT), pages="Rotations"),
            then(_DELETE, KEY | {"KeyMaterialId": "{o.KeyMaterialId}"}),
            then("ListKeyRotations", _ALL, lists("Rotations", _KEPT), pages="Rotations"),
        ),
    ),
)
