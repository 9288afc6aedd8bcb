"""Sign, Verify and GetPublicKey of asymmetric keys."""

from __future__ import annotations

from typing import Any

from kms_targets.reference.operations.calls import (
    algorithm,
    behaviour,
    dry_run,
    find,
    grant_tokens,
    invalid,
    key_for,
    record,
    refuse,
    require_state,
)
from kms_targets.reference.operations.cryptography import schemes
from kms_targets.reference.operations.cryptography.material import private_key, public_der
from kms_targets.reference.rules import Call
from kms_targets.reference.state.keys import SYMMETRIC, Key
from kms_targets.reference.tables.behaviour import ALGORITHMS_MEMBER


def sign(call: Call) -> dict[str, Any]:
    """A signature of a message."""
    key, chosen = _key(call)
    dry_run(call)
    signature = schemes.signed(private_key(key), chosen, call.values["Message"], _type(call))
    record(call, key)
    return {"KeyId": key.arn, "Signature": signature, "SigningAlgorithm": chosen}


def verify(call: Call) -> dict[str, Any]:
    """Whether a signature is that of a message: an error where it is not."""
    key, chosen = _key(call)
    public = private_key(key).public_key()
    if not schemes.verified(public, chosen, call.values["Message"], _type(call), call.values["Signature"]):
        refuse("KMSInvalidSignatureException", "The signature is not that of the message.")
    dry_run(call)
    record(call, key)
    return {"KeyId": key.arn, "SignatureValid": True, "SigningAlgorithm": chosen}


def get_public_key(call: Call) -> dict[str, Any]:
    """The public key of an asymmetric key, and what it is for."""
    key = find(call, call.values["KeyId"])
    grant_tokens(call)
    if key.spec == SYMMETRIC or key.spec.startswith("HMAC_"):
        refuse("UnsupportedOperationException", f"{key.arn} is not an asymmetric KMS key.")
    require_state(call, key)
    shown = {
        "KeyId": key.arn,
        "PublicKey": public_der(private_key(key)),
        "KeySpec": key.spec,
        "KeyUsage": key.usage,
        ALGORITHMS_MEMBER[key.usage]: list(behaviour(call).specs[key.spec][key.usage]),
    }
    older = behaviour(call).inputs["CreateKey"].members["CustomerMasterKeySpec"].allowed
    return {**shown, "CustomerMasterKeySpec": key.spec} if key.spec in older else shown


def _key(call: Call) -> tuple[Key, str]:
    key = key_for(call)
    chosen = call.values["SigningAlgorithm"]
    algorithm(call, key, chosen)
    problem = schemes.message_problem(chosen, _type(call), call.values["Message"])
    if problem is not None:
        invalid(problem)
    return key, chosen


def _type(call: Call) -> str:
    return str(call.values.get("MessageType", "RAW"))
