"""Faults of grants, each of which breaks one behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    accepting,
    answered,
    around,
    asked,
    default,
    each,
    faults_of,
    ignoring,
    named,
    set_to,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result


def _same_grant(call: Call, plain: KeyOperation) -> Result:
    """A grant that is like another is that one, name or not."""
    return plain(replace(call, values=default("Name", "same")(call.values)))


def _named_alike(call: Call, plain: KeyOperation) -> Result:
    """A grant is known by its name alone."""
    key, name = named(call), call.values.get("Name")
    for grant in call.region.grants.values():
        if name is not None and grant.key is key and grant.request.get("Name") == name:
            return plain(replace(call, values={**call.values, **grant.request}))
    return plain(call)


def _same_token(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    grant = call.region.grants.get(result.get("GrantId", ""))
    if grant is None:
        return result
    grant.tokens.add(grant.id)
    return {**result, "GrantToken": grant.id}


def _listed_everywhere(call: Call, plain: KeyOperation) -> Result:
    """The grants of all keys are listed with each."""
    result = plain(call)
    if call.values.keys() & {"GrantId", "GranteePrincipal", "Limit", "Marker"}:
        return result
    lists = [
        plain(replace(call, values={**call.values, "KeyId": key.id}))["Grants"] for key in call.region.keys.values()
    ]
    return {**result, "Grants": [grant for grants in lists for grant in grants]}


def _retires_all(call: Call, plain: KeyOperation) -> Result:
    """All grants of the key are gone with one."""
    key = named(call)
    result = plain(call)
    for grant in [grant for grant in call.region.grants.values() if grant.key is key]:
        del call.region.grants[grant.id]
    return result


_GRANTS: tuple[Row, ...] = (
    (
        "CreateGrant.state.listed",
        "grants are listed without their operations",
        answered(each("Grants", without("Operations")), "ListGrants"),
    ),
    ("CreateGrant.state.Constraints", "constraints are not kept", asked(without("Constraints"), "CreateGrant")),
    ("CreateGrant.state.fresh", "grants that are alike are one", around(_same_grant, "CreateGrant")),
    ("CreateGrant.state.Name", "the name is not kept", asked(without("Name"), "CreateGrant")),
    ("CreateGrant.state.other-Operations", "the grant of that name is the same", around(_named_alike, "CreateGrant")),
    ("CreateGrant.state.GrantToken", "a grant has one token", around(_same_token, "CreateGrant")),
    (
        "CreateGrant.state.Operations",
        "a grant has any operations",
        accepting("ValidationException", {"GrantId": "0" * 64, "GrantToken": "token"}, "CreateGrant"),
    ),
    ("ListGrants.state.GrantId", "GrantId is not read", asked(without("GrantId"), "ListGrants")),
    (
        "ListGrants.state.GranteePrincipal",
        "GranteePrincipal is not read",
        asked(without("GranteePrincipal"), "ListGrants"),
    ),
    ("ListGrants.state.KeyId", "the grants of all keys are listed", around(_listed_everywhere, "ListGrants")),
    (
        "ListRetirableGrants.state.listed",
        "no grant can be retired",
        answered(set_to("Grants", []), "ListRetirableGrants"),
    ),
    (
        "RetireGrant.state.GrantToken",
        "a grant is not retired by its token",
        around(lambda call, plain: {} if "GrantToken" in call.values else plain(call), "RetireGrant"),
    ),
    ("RetireGrant.state.GrantId", "all grants of the key are retired", around(_retires_all, "RetireGrant")),
    ("RevokeGrant.state.revoked", "the grant stays", ignoring("RevokeGrant")),
    (
        "RevokeGrant.state.unknown-grant",
        "a grant that does not exist is no error",
        accepting("NotFoundException", {}, "RevokeGrant"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_GRANTS)
