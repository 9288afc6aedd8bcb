"""Lists in pages: complete, nothing twice, no more than Limit a page."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, Behaviour, row

_PAGED = (
    "To get more items, pass the value of the NextMarker element in this response to the Marker parameter in a "
    "subsequent request."
)
# Operation, and the shape of its answer.
LISTS: tuple[tuple[str, str], ...] = (
    ("ListKeys", "ListKeysResponse"),
    ("ListAliases", "ListAliasesResponse"),
    ("ListGrants", "ListGrantsResponse"),
    ("ListRetirableGrants", "ListGrantsResponse"),
    ("ListResourceTags", "ListResourceTagsResponse"),
    ("ListKeyPolicies", "ListKeyPoliciesResponse"),
    ("ListKeyRotations", "ListKeyRotationsResponse"),
)
_MARKER = "The request was rejected because the marker that specifies where pagination should next begin is not valid."
# Lists whose errors have InvalidMarkerException.
WITH_MARKERS: tuple[str, ...] = tuple(name for name, _ in LISTS if name != "ListKeyPolicies")

# Lists that are tried with more entries than one page has by default.
BY_DEFAULT: tuple[str, ...] = ("ListAliases", "ListGrants")
DEFAULT_LIMIT = 50

LISTING: tuple[Behaviour, ...] = (
    *(
        row(
            COMPLETE,
            operation,
            "default-limit",
            f"Without Limit no page has more than {DEFAULT_LIMIT} entries.",
            f"If you do not include a value, it defaults to {DEFAULT_LIMIT}.",
            at=f"{operation}Request.Limit",
        )
        for operation in BY_DEFAULT
    ),
    row(
        COMPLETE,
        "ListKeys",
        "ResourceOwners",
        "The keys of other accounts are listed without those of the account itself.",
        "This list doesn't include KMS keys that your Amazon Web Services account owns.",
        at="ListKeysRequest.ResourceOwners",
    ),
    *(
        row(
            CORE if operation in {"ListKeys", "ListAliases"} else COMPLETE,
            operation,
            "paging",
            "All pages together have every entry once, none has more than Limit, and Truncated says whether there are "
            "more.",
            _PAGED,
            at=f"{answer}.Truncated",
        )
        for operation, answer in LISTS
    ),
    row(
        COMPLETE,
        "ListGrants",
        "GranteePrincipal-pages",
        "With a GranteePrincipal every page has its grants, and no others.",
        "Returns only grants where the specified principal is the grantee principal for the grant.",
        at="ListGrantsRequest.GranteePrincipal",
    ),
    row(
        COMPLETE,
        "ListRetirableGrants",
        "RetiringPrincipal-pages",
        "Every page has the grants that the principal may retire, and no others.",
        "Returns information about all grants in the Amazon Web Services account and Region that have the specified "
        "retiring principal or retiring service principal.",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "InvalidMarkerException",
            "A Marker that no listing has ended with, where it is refused, is refused with InvalidMarkerException.",
            _MARKER,
            at="InvalidMarkerException",
        )
        for operation in WITH_MARKERS
    ),
)
