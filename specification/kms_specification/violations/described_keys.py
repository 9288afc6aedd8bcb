"""What an answer says of a key that it denies elsewhere, or that its request denies. Pure.

A member that is not there is open, and so is a value that no row knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kms_specification.facts import Json, Operation
from kms_specification.pages.successes.key_metadata import BY_ID_TOO, EQUAL, NAMED_BY_ARN, NAMED_TWICE, PLACES
from kms_specification.pages.successes.kinds_of_keys import KNOWN, OF_SPECS
from kms_specification.violations.answers import Misfit
from kms_specification.violations.relations import values_at

_KEY = re.compile(
    r"(?:arn:(?P<partition>[^:]+):kms:(?P<region>[^:]*):(?P<account>[^:]*):key/)?"
    r"(?P<id>(?:mrk-[0-9a-f]{32})|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
_ALIAS = re.compile("arn:[^:]*:kms:[^:]*:[^:]*:(alias/[a-zA-Z0-9:/_-]+)")
# Where an answer names the key that a request names, by the member of the request.
_SAME_KEY = (
    ("KeyId", "KeyId"),
    ("KeyMetadata.KeyId", "KeyId"),
    ("KeyMetadata.Arn", "KeyId"),
    ("SourceKeyId", "SourceKeyId"),
    ("Rotations.item.KeyId", "KeyId"),
    ("Grants.item.KeyId", "KeyId"),
    ("ReplicaKeyMetadata.KeyId", "KeyId"),
    ("ReplicaKeyMetadata.Arn", "KeyId"),
    ("Aliases.item.TargetKeyId", "KeyId"),
    ("KeyId", "DestinationKeyId"),
)
_REPLICA, _REGION = "ReplicaKeyMetadata", "ReplicaRegion"
_LONG = 120  # characters; an ARN has fewer
Object = Mapping[str, Json]


def described_keys(operation: Operation, request: Object, answer: Object) -> Iterator[Misfit]:
    """Every place of a success where it names another key than it may, or says of one what cannot be."""
    yield from _same_key(operation, request, answer)
    yield from _named_twice(answer)
    yield from _of_one_kind("", answer)
    for place in PLACES:
        found = answer.get(place)
        if isinstance(found, dict):
            yield from _metadata(f"{place}.", found)
    yield from _in_its_region(request, answer)
    yield from _named_aliases(answer)


def brief(value: Json) -> str:
    """A value as a message shows it: of a long one only the start."""
    text = repr(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def _key(value: Json) -> re.Match[str] | None:
    return _KEY.fullmatch(value) if isinstance(value, str) else None


def _same_key(operation: Operation, request: Object, answer: Object) -> Iterator[Misfit]:
    """A key that is named by its id or ARN is the one that is answered about."""
    named = answer.get("KeyId")
    by_arn = operation.name in NAMED_BY_ARN and isinstance(named, str) and named != ""
    is_arn = operation.name in BY_ID_TOO or str(named).startswith("arn:")
    if by_arn and (not is_arn or _is_alias(str(named))):
        yield Misfit("KeyId", f"is {brief(named)}, which is no ARN of a key")
    for path, member in _SAME_KEY:
        asked = request.get(member)
        one = _key(asked)
        for found in values_at(path, dict(answer)) if one is not None else ():
            other = _key(found)
            if one is not None and other is not None and _differ(one, other, replicated=path.startswith(_REPLICA)):
                yield Misfit(path, f"is {brief(found)}, another key than {brief(asked)}")


def _differ(one: re.Match[str], other: re.Match[str], *, replicated: bool) -> bool:
    """Whether two names are of two keys, as far as both say. Replicas have one id in several Regions."""
    parts = ("id", "partition", "account", *(() if replicated else ("region",)))
    return any(None not in (one[part], other[part]) and one[part] != other[part] for part in parts)


def _named_twice(answer: Object) -> Iterator[Misfit]:
    """A key that is named by its id and by its ARN is one key."""
    for named in NAMED_TWICE:
        for one in values_at(named.place, dict(answer)):
            names = [one.get(member) for member in ("KeyId", named.arn)] if isinstance(one, Mapping) else []
            keys = [key for key in map(_key, names) if key is not None]
            if len({key["id"] for key in keys}) > 1:
                path = f"{named.place}.{named.arn}"
                yield Misfit(path, f"is {brief(names[1])}, and KeyId is {brief(names[0])}")


def _of_one_kind(place: str, key: Object) -> Iterator[Misfit]:
    """The specs of a key are one, and its usage and its algorithms are of that spec."""
    for equal in EQUAL:
        one, other = key.get(equal.member), key.get(equal.other)
        if None not in (one, other) and one != other:
            yield Misfit(f"{place}{equal.member}", f"is {brief(one)}, and {equal.other} is {brief(other)}")
    spec = key.get("KeySpec")
    for row in OF_SPECS if isinstance(spec, str) else ():
        found = key.get(row.member)
        values = [value for value in (found if isinstance(found, list) else [found]) if isinstance(value, str)]
        wrong = next((value for value in values if value in KNOWN[row.member] and value not in row.values), None)
        if spec in row.specs and wrong is not None:
            has = "has" if isinstance(found, list) else "is"
            yield Misfit(f"{place}{row.member}", f"{has} {brief(wrong)}, and KeySpec is {brief(spec)}")


def _metadata(place: str, key: Object) -> Iterator[Misfit]:
    """The metadata of a key says nothing about itself that it denies."""
    if key.get("KeyId") == "":
        yield Misfit(f"{place}KeyId", "is empty")
    yield from _of_one_kind(place, key)
    yield from _no_alias(place, key)
    yield from _related(place, key)
    enabled, state = key.get("Enabled"), key.get("KeyState")
    if isinstance(enabled, bool) and isinstance(state, str) and enabled != (state == "Enabled"):
        yield Misfit(f"{place}Enabled", f"is {enabled!r}, and KeyState is {state!r}")
    one, several = _key(key.get("KeyId")), key.get("MultiRegion")
    if one is not None and isinstance(several, bool) and several != one["id"].startswith("mrk-"):
        yield Misfit(f"{place}MultiRegion", f"is {several!r}, and KeyId is {brief(key.get('KeyId'))}")
    arn, account = key.get("Arn"), key.get("AWSAccountId")
    named = _key(arn)
    known = isinstance(account, str) and account.isdecimal()
    if named is not None and known and named["account"] not in (None, account):
        yield Misfit(f"{place}AWSAccountId", f"is {brief(account)}, and Arn is {brief(arn)}")


def _is_alias(name: str) -> bool:
    """Whether a text is the name or the ARN of an alias."""
    return name.startswith("alias/") or ":alias/" in name


def _no_alias(place: str, key: Object) -> Iterator[Misfit]:
    """What names a key in its own metadata is no alias, of which it may have several."""
    for member in ("KeyId", "Arn"):
        name = key.get(member)
        if isinstance(name, str) and _is_alias(name):
            yield Misfit(f"{place}{member}", f"is {brief(name)}, which is an alias")


def _related(place: str, key: Object) -> Iterator[Misfit]:
    """Keys that are related have one id, each is in the Region of its ARN, and no replica is the primary key."""
    found, own = key.get("MultiRegionConfiguration"), _key(key.get("Arn"))
    config = found if isinstance(found, dict) else {}
    here = f"{place}MultiRegionConfiguration"
    for path in ("PrimaryKey", "ReplicaKeys.item"):
        for one in values_at(path, config):
            if isinstance(one, dict):
                yield from _relative(f"{here}.{path}", one, own)
    primary = _key(next(values_at("PrimaryKey.Arn", config), None))
    # Of the primary key the AWS CLI's own example says otherwise; while another becomes it, a replica may be both.
    settled = config.get("MultiRegionKeyType") == "REPLICA" and key.get("KeyState") != "Updating"
    if settled and own is not None and primary is not None and own["region"] == primary["region"] is not None:
        yield Misfit(f"{here}.PrimaryKey.Arn", f"is {brief(primary[0])}, and the key is a replica")


def _relative(path: str, one: Object, own: re.Match[str] | None) -> Iterator[Misfit]:
    arn, region = _key(one.get("Arn")), one.get("Region")
    if arn is not None and own is not None and arn["id"] != own["id"]:
        yield Misfit(f"{path}.Arn", f"is {brief(arn[0])}, and Arn is {brief(own[0])}")
    if arn is not None and isinstance(region, str) and region and arn["region"] not in (None, region):
        yield Misfit(f"{path}.Region", f"is {brief(region)}, and Arn is {brief(arn[0])}")


def _named_aliases(answer: Object) -> Iterator[Misfit]:
    """An alias that is named by its name and its ARN is one alias."""
    for one in values_at("Aliases.item", dict(answer)):
        name, arn = (one.get(member) for member in ("AliasName", "AliasArn")) if isinstance(one, dict) else (None, None)
        named = _ALIAS.fullmatch(arn) if isinstance(arn, str) else None
        if named is not None and isinstance(name, str) and name.startswith("alias/") and named[1] != name:
            yield Misfit("Aliases.item.AliasArn", f"is {brief(arn)}, and AliasName is {brief(name)}")


def _in_its_region(request: Object, answer: Object) -> Iterator[Misfit]:
    """A replica is in the Region that it was asked for in."""
    arn, region = next(values_at(f"{_REPLICA}.Arn", dict(answer)), None), request.get(_REGION)
    named = _key(arn)
    if named is not None and named["region"] is not None and isinstance(region, str) and named["region"] != region:
        yield Misfit(f"{_REPLICA}.Arn", f"is {brief(arn)}, which is not in {brief(region)}")
