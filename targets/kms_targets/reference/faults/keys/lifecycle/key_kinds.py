"""Faults in which a key is made that there is not, or one is not that there is: one behaviour each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import Row, Values, asked, faults_of, only_if, without
from kms_targets.reference.state.keys import SYMMETRIC
from kms_targets.reference.tables.behaviour import AGREE, ENCAPSULATE, ENCRYPT, MAC, SIGN, SPECS

# Key specs that begin with a word, the usages that they have besides, and the one that is taken instead.
_USAGES = {
    "HMAC": (("HMAC_",), (AGREE, SIGN, ENCRYPT), MAC),
    "RSA": (("RSA_",), (MAC, AGREE), SIGN),
    "ECC": (("ECC_NIST_P",), (MAC, ENCRYPT), SIGN),
    "P256K1": (("ECC_SECG_",), (AGREE, ENCRYPT), SIGN),
    "ML-DSA": (("ML_DSA_",), (AGREE, ENCRYPT), SIGN),
    "ML-KEM": (("ML_KEM_",), (ENCRYPT, SIGN, AGREE), ENCAPSULATE),
}
_STORES = {"CloudHSM": "AWS_CLOUDHSM", "external": "EXTERNAL_KEY_STORE"}


def _instead(prefixes: tuple[str, ...], wrong: tuple[str, ...], right: str) -> Change:
    def change(values: Values) -> Values:
        fits = str(values.get("KeySpec", "")).startswith(prefixes)
        return {**values, "KeyUsage": right} if fits and values.get("KeyUsage") in wrong else values

    return asked(change, "CreateKey")


def _without_store(origin: str) -> Callable[[Values], Values]:
    """A key of the origin without a store is one of KMS."""

    def change(values: Values) -> Values:
        lacks = values.get("Origin") == origin and "CustomKeyStoreId" not in values
        return without("Origin", "XksKeyId")(values) if lacks else values

    return change


def _refusing(spec: str) -> Change:
    return only_if(lambda values: values.get("KeySpec") != spec, "UnsupportedOperationException", "CreateKey")


_ROWS: tuple[Row, ...] = (
    *((f"CreateKey.state.{spec}", f"no key of {spec} is made", _refusing(spec)) for spec in SPECS if spec != SYMMETRIC),
    *(
        (f"CreateKey.state.KeyUsage-of-{name}", f"a wrong KeyUsage is {how[2]}", _instead(*how))
        for name, how in _USAGES.items()
    ),
    *(
        (
            f"CreateKey.state.{name}-store-required",
            "a key of no store is made of KMS's own material",
            asked(_without_store(origin), "CreateKey"),
        )
        for name, origin in _STORES.items()
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)
