"""How answers are seen to have the members that they have under no condition."""

from __future__ import annotations

from kms_specification.pages.keys.answer_members import ANSWERED
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
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import ECDSA, HMAC, key_id, kind, metadata, policy, principal, valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.lifecycle.replicas import ELSEWHERE, THERE
from kms_strategies.sequences.keys.themes.permissions.grants import GRANT, SCRATCH, granted

_KEM = "EncapsulationAlgorithms"
_REPLICATE, _ROTATIONS = "ReplicateKey", "ListKeyRotations"
_RETIRING: dict[str, Template] = {"RetiringPrincipal": principal("scratch.key")}

_SAME = (
    *("KeyId", "Arn", "AWSAccountId", "CreationDate", "KeyUsage", "KeySpec", "Origin", "KeyManager", "MultiRegion"),
    *("EncryptionAlgorithms", "CurrentKeyMaterialId"),
)
_TAG: Template = {"TagKey": "stage", "TagValue": "replica"}


# What an answer says that is more than that there is something.
_SAID = {("DeriveSharedSecret", "KeyOrigin"): "AWS_KMS"}


def _there(member: str) -> Check:
    return different(member, "")


def _answered(operation: str, member: str) -> Step:
    value = _SAID.get((operation, member))
    said = _there(member) if value is None else equal(member, value)
    if member == "KeyId":
        said = Check(member, Relation.NAMES, metadata(f"{kind(operation)}.key"))
    return then(operation, valid(operation), said)


def _made(member: str, algorithm: str, **request: Template) -> Demonstration:
    """A new key is answered with an algorithm."""
    found = Check(f"KeyMetadata.{member}", Relation.CONTAINS, algorithm)
    return shows(f"CreateKey.state.{member}", (given("CreateKey", request), then("CreateKey", request, found)))


def _copied(*checks: Check, **replica: Template) -> tuple[Step, ...]:
    return (create(MultiRegion=True), then(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE} | replica, *checks))


def _entries(operation: str, request: dict[str, Template], entry: dict[str, Template], *members: str) -> Demonstration:
    """A grant is listed as it was made, and the only grant of a page has these members."""
    made = granted(RetiringPrincipal=principal("scratch.key"))
    one = given(operation, request | {"Limit": 1}, Check("Grants", Relation.LENGTH, 1))
    looked = then(operation, request | {"Limit": 1}, *(_there(f"Grants.0.{member}") for member in members))
    listed = then(operation, request, lists("Grants", entry), pages="Grants")
    mine = given(operation, request | {"Limit": 1}, equal("Grants.0.GrantId", "{g.GrantId}"))
    named = then(operation, request | {"Limit": 1}, *_OF_GRANT)
    return shows(f"{operation}.state.entries", (made, listed, one, looked), (made, mine, named))


_OF_GRANT = (
    Check("Grants.0.KeyId", Relation.NAMES, metadata("scratch.key")),
    Check("Grants.0.CreationDate", Relation.DAYS_FROM_NOW, 0),
)
_MADE: dict[str, Template] = {"GrantId": "{g.GrantId}", "Operations": GRANT["Operations"]}

ANSWER_MEMBERS: tuple[Demonstration, ...] = (
    *(shows(f"{operation}.state.{member}-answered", (_answered(operation, member),)) for operation, member in ANSWERED),
    _made("EncryptionAlgorithms", "SYMMETRIC_DEFAULT"),
    _made("SigningAlgorithms", ECDSA, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY"),
    _made("MacAlgorithms", HMAC, KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"),
    _made("KeyAgreementAlgorithms", "ECDH", KeySpec="ECC_NIST_P256", KeyUsage="KEY_AGREEMENT"),
    _made(_KEM, "ML_KEM", KeySpec="ML_KEM_768", KeyUsage="ENCAPSULATE_DECAPSULATE"),
    shows(
        f"DescribeKey.state.{_KEM}",
        (
            create(KeySpec="ML_KEM_768", KeyUsage="ENCAPSULATE_DECAPSULATE"),
            then("DescribeKey", KEY, Check(f"KeyMetadata.{_KEM}", Relation.CONTAINS, "ML_KEM")),
        ),
    ),
    shows(
        "GetKeyLastUsage.state.KeyId",
        (
            then(
                "GetKeyLastUsage",
                {"KeyId": key_id("symmetric.key")},
                Check("KeyId", Relation.NAMES, metadata("symmetric.key")),
            ),
        ),
    ),
    shows(
        "DescribeKey.state.MultiRegionConfiguration",
        (
            create(MultiRegion=True),
            then("DescribeKey", KEY, equal("KeyMetadata.MultiRegionConfiguration.MultiRegionKeyType", "PRIMARY")),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.ReplicaKeyMetadata",
        _copied(_there("ReplicaKeyMetadata.Arn"), _there("ReplicaKeyMetadata.KeyState")),
    ),
    shows(
        f"{_REPLICATE}.state.described",
        (
            create(MultiRegion=True),
            given(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE}, name="r"),
            THERE,
            then(
                "DescribeKey",
                KEY,
                Check("KeyMetadata", Relation.AGREES, {"of": "{r.ReplicaKeyMetadata}", "members": _SAME}),
                region=ELSEWHERE,
            ),
        ),
    ),
    shows(
        f"{_REPLICATE}.state.ReplicaPolicy",
        _copied(
            Check("ReplicaPolicy", Relation.SAME_JSON, policy("symmetric.key", "Replica")),
            Policy=policy("symmetric.key", "Replica"),
        ),
    ),
    shows(f"{_REPLICATE}.state.ReplicaTags", _copied(lists("ReplicaTags", _TAG), Tags=[_TAG])),
    _entries("ListGrants", SCRATCH, _MADE, "KeyId", "IssuingAccount"),
    _entries(
        "ListRetirableGrants",
        _RETIRING,
        _MADE | {"GranteePrincipal": GRANT["GranteePrincipal"]} | _RETIRING,
        "KeyId",
        "IssuingAccount",
        "RetiringPrincipal",
    ),
    shows(
        f"{_ROTATIONS}.state.dated",
        (
            create(),
            given("RotateKeyOnDemand", KEY),
            given("GetKeyRotationStatus", KEY, absent("OnDemandRotationStartDate")),
            given(_ROTATIONS, KEY, Check("Rotations", Relation.LENGTH, 1)),
            then(_ROTATIONS, KEY, _there("Rotations.0.RotationDate")),
        ),
    ),
)
