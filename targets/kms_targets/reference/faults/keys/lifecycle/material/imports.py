"""Faults in the import of key material, one behaviour each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.lifecycle.lives import DAY, META, enable, forget_material
from kms_targets.reference.faults.keys.words import (
    Row,
    answered,
    around,
    asked,
    attributes,
    changed,
    faults_of,
    ignoring,
    inside,
    named,
    recoded,
    set_to,
    state_code,
    touching,
    without,
)
from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.rules import Call, KeyOperation, RefusalError, Result
from kms_targets.reference.state.keys import Key

_UNSUPPORTED = "UnsupportedOperationException"


_PARAMETERS, _IMPORT, _DELETE = "GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial"


def _forget_imported(key: Key) -> None:
    key.materials.clear()


def _never_again(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    if key is not None and key.materials:
        refuse("IncorrectKeyMaterialException", "The key material was imported before.")
    return plain(call)


def _of_any_token(call: Call, plain: KeyOperation) -> Result:
    """The token is good for every key."""
    key, tokens = named(call), call.service.vault.tokens
    token = tokens.get(call.values["ImportToken"])
    if key is not None and token is not None:
        tokens[call.values["ImportToken"]] = replace(token, key=key)
    return plain(call)


def _wrapped_anyhow(call: Call, plain: KeyOperation) -> Result:
    """Each algorithm for wrapping is tried, until one is right."""
    tokens, name = call.service.vault.tokens, call.values["ImportToken"]
    token = tokens.get(name)
    if token is None:
        return plain(call)
    for algorithm in ("RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"):
        tokens[name] = replace(token, algorithm=algorithm)
        with suppress(RefusalError):
            return plain(call)
        tokens[name] = token
    return plain(call)


_IMPORTS: tuple[Row, ...] = (
    (
        "CreateKey.state.pending-import",
        "a key without material is Enabled, it says",
        answered(inside(META, lambda m: {**m, "KeyState": "Enabled", "Enabled": True}), "CreateKey", "DescribeKey"),
    ),
    (
        "CreateKey.state.pending-import-unusable",
        "a key without material answers ValidationException",
        state_code("Encrypt", "PendingImport", "ValidationException"),
    ),
    (
        f"{_PARAMETERS}.state.WrappingKeySpec",
        "the wrapping key is always RSA_2048",
        asked(set_to("WrappingKeySpec", "RSA_2048"), _PARAMETERS),
    ),
    (
        f"{_PARAMETERS}.state.ParametersValidTo",
        "the parameters are valid for an hour",
        answered(changed("ParametersValidTo", lambda date: date - 23 * 3600), _PARAMETERS),
    ),
    *(
        (
            f"{operation}.error.{_UNSUPPORTED}",
            "a key whose material KMS made is a ValidationException",
            recoded(_UNSUPPORTED, "ValidationException", operation),
        )
        for operation in (_PARAMETERS, _IMPORT, _DELETE)
    ),
    (f"{_IMPORT}.state.enabled", "the key is Disabled afterwards", touching(attributes(enabled=False), _IMPORT)),
    (
        f"{_IMPORT}.state.usable",
        "material that is imported is changed between encryption and decryption",
        touching(forget_material, "Encrypt"),
    ),
    (
        f"{_IMPORT}.state.expires",
        "ValidTo is described a day early",
        answered(inside(META, changed("ValidTo", lambda date: date - DAY)), "DescribeKey"),
    ),
    (
        f"{_IMPORT}.state.does-not-expire",
        "all material expires, it says",
        answered(inside(META, set_to("ExpirationModel", "KEY_MATERIAL_EXPIRES")), "DescribeKey"),
    ),
    (
        f"{_IMPORT}.state.ValidTo-required",
        "without ValidTo material does not expire",
        asked(
            lambda v: v if "ValidTo" in v else {**v, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"},
            _IMPORT,
        ),
    ),
    (
        f"{_IMPORT}.state.ValidTo-omitted",
        "ValidTo is not read where material does not expire",
        asked(
            lambda v: without("ValidTo")(v) if v.get("ExpirationModel") == "KEY_MATERIAL_DOES_NOT_EXPIRE" else v,
            _IMPORT,
        ),
    ),
    (f"{_IMPORT}.error.InvalidImportTokenException", "a token is for every key", around(_of_any_token, _IMPORT)),
    (
        f"{_IMPORT}.error.InvalidCiphertextException",
        "material that cannot be decrypted is a ValidationException",
        recoded("InvalidCiphertextException", "ValidationException", _IMPORT),
    ),
    (
        f"{_IMPORT}.error.InvalidCiphertextException",
        "material may be wrapped by another algorithm than was said",
        around(_wrapped_anyhow, _IMPORT),
    ),
    (
        f"{_IMPORT}.error.IncorrectKeyMaterialException",
        "other material takes the place of what was imported",
        touching(_forget_imported, _IMPORT, first=True),
    ),
    (
        f"{_IMPORT}.state.reimport",
        "material that was deleted is not imported again",
        around(_never_again, _IMPORT),
    ),
    (
        f"{_DELETE}.state.pending-import",
        "the material stays",
        ignoring(_DELETE),
    ),
    (f"{_DELETE}.state.pending-deletion", "the deletion of the key is cancelled", touching(enable, _DELETE)),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_IMPORTS)
