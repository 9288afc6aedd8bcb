"""Faults in which key a name stands for, and which aliases are listed, once something else was done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Change, Fault
from kms_targets.reference.faults.keys.words import Row, around, both, faults_of, named, only_if
from kms_targets.reference.operations.calls import invalid, refuse
from kms_targets.reference.rules import Call, KeyOperation, Result, Rules
from kms_targets.reference.state.keys import Alias, Key


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_ROWS)


def _target(call: Call, name: str) -> Key | None:
    """The key that an alias stands for."""
    found = call.region.aliases.get(name)
    return None if found is None else call.region.keys.get(found.target or "")


def _enabled(call: Call, key: Key | None) -> bool:
    return key is not None and call.service.vault.state(key) == "Enabled"


def _in_lists(rules: Rules) -> Rules:
    """Aliases that were deleted are listed."""
    gone: list[Alias] = []

    def deleted(call: Call, plain: KeyOperation) -> Result:
        found = call.region.aliases.get(call.values["AliasName"])
        result = plain(call)
        gone.extend([] if found is None else [found])
        return result

    def listed(call: Call, plain: KeyOperation) -> Result:
        aliases = {**{one.name: one for one in gone}, **call.region.aliases}
        return plain(replace(call, region=replace(call.region, aliases=aliases)))

    return both(around(deleted, "DeleteAlias"), around(listed, "ListAliases"))(rules)


def _moved(*operations: str, every: bool = False) -> Change:
    """Operations know a moved alias as it was made; `every`: where no key is named."""

    def change(rules: Rules) -> Rules:
        first: dict[str, Alias] = {}

        def made(call: Call, plain: KeyOperation) -> Result:
            result = plain(call)
            first[call.values["AliasName"]] = replace(call.region.aliases[call.values["AliasName"]])
            return result

        def known(call: Call, plain: KeyOperation) -> Result:
            if every and "KeyId" in call.values:
                return plain(call)
            aliases = {name: first.get(name, one) for name, one in call.region.aliases.items()}
            return plain(replace(call, region=replace(call.region, aliases=aliases)))

        return both(around(made, "CreateAlias"), around(known, *operations))(rules)

    return change


def _kept_while_pending(call: Call, plain: KeyOperation) -> Result:
    key = _target(call, call.values["AliasName"])
    return {} if key is not None and key.window is not None else plain(call)


def _same_spec(call: Call, plain: KeyOperation) -> Result:
    before, then = _target(call, call.values["AliasName"]), named(call, "TargetKeyId")
    if before is not None and then is not None and before.spec != then.spec:
        invalid("The current and the new KMS key must have the same spec.")
    return plain(call)


def _of_enabled_keys(call: Call, plain: KeyOperation) -> Result:
    aliases = {name: one for name, one in call.region.aliases.items() if _enabled(call, _target(call, name))}
    return plain(replace(call, region=replace(call.region, aliases=aliases)))


def _begun(call: Call, plain: KeyOperation) -> Result:
    """Eight characters of an id are enough."""
    given = str(call.values["KeyId"])
    found = next((key for key in call.region.keys if len(given) >= 8 and key.startswith(given)), given)
    return plain(replace(call, values={**call.values, "KeyId": found}))


def _bare(call: Call, plain: KeyOperation) -> Result:
    """An alias needs no prefix."""
    given = f"alias/{call.values['KeyId']}"
    return plain(replace(call, values={**call.values, "KeyId": given}) if given in call.region.aliases else call)


# Operations that are done once, or whose list depends on the key.
_BY_ARN = (
    *("RevokeGrant", "ScheduleKeyDeletion", "CancelKeyDeletion", "RotateKeyOnDemand", "GetParametersForImport"),
    *("ImportKeyMaterial", "DeleteImportedKeyMaterial", "ReplicateKey", "UpdatePrimaryRegion", "ListAliases"),
)


def _by_id(call: Call, plain: KeyOperation) -> Result:
    """A key is known by its id alone."""
    if str(call.values.get("KeyId", "")).startswith("arn:"):
        refuse("NotFoundException", "There is no such key.")
    return plain(call)


_ROWS: tuple[Row, ...] = (
    (
        "ReEncrypt.state.source-identifiers",
        "the source is known by no alias",
        only_if(lambda values: "alias/" not in str(values.get("SourceKeyId")), "NotFoundException", "ReEncrypt"),
    ),
    *(
        (f"{operation}.state.key-ARN", "a key is known by its id alone", around(_by_id, operation))
        for operation in _BY_ARN
    ),
    ("DeleteAlias.state.deleted", "aliases that were deleted are listed", _in_lists),
    ("DeleteAlias.state.deleted", "a key keeps its alias to its end", around(_kept_while_pending, "DeleteAlias")),
    ("UpdateAlias.state.moved", "the list of all has the first key", _moved("ListAliases", every=True)),
    ("UpdateAlias.state.moved", "the first key encrypts", _moved("Encrypt")),
    ("UpdateAlias.state.moved", "an alias stays with keys of one spec", around(_same_spec, "UpdateAlias")),
    ("ListAliases.state.key-state", "aliases of enabled keys are listed", around(_of_enabled_keys, "ListAliases")),
    ("DescribeKey.state.whole-identifiers", "a key is known by the beginning of its id", around(_begun, "DescribeKey")),
    ("DescribeKey.state.whole-identifiers", "an alias needs no prefix", around(_bare, "DescribeKey")),
    ("Encrypt.state.whole-identifiers", "an alias needs no prefix", around(_bare, "Encrypt")),
)
