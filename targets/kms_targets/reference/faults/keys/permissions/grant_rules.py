"""Faults in what a grant may be, and in how the one to retire is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    changed,
    each,
    faults_of,
    only_if,
    recoded,
    set_to,
    tables,
    without,
)
from kms_targets.reference.rules import Around, Call, KeyOperation, Result
from kms_targets.reference.state.keys import SYMMETRIC

_TAKING_TOKENS = ("Encrypt", "Decrypt", "GenerateDataKey", "DescribeKey", "Sign", "GenerateMac")
_CONTEXTS = ("EncryptionContextEquals", "EncryptionContextSubset")


def _constraints_for_all(call: Call, plain: KeyOperation) -> Result:
    """A key that is not for symmetric encryption takes context constraints, and forgets them."""
    key = call.region.keys.get(str(call.values["KeyId"]))
    if key is None or key.spec == SYMMETRIC:
        return plain(call)
    values = changed("Constraints", without(*_CONTEXTS))(call.values)
    return plain(replace(call, values=values))


def _of_few_bytes(values: Values) -> bool:
    constraints = values.get("Constraints", {})
    texts = [text for context in _CONTEXTS for text in constraints.get(context, {}).values()]
    return all(len(text.encode()) <= 384 for text in texts)


def _first_context(values: Values) -> Values:
    constraints = values.get("Constraints", {})
    if not all(context in constraints for context in _CONTEXTS):
        return values
    return {**values, "Constraints": {name: value for name, value in constraints.items() if name != _CONTEXTS[1]}}


def _newest_token(call: Call, plain: KeyOperation) -> Result:
    """A grant has the token that was returned last."""
    result = plain(call)
    grant = call.region.grants.get(result.get("GrantId", ""))
    if grant is not None:
        grant.tokens.intersection_update({result["GrantToken"]})
    return result


def grants_of_principals(
    call: Call, plain: KeyOperation, member: str, such: Callable[[str], bool] = lambda _: True
) -> list[Any]:
    """The grants of all principals in a member that are such, on one page."""
    principals = {grant.request.get(member) for grant in call.region.grants.values()} - {None}
    whole = without("Marker", "Limit")(call.values)
    asked_for = [{**whole, member: one} for one in sorted(map(str, principals)) if such(one)]
    return [grant for values in asked_for for grant in plain(replace(call, values=values))["Grants"]]


def _of_everybody(call: Call, plain: KeyOperation) -> Result:
    """The grants of all retiring principals are listed."""
    return {**plain(call), "Grants": grants_of_principals(call, plain, "RetiringPrincipal")}


def _of_any_key(call: Call, plain: KeyOperation) -> Result:
    """The key of a GrantId is not looked at."""
    grant = call.region.grants.get(call.values.get("GrantId", ""))
    if grant is None or "KeyId" not in call.values:
        return plain(call)
    del call.region.grants[grant.id]
    return {}


def _unknown_retired(call: Call, plain: KeyOperation) -> Result:
    return plain(call) if call.values.get("GrantId", "") in {"", *call.region.grants} else {}


def _beginning(member: str) -> Around:
    """The grants of all principals that begin as the one that is asked for."""

    def listed(call: Call, plain: KeyOperation) -> Result:
        wanted = call.values.get(member)
        if wanted is None:
            return plain(call)
        grants = grants_of_principals(call, plain, member, lambda one: one.startswith(wanted))
        return {"Grants": grants, "Truncated": False}

    return listed


def _with_token(call: Call, plain: KeyOperation) -> Result:
    """Grants are listed with a token."""
    tokens = {grant.id: min(grant.tokens) for grant in call.region.grants.values() if grant.tokens}
    return each("Grants", lambda grant: {**grant, "GrantToken": tokens[grant["GrantId"]]})(plain(call))


_RULES: tuple[Row, ...] = (
    (
        "CreateGrant.state.supported-operations",
        "no grant permits data key pairs",
        only_if(lambda values: "GenerateDataKeyPair" not in values["Operations"], "ValidationException", "CreateGrant"),
    ),
    (
        "RetireGrant.state.no-grant-named",
        "a request that names no grant does nothing",
        around(lambda call, plain: plain(call) if call.values else {}, "RetireGrant"),
    ),
    ("CreateGrant.state.constraint-pairs", "a constraint has any number of pairs", tables(context_pairs=1000)),
    (
        "CreateGrant.state.one-context",
        "of two constraints on the encryption context the second is dropped",
        asked(_first_context, "CreateGrant"),
    ),
    ("CreateGrant.state.constraint-length", "a constraint has values of any length", tables(context_length=10_000)),
    (
        "CreateGrant.state.constraint-length",
        "the bytes of a constraint's values are counted",
        only_if(_of_few_bytes, "ValidationException", "CreateGrant"),
    ),
    (
        "CreateGrant.state.constraint-without-context",
        "keys without encryption contexts take constraints on them",
        around(_constraints_for_all, "CreateGrant"),
    ),
    (
        "CreateGrant.state.token-used",
        "no operation takes a token",
        only_if(lambda values: not values.get("GrantTokens"), "InvalidGrantTokenException", *_TAKING_TOKENS),
    ),
    (
        "CreateGrant.state.CreationDate",
        "a grant was never made",
        answered(each("Grants", set_to("CreationDate", 0.0)), "ListGrants"),
    ),
    ("CreateGrant.state.older-token", "an older token is good for nothing", around(_newest_token, "CreateGrant")),
    ("ListGrants.state.GrantToken", "a grant is listed with a token", around(_with_token, "ListGrants")),
    (
        "ListGrants.state.GranteePrincipal",
        "the grants of all principals that begin so are listed",
        around(_beginning("GranteePrincipal"), "ListGrants"),
    ),
    (
        "ListRetirableGrants.state.RetiringPrincipal",
        "the grants of all principals that begin so are listed",
        around(_beginning("RetiringPrincipal"), "ListRetirableGrants"),
    ),
    (
        "ListRetirableGrants.state.RetiringPrincipal",
        "the grants of all retiring principals are listed",
        around(_of_everybody, "ListRetirableGrants"),
    ),
    ("RetireGrant.state.key-different", "the key of a GrantId is not looked at", around(_of_any_key, "RetireGrant")),
    (
        "RetireGrant.state.unknown-grant",
        "a grant that does not exist is no error",
        around(_unknown_retired, "RetireGrant"),
    ),
    (
        "RetireGrant.error.InvalidGrantTokenException",
        "a token that no grant has is a ValidationException",
        recoded("InvalidGrantTokenException", "ValidationException", "RetireGrant"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_RULES)
