"""How keys with several key materials are seen to go by all of them."""

from __future__ import annotations

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
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MATERIAL, OTHER_MATERIAL
from kms_strategies.sequences.keys.resources import create, import_of, parameters_of
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, described

_IMPORT, _ROTATE, _DELETE = "ImportKeyMaterial", "RotateKeyOnDemand", "DeleteImportedKeyMaterial"
_NEW: dict[str, Template] = {"ImportType": "NEW_KEY_MATERIAL"}
_CURRENT = "KeyMetadata.CurrentKeyMaterialId"


def _imported(material: str, name: str, **more: Template) -> tuple[Step, Step]:
    """Key material is imported, and named in the answer."""
    return (
        given("GetParametersForImport", parameters_of("key"), name="p"),
        given(_IMPORT, import_of("key", "p", material) | more, different("KeyMaterialId", ""), name=name),
    )


def _expires(days: int) -> dict[str, Template]:
    return {"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": Made(Maker.DAYS_AHEAD, (days,))}


def _two(first: dict[str, Template], second: dict[str, Template]) -> tuple[Step, ...]:
    """A key has material, and other material to be rotated to."""
    return (
        create(Origin="EXTERNAL"),
        *_imported(MATERIAL, "i", **first),
        *_imported(OTHER_MATERIAL, "o", **(second | _NEW)),
    )


_ROTATED = (given(_ROTATE, KEY), given("DescribeKey", KEY, equal(_CURRENT, "{o.KeyMaterialId}")))


def _valid_for(days: int) -> Step:
    return then("DescribeKey", KEY, Check("KeyMetadata.ValidTo", Relation.DAYS_FROM_NOW, days))


SEVERAL_MATERIALS: tuple[Demonstration, ...] = (
    shows(
        "GetKeyRotationStatus.state.OnDemandRotationStartDate",
        (
            create(),
            given(_ROTATE, KEY),
            given("ListKeyRotations", KEY, lists("Rotations", {"RotationType": "ON_DEMAND"}), pages="Rotations"),
            then("GetKeyRotationStatus", KEY, absent("OnDemandRotationStartDate")),
        ),
    ),
    shows(
        "DescribeKey.state.ValidTo",
        (*_two(_expires(2), _expires(7)), *_ROTATED, _valid_for(2)),
        (*_two(_expires(7), _expires(2)), *_ROTATED, _valid_for(2)),
        (
            *_two(_expires(7), _expires(2)),
            given("DescribeKey", KEY, equal(_CURRENT, "{i.KeyMaterialId}")),
            _valid_for(7),
        ),
    ),
    shows(
        f"{_DELETE}.state.older-material",
        (
            *_two({}, {}),
            *_ROTATED,
            given("DescribeKey", KEY, equal("KeyMetadata.KeyState", "Enabled")),
            then(_DELETE, KEY | {"KeyMaterialId": "{i.KeyMaterialId}"}),
            described("PendingImport"),
        ),
    ),
)
