"""Faults in how answers name key material, one behaviour each."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    changed,
    default,
    each,
    faults_of,
    inside,
    named,
    only_if,
    set_to,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result
from kms_targets.reference.state.keys import SYMMETRIC

_IMPORT, _DELETE, _ROTATIONS = "ImportKeyMaterial", "DeleteImportedKeyMaterial", "ListKeyRotations"
_ID, _STATE = "KeyMaterialId", "KeyMaterialState"
_DATA_KEYS = tuple(f"GenerateDataKey{pair}{plain}" for pair in ("", "Pair") for plain in ("", "WithoutPlaintext"))


def _first(call: Call, plain: KeyOperation) -> Result:
    """The material named is the first that the key had."""
    result, key = plain(call), named(call)
    return result if key is None else set_to(_ID, key.materials[0].id)(result)


def _always_current(call: Call, plain: KeyOperation) -> Result:
    """The material named is that which encrypts now."""
    result = plain(call)
    key = call.region.keys[result["KeyId"].rpartition("/")[2]]
    return result if key.current is None else set_to(_ID, key.current.id)(result)


def _described_by_the_first(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    key = call.region.keys[result["KeyMetadata"]["KeyId"]]
    change = set_to("CurrentKeyMaterialId", key.materials[0].id) if key.materials else dict
    return inside("KeyMetadata", change)(result)


def _first_description(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    had = key.materials[0].description if key is not None and key.materials else None
    result = plain(call)
    if key is not None and had is not None:
        key.materials[0].description = had
    return result


def _taken_from(member: str, other: str) -> Callable[[Result], Result]:
    return lambda result: {**result, member: result[other]} if member in result and other in result else result


def _passed_over(member: str) -> Row:
    """A member that only some keys take is not read for the others."""

    def change(call: Call, plain: KeyOperation) -> Result:
        key = named(call)
        other = key is not None and key.spec != SYMMETRIC
        return plain(replace(call, values=without(member)(call.values))) if other else plain(call)

    return f"{_IMPORT}.state.{member}-symmetric", f"{member} is not read for an HMAC key", around(change, _IMPORT)


def _listed(change: Callable[[Values], dict[str, Any]]) -> Any:
    return answered(each("Rotations", change), _ROTATIONS)


_ROWS: tuple[Row, ...] = (
    (
        "RotateKeyOnDemand.state.CurrentKeyMaterialId",
        "a key is described with the first material that it had",
        around(_described_by_the_first, "DescribeKey"),
    ),
    *(
        (f"{operation}.state.{_ID}", "the first material of the key is named", around(_first, operation))
        for operation in _DATA_KEYS
    ),
    (f"Decrypt.state.{_ID}", "the current material is named", around(_always_current, "Decrypt")),
    (
        f"ReEncrypt.state.Source{_ID}",
        "the material that encrypts is named twice",
        answered(_taken_from(f"Source{_ID}", f"Destination{_ID}"), "ReEncrypt"),
    ),
    (
        f"ReEncrypt.state.Destination{_ID}",
        "the material that decrypts is named twice",
        answered(_taken_from(f"Destination{_ID}", f"Source{_ID}"), "ReEncrypt"),
    ),
    (
        f"{_IMPORT}.state.CurrentKeyMaterialId",
        "another identifier is returned than the key is described with",
        answered(changed(_ID, lambda found: found[::-1]), _IMPORT),
    ),
    (
        f"{_IMPORT}.state.identifier",
        "each import has an identifier of its own",
        answered(changed(_ID, lambda found: secrets.token_hex(32)), _IMPORT),
    ),
    (
        f"{_IMPORT}.state.{_ID}-right",
        "every identifier is wrong",
        only_if(lambda values: _ID not in values, "IncorrectKeyMaterialException", _IMPORT),
    ),
    *(_passed_over(member) for member in ("ImportType", "KeyMaterialDescription", _ID)),
    (
        f"{_DELETE}.state.{_ID}",
        "another identifier is returned",
        answered(changed(_ID, lambda found: found[::-1]), _DELETE),
    ),
    (f"{_ROTATIONS}.state.{_STATE}", "all key material is CURRENT", _listed(set_to(_STATE, "CURRENT"))),
    (
        f"{_ROTATIONS}.state.PENDING_ROTATION",
        "material that waits for a rotation is NON_CURRENT",
        _listed(changed(_STATE, lambda state: "NON_CURRENT" if state == "PENDING_ROTATION" else state)),
    ),
    (
        f"{_ROTATIONS}.state.first-material",
        "the first material comes from a rotation",
        _listed(default("RotationType", "AUTOMATIC")),
    ),
    (f"{_ROTATIONS}.state.own-material", "all material was imported", _listed(default("ImportState", "IMPORTED"))),
    (f"{_ROTATIONS}.state.ImportState", "material is IMPORTED for ever", _listed(set_to("ImportState", "IMPORTED"))),
    (
        f"{_ROTATIONS}.state.ExpirationModel",
        "no material expires",
        _listed(set_to("ExpirationModel", "KEY_MATERIAL_DOES_NOT_EXPIRE")),
    ),
    (
        f"{_IMPORT}.state.KeyMaterialDescription",
        "an import without a description takes it away",
        asked(
            lambda values: values if "KeyMaterialId" in values else default("KeyMaterialDescription", "")(values),
            _IMPORT,
        ),
    ),
    (
        f"{_IMPORT}.state.KeyMaterialDescription",
        "key material is listed without its description",
        answered(each("Rotations", without("KeyMaterialDescription")), _ROTATIONS),
    ),
    (
        f"{_IMPORT}.state.KeyMaterialDescription-changed",
        "key material keeps its first description",
        around(_first_description, _IMPORT),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
