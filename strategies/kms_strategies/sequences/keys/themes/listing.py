"""How the pages of each list are seen to have every entry once."""

from __future__ import annotations

from kms_specification.pages.keys.listing import DEFAULT_LIMIT, WITH_MARKERS
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Step,
    Template,
    given,
    lacks,
    lists,
    refused_or_accepted,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import key_id, principal
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.permissions.grants import SCRATCH, granted, has

_ALIASES = tuple("alias/{unique}-" + letter for letter in "abc")
_TAGS = tuple({"TagKey": "{unique}-" + letter, "TagValue": letter} for letter in "abc")


def _paged(operation: str, request: Template, member: str, limit: Template, *checks: Check) -> Step:
    well = Check("Pages", Relation.WELL_PAGED, {"member": member, "limit": limit})
    asked: dict[str, Template] = {**request, "Limit": limit} if isinstance(request, dict) else {}
    return then(operation, asked, well, *checks, pages=member)


# What a list needs beside its page: its request, and what has to be there first.
_SHARED: dict[str, Template] = {"KeyId": key_id("symmetric.key")}
_REQUESTS: dict[str, Template] = {
    "ListKeys": {},
    "ListAliases": {},
    "ListGrants": _SHARED,
    "ListKeyRotations": _SHARED,
    "ListResourceTags": _SHARED,
    "ListRetirableGrants": {"RetiringPrincipal": principal("symmetric.key")},
}

_BY_DEFAULT = range(DEFAULT_LIMIT + 1)  # one more than a page has


def _by_default(operation: str, request: dict[str, Template], member: str, last: Template) -> tuple[Step, Step]:
    """The list is there, and then it is read without a Limit."""
    well = Check("Pages", Relation.WELL_PAGED, {"member": member, "limit": DEFAULT_LIMIT})
    return (
        given(operation, {**request, "Limit": 100}, lists(member, last), pages=member),
        then(operation, request, well, lists(member, last), pages=member),
    )


_MINE: dict[str, Template] = {"KeyId": key_id("scratch.key")}

LISTING: tuple[Demonstration, ...] = (
    shows(
        "ListKeys.state.ResourceOwners",
        (
            given("DescribeKey", _MINE),
            given("ListKeys", {"ResourceOwners": ["SELF"]}, lists("Keys", _MINE), pages="Keys"),
            then("ListKeys", {"ResourceOwners": ["OTHER_ACCOUNTS_VIA_RAM"]}, lacks("Keys", _MINE), pages="Keys"),
        ),
    ),
    shows(
        "ListKeys.state.paging",
        (
            create("a"),
            create("b"),
            create("c"),
            then("ListKeys", {}, name="all", pages="Keys"),
            _paged(
                "ListKeys",
                {},
                "Keys",
                Made(Maker.THIRD, ("{all.Keys}",)),
                *(lists("Keys", {"KeyId": key_id(name)}) for name in "abc"),
            ),
        ),
    ),
    shows(
        "ListAliases.state.default-limit",
        (
            *(
                given(
                    "CreateAlias",
                    {
                        "AliasName": f"alias/{{unique}}-{number}",
                        "TargetKeyId": key_id("scratch.key" if number % 2 else "other-symmetric.key"),
                    },
                )
                for number in _BY_DEFAULT
            ),
            *_by_default("ListAliases", {}, "Aliases", {"AliasName": f"alias/{{unique}}-{DEFAULT_LIMIT}"}),
        ),
    ),
    shows(
        "ListGrants.state.default-limit",
        (
            create(),
            *(
                given(
                    "CreateGrant",
                    KEY
                    | {
                        "GranteePrincipal": principal("key"),
                        "Operations": ["Encrypt"],
                        "Name": f"kms-conformance-{number}",
                    },
                )
                for number in _BY_DEFAULT
            ),
            *_by_default("ListGrants", KEY, "Grants", {"Name": f"kms-conformance-{DEFAULT_LIMIT}"}),
        ),
    ),
    shows(
        "ListAliases.state.paging",
        (
            *(given("CreateAlias", {"AliasName": name, "TargetKeyId": key_id("scratch.key")}) for name in _ALIASES),
            _paged("ListAliases", SCRATCH, "Aliases", 1, *(lists("Aliases", {"AliasName": name}) for name in _ALIASES)),
        ),
    ),
    shows(
        "ListGrants.state.paging",
        (
            *(
                granted(name, Operations=[operation])
                for name, operation in zip("abc", ("Encrypt", "Decrypt", "DescribeKey"), strict=True)
            ),
            _paged("ListGrants", SCRATCH, "Grants", 1, *(has(name) for name in "abc")),
        ),
    ),
    shows(
        "ListRetirableGrants.state.paging",
        (
            *(
                granted(name, Operations=[operation], RetiringPrincipal=principal("scratch.key"))
                for name, operation in zip("abc", ("Encrypt", "Decrypt", "DescribeKey"), strict=True)
            ),
            _paged(
                "ListRetirableGrants",
                {"RetiringPrincipal": principal("scratch.key")},
                "Grants",
                2,
                *(has(name) for name in "abc"),
            ),
        ),
    ),
    shows(
        "ListResourceTags.state.paging",
        (
            given("TagResource", SCRATCH | {"Tags": list(_TAGS)}),
            _paged("ListResourceTags", SCRATCH, "Tags", 1, *(lists("Tags", tag) for tag in _TAGS)),
        ),
    ),
    shows(
        "ListKeyPolicies.state.paging",
        (_paged("ListKeyPolicies", SCRATCH, "PolicyNames", 1, Check("PolicyNames", Relation.CONTAINS, "default")),),
    ),
    shows(
        "ListKeyRotations.state.paging",
        (
            create(),
            given("RotateKeyOnDemand", KEY),
            given("ListKeyRotations", KEY, Check("Rotations", Relation.LENGTH, 1)),
            given("RotateKeyOnDemand", KEY),
            # Two rotations of one second may look alike: then pages cannot be distinguished.
            given(
                "ListKeyRotations",
                KEY,
                Check("Rotations", Relation.LENGTH, 2),
                Check("Rotations", Relation.DISTINCT),
            ),
            _paged("ListKeyRotations", KEY, "Rotations", 1, Check("Rotations", Relation.LENGTH, 2)),
        ),
    ),
    *(
        shows(
            f"{operation}.error.InvalidMarkerException",
            (
                refused_or_accepted(
                    operation,
                    {**request, "Marker": "bm90LWEtbWFya2Vy"} if isinstance(request, dict) else None,
                    "InvalidMarkerException",
                    "ValidationException",
                ),
            ),
        )
        for operation, request in ((name, _REQUESTS[name]) for name in WITH_MARKERS)
    ),
)
