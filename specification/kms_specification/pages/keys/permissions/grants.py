"""Grants: listed as they were made, once a name, until they are retired or revoked."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, Behaviour, row

GRANTS: tuple[Behaviour, ...] = (
    row(
        CORE,
        "CreateGrant",
        "listed",
        "ListGrants has the grant with its key, principal, operations and name.",
        "To find the grant ID, use the ListGrants or ListRetirableGrants operations.",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "Constraints",
        "ListGrants has the grant with its constraints.",
        "The constraints on the grant, such as encryption context pairs or a SourceArn, that restrict the subsequent "
        "operations the grant allows.",
        at="GrantListEntry.Constraints",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "fresh",
        "Without a name each request makes another grant.",
        "When this value is absent, all CreateGrant requests result in a new grant with a unique GrantId even if all "
        "the supplied parameters are identical.",
        at="CreateGrantRequest.Name",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "Name",
        "The same request with the same name returns the grant that exists.",
        "When this value is present, you can retry a CreateGrant request with identical parameters; if the grant "
        "already exists, the original GrantId is returned without creating a new grant.",
        at="CreateGrantRequest.Name",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "other-Operations",
        "A request with the same name that is not refused has a grant for its own operations, beside the first.",
        "A list of operations that the grant permits.",
        at="CreateGrantRequest.Operations",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "GrantToken",
        "Each request returns another grant token, with the same name too.",
        "Note that the returned grant token is unique with every CreateGrant request, even when a duplicate GrantId is "
        "returned.",
        at="CreateGrantRequest.Name",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "Operations",
        "A grant for an operation that the key does not support is refused.",
        "For example, you cannot create a grant for a symmetric encryption KMS key that allows the Sign operation, or "
        "a grant for an asymmetric KMS key that allows the GenerateDataKey operation.",
        at="CreateGrantRequest.Operations",
    ),
    row(
        COMPLETE,
        "ListGrants",
        "GrantId",
        "With a GrantId that grant is listed, and no other.",
        "Returns only the grant with the specified grant ID.",
        at="ListGrantsRequest.GrantId",
    ),
    row(
        COMPLETE,
        "ListGrants",
        "GranteePrincipal",
        "With a GranteePrincipal its grants are listed, and no others.",
        "Returns only grants where the specified principal is the grantee principal for the grant.",
        at="ListGrantsRequest.GranteePrincipal",
    ),
    row(
        COMPLETE,
        "ListGrants",
        "KeyId",
        "No grants of other keys are listed.",
        "Returns only grants for the specified KMS key.",
        at="ListGrantsRequest.KeyId",
    ),
    row(
        COMPLETE,
        "ListRetirableGrants",
        "listed",
        "The grants that a principal may retire are listed, and no others.",
        "Returns information about all grants in the Amazon Web Services account and Region that have the specified "
        "retiring principal or retiring service principal.",
    ),
    row(
        COMPLETE,
        "RetireGrant",
        "GrantToken",
        "A grant that was retired by its token is listed no more.",
        "Identifies the grant to be retired.",
        at="RetireGrantRequest.GrantToken",
    ),
    row(
        COMPLETE,
        "RetireGrant",
        "GrantId",
        "A grant that was retired by its id and key is listed no more, and the others are.",
        "To identify the grant to retire, use a grant token, or both the grant ID and a key identifier (key ID or key "
        "ARN) of the KMS key.",
    ),
    row(
        CORE,
        "RevokeGrant",
        "revoked",
        "A grant that was revoked is listed no more, and the others are.",
        "Deletes the specified grant. You revoke a grant to terminate the permissions that the grant allows.",
    ),
    row(
        COMPLETE,
        "RevokeGrant",
        "unknown-grant",
        "A grant that does not exist is refused with NotFoundException or InvalidGrantIdException.",
        "The request was rejected because the specified GrantId is not valid.",
        at="InvalidGrantIdException",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "other-parameters",
        "A request with the same name and another principal, constraint or key has a grant of its own.",
        "When this value is present, you can retry a CreateGrant request with identical parameters; if the grant "
        "already exists, the original GrantId is returned without creating a new grant.",
        at="CreateGrantRequest.Name",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "revoked-Name",
        "The same request with the name of a grant that was revoked makes a grant.",
        "When this value is present, you can retry a CreateGrant request with identical parameters; if the grant "
        "already exists, the original GrantId is returned without creating a new grant.",
        at="CreateGrantRequest.Name",
    ),
    row(
        COMPLETE,
        "CreateGrant",
        "no-Name",
        "A grant that was given no name and no retiring principal is listed without.",
        "If a name was provided in the CreateGrant request, that name is returned. Otherwise this value is null.",
        at="GrantListEntry.Name",
    ),
    row(
        COMPLETE,
        "ListGrants",
        "key-state",
        "Of a disabled key, and of one that is pending deletion, the grants are listed or the request is refused.",
        "Gets a list of all grants for the specified KMS key.",
    ),
    row(
        COMPLETE,
        "ListRetirableGrants",
        "key-state",
        "Grants on a disabled key are listed.",
        "Returns information about all grants in the Amazon Web Services account and Region that have the specified "
        "retiring principal or retiring service principal.",
    ),
)
