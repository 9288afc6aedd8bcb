"""A KMS whose fault shows beside the usual values alone fails the requirement that speaks of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kms_conformance.checks.keys.sequences.runner import Run
from kms_reports.result import FAILED
from kms_strategies.sequences.keys import SEQUENCES
from tests.support.fake_kms.faults import Faults, answered, asked, with_context, without
from tests.support.fake_kms.kms import OPERATIONS, FakeKms
from tests.support.fake_kms.state import Body, Key, State


def listing(member: str, change: Callable[[Body], Body]) -> Callable[[Body], Body]:
    return lambda body: body | {member: [change(entry) for entry in body[member]]}


def listed_where(wanted: Callable[[Key], bool]) -> Faults:
    """Some keys are in no list."""

    def keys(state: State, region: str, request: Body) -> Body:
        there = {name: key for name, key in state.keys.items() if wanted(key)}
        return OPERATIONS["ListKeys"](State(there), region, request)

    return {"ListKeys": keys}


def all_of_the_key(state: State, region: str, request: Body) -> Body:
    key = state.alias(region, request["AliasName"])
    for name in [name for name, id in state.aliases.items() if id == key.id]:
        del state.aliases[name]
    return {}


def of_any_key(state: State, region: str, request: Body) -> Body:
    for key in state.keys.values():
        if request["GrantId"] in key.grants:
            return OPERATIONS["RevokeGrant"](state, region, request | {"KeyId": key.id})
    return OPERATIONS["RevokeGrant"](state, region, request)


def described_as(change: Callable[[str], str]) -> Faults:
    return asked(lambda body: body | {"Description": change(body["Description"])}, "UpdateKeyDescription")


FAULTS: tuple[tuple[str, str, Faults], ...] = (
    ("CreateKey.state.listed", "disabled keys are not listed", listed_where(lambda key: key.state != "Disabled")),
    ("CreateKey.state.listed", "keys to be deleted are not", listed_where(lambda key: "Pending" not in key.state)),
    ("CreateKey.state.listed", "no ARN is listed", answered("ListKeys", listing("Keys", without("KeyArn")))),
    ("UpdateKeyDescription.state.updated", "it is cut", described_as(lambda text: text[:256])),
    ("UpdateKeyDescription.state.updated", "it is trimmed", described_as(str.strip)),
    ("DeleteAlias.state.key-unaffected", "other aliases are gone", {"DeleteAlias": all_of_the_key}),
    ("RevokeGrant.state.unknown-grant", "whose grant it is is not asked", {"RevokeGrant": of_any_key}),
    ("CreateGrant.state.GrantToken", "there is no token", answered("CreateGrant", without("GrantToken"))),
    (
        "CreateGrant.state.listed",
        "who retires it is forgotten",
        answered("ListGrants", listing("Grants", without("RetiringPrincipal"))),
    ),
    (
        "Decrypt.state.context-different",
        "the letters of a context count alone",
        asked(with_context(lambda c: {"": "".join(f"{k}{c[k]}" for k in sorted(c))}), "Encrypt", "Decrypt"),
    ),
)


@pytest.mark.parametrize(("id", "what", "fault"), FAULTS, ids=[f"{id}: {what}" for id, what, _ in FAULTS])
def test_the_fault_is_seen_by_its_requirement(id: str, what: str, fault: Faults) -> None:
    played = Run(FakeKms(operations=OPERATIONS | fault)).play(SEQUENCES[id])
    assert played.verdict in FAILED, f"{what}: {played.verdict}: {played.explanation}"
