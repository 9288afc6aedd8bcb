"""How grants are seen once others have their name, they are gone, or their key is in another state."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Demonstration,
    Outcome,
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
from kms_strategies.sequences.keys.requests import key_id, principal
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.permissions.grants import GRANT, ROLE, SCRATCH, granted, has, has_not, listed

_CREATE, _LIST, _RETIRABLE = "CreateGrant", "ListGrants", "ListRetirableGrants"
_REVOKED = given("RevokeGrant", SCRATCH | {"GrantId": "{g.GrantId}"})
_NAME: dict[str, Template] = {"Name": "kms-conformance-{unique}"}
_OTHERS: tuple[dict[str, Template], ...] = (
    {"RetiringPrincipal": GRANT["GranteePrincipal"]},
    {"Constraints": {"EncryptionContextEquals": {"Stage": "one"}}},
    {"GranteePrincipal": ROLE},
)
_OWN: dict[str, Template] = KEY | {"GranteePrincipal": principal("key"), "Operations": ["Encrypt"]}
_RETIRING: dict[str, Template] = {"RetiringPrincipal": principal("key")}
_STATES = ("DisableKey", "ScheduleKeyDeletion")


def _brought(operation: str, *last: Step) -> tuple[Step, ...]:
    """A key with a grant, seen in both lists, is brought into another state."""
    return (
        create(),
        given(_CREATE, _OWN | _RETIRING, name="g"),
        given(_LIST, KEY, has(), pages="Grants"),
        given(_RETIRABLE, _RETIRING, has(), pages="Grants"),
        given(operation, KEY),
        *last,
    )


_REFUSED = frozenset({"KMSInvalidStateException"})

GRANT_HISTORIES: tuple[Demonstration, ...] = (
    shows(
        f"{_CREATE}.state.other-parameters",
        *(
            (
                granted(**_NAME),
                granted("other", **_NAME, **more),
                listed(lists("Grants", {"GrantId": "{other.GrantId}", **more}), has()),
            )
            for more in _OTHERS
        ),
        (
            granted(**_NAME),
            then(
                _CREATE,
                GRANT | _NAME | {"KeyId": key_id("symmetric.key")},
                different("GrantId", "{g.GrantId}"),
                name="other",
            ),
            then(_LIST, {"KeyId": key_id("symmetric.key")}, has("other"), pages="Grants"),
        ),
    ),
    shows(
        f"{_CREATE}.state.revoked-Name",
        (
            granted(**_NAME),
            _REVOKED,
            given(_LIST, SCRATCH, has_not(), pages="Grants"),
            then(_CREATE, GRANT | _NAME, name="again"),
            listed(has("again")),
        ),
    ),
    shows(
        f"{_CREATE}.state.no-Name",
        (
            granted(),
            given(_LIST, SCRATCH | {"GrantId": "{g.GrantId}"}, equal("Grants.0.GrantId", "{g.GrantId}")),
            then(
                _LIST,
                SCRATCH | {"GrantId": "{g.GrantId}"},
                absent("Grants.0.Name"),
                absent("Grants.0.RetiringPrincipal"),
            ),
        ),
    ),
    shows(
        f"{_LIST}.state.key-state",
        *(
            _brought(operation, Step(_LIST, KEY, outcome=Outcome.EITHER, errors=_REFUSED, checks=(has(),), judged=True))
            for operation in _STATES
        ),
    ),
    shows(
        f"{_RETIRABLE}.state.key-state",
        *(_brought(operation, then(_RETIRABLE, _RETIRING, has(), pages="Grants")) for operation in _STATES[:1]),
    ),
)
