"""How grants that may not be are refused, and which names of a grant retire it."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Outcome,
    Relation,
    Step,
    Template,
    absent,
    different,
    equal,
    given,
    lists,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import NO_GRANT, account, arn, key_id, kind, valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.permissions.grants import GRANT, ROLE, granted, has, has_not, listed

_CREATE, _RETIRE, _RETIRABLE = "CreateGrant", "RetireGrant", "ListRetirableGrants"
_KINDS = ("EncryptionContextSubset", "EncryptionContextEquals")
_ROOT = GRANT["GranteePrincipal"]
_NAMED: dict[str, Template] = GRANT | {"Name": "kms-conformance-{unique}"}
_TOKEN = "InvalidGrantTokenException"
_GRANT_ID = ("NotFoundException", "InvalidGrantIdException", "ValidationException")
_BY_ID: dict[str, Template] = {"KeyId": arn("scratch.key"), "GrantId": "{g.GrantId}"}
_NOBODY = f"arn:aws:iam::{account('scratch.key')}:role/kms-conformance-{{unique}}"


_DATE = "Grants.0.CreationDate"
# Operations that take a token, and what the grant allows.
_USED: dict[str, list[Template]] = {
    **{
        operation: [operation]
        for operation in (
            *("Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateDataKeyPair"),
            *("GenerateDataKeyPairWithoutPlaintext", "DescribeKey", "Sign", "Verify", "GetPublicKey"),
            *("GenerateMac", "VerifyMac", "DeriveSharedSecret", "Encapsulate", "Decapsulate", "CreateGrant"),
        )
    },
    "ReEncrypt": ["ReEncryptFrom", "ReEncryptTo"],
}


_OTHERS = ("CreateGrant", "RetireGrant", "DescribeKey")
_CIPHERS = ("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo")
# By shared key, what a grant on it may permit.
_SUPPORTED: dict[str, tuple[str, ...]] = {
    "scratch": (
        *_CIPHERS,
        *(f"GenerateDataKey{pair}{plain}" for pair in ("", "Pair") for plain in ("", "WithoutPlaintext")),
        *_OTHERS,
    ),
    "signing": ("Sign", "Verify", "GetPublicKey", *_OTHERS),
    "hmac": ("GenerateMac", "VerifyMac", *_OTHERS),
    "rsa-encryption": (*_CIPHERS, "GetPublicKey", *_OTHERS),
    "agreement": ("DeriveSharedSecret", "GetPublicKey", *_OTHERS),
}


def _constrained(form: str, context: dict[str, Template]) -> dict[str, Template]:
    return GRANT | {"Constraints": {form: context}}


def _pairs(number: int) -> dict[str, Template]:
    return {f"key-{position}": "value" for position in range(number)}


# The beginning of a principal that has grants, which is another principal.
_PART = Made(Maker.BEGINNING, (_ROOT,))


def _not_listed(operation: str, request: Template) -> Step:
    """The list of another principal, unless such a one is refused."""
    errors = frozenset({"InvalidArnException", "NotFoundException", "ValidationException", "AccessDeniedException"})
    checks = (has_not(),)
    return Step(operation, request, outcome=Outcome.EITHER, errors=errors, checks=checks, judged=True, pages="Grants")


def _no_context(resource: str, operation: str) -> tuple[Step, ...]:
    """The grant without the constraint is made, and with it is not."""
    grant = GRANT | {"KeyId": key_id(f"{resource}.key"), "Operations": [operation]}
    return (
        given(_CREATE, grant),
        *(refused(_CREATE, grant | {"Constraints": {kind: {"Stage": "one"}}}) for kind in _KINDS),
    )


GRANT_RULES: tuple[Demonstration, ...] = (
    shows(
        f"{_CREATE}.state.supported-operations",
        *(
            (
                then(_CREATE, GRANT | {"KeyId": key_id(f"{key}.key"), "Operations": list(operations)}, name="g"),
                then(
                    "ListGrants",
                    {"KeyId": key_id(f"{key}.key")},
                    lists("Grants", {"GrantId": "{g.GrantId}", "Operations": list(operations)}),
                    pages="Grants",
                ),
            )
            for key, operations in _SUPPORTED.items()
        ),
    ),
    shows(f"{_RETIRE}.state.no-grant-named", (refused(_RETIRE, {}),)),
    shows(
        f"{_CREATE}.state.constraint-pairs",
        *(
            (given(_CREATE, _constrained(kind, _pairs(8))), refused(_CREATE, _constrained(kind, _pairs(9))))
            for kind in _KINDS
        ),
    ),
    shows(
        f"{_CREATE}.state.one-context",
        *(
            (
                *(given(_CREATE, _constrained(kind, {"Stage": "one"})) for kind in _KINDS),
                refused(_CREATE, GRANT | {"Constraints": dict(zip(_KINDS, contexts, strict=True))}),
            )
            for contexts in (({"Stage": "one"}, {"Stage": "one"}), ({"Stage": "one"}, {"Stage": "one", "team": "kms"}))
        ),
    ),
    shows(
        f"{_CREATE}.state.constraint-length",
        *(
            (
                given(_CREATE, _constrained(kind, {"Stage": "one"})),
                refused(_CREATE, _constrained(kind, {"Stage": "o" * 385})),
            )
            for kind in _KINDS
        ),
        # Characters are counted, not bytes.
        *((then(_CREATE, _constrained(kind, {"Stage": "\u00e9" * 384})),) for kind in _KINDS),
    ),
    shows(
        f"{_CREATE}.state.constraint-without-context",
        _no_context("signing", "Sign"),
        _no_context("hmac", "GenerateMac"),
        _no_context("rsa-encryption", "Encrypt"),
    ),
    shows(
        f"{_CREATE}.state.older-token",
        (
            given(_CREATE, _NAMED, name="g"),
            given(_CREATE, _NAMED, equal("GrantId", "{g.GrantId}"), name="again"),
            then(_RETIRE, {"GrantToken": "{g.GrantToken}"}),
            listed(has_not()),
        ),
    ),
    shows(
        f"{_CREATE}.state.token-used",
        *(
            (
                given(_CREATE, valid(_CREATE, key=key_id(f"{kind(operation)}.key"), Operations=allowed), name="g"),
                then(operation, valid(operation) | {"GrantTokens": ["{g.GrantToken}"]}),
            )
            for operation, allowed in _USED.items()
        ),
    ),
    shows(
        f"{_CREATE}.state.CreationDate",
        (
            create(),
            given(_CREATE, valid(_CREATE, key=key_id("key")), name="g"),
            given("ListGrants", {"KeyId": key_id("key")}, has(), different(_DATE, -1)),
            then("ListGrants", {"KeyId": key_id("key")}, has(), Check(_DATE, Relation.DAYS_FROM_NOW, 0)),
        ),
    ),
    shows(
        "ListGrants.state.GrantToken",
        (granted(), listed(has(), absent("Grants.0.GrantToken"), GrantId="{g.GrantId}")),
    ),
    shows(
        "ListGrants.state.GranteePrincipal",
        (granted(), _not_listed("ListGrants", {"KeyId": key_id("scratch.key"), "GranteePrincipal": _PART})),
    ),
    shows(
        f"{_RETIRABLE}.state.RetiringPrincipal",
        (granted(RetiringPrincipal=_ROOT), _not_listed(_RETIRABLE, {"RetiringPrincipal": _NOBODY})),
        (granted(RetiringPrincipal=_ROOT), _not_listed(_RETIRABLE, {"RetiringPrincipal": _PART})),
    ),
    shows(
        f"{_RETIRABLE}.state.RetiringPrincipal-pages",
        (
            granted(RetiringPrincipal=_ROOT, Operations=["Encrypt"]),
            granted("other", RetiringPrincipal=ROLE, Operations=["Encrypt"]),
            granted("another", RetiringPrincipal=ROLE, Operations=["Decrypt"]),
            granted("h", RetiringPrincipal=_ROOT, Operations=["Decrypt"]),
            then(
                _RETIRABLE,
                {"RetiringPrincipal": _ROOT, "Limit": 1},
                *(has(), has("h"), has_not("other"), has_not("another")),
                pages="Grants",
            ),
        ),
    ),
    shows(
        f"{_RETIRE}.state.key-different",
        (
            granted(),
            refused(_RETIRE, {"KeyId": arn("symmetric.key"), "GrantId": "{g.GrantId}"}),
            listed(has()),
        ),
    ),
    shows(
        f"{_RETIRE}.state.unknown-grant",
        (granted(), refused(_RETIRE, {"KeyId": arn("scratch.key"), "GrantId": NO_GRANT}, *_GRANT_ID), listed(has())),
        # A grant is retired once.
        (granted(), given(_RETIRE, _BY_ID), listed(has_not()), refused(_RETIRE, _BY_ID, *_GRANT_ID)),
    ),
    shows(
        f"{_RETIRE}.error.{_TOKEN}",
        (granted(), refused(_RETIRE, {"GrantToken": "bm90LWEtZ3JhbnQtdG9rZW4="}, _TOKEN, "NotFoundException")),
        # The token of a grant that is gone.
        (
            granted(),
            given(_RETIRE, {"GrantToken": "{g.GrantToken}"}),
            listed(has_not()),
            refused(_RETIRE, {"GrantToken": "{g.GrantToken}"}, _TOKEN, *_GRANT_ID),
        ),
    ),
)
