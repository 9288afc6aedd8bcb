"""Faults of aliases, policies and tags, each of which breaks one behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault, Kind
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    changed,
    each,
    faults_of,
    ignoring,
    named,
    only_if,
    refusing,
    set_to,
    tables,
    touching,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result

_POLICY = "MalformedPolicyDocumentException"
_UNSUPPORTED = "UnsupportedOperationException"
_META = "KeyMetadata"


def faults() -> Iterator[Fault]:
    """All of them."""
    yield from faults_of(_ALIASES + _POLICIES + _TAGS)
    removed = "UntagResource.state.removed"
    first = asked(changed("TagKeys", lambda keys: keys[:1]), "UntagResource")
    made_again = around(_made_again, "UpdateAlias")
    yield Fault(
        "UpdateAlias-made-again",
        "UpdateAlias.state.LastUpdatedDate",
        Kind.BEHAVIOUR,
        "a moved alias is made anew",
        made_again,
    )
    yield Fault("UntagResource-first", removed, Kind.BEHAVIOUR, "the first tag alone is removed", first)
    start = around(_untagged_by_start, "UntagResource")
    yield Fault("UntagResource-start", removed, Kind.BEHAVIOUR, "tags that begin so are removed as well", start)


def _untagged_by_start(call: Call, plain: KeyOperation) -> Result:
    result, key = plain(call), named(call, "KeyId")
    if key is not None:
        key.tags = {name: v for name, v in key.tags.items() if not name.startswith(tuple(call.values["TagKeys"]))}
    return result


def _one_alias_a_key(call: Call, plain: KeyOperation) -> Result:
    """The aliases that the key has are gone with the next."""
    aliases, key = call.region.aliases, named(call, "TargetKeyId")
    for name in [name for name, one in aliases.items() if key is not None and one.target == key.id]:
        del aliases[name]
    return plain(call)


def _alias_taken_over(call: Call, plain: KeyOperation) -> Result:
    call.region.aliases.pop(call.values["AliasName"], None)
    return plain(call)


def _alias_made(call: Call, plain: KeyOperation) -> Result:
    """An alias that does not exist is made."""
    known = call.values["AliasName"] in call.region.aliases
    return {} if not known else plain(call)


def _not_updated(call: Call, plain: KeyOperation) -> Result:
    found = call.region.aliases.get(call.values["AliasName"])
    before = 0.0 if found is None else found.updated
    result = plain(call)
    if found is not None:
        found.updated = before
    return result


def _made_again(call: Call, plain: KeyOperation) -> Result:
    result, found = plain(call), call.region.aliases.get(call.values["AliasName"])
    if found is not None:
        found.created = found.updated
    return result


def _alias_moved_first(call: Call, plain: KeyOperation) -> Result:
    found = call.region.aliases.get(call.values["AliasName"])
    if found is not None and named(call, "TargetKeyId") is None:
        found.target = None
    return plain(call)


def _key_gone_with_alias(call: Call, plain: KeyOperation) -> Result:
    found = call.region.aliases.get(call.values["AliasName"])
    result = plain(call)
    key = None if found is None else call.region.keys.get(found.target or "")
    if key is not None:
        key.enabled = False
    return result


def _alias_kept(call: Call, plain: KeyOperation) -> Result:
    """An alias that is deleted stands for no key, and is taken all the same."""
    found = call.region.aliases.get(call.values["AliasName"])
    result = plain(call)
    if found is not None:
        found.target = None
        call.region.aliases[found.name] = found
    return result


def _forced(call: Call, plain: KeyOperation) -> Result:
    """An alias is moved to any key."""
    found, key = call.region.aliases.get(call.values["AliasName"]), named(call, "TargetKeyId")
    if found is None or key is None:
        return plain(call)
    found.target = key.id
    return {}


def _forced_of_type(call: Call, plain: KeyOperation) -> Result:
    """An alias is moved to any key of the same spec."""
    found, key = call.region.aliases.get(call.values["AliasName"]), named(call, "TargetKeyId")
    before = None if found is None else call.region.keys.get(found.target or "")
    if found is None or key is None or before is None or before.spec != key.spec:
        return plain(call)
    found.target = key.id
    return {}


def _prefixed(values: Values) -> Values:
    name = values["AliasName"]
    return {**values, "AliasName": name if name.startswith("alias/") else f"alias/bare/{name}"}


_ALIASES: tuple[Row, ...] = (
    ("CreateAlias.state.usable", "no alias is made", ignoring("CreateAlias")),
    (
        "CreateAlias.state.listed",
        "aliases are listed without ARN",
        answered(each("Aliases", without("AliasArn")), "ListAliases"),
    ),
    ("CreateAlias.state.several", "a key has one alias at most", around(_one_alias_a_key, "CreateAlias")),
    (
        "CreateAlias.error.AlreadyExistsException",
        "a taken alias is taken over",
        around(_alias_taken_over, "CreateAlias"),
    ),
    ("CreateAlias.state.reserved-prefix", "no prefix is reserved", tables(alias_prefix="alias/reserved/")),
    ("CreateAlias.state.prefix", "an alias gets its prefix where it has none", asked(_prefixed, "CreateAlias")),
    (
        "CreateAlias.state.characters",
        "an alias has one slash",
        only_if(lambda values: values["AliasName"].count("/") == 1, "InvalidAliasNameException", "CreateAlias"),
    ),
    (
        "CreateAlias.state.CreationDate",
        "an alias was never made",
        answered(each("Aliases", set_to("CreationDate", 0.0)), "ListAliases"),
    ),
    ("UpdateAlias.state.LastUpdatedDate", "a moved alias was updated before", around(_not_updated, "UpdateAlias")),
    ("UpdateAlias.state.moved", "the alias stays with its key", ignoring("UpdateAlias")),
    ("UpdateAlias.state.type-different", "an alias is moved to any key", around(_forced, "UpdateAlias")),
    (
        "UpdateAlias.state.usage-different",
        "an alias is moved to a key for another use",
        around(_forced_of_type, "UpdateAlias"),
    ),
    (
        "UpdateAlias.error.NotFoundException",
        "an alias that does not exist is no error",
        around(_alias_made, "UpdateAlias"),
    ),
    (
        "UpdateAlias.state.target-not-found",
        "the alias has no key once it could not be moved",
        around(_alias_moved_first, "UpdateAlias"),
    ),
    ("DeleteAlias.state.deleted", "the alias stays", ignoring("DeleteAlias")),
    ("DeleteAlias.state.key-unaffected", "the key is disabled", around(_key_gone_with_alias, "DeleteAlias")),
    ("DeleteAlias.state.free", "the alias stays taken", around(_alias_kept, "DeleteAlias")),
    (
        "DeleteAlias.error.NotFoundException",
        "an alias that does not exist is no error",
        around(_alias_made, "DeleteAlias"),
    ),
    ("ListAliases.state.KeyId", "KeyId is not read", asked(without("KeyId"), "ListAliases")),
)


def _policy_put_first(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    before = None if key is None else key.policy
    if key is not None and before is not None:
        key.policy = call.values["Policy"]
    return plain(call)


_POLICIES: tuple[Row, ...] = (
    ("GetKeyPolicy.state.default", "the policy is no JSON", answered(set_to("Policy", "default"), "GetKeyPolicy")),
    ("PutKeyPolicy.state.returned", "the policy stays as it was", ignoring("PutKeyPolicy")),
    (f"PutKeyPolicy.error.{_POLICY}", "a policy that is none is put", around(_policy_put_first, "PutKeyPolicy")),
    ("ListKeyPolicies.state.default", "no policy is listed", answered(set_to("PolicyNames", []), "ListKeyPolicies")),
)


def _lower_tags(values: Values) -> Values:
    return {**values, "Tags": [{**tag, "TagKey": tag["TagKey"].lower()} for tag in values["Tags"]]}


def _no_empty_tags(values: Values) -> Values:
    return {**values, "Tags": [tag for tag in values["Tags"] if tag["TagValue"]]}


def _first_value_stays(call: Call, plain: KeyOperation) -> Result:
    key = named(call)
    before = {} if key is None else dict(key.tags)
    result = plain(call)
    if key is not None:
        key.tags = {**key.tags, **before}
    return result


def _uncounted(call: Call, plain: KeyOperation) -> Result:
    """The tags that a key has already are not counted."""
    key = named(call)
    if key is None:
        return plain(call)
    before, key.tags = key.tags, {}
    try:
        return plain(call)
    finally:
        key.tags = {**before, **key.tags}


def _listed_twice(call: Call, plain: KeyOperation) -> Result:
    """A tag key that a request has twice is listed twice."""
    tags = call.values["Tags"]
    names = [tag["TagKey"] for tag in tags]
    if len(set(names)) == len(names):
        return plain(call)
    key = named(call)
    if key is not None:
        key.tags = {**key.tags, **{tag["TagKey"] + "\0" * number: tag["TagValue"] for number, tag in enumerate(tags)}}
    return {}


def _tags_in_turn(call: Call, plain: KeyOperation) -> Result:
    """Tags are added one by one, until one is refused."""
    for tag in call.values["Tags"]:
        plain(replace(call, values={**call.values, "Tags": [tag]}))
    return {}


_TAGS: tuple[Row, ...] = (
    ("TagResource.state.listed", "no tags are added", ignoring("TagResource")),
    ("TagResource.state.replaced", "the first value of a tag stays", around(_first_value_stays, "TagResource")),
    (
        "TagResource.state.kept",
        "other tags are removed",
        touching(lambda key: key.tags.clear(), "TagResource", first=True),
    ),
    ("TagResource.state.case", "tag keys are kept in lower case", asked(_lower_tags, "TagResource")),
    ("TagResource.state.empty-value", "a tag without a value is left out", asked(_no_empty_tags, "TagResource")),
    ("TagResource.state.rejected", "the tags before a reserved one are added", around(_tags_in_turn, "TagResource")),
    (
        "TagResource.state.one-value",
        "a tag key that is there twice is listed twice",
        lambda rules: around(_listed_twice, "TagResource")(
            answered(each("Tags", changed("TagKey", lambda name: name.rstrip("\0"))), "ListResourceTags")(rules)
        ),
    ),
    ("TagResource.state.limit", "the tags that a key has are not counted", around(_uncounted, "TagResource")),
    ("UntagResource.state.removed", "no tags are removed", ignoring("UntagResource")),
    ("UntagResource.state.absent", "tags cannot be removed", refusing("TagException", "UntagResource")),
)
