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
from kms_strategies.sequences.keys.requests import ECDSA, HMAC, policy, principal, valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.grants import SCRATCH, granted
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.lifecycle.replicas import ELSEWHERE

_REPLICATE, _ROTATIONS = "ReplicateKey", "ListKeyRotations"
_RETIRING: dict[str, Template] = {"RetiringPrincipal": principal("scratch.key")}

_TAG: Template = {"TagKey": "stage", "TagValue": "replica"}


def _there(member: str) -> Check:
    return different(member, "")


def _made(member: str, algorithm: str, **request: Template) -> Demonstration:
    """A new key is answered with an algorithm."""
    found = Check(f"KeyMetadata.{member}", Relation.CONTAINS, algorithm)
    return shows(f"CreateKey.state.{member}", (then("CreateKey", request, found),))


def _copied(*checks: Check, **replica: Template) -> tuple[Step, ...]:
    return (create(MultiRegion=True), then(_REPLICATE, KEY | {"ReplicaRegion": ELSEWHERE} | replica, *checks))


def _entry(operation: str, request: dict[str, Template], *members: str) -> Demonstration:
    """The only grant of a page has these members."""
    one = given(operation, request | {"Limit": 1}, Check("Grants", Relation.LENGTH, 1))
    looked = then(operation, request | {"Limit": 1}, *(_there(f"Grants.0.{member}") for member in members))
    return shows(f"{operation}.state.entries", (granted(RetiringPrincipal=principal("scratch.key")), one, looked))


ANSWER_MEMBERS: tuple[Demonstration, ...] = (
    *(
        shows(f"{operation}.state.{member}-answered", (then(operation, valid(operation), _there(member)),))
        for operation, member in ANSWERED
    ),
    _made("EncryptionAlgorithms", "SYMMETRIC_DEFAULT"),
    _made("SigningAlgorithms", ECDSA, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY"),
    _made("MacAlgorithms", HMAC, KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC"),
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
        f"{_REPLICATE}.state.ReplicaPolicy",
        _copied(
            Check("ReplicaPolicy", Relation.SAME_JSON, policy("symmetric.key", "Replica")),
            Policy=policy("symmetric.key", "Replica"),
        ),
    ),
    shows(f"{_REPLICATE}.state.ReplicaTags", _copied(lists("ReplicaTags", _TAG), Tags=[_TAG])),
    _entry("ListGrants", SCRATCH, "KeyId", "IssuingAccount"),
    _entry(
        "ListRetirableGrants",
        {"RetiringPrincipal": principal("scratch.key")},
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
