"""How key material is seen by its identifiers. A target that names no key material shows nothing of this.

So each sequence first sees that what is to be judged is answered at all.
"""

from __future__ import annotations

from kms_specification.pages.keys.lifecycle.material.key_material import DATA_KEYS
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Step,
    Template,
    absent,
    different,
    equal,
    given,
    lists,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, OTHER_MATERIAL, key_id, valid
from kms_strategies.sequences.keys.resources import create, import_of, parameters_of
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_IMPORT, _DELETE, _ROTATIONS = "ImportKeyMaterial", "DeleteImportedKeyMaterial", "ListKeyRotations"
_CURRENT, _ID = "KeyMetadata.CurrentKeyMaterialId", "KeyMaterialId"
_SYMMETRIC: dict[str, Template] = {"KeyId": key_id("symmetric.key")}


def _answered(operation: str, request: Template, *members: str, name: str = "") -> Step:
    """The target answers the operation with these members."""
    return given(operation, request, *(different(member, "") for member in members), name=name)


def _shown(name: str, key: dict[str, Template] = KEY) -> Step:
    """The current key material of a key is known by a name."""
    return _answered("DescribeKey", key, _CURRENT, name=name)


def _current(name: str) -> str:
    return "{" + f"{name}.{_CURRENT}" + "}"


def _names(operation: str, request: dict[str, Template], member: str, material: Template) -> tuple[Step, Step]:
    """An operation that names key material names this."""
    return _answered(operation, request, member), then(operation, request, equal(member, material))


_ROTATED = (
    given("RotateKeyOnDemand", KEY),
    given("GetKeyRotationStatus", KEY, absent("OnDemandRotationStartDate")),  # it is in progress no more
)
# Where reads stay behind, a rotation that has not begun looks like one that has ended: other material is current then.
_REPLACED = (
    _shown("before"),
    *_ROTATED,
    given("DescribeKey", KEY, different(_CURRENT, _current("before")), name="d"),
)
_ENCRYPTED = given("Encrypt", KEY | {"Plaintext": MESSAGE}, name="c")
_BLOB: dict[str, Template] = {"CiphertextBlob": "{c.CiphertextBlob}"}
_AGAIN: dict[str, Template] = _BLOB | {"DestinationKeyId": key_id("key")}

_USED = (
    shows(
        "RotateKeyOnDemand.state.CurrentKeyMaterialId",
        (create(), _shown("d"), *_ROTATED, then("DescribeKey", KEY, different(_CURRENT, _current("d")))),
    ),
    *(
        shows(
            f"{operation}.state.{_ID}",
            (_shown("d", _SYMMETRIC), *_names(operation, valid(operation), _ID, _current("d"))),
            (
                create(),
                *_REPLACED,
                *_names(operation, valid(operation, key=key_id("key")), _ID, _current("d")),
            ),
        )
        for operation in DATA_KEYS
    ),
    shows(
        f"Decrypt.state.{_ID}",
        (create(), _ENCRYPTED, _shown("d"), *_ROTATED, *_names("Decrypt", KEY | _BLOB, _ID, _current("d"))),
        (create(), *_REPLACED, _ENCRYPTED, *_names("Decrypt", _BLOB, _ID, _current("d"))),
    ),
    shows(
        f"ReEncrypt.state.Source{_ID}",
        (create(), _ENCRYPTED, _shown("d"), *_ROTATED, *_names("ReEncrypt", _AGAIN, f"Source{_ID}", _current("d"))),
    ),
    shows(
        f"ReEncrypt.state.Destination{_ID}",
        (
            create(),
            _ENCRYPTED,
            *_REPLACED,
            *_names("ReEncrypt", _AGAIN, f"Destination{_ID}", _current("d")),
        ),
    ),
)

