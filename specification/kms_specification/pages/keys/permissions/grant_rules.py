"""What a grant may not be, and how the one to retire is named."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, STRICT, Behaviour, row
from kms_specification.pages.requests.prose import NOT_BOTH_CONTEXTS

_CREATE, _RETIRE = "CreateGrant", "RetireGrant"
_TO_RETIRE = (
    "To identify the grant to retire, use a grant token, or both the grant ID and a key identifier (key ID or key ARN) "
    "of the KMS key."
)
_CONSTRAINTS = "CreateGrantRequest.Constraints"

GRANT_RULES: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        _CREATE,
        "supported-operations",
        "A grant permits all operations that its key supports, and they are listed.",
        "Also, the operation must be supported on the KMS key.",
        at="CreateGrantRequest.Operations",
    ),
    row(
        STRICT,
        _RETIRE,
        "no-grant-named",
        "A request that names no grant is refused.",
        _TO_RETIRE,
    ),
    row(
        STRICT,
        _CREATE,
        "constraint-pairs",
        "A constraint of more than eight encryption context pairs is refused.",
        "Each constraint value can include up to 8 encryption context pairs.",
        at=_CONSTRAINTS,
    ),
    row(
        STRICT,
        _CREATE,
        "constraint-length",
        "A constraint with an encryption context value of more than 384 characters is refused, one of 384 is not.",
        "The encryption context value in each constraint cannot exceed 384 characters.",
        at=_CONSTRAINTS,
    ),
    Behaviour(
        _CREATE,
        "one-context",
        "A grant with both encryption context constraints is refused.",
        NOT_BOTH_CONTEXTS,
        STRICT,
    ),
    row(
        COMPLETE,
        _CREATE,
        "constraint-without-context",
        "An encryption context constraint on operations of an asymmetric key or an HMAC key is refused.",
        "You cannot use an encryption context grant constraint for cryptographic operations with asymmetric KMS keys "
        "or HMAC KMS keys.",
        at=_CONSTRAINTS,
    ),
    row(
        COMPLETE,
        _CREATE,
        "older-token",
        "A token of a grant is good although a later request with its name returned another one.",
        "All grant tokens for the same grant ID can be used interchangeably.",
        at="CreateGrantRequest.Name",
    ),
    row(
        COMPLETE,
        _CREATE,
        "token-used",
        "A token that CreateGrant returned is taken by the operations that the grant allows.",
        "However, to use the permissions in the grant immediately, use the GrantToken that CreateGrant returns.",
    ),
    row(
        COMPLETE,
        _CREATE,
        "CreationDate",
        "A grant is listed with the time at which it was made.",
        "The date and time when the grant was created.",
        at="GrantListEntry.CreationDate",
    ),
    row(
        COMPLETE,
        "ListGrants",
        "GrantToken",
        "A grant is listed without a token.",
        "Only the CreateGrant operation returns a grant token.",
        at="RetireGrantRequest.GrantToken",
    ),
    row(
        COMPLETE,
        "ListRetirableGrants",
        "RetiringPrincipal",
        "No grant of another retiring principal is listed.",
        "This operation returns a list of grants where the retiring principal specified in the ListRetirableGrants "
        "request is the same retiring principal on the grant.",
    ),
    row(
        COMPLETE,
        _RETIRE,
        "key-different",
        "A GrantId with another key is refused, and the grant stays.",
        _TO_RETIRE,
    ),
    row(
        COMPLETE,
        _RETIRE,
        "unknown-grant",
        "A grant that does not exist is refused.",
        "The request was rejected because the specified GrantId is not valid.",
        at="InvalidGrantIdException",
    ),
    row(
        COMPLETE,
        _RETIRE,
        "InvalidGrantTokenException",
        "A token that no grant has is refused with InvalidGrantTokenException or NotFoundException.",
        "The request was rejected because the specified grant token is not valid.",
        at="InvalidGrantTokenException",
    ),
)
