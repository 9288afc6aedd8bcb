"""How a request with DryRun is seen to do nothing."""

from __future__ import annotations

from kms_specification.pages.keys.dry_run import OPERATIONS
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    given,
    refused,
    shows,
    tried,
)
from kms_strategies.sequences.keys.requests import valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.grants import GRANT, granted, has, listed
from kms_strategies.sequences.keys.themes.key_states import KEY

_DRY_RUN = "DryRunOperationException"
_DRY: dict[str, Template] = {"DryRun": True}
_GRANT: dict[str, Template] = KEY | {"GrantId": "{g.GrantId}"}
# Of the operations on grants: what comes first, and the request.
_ON_GRANTS: dict[str, tuple[tuple[Step, ...], dict[str, Template]]] = {
    "CreateGrant": ((create(), granted()), GRANT),
    "RetireGrant": ((create(), granted()), {"GrantToken": "{g.GrantToken}"}),
    "RevokeGrant": ((create(), granted()), _GRANT),
}


def _refused(operation: str) -> tuple[Step, ...]:
    """The request succeeds, and with DryRun it is refused."""
    if operation in _ON_GRANTS:
        before, request = _ON_GRANTS[operation]
        return (*before, refused(operation, request | _DRY, _DRY_RUN))
    return (given(operation, valid(operation)), refused(operation, valid(operation) | _DRY, _DRY_RUN))


DRY_RUN: tuple[Demonstration, ...] = (
    *(shows(f"{operation}.error.{_DRY_RUN}", _refused(operation)) for operation in OPERATIONS),
    shows(
        "CreateGrant.state.dry-run",
        (
            create(),
            granted(),
            tried("CreateGrant", GRANT | _DRY),
            listed(has(), Check("Grants", Relation.LENGTH, 1)),
        ),
    ),
    shows(
        "RetireGrant.state.dry-run",
        (create(), granted(), tried("RetireGrant", {"GrantToken": "{g.GrantToken}", **_DRY}), listed(has())),
    ),
    shows("RevokeGrant.state.dry-run", (create(), granted(), tried("RevokeGrant", _GRANT | _DRY), listed(has()))),
)
