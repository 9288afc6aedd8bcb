"""How aliases are made, moved and deleted, and by which names each operation knows a key."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.pages.keys.names.identifiers import BY_ANY_NAME, BY_ID_OR_ARN, FOR_A_KEY
from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Made,
    Maker,
    Relation,
    Step,
    Template,
    equal,
    given,
    lacks,
    lists,
    ref,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import MESSAGE, NOBODY, alias_arn, arn, key_id, kind, valid
from kms_strategies.sequences.keys.resources import create

_NOT_FOUND, _TAKEN, _BAD_ARN = "NotFoundException", "AlreadyExistsException", "InvalidArnException"
_ALIAS = "alias/{unique}-name"
# What belongs to another key than that which does not exist: an operation may say so first.
_SAID_FIRST = {
    "Decrypt": ("IncorrectKeyException",),
    "Decapsulate": ("InvalidCiphertextException",),
    "ImportKeyMaterial": ("InvalidImportTokenException", "InvalidCiphertextException"),
}
_LISTED = lists("Aliases", {"AliasName": _ALIAS})
_OF_SHARED: dict[str, str] = {
    "symmetric": "alias",
    **{of: f"{of}-alias" for of in ("signing", "agreement", "ml-kem")},
}


def _aliased(key: str = "symmetric.key", name: str = _ALIAS) -> Step:
    return given("CreateAlias", {"AliasName": name, "TargetKeyId": key_id(key)})


def _stands_for(key: str, name: str = _ALIAS) -> Step:
    return then("DescribeKey", {"KeyId": name}, equal("KeyMetadata.KeyId", key_id(key)))


def _by_any_name(operation: str, member: str) -> Demonstration:
    """Each of the four names of the shared key."""
    resource = kind(operation)
    alias = ref(f"{_OF_SHARED[resource]}.made.AliasName")
    names: tuple[Template, ...] = (
        key_id(f"{resource}.key"),
        arn(f"{resource}.key"),
        alias,
        alias_arn(f"{resource}.key", alias),
    )
    checks = (equal("KeyMetadata.KeyId", key_id(f"{resource}.key")),) if operation == "DescribeKey" else ()
    return shows(
        f"{operation}.state.identifiers",
        *((then(operation, valid(operation) | {member: name}, *checks),) for name in names),
    )


def _by_id_or_arn(operation: str, member: str) -> Demonstration:
    """The id and the ARN of a key, and then its alias."""
    own = operation == "DisableKey"
    key = "key" if own else "scratch.key"

    def naming(name: str, number: int) -> dict[str, Template]:
        new: dict[str, Template] = {"AliasName": f"{_ALIAS}-{number}"} if operation == "CreateAlias" else {}
        return valid(operation) | new | {member: name}

    return shows(
        f"{operation}.state.no-alias",
        (
            *((create(),) if own else ()),
            _aliased(key),
            *(then(operation, naming(name, number)) for number, name in enumerate((key_id(key), arn(key)))),
            refused(operation, naming(_ALIAS, 2)),
        ),
    )


def _for_a_key(operation: str) -> Iterator[tuple[Step, ...]]:
    """An id that no key has."""
    yield (refused(operation, valid(operation, key=NOBODY), _NOT_FOUND, *_SAID_FIRST.get(operation, ())),)


IDENTIFIERS: tuple[Demonstration, ...] = (
    shows(
        "CreateAlias.state.usable",
        (
            then("CreateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("symmetric.key")}),
            _stands_for("symmetric.key"),
        ),
    ),
    shows(
        "CreateAlias.state.listed",
        (
            _aliased(),
            then(
                "ListAliases",
                {},
                lists(
                    "Aliases",
                    {
                        "AliasName": _ALIAS,
                        "AliasArn": alias_arn("symmetric.key", _ALIAS),
                        "TargetKeyId": key_id("symmetric.key"),
                    },
                ),
                pages="Aliases",
            ),
        ),
    ),
    shows(
        "CreateAlias.state.several",
        (
            _aliased(),
            then("CreateAlias", {"AliasName": _ALIAS + "-2", "TargetKeyId": key_id("symmetric.key")}),
            _stands_for("symmetric.key"),
            _stands_for("symmetric.key", _ALIAS + "-2"),
        ),
    ),
    shows(
        f"CreateAlias.error.{_TAKEN}",
        (
            _aliased(),
            refused("CreateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("other-symmetric.key")}, _TAKEN),
            _stands_for("symmetric.key"),
        ),
    ),
    shows(
        "CreateAlias.state.reserved-prefix",
        (refused("CreateAlias", {"AliasName": "alias/aws/{unique}", "TargetKeyId": key_id("symmetric.key")}),),
    ),
    shows(
        "CreateAlias.state.prefix",
        (_aliased(), refused("CreateAlias", {"AliasName": "{unique}-name", "TargetKeyId": key_id("symmetric.key")})),
    ),
    shows(
        "UpdateAlias.state.moved",
        (
            _aliased(),
            then("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("other-symmetric.key")}),
            _stands_for("other-symmetric.key"),
            then(
                "ListAliases",
                {"KeyId": key_id("symmetric.key")},
                lacks("Aliases", {"AliasName": _ALIAS}),
                pages="Aliases",
            ),
        ),
        # In the list of all too, and for what is encrypted; and back again.
        (
            _aliased(),
            then("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("other-symmetric.key")}),
            then(
                "ListAliases",
                {},
                lists("Aliases", {"AliasName": _ALIAS, "TargetKeyId": key_id("other-symmetric.key")}),
                pages="Aliases",
            ),
            then("Encrypt", {"KeyId": _ALIAS, "Plaintext": MESSAGE}, equal("KeyId", arn("other-symmetric.key"))),
            then("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("symmetric.key")}),
            _stands_for("symmetric.key"),
        ),
        # Both are asymmetric and for signatures: their specs may differ.
        (
            _aliased("signing.key"),
            then("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("rsa-signing.key")}),
            _stands_for("rsa-signing.key"),
        ),
    ),
    shows(
        "UpdateAlias.state.type-different",
        (
            _aliased(),
            refused("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("rsa-encryption.key")}),
            _stands_for("symmetric.key"),
        ),
    ),
    shows(
        "UpdateAlias.state.usage-different",
        (
            _aliased("rsa-encryption.key"),
            refused("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("rsa-signing.key")}),
            _stands_for("rsa-encryption.key"),
        ),
    ),
    shows(
        f"UpdateAlias.error.{_NOT_FOUND}",
        (refused("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("symmetric.key")}, _NOT_FOUND),),
    ),
    shows(
        "UpdateAlias.state.target-not-found",
        (
            _aliased(),
            refused("UpdateAlias", {"AliasName": _ALIAS, "TargetKeyId": NOBODY}, _NOT_FOUND),
            _stands_for("symmetric.key"),
        ),
    ),
    shows(
        "DeleteAlias.state.deleted",
        (
            _aliased(),
            then("DeleteAlias", {"AliasName": _ALIAS}),
            refused("DescribeKey", {"KeyId": _ALIAS}, _NOT_FOUND),
        ),
        *(
            (
                _aliased(),
                given("ListAliases", request, _LISTED, pages="Aliases"),
                then("DeleteAlias", {"AliasName": _ALIAS}),
                then("ListAliases", request, lacks("Aliases", {"AliasName": _ALIAS}), pages="Aliases"),
            )
            for request in ({}, {"KeyId": key_id("symmetric.key")})
        ),
        # Where an alias of such a key can be deleted, it is.
        (
            create(),
            _aliased("key"),
            given("ScheduleKeyDeletion", {"KeyId": key_id("key")}),
            given("DeleteAlias", {"AliasName": _ALIAS}),
            refused("DescribeKey", {"KeyId": _ALIAS}, _NOT_FOUND),
        ),
    ),
    shows(
        "DeleteAlias.state.key-unaffected",
        (
            _aliased("scratch.key"),
            then("DeleteAlias", {"AliasName": _ALIAS}),
            then("DescribeKey", {"KeyId": key_id("scratch.key")}, equal("KeyMetadata.KeyState", "Enabled")),
        ),
        (
            _aliased("scratch.key"),
            _aliased("scratch.key", f"{_ALIAS}-other"),
            then("DeleteAlias", {"AliasName": _ALIAS}),
            _stands_for("scratch.key", f"{_ALIAS}-other"),
        ),
    ),
    shows(
        "DeleteAlias.state.free",
        (
            _aliased(),
            given("DeleteAlias", {"AliasName": _ALIAS}),
            then("CreateAlias", {"AliasName": _ALIAS, "TargetKeyId": key_id("other-symmetric.key")}),
            _stands_for("other-symmetric.key"),
        ),
    ),
    shows(f"DeleteAlias.error.{_NOT_FOUND}", (refused("DeleteAlias", {"AliasName": _ALIAS}, _NOT_FOUND),)),
    shows(
        "ListAliases.state.KeyId",
        (
            _aliased(),
            _aliased("other-symmetric.key", _ALIAS + "-other"),
            then(
                "ListAliases",
                {"KeyId": key_id("symmetric.key")},
                lists("Aliases", {"AliasName": _ALIAS}),
                Check("Aliases", Relation.LISTS_ONLY, {"TargetKeyId": key_id("symmetric.key")}),
                pages="Aliases",
            ),
        ),
        # On every page.
        (
            _aliased(name=f"{_ALIAS}-a"),
            _aliased("other-symmetric.key", f"{_ALIAS}-b"),
            _aliased(name=f"{_ALIAS}-c"),
            then(
                "ListAliases",
                {"KeyId": key_id("symmetric.key"), "Limit": 1},
                lists("Aliases", {"AliasName": f"{_ALIAS}-c"}),
                Check("Aliases", Relation.LISTS_ONLY, {"TargetKeyId": key_id("symmetric.key")}),
                pages="Aliases",
            ),
        ),
    ),
    *(_by_any_name(operation, member) for operation, member in BY_ANY_NAME),
    *(_by_id_or_arn(operation, member) for operation, member in BY_ID_OR_ARN),
    _by_id_or_arn("GetKeyLastUsage", "KeyId"),
    shows(
        "DescribeKey.state.malformed-arn",
        *(
            (refused("DescribeKey", {"KeyId": name}, _BAD_ARN, _NOT_FOUND, "ValidationException"),)
            for name in (
                "arn:aws:kms:nowhere",
                Made(Maker.OTHER_SERVICE, (arn("symmetric.key"),)),
                f"{arn('symmetric.key')}/{key_id('symmetric.key')}",
            )
        ),
    ),
    *(shows(f"{operation}.error.{_NOT_FOUND}", *_for_a_key(operation)) for operation in FOR_A_KEY),
)
