"""How grants are seen in lists, and gone once they are retired or revoked."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Outcome,
    Relation,
    Step,
    Template,
    different,
    equal,
    given,
    lacks,
    lists,
    ref,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import account, arn, key_id, principal

_CREATE, _LIST, _RETIRABLE = "CreateGrant", "ListGrants", "ListRetirableGrants"
_NOT_FOUND = "NotFoundException"
SCRATCH: dict[str, Template] = {"KeyId": key_id("scratch.key")}
_ROOT = principal("scratch.key")
ROLE = f"arn:aws:iam::{account('scratch.key')}:role/kms-conformance"
GRANT: dict[str, Template] = SCRATCH | {"GranteePrincipal": _ROOT, "Operations": ["Encrypt", "Decrypt"]}
_OF_ANOTHER: dict[str, Template] = {"KeyId": key_id("symmetric.key"), "GrantId": "{g.GrantId}"}
_NOBODY = "0123456789abcdef" * 4


def granted(name: str = "g", /, **more: Template) -> Step:
    """A grant on a shared key."""
    return given(_CREATE, GRANT | more, name=name)


def listed(*checks: Check, **more: Template) -> Step:
    """A look at the grants of the shared key."""
    return then(_LIST, SCRATCH | more, *checks, pages="Grants")


def has(name: str = "g") -> Check:
    """The list has the grant."""
    return lists("Grants", {"GrantId": ref(f"{name}.GrantId")})


def has_not(name: str = "g") -> Check:
    """The list does not have the grant."""
    return lacks("Grants", {"GrantId": ref(f"{name}.GrantId")})


_NAMED: dict[str, Template] = {"Name": "kms-conformance-{unique}"}
_RETIRING: dict[str, Template] = {"RetiringPrincipal": _ROOT}
_UNKNOWN = frozenset({_NOT_FOUND, "InvalidGrantIdException"})


def _gone(end: Step) -> tuple[Step, ...]:
    """One of two grants that are alike is gone from both lists, and when it is asked for."""
    by_id = SCRATCH | {"GrantId": "{g.GrantId}"}
    return (
        granted(**_RETIRING),
        granted("h", **_RETIRING),
        given(_RETIRABLE, _RETIRING, has(), has("h"), pages="Grants"),
        end,
        listed(has_not(), has("h")),
        then(_RETIRABLE, _RETIRING, has_not(), has("h"), pages="Grants"),
        Step(_LIST, by_id, outcome=Outcome.EITHER, errors=_UNKNOWN, checks=(has_not(),), judged=True),
    )


GRANTS: tuple[Demonstration, ...] = (
    shows(
        f"{_CREATE}.state.listed",
        (
            then(_CREATE, GRANT | {"Name": "kms-conformance-{unique}", "RetiringPrincipal": _ROOT}, name="g"),
            listed(
                lists(
                    "Grants",
                    {
                        "GrantId": "{g.GrantId}",
                        "GranteePrincipal": _ROOT,
                        "Name": "kms-conformance-{unique}",
                        "Operations": ["Encrypt", "Decrypt"],
                        "RetiringPrincipal": _ROOT,
                    },
                ),
            ),
        ),
    ),
    shows(
        f"{_CREATE}.state.Constraints",
        *(
            (
                then(_CREATE, GRANT | {"Constraints": {kind: {"Stage": "one"}}}, name="g"),
                listed(lists("Grants", {"GrantId": "{g.GrantId}", "Constraints": {kind: {"Stage": "one"}}})),
            )
            for kind in ("EncryptionContextSubset", "EncryptionContextEquals")
        ),
    ),
    shows(f"{_CREATE}.state.fresh", (granted(), then(_CREATE, GRANT, different("GrantId", "{g.GrantId}")))),
    shows(
        f"{_CREATE}.state.Name",
        (
            granted(Name="kms-conformance-{unique}"),
            then(_CREATE, GRANT | {"Name": "kms-conformance-{unique}"}, equal("GrantId", "{g.GrantId}")),
        ),
    ),
    shows(
        f"{_CREATE}.state.other-Operations",
        (
            granted(Name="kms-conformance-{unique}"),
            granted("other", Name="kms-conformance-{unique}", Operations=["Encrypt", "DescribeKey"]),
            listed(lists("Grants", {"GrantId": "{other.GrantId}", "Operations": ["Encrypt", "DescribeKey"]}), has()),
        ),
    ),
    shows(
        f"{_CREATE}.state.GrantToken",
        (
            then(_CREATE, GRANT | {"Name": "kms-conformance-{unique}"}, different("GrantToken", ""), name="g"),
            then(_CREATE, GRANT | {"Name": "kms-conformance-{unique}"}, different("GrantToken", "{g.GrantToken}")),
        ),
    ),
    shows(
        f"{_CREATE}.state.Operations",
        (granted(), refused(_CREATE, GRANT | {"Operations": ["Sign"]})),
        (
            granted(),
            refused(_CREATE, GRANT | {"KeyId": key_id("signing.key"), "Operations": ["GenerateDataKey"]}),
        ),
    ),
    shows(
        f"{_LIST}.state.GrantId",
        (
            granted(),
            granted("h", Operations=["Encrypt"]),
            listed(has(), Check("Grants", Relation.LISTS_ONLY, {"GrantId": "{g.GrantId}"}), GrantId="{g.GrantId}"),
        ),
    ),
    shows(
        f"{_LIST}.state.GranteePrincipal",
        (
            granted(),
            listed(has(), GranteePrincipal=_ROOT),
            listed(
                has_not(), GranteePrincipal=f"arn:aws:iam::{account('scratch.key')}:role/kms-conformance-{{unique}}"
            ),
        ),
    ),
    shows(
        f"{_LIST}.state.GranteePrincipal-pages",
        (
            granted(Operations=["Encrypt"]),
            granted("other", GranteePrincipal=ROLE, Operations=["Encrypt"]),
            granted("another", GranteePrincipal=ROLE, Operations=["Decrypt"]),
            granted("h", Operations=["Decrypt"]),
            listed(has(), has("h"), has_not("other"), has_not("another"), GranteePrincipal=_ROOT, Limit=1),
        ),
    ),
    shows(
        f"{_LIST}.state.KeyId",
        (
            granted(),
            given(_CREATE, GRANT | {"KeyId": key_id("symmetric.key")}, name="h"),
            listed(has(), has_not("h")),
        ),
    ),
    shows(
        f"{_RETIRABLE}.state.listed",
        (
            granted(RetiringPrincipal=_ROOT),
            granted("h"),
            then(_RETIRABLE, {"RetiringPrincipal": _ROOT}, has(), has_not("h"), pages="Grants"),
        ),
        # Those of all keys.
        (
            granted(RetiringPrincipal=_ROOT),
            given(_CREATE, GRANT | _RETIRING | {"KeyId": key_id("symmetric.key")}, name="h"),
            then(_RETIRABLE, _RETIRING, has(), has("h"), pages="Grants"),
        ),
    ),
    shows(
        "RetireGrant.state.GrantToken",
        (
            granted(),
            granted("h", Operations=["Encrypt"]),
            then("RetireGrant", {"GrantToken": "{g.GrantToken}"}),
            listed(has_not(), has("h")),
        ),
        (
            granted(**_NAMED),
            granted("h", **_NAMED, Operations=["Encrypt"]),
            then("RetireGrant", {"GrantToken": "{g.GrantToken}"}),
            listed(has_not(), has("h")),
        ),
        _gone(then("RetireGrant", {"GrantToken": "{g.GrantToken}"})),
    ),
    shows(
        "RetireGrant.state.GrantId",
        (
            granted(),
            granted("h", Operations=["Encrypt"]),
            then("RetireGrant", {"KeyId": arn("scratch.key"), "GrantId": "{g.GrantId}"}),
            listed(has_not(), has("h")),
        ),
        _gone(then("RetireGrant", {"KeyId": arn("scratch.key"), "GrantId": "{g.GrantId}"})),
    ),
    shows(
        "RevokeGrant.state.revoked",
        (
            granted(),
            granted("h", Operations=["Encrypt"]),
            then("RevokeGrant", SCRATCH | {"GrantId": "{g.GrantId}"}),
            listed(has_not(), has("h")),
        ),
        _gone(then("RevokeGrant", SCRATCH | {"GrantId": "{g.GrantId}"})),
    ),
    shows(
        "RevokeGrant.state.unknown-grant",
        (
            granted(),
            refused("RevokeGrant", SCRATCH | {"GrantId": _NOBODY}, _NOT_FOUND, "InvalidGrantIdException"),
            listed(has()),
        ),
        # A grant is revoked once.
        (
            granted(),
            given("RevokeGrant", SCRATCH | {"GrantId": "{g.GrantId}"}),
            listed(has_not()),
            refused("RevokeGrant", SCRATCH | {"GrantId": "{g.GrantId}"}, _NOT_FOUND, "InvalidGrantIdException"),
        ),
        # The grant of one key is no grant of another.
        (
            granted(),
            refused("RevokeGrant", _OF_ANOTHER, _NOT_FOUND, "InvalidGrantIdException"),
            listed(has()),
        ),
    ),
)
