"""How metadata and descriptions are seen to be those that were given."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
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
from kms_strategies.sequences.keys.requests import MESSAGE, arn, key_id, metadata
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

# Keys that are made otherwise than the usual one.
KINDS: tuple[dict[str, Template], ...] = (
    {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"},
    {"Origin": "EXTERNAL"},
)
SCRATCH: dict[str, Template] = {"KeyId": key_id("scratch.key")}
_LISTED: Template = {"KeyId": key_id("key"), "KeyArn": arn("key")}
_SPACED = " two  spaces, and one at each end "
_METADATA = (
    "KeyId",
    "Arn",
    "AWSAccountId",
    "CreationDate",
    "KeyUsage",
    "KeySpec",
    "Origin",
    "KeyManager",
    "MultiRegion",
    "CurrentKeyMaterialId",
)


def _described(description: str) -> tuple[Step, ...]:
    return (
        then("UpdateKeyDescription", SCRATCH | {"Description": description}),
        then(
            "DescribeKey",
            SCRATCH,
            equal("KeyMetadata.Description", description) if description else absent("KeyMetadata.Description"),
        ),
    )


def _created(request: dict[str, Template], *checks: Check) -> tuple[Step, ...]:
    return (then("CreateKey", request, *checks),)


def _is(spec: str, usage: str) -> tuple[Check, Check]:
    return equal("KeyMetadata.KeySpec", spec), equal("KeyMetadata.KeyUsage", usage)


def _as_created(resource: str) -> tuple[Step, ...]:
    return (
        then(
            "DescribeKey",
            {"KeyId": key_id(f"{resource}.key")},
            Check("KeyMetadata", Relation.AGREES, {"of": metadata(f"{resource}.key"), "members": _METADATA}),
        ),
    )


def _works(operation: str, resource: str, member: str, algorithm: str, **request: Template) -> tuple[Step, ...]:
    """The key does it with the algorithm, and is described with it."""
    named: dict[str, Template] = {"KeyId": key_id(f"{resource}.key")}
    return (
        given(operation, named | request),
        then("DescribeKey", named, Check(f"KeyMetadata.{member}", Relation.CONTAINS, algorithm)),
    )


def _algorithms(resource: str, member: str, algorithm: str) -> tuple[Step, ...]:
    others = {"EncryptionAlgorithms", "SigningAlgorithms", "MacAlgorithms"} - {member}
    return (
        then(
            "DescribeKey",
            {"KeyId": key_id(f"{resource}.key")},
            Check(f"KeyMetadata.{member}", Relation.CONTAINS, algorithm),
            *(absent(f"KeyMetadata.{other}") for other in sorted(others)),
        ),
    )


KEYS: tuple[Demonstration, ...] = (
    shows(
        "CreateKey.state.defaults",
        _created(
            {},
            equal("KeyMetadata.KeySpec", "SYMMETRIC_DEFAULT"),
            equal("KeyMetadata.KeyUsage", "ENCRYPT_DECRYPT"),
            equal("KeyMetadata.Origin", "AWS_KMS"),
            Check("KeyMetadata.MultiRegion", Relation.DIFFERENT_OR_ABSENT, True),
        ),
    ),
    shows(
        "CreateKey.state.KeySpec",
        *(
            (
                then("CreateKey", {"KeySpec": spec, "KeyUsage": usage}, *_is(spec, usage), name="key"),
                then("DescribeKey", KEY, *_is(spec, usage)),
            )
            for spec, usage in (("ECC_NIST_P384", "SIGN_VERIFY"), ("HMAC_384", "GENERATE_VERIFY_MAC"))
        ),
        *(
            (then("DescribeKey", {"KeyId": key_id(f"{resource}.key")}, *_is(spec, usage)),)
            for resource, spec, usage in (
                ("rsa-encryption", "RSA_2048", "ENCRYPT_DECRYPT"),
                ("rsa-signing", "RSA_2048", "SIGN_VERIFY"),
                ("signing", "ECC_NIST_P256", "SIGN_VERIFY"),
                ("agreement", "ECC_NIST_P256", "KEY_AGREEMENT"),
                ("hmac", "HMAC_256", "GENERATE_VERIFY_MAC"),
            )
        ),
    ),
    shows(
        "CreateKey.state.CustomerMasterKeySpec",
        *(
            (
                then(
                    "DescribeKey",
                    {"KeyId": key_id(f"{resource}.key")},
                    equal("KeyMetadata.CustomerMasterKeySpec", spec),
                    equal("KeyMetadata.KeySpec", spec),
                ),
            )
            for resource, spec in (("symmetric", "SYMMETRIC_DEFAULT"), ("rsa-signing", "RSA_2048"))
        ),
    ),
    shows(
        "CreateKey.state.Description",
        _created({"Description": "a key of its own"}, equal("KeyMetadata.Description", "a key of its own")),
        _created({}, absent("KeyMetadata.Description")),
        (
            then("CreateKey", {"Description": _SPACED}, equal("KeyMetadata.Description", _SPACED), name="key"),
            then("DescribeKey", KEY, equal("KeyMetadata.Description", _SPACED)),
        ),
    ),
    shows(
        "CreateKey.state.CreationDate",
        _created({}, Check("KeyMetadata.CreationDate", Relation.DAYS_FROM_NOW, 0)),
    ),
    shows(
        "CreateKey.state.fresh",
        (create(), then("CreateKey", {}, different("KeyMetadata.KeyId", key_id("key")))),
    ),
    shows(
        "CreateKey.state.listed",
        *(
            (create(), *steps, then("ListKeys", {}, lists("Keys", _LISTED), pages="Keys"))
            for steps in ((), (given("DisableKey", KEY),), (given("ScheduleKeyDeletion", KEY),))
        ),
    ),
    shows(
        "CreateKey.state.KeyUsage-required",
        (
            given("CreateKey", {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}),
            refused("CreateKey", {"KeySpec": "ECC_NIST_P256"}),
        ),
        (
            given("CreateKey", {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}),
            refused("CreateKey", {"KeySpec": "HMAC_256"}),
        ),
    ),
    shows(
        "CreateKey.state.KeyUsage-of-KeySpec",
        (
            given("CreateKey", {"KeySpec": "ECC_SECG_P256K1", "KeyUsage": "SIGN_VERIFY"}),
            refused("CreateKey", {"KeySpec": "ECC_SECG_P256K1", "KeyUsage": "ENCRYPT_DECRYPT"}),
            refused("CreateKey", {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "SIGN_VERIFY"}),
        ),
    ),
    shows(
        "DescribeKey.state.KeyMetadata",
        (
            then(
                "DescribeKey",
                {"KeyId": key_id("symmetric.key")},
                equal("KeyMetadata.KeyId", key_id("symmetric.key")),
                Check("KeyMetadata", Relation.AGREES, {"of": metadata("symmetric.key"), "members": _METADATA}),
            ),
        ),
        *(
            _as_created(resource)
            for resource in ("signing", "rsa-encryption", "agreement", "hmac", "external", "primary")
        ),
    ),
    shows(
        "DescribeKey.state.algorithms",
        _algorithms("symmetric", "EncryptionAlgorithms", "SYMMETRIC_DEFAULT"),
        _algorithms("signing", "SigningAlgorithms", "ECDSA_SHA_256"),
        _algorithms("hmac", "MacAlgorithms", "HMAC_SHA_256"),
        _algorithms("agreement", "KeyAgreementAlgorithms", "ECDH"),
        (
            then(
                "DescribeKey",
                {"KeyId": key_id("symmetric.key")},
                Check("KeyMetadata.EncryptionAlgorithms", Relation.LISTS_ONLY, "SYMMETRIC_DEFAULT"),
            ),
        ),
        *(
            _works("Sign", "rsa-signing", "SigningAlgorithms", signing, Message=MESSAGE, SigningAlgorithm=signing)
            for signing in ("RSASSA_PSS_SHA_256", "RSASSA_PKCS1_V1_5_SHA_512")
        ),
        *(
            _works(
                "Encrypt", "rsa-encryption", "EncryptionAlgorithms", named, Plaintext=MESSAGE, EncryptionAlgorithm=named
            )
            for named in ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
        ),
        # What it is described with works.
        (
            create(KeySpec="HMAC_384", KeyUsage="GENERATE_VERIFY_MAC"),
            given("DescribeKey", KEY, name="d"),
            then("GenerateMac", KEY | {"Message": MESSAGE, "MacAlgorithm": "{d.KeyMetadata.MacAlgorithms.0}"}),
        ),
    ),
    shows(
        "UpdateKeyDescription.state.updated",
        (*_described("first"), *_described("then")),
        _described("long " * 1638 + "ok"),  # 8,192 characters, the most there may be
        _described(_SPACED),
        _described("caf\u00e9, \u6f22\u5b57"),
        (given("UpdateKeyDescription", SCRATCH | {"Description": "first"}), *_described("")),
    ),
)
