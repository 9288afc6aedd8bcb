"""How policies that may not be are refused, and those that may be returned."""

from __future__ import annotations

import json

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Template,
    given,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import account, key_id, policy
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_PUT, _GET = "PutKeyPolicy", "GetKeyPolicy"
_NAME: dict[str, Template] = {"PolicyName": "default"}
_SCRATCH: dict[str, Template] = {"KeyId": key_id("scratch.key")}
_WRITTEN = policy("scratch.key", "Written")
# The policy is read before it is judged that it stays, so that a target which keeps none breaks one requirement.
_WRITING = (
    given(_PUT, _SCRATCH | _NAME | {"Policy": _WRITTEN}),
    given(_GET, _SCRATCH | _NAME, Check("Policy", Relation.SAME_JSON, _WRITTEN)),
)
# Policies that let nobody do anything.
_EMPTY = ("{}", '{"Version":"2012-10-17"}', '{"Version":"2012-10-17","Statement":[]}')
# All that a key has to allow for its deletion and its use, and not that its policy is changed.
_NO_PUT = ("kms:DescribeKey", "kms:GetKeyPolicy", "kms:Encrypt", "kms:Decrypt", "kms:ScheduleKeyDeletion")


def _with_statement(of: str, **members: Template) -> str:
    """The policy that lets the account do everything, and another statement."""
    statement = {"Sid": "Another", "Effect": "Allow", **members}
    return policy(of)[: -len("]}")] + "," + json.dumps(statement) + "]}"


def _principal(of: str) -> dict[str, Template]:
    return {"AWS": f"arn:aws:iam::{account(of)}:root"}


def _locked(of: str) -> str:
    """A policy that lets the account use and delete a key, and nobody change its policy."""
    return policy(of).replace('"kms:*"', json.dumps(_NO_PUT))


def _says(text: str) -> Check:
    return Check("Policy", Relation.SAME_JSON, text)


_NOBODY = _with_statement("scratch.key", Action="kms:DescribeKey", Resource="*")

# A statement beside the right one that is none.
_NO_STATEMENTS = tuple(policy("scratch.key")[: -len("]}")] + f",{wrong}]}}" for wrong in ('"Allow"', "7"))

POLICIES: tuple[Demonstration, ...] = (
    shows(
        f"{_PUT}.state.malformed-statement",
        *(
            (
                *_WRITING,
                refused(_PUT, _SCRATCH | _NAME | {"Policy": wrong}),
                then(_GET, _SCRATCH | _NAME, _says(_WRITTEN)),
            )
            for wrong in _NO_STATEMENTS
        ),
    ),
    shows(
        "CreateKey.state.lockout",
        (
            given("CreateKey", {"Policy": policy("symmetric.key")}),
            refused("CreateKey", {"Policy": _locked("symmetric.key")}),
            *(refused("CreateKey", {"Policy": empty}) for empty in _EMPTY),
        ),
    ),
    shows(
        f"{_PUT}.state.lockout",
        (
            create(),
            given(_PUT, KEY | _NAME | {"Policy": policy("key", "Written")}),
            given(_GET, KEY | _NAME, _says(policy("key", "Written"))),
            refused(_PUT, KEY | _NAME | {"Policy": _locked("key")}),
            *(refused(_PUT, KEY | _NAME | {"Policy": empty}) for empty in _EMPTY),
            then(_GET, KEY | _NAME, _says(policy("key", "Written"))),
        ),
    ),
    shows(
        f"{_PUT}.state.BypassPolicyLockoutSafetyCheck",
        (
            create(),
            then(_PUT, KEY | _NAME | {"Policy": _locked("key"), "BypassPolicyLockoutSafetyCheck": True}),
            then(_GET, KEY | _NAME, _says(_locked("key"))),
        ),
    ),
    shows(
        "CreateKey.state.Principal-required",
        (
            given("CreateKey", {"Policy": policy("scratch.key")}),
            refused("CreateKey", {"Policy": _NOBODY}),
        ),
    ),
    shows(
        f"{_PUT}.state.Principal-required",
        (
            *_WRITING,
            refused(_PUT, _SCRATCH | _NAME | {"Policy": _NOBODY}),
            then(_GET, _SCRATCH | _NAME, _says(_WRITTEN)),
        ),
    ),
    shows(
        f"{_PUT}.state.ineffective-statement",
        *(
            (
                given(_PUT, _SCRATCH | _NAME | {"Policy": _WRITTEN}),
                then(
                    _PUT,
                    _SCRATCH
                    | _NAME
                    | {"Policy": _with_statement("scratch.key", Principal=_principal("scratch.key"), **lacking)},
                ),
            )
            for lacking in ({"Resource": "*"}, {"Action": "kms:DescribeKey"})
        ),
    ),
    shows(
        f"{_PUT}.state.PolicyName",
        (
            *_WRITING,
            refused(
                _PUT,
                _SCRATCH | {"PolicyName": "AWS_RAM", "Policy": policy("scratch.key", "Other")},
                "ValidationException",
                "AccessDeniedException",
            ),
            then(_GET, _SCRATCH | _NAME, _says(_WRITTEN)),
        ),
    ),
    shows(
        f"{_PUT}.state.PolicyName-default",
        (
            *_WRITING,
            then(_PUT, _SCRATCH | {"Policy": policy("scratch.key", "Nameless")}),
            then(_GET, _SCRATCH | _NAME, _says(policy("scratch.key", "Nameless"))),
        ),
    ),
    shows(
        f"{_GET}.state.PolicyName-default",
        (
            given(_PUT, _SCRATCH | _NAME | {"Policy": _WRITTEN}),
            given(_GET, _SCRATCH | _NAME, _says(_WRITTEN)),
            then(_GET, _SCRATCH, _says(_WRITTEN)),
        ),
    ),
    shows(
        f"{_GET}.state.PolicyName",
        (
            given(_GET, _SCRATCH | _NAME),
            refused(_GET, _SCRATCH | {"PolicyName": "AWS_RAM"}, "NotFoundException", "AccessDeniedException"),
        ),
    ),
)
