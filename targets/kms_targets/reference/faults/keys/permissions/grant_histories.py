"""Faults in which grants there are once others have the same name, are gone, or the key is in another state."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import Row, answered, around, both, each, faults_of, named
from kms_targets.reference.rules import Call, KeyOperation, Result, Rules
from kms_targets.reference.state.keys import Grant

_CREATE, _ENDS = "CreateGrant", ("RetireGrant", "RevokeGrant")


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)


def _known_by(*members: str, key: bool = True) -> Change:
    """A grant of a name is the same where it agrees in these members, and is of the same key where `key` is set."""

    def change(call: Call, plain: KeyOperation) -> Result:
        grants = call.region.grants.values() if "Name" in call.values else ()
        for grant in grants:
            same = all(grant.request.get(member) == call.values.get(member) for member in ("Name", *members))
            if same and (not key or grant.key is named(call)):
                grant.tokens.add(token := secrets.token_urlsafe(96))
                return {"GrantId": grant.id, "GrantToken": token}
        return plain(call)

    return around(change, _CREATE)


def _overwritten(call: Call, plain: KeyOperation) -> Result:
    """A grant takes the place of the one of its name."""
    result, grants = plain(call), call.region.grants
    for grant in list(grants.values()):
        alike = grant.key is named(call) and grant.request.get("Name") == call.values.get("Name")
        if "Name" in call.values and alike and grant.id != result["GrantId"]:
            del grants[grant.id]
    return result


def _remembered(look: Callable[[Call, KeyOperation, dict[str, Grant]], Result], *operations: str) -> Change:
    """Grants that are gone are remembered, and `look` is given them."""

    def change(rules: Rules) -> Rules:
        gone: dict[str, Grant] = {}

        def noted(call: Call, plain: KeyOperation) -> Result:
            before = dict(call.region.grants)
            result = look(call, plain, gone) if call.operation in operations else plain(call)
            gone.update({name: grant for name, grant in before.items() if name not in call.region.grants})
            return result

        def looked(call: Call, plain: KeyOperation) -> Result:
            return look(call, plain, gone)

        return both(around(looked, *operations), around(noted, *_ENDS))(rules)

    return change


def _still(call: Call, plain: KeyOperation, gone: dict[str, Grant]) -> Result:
    """What is gone is there still."""
    return plain(replace(call, region=replace(call.region, grants={**gone, **call.region.grants})))


def _still_by_id(call: Call, plain: KeyOperation, gone: dict[str, Grant]) -> Result:
    return _still(call, plain, gone) if "GrantId" in call.values else plain(call)


def _of_dead(call: Call, plain: KeyOperation, gone: dict[str, Grant]) -> Result:
    """The name of a grant that is gone stands for it."""
    for grant in gone.values():
        if "Name" in call.values and grant.request.get("Name") == call.values["Name"]:
            return {"GrantId": grant.id, "GrantToken": secrets.token_urlsafe(96)}
    return plain(call)


def _again(call: Call, plain: KeyOperation, gone: dict[str, Grant]) -> Result:
    """A token retires any number of times."""
    token = call.values.get("GrantToken")
    return {} if any(token in grant.tokens for grant in gone.values()) else plain(call)


def _all_of_the_name(call: Call, plain: KeyOperation) -> Result:
    grants = call.region.grants
    token = call.values.get("GrantToken")
    names = {grant.request.get("Name") for grant in grants.values() if token in grant.tokens} - {None}
    result = plain(call)
    for name in [name for name, grant in grants.items() if grant.request.get("Name") in names]:
        del grants[name]
    return result


def _none_unless_enabled(call: Call, plain: KeyOperation) -> Result:
    """Of a key that is not enabled no grants are listed."""
    vault = call.service.vault
    grants = {name: one for name, one in call.region.grants.items() if vault.state(one.key) == "Enabled"}
    return plain(replace(call, region=replace(call.region, grants=grants)))


def _of_one_key(result: Result) -> Result:
    keys = [grant["KeyId"] for grant in result["Grants"]]
    return {**result, "Grants": [grant for grant in result["Grants"] if grant["KeyId"] == keys[0]]}


def _named_after_id(grant: dict[str, Any]) -> dict[str, Any]:
    return {"Name": grant["GrantId"], **grant}


_ROWS: tuple[Row, ...] = (
    (
        f"{_CREATE}.state.other-parameters",
        "principals and constraints make no other grant",
        _known_by("Operations"),
    ),
    (
        f"{_CREATE}.state.other-parameters",
        "the name of a grant is that of all keys",
        _known_by("Operations", "GranteePrincipal", "RetiringPrincipal", "Constraints", key=False),
    ),
    (f"{_CREATE}.state.other-Operations", "a grant replaces the one of its name", around(_overwritten, _CREATE)),
    (f"{_CREATE}.state.revoked-Name", "a name stands for a grant that is gone", _remembered(_of_dead, _CREATE)),
    (
        f"{_CREATE}.state.no-Name",
        "a grant without a name is listed with its id as one",
        answered(each("Grants", _named_after_id), "ListGrants"),
    ),
    (
        "ListGrants.state.key-state",
        "of a key that is not enabled no grants are listed",
        around(_none_unless_enabled, "ListGrants"),
    ),
    (
        "ListRetirableGrants.state.listed",
        "the grants of one key are listed",
        answered(_of_one_key, "ListRetirableGrants"),
    ),
    (
        "ListRetirableGrants.state.key-state",
        "of a key that is not enabled no grants are listed",
        around(_none_unless_enabled, "ListRetirableGrants"),
    ),
    (
        "RevokeGrant.state.revoked",
        "a revoked grant can be retired",
        _remembered(_still, "ListRetirableGrants"),
    ),
    ("RetireGrant.state.GrantId", "a retired grant is found by its id", _remembered(_still_by_id, "ListGrants")),
    (
        "RetireGrant.state.GrantToken",
        "all grants of the name are retired",
        around(_all_of_the_name, "RetireGrant"),
    ),
    (
        "RetireGrant.error.InvalidGrantTokenException",
        "a token retires any number of times",
        _remembered(_again, "RetireGrant"),
    ),
)