_EXTERNAL = create(Origin="EXTERNAL")
_ASKED = given("GetParametersForImport", parameters_of("key"), name="p")
_MATERIAL = import_of("key", "p")
_TOLD = (_EXTERNAL, _ASKED, _answered(_IMPORT, _MATERIAL, _ID, name="i"))
_SAME = equal(_ID, "{i.KeyMaterialId}")
_DELETED = given(_DELETE, KEY)
_HMAC = create(Origin="EXTERNAL", KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
_OF_SYMMETRIC_KEYS: dict[str, Template] = {
    "ImportType": "NEW_KEY_MATERIAL",
    "KeyMaterialDescription": "the first",
    _ID: "0123456789abcdef" * 4,
}
_IMPORTED = (
    shows(
        f"{_IMPORT}.state.CurrentKeyMaterialId",
        (
            *_TOLD,
            _answered("DescribeKey", KEY, _CURRENT),
            then("DescribeKey", KEY, equal(_CURRENT, "{i.KeyMaterialId}")),
        ),
    ),
    shows(
        f"{_IMPORT}.state.identifier",
        (*_TOLD, _DELETED, _ASKED, then(_IMPORT, _MATERIAL, _SAME)),
        (*_TOLD, _EXTERNAL, _ASKED, then(_IMPORT, _MATERIAL, different(_ID, "{i.KeyMaterialId}"))),
    ),
    shows(
        f"{_IMPORT}.state.{_ID}-right",
        (
            *_TOLD,
            _DELETED,
            _ASKED,
            then(_IMPORT, _MATERIAL | {"ImportType": "EXISTING_KEY_MATERIAL", _ID: "{i.KeyMaterialId}"}),
        ),
    ),
    *(
        shows(
            f"{_IMPORT}.state.{member}-symmetric",
            (_HMAC, _ASKED, given(_IMPORT, _MATERIAL), _HMAC, _ASKED, refused(_IMPORT, _MATERIAL | {member: value})),
        )
        for member, value in _OF_SYMMETRIC_KEYS.items()
    ),
    shows(
        f"{_DELETE}.state.{_ID}",
        (*_TOLD, _answered(_DELETE, KEY, _ID), *_TOLD, then(_DELETE, KEY, _SAME)),
        (*_TOLD, _answered(_DELETE, KEY, _ID), *_TOLD, then(_DELETE, KEY | {_ID: "{i.KeyMaterialId}"}, _SAME)),
    ),
)

_ALL: dict[str, Template] = KEY | {"IncludeKeyMaterial": "ALL_KEY_MATERIAL"}
_STATE, _IMPORT_STATE, _MODEL = "KeyMaterialState", "ImportState", "ExpirationModel"
_DESCRIPTION = "KeyMaterialDescription"
_EXPIRES: dict[str, Template] = {_MODEL: "KEY_MATERIAL_EXPIRES", "ValidTo": Made(Maker.DAYS_AHEAD, (1,))}
_NEW: dict[str, Template] = {"ImportType": "NEW_KEY_MATERIAL"}
_OTHER = _answered(_IMPORT, import_of("key", "p", OTHER_MATERIAL) | _NEW, _ID, name="o")


def _first(member: str) -> str:
    return f"Rotations.0.{member}"


def _listed(*members: str) -> Step:
    """The first entry of all key material has these members."""
    return _answered(_ROTATIONS, _ALL, *map(_first, members))


def _material(*checks: Check) -> Step:
    return then(_ROTATIONS, _ALL, *checks, pages="Rotations")


def _entry(material: str, state: str) -> Check:
    return lists("Rotations", {_ID: material, _STATE: state})


_IS_FIRST = equal(_first(_DESCRIPTION), "the first")
_IMPORTED_FIRST = (_EXTERNAL, _ASKED, then(_IMPORT, _MATERIAL | {_DESCRIPTION: "the first"}))
_AGAIN_ASKED = (_DELETED, _ASKED)
_ONE = given(_ROTATIONS, _ALL, Check("Rotations", Relation.LENGTH, 1))
_LISTED = (
    shows(
        f"{_ROTATIONS}.state.{_STATE}",
        (
            create(),
            *_REPLACED,
            _listed(_ID, _STATE),
            _material(_entry(_current("d"), "CURRENT"), _entry(_current("before"), "NON_CURRENT")),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.PENDING_ROTATION",
        (
            *_TOLD,
            _ASKED,
            _OTHER,
            _listed(_ID, _STATE),
            _material(_entry("{i.KeyMaterialId}", "CURRENT"), _entry("{o.KeyMaterialId}", "PENDING_ROTATION")),
            _ROTATED[0],
            given("DescribeKey", KEY, equal(_CURRENT, "{o.KeyMaterialId}")),
            _material(_entry("{i.KeyMaterialId}", "NON_CURRENT"), _entry("{o.KeyMaterialId}", "CURRENT")),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.first-material",
        (create(), _ONE, _material(absent(_first("RotationDate")), absent(_first("RotationType")))),
    ),
    shows(
        f"{_ROTATIONS}.state.own-material",
        (
            create(),
            _ONE,
            _material(*(absent(_first(member)) for member in (_IMPORT_STATE, _MODEL, "ValidTo", _DESCRIPTION))),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.{_IMPORT_STATE}",
        (
            *_TOLD,
            _listed(_IMPORT_STATE),
            _material(equal(_first(_IMPORT_STATE), "IMPORTED")),
            _DELETED,
            _material(equal(_first(_IMPORT_STATE), "PENDING_IMPORT")),
        ),
    ),
    shows(
        f"{_ROTATIONS}.state.{_MODEL}",
        (
            _EXTERNAL,
            _ASKED,
            given(_IMPORT, _MATERIAL | _EXPIRES),
            _listed(_MODEL),
            _material(
                equal(_first(_MODEL), "KEY_MATERIAL_EXPIRES"), Check(_first("ValidTo"), Relation.DAYS_FROM_NOW, 1)
            ),
        ),
        (
            *_TOLD,
            _listed(_MODEL),
            _material(equal(_first(_MODEL), "KEY_MATERIAL_DOES_NOT_EXPIRE"), absent(_first("ValidTo"))),
        ),
    ),
    shows(
        f"{_IMPORT}.state.{_DESCRIPTION}",
        (*_IMPORTED_FIRST, _material(_IS_FIRST), *_AGAIN_ASKED, given(_IMPORT, _MATERIAL), _material(_IS_FIRST)),
    ),
    shows(
        f"{_IMPORT}.state.{_DESCRIPTION}-changed",
        (
            *_IMPORTED_FIRST,
            given(_ROTATIONS, _ALL, _IS_FIRST, pages="Rotations"),
            *_AGAIN_ASKED,
            given(_IMPORT, _MATERIAL | {_DESCRIPTION: "the second"}),
            _material(equal(_first(_DESCRIPTION), "the second")),
        ),
    ),
)

KEY_MATERIAL: tuple[Demonstration, ...] = (*_USED, *_IMPORTED, *_LISTED)
