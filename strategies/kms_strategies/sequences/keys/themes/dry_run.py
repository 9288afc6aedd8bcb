"""How a request with DryRun is seen to do nothing."""

from __future__ import annotations

from kms_specification.pages.keys.dry_run import ON_DISABLED, OPERATIONS
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    given,
    refused,
    shows,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY, refusals
from kms_strategies.sequences.keys.themes.permissions.grants import GRANT, SCRATCH, granted, has, listed

_DRY_RUN = "DryRunOperationException"
_DRY: dict[str, Template] = {"DryRun": True}
_GRANT: dict[str, Template] = SCRATCH | {"GrantId": "{g.GrantId}"}
# Of the operations on grants: what comes first, and the request.
_ON_GRANTS: dict[str, tuple[tuple[Step, ...], dict[str, Template]]] = {
    "CreateGrant": ((granted(),), GRANT),
    "RetireGrant": ((granted(),), {"GrantToken": "{g.GrantToken}"}),
    "RevokeGrant": ((granted(),), _GRANT),
}


def _refused(operation: str) -> tuple[Step, ...]:
    """The request succeeds, and with DryRun it is refused."""
    if operation in _ON_GRANTS:
        before, request = _ON_GRANTS[operation]
        return (*before, refused(operation, request | _DRY, _DRY_RUN))
    return (given(operation, valid(operation)), refused(operation, valid(operation) | _DRY, _DRY_RUN))


def _no_trial(operation: str) -> tuple[Step, ...]:
    """With DryRun that is false the request is done, and refused where it is true."""
    before, request = _ON_GRANTS.get(operation, ((), valid(operation)))
    done = then(operation, request | {"DryRun": False})
    return (*before, done, *before, refused(operation, request | _DRY, _DRY_RUN))


def _disabled(operation: str) -> dict[str, Template]:
    return valid(operation, state="disabled") | _DRY


DRY_RUN: tuple[Demonstration, ...] = (
    *(shows(f"{operation}.error.{_DRY_RUN}", _refused(operation), _no_trial(operation)) for operation in OPERATIONS),
    *(
        shows(
            f"{operation}.state.dry-run-disabled",
            (given(operation, valid(operation)), refused(operation, _disabled(operation), *refusals(operation))),
        )
        for operation in ON_DISABLED
    ),
    shows(
        "CreateGrant.state.dry-run",
        (
            create(),
            given("CreateGrant", GRANT | KEY),
            tried("CreateGrant", GRANT | KEY | _DRY),
            then("ListGrants", KEY, Check("Grants", Relation.LENGTH, 1), pages="Grants"),
        ),
    ),
    shows(
        "RetireGrant.state.dry-run",
        (granted(), tried("RetireGrant", {"GrantToken": "{g.GrantToken}", **_DRY}), listed(has())),
    ),
    shows("RevokeGrant.state.dry-run", (granted(), tried("RevokeGrant", _GRANT | _DRY), listed(has()))),
)
