"""Faults in how key material gets into a key, one behaviour each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import Row, around, asked, faults_of, named, without
from kms_targets.reference.operations.cryptography.imports import Token
from kms_targets.reference.operations.cryptography.material import new_private_key
from kms_targets.reference.rules import Around, Call, KeyOperation, Result

_IMPORT, _PARAMETERS, _DELETE = "ImportKeyMaterial", "GetParametersForImport", "DeleteImportedKeyMaterial"


def _taken_for(algorithm: str, other: str) -> Around:
    """Material that is wrapped by one algorithm is unwrapped by another."""

    def change(call: Call, plain: KeyOperation) -> Result:
        tokens, sent = call.service.vault.tokens, call.values["ImportToken"]
        token = tokens.get(sent)
        if isinstance(token, Token) and token.algorithm == algorithm:
            tokens[sent] = replace(token, algorithm=other)
        return plain(call)

    return change


def _forgotten(call: Call, plain: KeyOperation) -> Result:
    """Who asks for parameters again cannot use the earlier ones."""
    key, tokens = named(call), call.service.vault.tokens
    for sent in [sent for sent, token in tokens.items() if isinstance(token, Token) and token.key is key]:
        del tokens[sent]
    return plain(call)


def _pair_of_its_own(call: Call, plain: KeyOperation) -> Result:
    """An RSA key gets a pair of its own, whatever is imported."""
    result, key = plain(call), named(call)
    if key is not None and key.spec.startswith("RSA_"):
        key.materials[0].loaded = new_private_key(key.spec)
    return result


_WRAP = "RSA_AES_KEY_WRAP_SHA"
_ROWS: tuple[Row, ...] = (
    (
        f"{_IMPORT}.state.RSAES_OAEP_SHA_1",
        "RSAES_OAEP_SHA_1 is taken for RSAES_OAEP_SHA_256",
        around(_taken_for("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"), _IMPORT),
    ),
    (
        f"{_IMPORT}.state.{_WRAP}_1",
        f"{_WRAP}_1 is taken for {_WRAP}_256",
        around(_taken_for(f"{_WRAP}_1", f"{_WRAP}_256"), _IMPORT),
    ),
    (
        f"{_IMPORT}.state.{_WRAP}_256",
        f"{_WRAP}_256 is taken for RSAES_OAEP_SHA_256",
        around(_taken_for(f"{_WRAP}_256", "RSAES_OAEP_SHA_256"), _IMPORT),
    ),
    (f"{_IMPORT}.state.{_WRAP}_256", "an RSA key has another pair", around(_pair_of_its_own, _IMPORT)),
    (
        f"{_PARAMETERS}.state.earlier-parameters",
        "parameters end where others are asked for",
        around(_forgotten, _PARAMETERS),
    ),
    (
        f"{_DELETE}.state.other-material",
        "the current material is deleted, whatever is named",
        asked(without("KeyMaterialId"), _DELETE),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
