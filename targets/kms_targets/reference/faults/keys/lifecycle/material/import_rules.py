"""Faults in what may be imported into a key, one behaviour each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.lifecycle.lives import DAY
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    accepting,
    around,
    asked,
    changed,
    default,
    faults_of,
    named,
    retried,
    touching,
    without,
)
from kms_targets.reference.operations.cryptography.material import new_private_key
from kms_targets.reference.rules import Call, KeyOperation, Problem, RefusalError, Result, Rules
from kms_targets.reference.state.keys import Key

_IMPORT, _PARAMETERS, _ON_DEMAND = "ImportKeyMaterial", "GetParametersForImport", "RotateKeyOnDemand"
_NEW, _EXISTING = "NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL"
_MATERIAL = "IncorrectKeyMaterialException"
_FOREVER = "KEY_MATERIAL_DOES_NOT_EXPIRE"


def _longest(call: Call, plain: KeyOperation) -> Result:
    """A date too far away is the last that there may be."""
    last = time.time() + 365 * DAY - 60
    return plain(replace(call, values=changed("ValidTo", lambda date: min(date, last))(call.values)))


def _not_past(call: Call, plain: KeyOperation) -> Result:
    soon = time.time() + 60
    return plain(replace(call, values=changed("ValidTo", lambda date: max(date, soon))(call.values)))


def _expiry_kept(call: Call, plain: KeyOperation) -> Result:
    """Material that is there again expires, or does not, as it did before."""
    key = named(call)
    again = key is not None and bool(key.materials)
    result = plain(call)
    if again and key is not None:
        key.materials[0].expires_at = None
    return result


def _first_expiry(rules: Rules) -> Rules:
    """Material that expired once expires again, whatever is asked for."""
    known: dict[str, float | None] = {}

    def kept(call: Call, plain: KeyOperation) -> Result:
        result, key = plain(call), named(call)
        if key is not None and key.materials:
            material = key.materials[0]
            material.expires_at = known.setdefault(key.arn, material.expires_at)
        return result

    return around(kept, _IMPORT)(rules)


def _added(call: Call) -> Iterator[Values]:
    """Other material is new."""
    if "ImportType" not in call.values:
        yield {**call.values, "ImportType": _NEW}


def _once_more(call: Call) -> Iterator[Values]:
    if call.values.get("ImportType") == _NEW:
        yield {**call.values, "ImportType": _EXISTING}


def _unmatched(values: Values) -> Values:
    return values if values.get("ImportType") == _NEW else without("KeyMaterialId")(values)


def _any_length(call: Call, plain: KeyOperation) -> Result:
    """The first material of a key of one Region may have any length: it is passed over."""
    key = named(call)
    first = key is not None and not key.materials and key.family is None
    change = accepting(_MATERIAL, {}, _IMPORT)(call.service.rules).around[_IMPORT]
    return change(call, plain) if first else plain(call)


def _forget_older(key: Key) -> None:
    for material in key.materials:
        if material.state != "CURRENT":
            material.secret = bytes(len(material.secret))


def _any_way(spec: str) -> Row:
    """A key of a spec takes what it must not, as if it was wrapped by AES."""

    def change(call: Call, plain: KeyOperation) -> Result:
        key = named(call)
        fits = key is not None and key.spec.startswith(spec)
        other = {**call.values, "WrappingAlgorithm": "RSA_AES_KEY_WRAP_SHA_256"}
        return plain(replace(call, values=other)) if fits else plain(call)

    name = {"RSA_": "RSA", "ECC_NIST_P521": "ECC_NIST_P521"}[spec]
    return f"{_PARAMETERS}.state.{name}-material", f"{name} material is wrapped in any way", around(change, _PARAMETERS)


def _replaced(call: Call, plain: KeyOperation) -> Result:
    """An HMAC key forgets the material that it had."""
    key = named(call)
    if key is not None and key.spec.startswith("HMAC_"):
        key.materials.clear()
    return plain(call)


def _another_pair(call: Call, plain: KeyOperation) -> Result:
    """An elliptic curve key gets a pair of its own, whatever is imported."""
    result, key = plain(call), named(call)
    if key is not None and key.spec.startswith("ECC_"):
        key.materials[0].loaded = new_private_key(key.spec)
    return result


def _any_pair(call: Call, plain: KeyOperation) -> Result:
    """What does not fit an elliptic curve key is passed over."""
    key = named(call)
    change = accepting(_MATERIAL, {}, _IMPORT)(call.service.rules).around[_IMPORT]
    return change(call, plain) if key is not None and key.spec.startswith("ECC_") else plain(call)


def _symmetric_alone(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is not None and key.spec.startswith("HMAC_"):
        raise RefusalError(Problem("UnsupportedOperationException", "An HMAC key takes no material."))
    return plain(call)


def _only_once(call: Call, plain: KeyOperation) -> Result:
    """A key has the first material for ever."""
    key = named(call)
    if key is not None and key.materials and call.values.get("ImportType") == _NEW:
        raise RefusalError(Problem(_MATERIAL, "The key has its material."))
    return plain(call)


_ROWS: tuple[Row, ...] = (
    (f"{_IMPORT}.state.HMAC", "an HMAC key takes no material", around(_symmetric_alone, _IMPORT)),
    (f"{_IMPORT}.state.NEW_KEY_MATERIAL-added", "a key takes no second material", around(_only_once, _IMPORT)),
    (f"{_IMPORT}.state.HMAC-material", "an HMAC key takes other material", around(_replaced, _IMPORT)),
    (f"{_IMPORT}.state.key-pair", "a key has another pair than was imported", around(_another_pair, _IMPORT)),
    (f"{_IMPORT}.state.key-pair-other-spec", "a key takes any private key", around(_any_pair, _IMPORT)),
    (f"{_IMPORT}.state.ValidTo-past", "a date that has passed is in a minute", around(_not_past, _IMPORT)),
    (f"{_IMPORT}.state.ValidTo-maximum", "a date too far away is brought nearer", around(_longest, _IMPORT)),
    (
        f"{_IMPORT}.state.ExpirationModel-default",
        "material does not expire by default",
        asked(lambda v: v if "ValidTo" in v else default("ExpirationModel", _FOREVER)(v), _IMPORT),
    ),
    (f"{_IMPORT}.state.expiration-changed", "material never expires once it did not", around(_expiry_kept, _IMPORT)),
    (f"{_IMPORT}.state.expiration-changed", "material expires as it did first", _first_expiry),
    (f"{_IMPORT}.state.material-length", "short material is no error", around(_any_length, _IMPORT)),
    (f"{_IMPORT}.state.ImportType-default", "other material is new material", retried(_MATERIAL, _added, _IMPORT)),
    (f"{_IMPORT}.state.{_NEW}", "known material is taken as new", retried(_MATERIAL, _once_more, _IMPORT)),
    (f"{_IMPORT}.state.KeyMaterialId", "the id of material is not compared", asked(_unmatched, _IMPORT)),
    (
        f"{_ON_DEMAND}.state.imported-material-missing",
        "a key without new material is rotated to none",
        accepting("KMSInvalidStateException", {}, _ON_DEMAND),
    ),
    (f"{_ON_DEMAND}.state.imported-material", "older material is lost", touching(_forget_older, _ON_DEMAND)),
    *(_any_way(spec) for spec in ("RSA_", "ECC_NIST_P521")),
    (
        f"{_PARAMETERS}.state.RSAES_PKCS1_V1_5",
        "RSAES_PKCS1_V1_5 is taken for RSAES_OAEP_SHA_1",
        asked(
            changed("WrappingAlgorithm", lambda way: "RSAES_OAEP_SHA_1" if way == "RSAES_PKCS1_V1_5" else way),
            _PARAMETERS,
        ),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
