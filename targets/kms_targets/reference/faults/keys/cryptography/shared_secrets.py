"""Faults of encapsulated and derived secrets, one behaviour each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    accepting,
    answered,
    around,
    backwards,
    both,
    changed,
    faults_of,
    flipped,
    longer,
    named,
    recoded,
    same,
)
from kms_targets.reference.operations.calls import refuse
from kms_targets.reference.operations.dispatch import function
from kms_targets.reference.rules import Call, KeyOperation, Result


def _remembers(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    call.service.vault.tokens[result["SharedSecretCiphertextBlob"]] = None
    return result


def _refuses_unknown(call: Call, plain: KeyOperation) -> Result:
    """A form that Encapsulate did not answer is refused."""
    result = plain(call)
    if call.values["SharedSecretCiphertextBlob"] not in call.service.vault.tokens:
        refuse("InvalidCiphertextException", "The ciphertext is not valid.")
    return result


def _other_public_key(call: Call, plain: KeyOperation) -> Result:
    """The public key of the request is taken for the key's own."""
    key = named(call)
    own = None if key is None else function("GetPublicKey")(replace(call, operation="GetPublicKey"))["PublicKey"]
    return plain(replace(call, values={**call.values, "PublicKey": own or call.values["PublicKey"]}))


_SECRETS: tuple[Row, ...] = (
    (
        "DeriveSharedSecret.state.agreement",
        "the secret is backwards",
        answered(changed("SharedSecret", backwards), "DeriveSharedSecret"),
    ),
    (
        "DeriveSharedSecret.state.both-sides",
        "the public key of the request is not read",
        around(_other_public_key, "DeriveSharedSecret"),
    ),
    (
        "DeriveSharedSecret.state.curve-different",
        "a public key on another curve gives zeros",
        accepting("ValidationException", {"SharedSecret": bytes(32)}, "DeriveSharedSecret"),
    ),
    (
        "Encapsulate.state.length",
        "the secret has one byte more",
        answered(changed("SharedSecret", longer), "Encapsulate"),
    ),
    ("Encapsulate.state.fresh", "zeros", answered(same("SharedSecret", b"\0"), "Encapsulate")),
    (
        "Decapsulate.state.inverse",
        "the secret is backwards",
        answered(changed("SharedSecret", backwards), "Decapsulate"),
    ),
    (
        "Decapsulate.state.outside",
        "a secret that was encapsulated outside of KMS is another one",
        answered(changed("SharedSecret", flipped), "Encapsulate", "Decapsulate"),
    ),
    (
        "Decapsulate.state.implicit-rejection",
        "a form that Encapsulate did not answer is refused",
        both(around(_remembers, "Encapsulate"), around(_refuses_unknown, "Decapsulate")),
    ),
    (
        "Decapsulate.error.InvalidCiphertextException",
        "a form of another length is a ValidationException",
        recoded("InvalidCiphertextException", "ValidationException", "Decapsulate"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_SECRETS)
