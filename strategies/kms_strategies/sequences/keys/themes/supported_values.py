"""How values that the documents say are supported are seen to be taken, and to do what they stand for."""

from __future__ import annotations

from kms_specification.pages.keys.supported_values import SYMMETRIC
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    equal,
    given,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, key_id, policy, valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_CREATE, _AGAIN, _PARAMETERS = "CreateKey", "ReEncrypt", "GetParametersForImport"
_PAIR = "GenerateDataKeyPairWithoutPlaintext"
_DEFAULT = "SYMMETRIC_DEFAULT"
_RSA: dict[str, Template] = {"KeyId": key_id("rsa-encryption.key")}
_OAEP = ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
_SIGN, _MAC = "SIGN_VERIFY", "GENERATE_VERIFY_MAC"


def _named(older: str, usage: str) -> tuple[Step, ...]:
    """A key of a spec that the older member names."""
    return (then(_CREATE, {"CustomerMasterKeySpec": older, "KeyUsage": usage}, equal("KeyMetadata.KeySpec", older)),)


def _from(algorithm: str) -> tuple[Step, ...]:
    """From an RSA key to a symmetric one."""
    sealed: dict[str, Template] = {"CiphertextBlob": "{e.CiphertextBlob}", "SourceEncryptionAlgorithm": algorithm}
    return (
        given("Encrypt", _RSA | {"Plaintext": MESSAGE, "EncryptionAlgorithm": algorithm}, name="e"),
        then(_AGAIN, valid(_AGAIN) | sealed | {"SourceKeyId": _RSA["KeyId"]}, name="r"),
        then("Decrypt", {"CiphertextBlob": "{r.CiphertextBlob}"}, equal("Plaintext", MESSAGE)),
    )


def _to(algorithm: str) -> tuple[Step, ...]:
    """From a symmetric key to an RSA key."""
    chosen: dict[str, Template] = {"DestinationKeyId": _RSA["KeyId"], "DestinationEncryptionAlgorithm": algorithm}
    opened: dict[str, Template] = {"CiphertextBlob": "{r.CiphertextBlob}", "EncryptionAlgorithm": algorithm}
    return (
        then(_AGAIN, valid(_AGAIN) | chosen, name="r"),
        then("Decrypt", _RSA | opened, equal("Plaintext", MESSAGE)),
    )


def _confirmed(bits: int) -> tuple[Step, ...]:
    """The MAC of a key for a hash is confirmed."""
    asked: dict[str, Template] = KEY | {"Message": MESSAGE, "MacAlgorithm": f"HMAC_SHA_{bits}"}
    return (
        create(KeySpec=f"HMAC_{bits}", KeyUsage=_MAC),
        given("GenerateMac", asked, name="m"),
        then("VerifyMac", asked | {"Mac": "{m.Mac}"}, equal("MacValid", True)),
    )


def _kind(subject: str, spec: str, usage: str) -> Demonstration:
    return shows(f"{_CREATE}.state.{subject}", (then(_CREATE, {"KeySpec": spec, "KeyUsage": usage}),))


def _wrapped(algorithm: str, key: Step) -> Demonstration:
    request = KEY | {"WrappingAlgorithm": algorithm, "WrappingKeySpec": "RSA_2048"}
    return shows(f"{_PARAMETERS}.state.{algorithm}", (key, then(_PARAMETERS, request)))


_TWICE: dict[str, Template] = {"SourceEncryptionAlgorithm": _DEFAULT, "DestinationEncryptionAlgorithm": _DEFAULT}

SUPPORTED_VALUES: tuple[Demonstration, ...] = (
    shows(
        f"{_CREATE}.state.RSA-ENCRYPT_DECRYPT", (then(_CREATE, {"KeySpec": "RSA_2048", "KeyUsage": "ENCRYPT_DECRYPT"}),)
    ),
    shows(
        f"{_CREATE}.state.ECC-KEY_AGREEMENT",
        (then(_CREATE, {"KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT"}),),
    ),
    shows(f"{_CREATE}.state.CustomerMasterKeySpec-given", _named("ECC_NIST_P256", _SIGN), _named("HMAC_256", _MAC)),
    shows(
        f"{_CREATE}.state.BypassPolicyLockoutSafetyCheck",
        (then(_CREATE, {"BypassPolicyLockoutSafetyCheck": True, "Policy": policy("symmetric.key")}),),
    ),
    *(
        shows(f"{operation}.state.{_DEFAULT}", (then(operation, valid(operation, EncryptionAlgorithm=_DEFAULT)),))
        for operation in SYMMETRIC
    ),
    shows(f"{_AGAIN}.state.{_DEFAULT}", (then(_AGAIN, valid(_AGAIN) | _TWICE),)),
    shows(f"{_AGAIN}.state.asymmetric-source", *map(_from, _OAEP)),
    shows(f"{_AGAIN}.state.asymmetric-destination", *map(_to, _OAEP)),
    shows(
        f"{_PAIR}.state.KeyPairSpec",
        *(
            (then(_PAIR, valid(_PAIR, KeyPairSpec=spec), Check("PublicKey", Relation.PUBLIC_KEY, spec)),)
            for spec in ("ECC_NIST_P384", "ECC_SECG_P256K1", "ECC_NIST_P521", "RSA_2048", "RSA_3072")
        ),
    ),
    _wrapped("RSAES_OAEP_SHA_1", create(Origin="EXTERNAL")),
    _wrapped("RSA_AES_KEY_WRAP_SHA_1", create(Origin="EXTERNAL", KeySpec="ECC_NIST_P256", KeyUsage=_SIGN)),
    shows(
        "ListKeyRotations.state.ROTATIONS_ONLY",
        (
            create(),
            given("ListKeyRotations", KEY, equal("Rotations", [])),
            then("ListKeyRotations", KEY | {"IncludeKeyMaterial": "ROTATIONS_ONLY"}, equal("Rotations", [])),
        ),
    ),
    shows("VerifyMac.state.hash", *map(_confirmed, (224, 384, 512))),
)
