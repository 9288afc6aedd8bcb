"""What a success lacks, or has otherwise than its request asked for. Pure.

The form of an answer is looked at in `answers`: here only members of the right type are compared. What neither the
request nor a sentence decides is open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from kms_specification.facts import Json, Kind, Operation
from kms_specification.pages.successes.answers import BYTES, ECHOES, NEEDED, Bytes
from kms_specification.pages.successes.beside import BESIDE, Beside
from kms_specification.pages.successes.exclusions import (
    BEGINS,
    DOCUMENTS,
    HELD,
    NEVER,
    ONE_OF_EACH,
    ONLY,
    WITHHELD,
    Only,
)
from kms_specification.pages.successes.public_keys import AGREED, PUBLIC_KEYS, SECRETS
from kms_specification.violations.answers import Misfit
from kms_specification.violations.described_keys import brief, described_keys
from kms_specification.violations.public_keys import spec_of
from kms_specification.violations.relations import values_at
from kms_specification.violations.values import decoded

_LIMIT, _TRUNCATED, _NEXT = "Limit", "Truncated", "NextMarker"

_NOTHING: tuple[Json, ...] = (None, "")
_EMPTY: tuple[Json, ...] = (*_NOTHING, [], {})
Object = Mapping[str, Json]


def contents(operation: Operation, request: Object, answer: Object) -> Iterator[Misfit]:
    """Every place of a success that is not as its request and the documents want it."""
    for needed in NEEDED.get(operation.name, ()):
        if answer.get(needed.member) in _NOTHING and answer.get(needed.instead) in _NOTHING:
            yield Misfit(needed.member, "is not there" if answer.get(needed.member) is None else "is empty")
    yield from _too_long(operation, answer)
    for echo in ECHOES.get(operation.name, ()):
        asked = request.get(echo.member)
        default = None if any(request.get(member) is not None for member in echo.unless) else echo.default
        wanted, found = default if asked is None else asked, _at(answer, echo.path)
        if wanted is not None and found is not None and found != wanted:
            yield Misfit(echo.path, f"is {brief(found)}, not {brief(wanted)}")
    for held in HELD.get(operation.name, ()):
        asked_for = all(request.get(member) == value for member, value in held.when.items())
        for found in values_at(held.member, dict(answer)) if asked_for else ():
            if found not in (None, *held.values):
                where = "".join(f", where {member} is {brief(value)}" for member, value in held.when.items())
                yield Misfit(held.member, f"is {brief(found)}, not {' or '.join(map(brief, held.values))}{where}")
    for never in NEVER.get(operation.name, ()):
        found = _at(answer, never.member)
        if found in never.values:
            yield Misfit(never.member, f"is {brief(found)} in a success")
    for withheld in WITHHELD.get(operation.name, ()):
        if _at(answer, withheld.member) not in _NOTHING and _is_beside(withheld.beside, request, answer):
            yield Misfit(withheld.member, f"is there{withheld.beside and f' beside {withheld.beside}'}")
    for document in DOCUMENTS.get(operation.name, ()):
        text = answer.get(document.member)
        if isinstance(text, str) and text and not _is_object(text):
            yield Misfit(document.member, "is not the text of a JSON object")
    for only in ONLY.get(operation.name, ()):
        yield from _only(only, request, answer)
    for rule in BYTES.get(operation.name, ()):
        yield from _bytes(rule, request, answer)
    yield from _public_keys(operation, request, answer)
    yield from described_keys(operation, request, answer)
    for group in BESIDE.get(operation.name, ()):
        for place, one in _placed(group.path, answer):
            yield from _beside(place, one, group.rows)
    yield from _entries(operation, answer)
    yield from _page(operation, request, answer)


def _at(answer: Object, path: str) -> Json:
    return next(values_at(path, dict(answer)), None)


def _is_beside(path: str, request: Object, answer: Object) -> bool:
    """Whether a member is withheld in any case, or there is something at the path beside which it is."""
    values = (value for side in (request, answer) for value in values_at(path, dict(side)))
    return not path or any(value not in _NOTHING for value in values)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _only(only: Only, request: Object, answer: Object) -> Iterator[Misfit]:
    """Entries have what was asked for. A principal that is written as no ARN may be one that is."""
    asked = request.get(only.member)
    if not isinstance(asked, str):
        return
    for found in values_at(only.path, dict(answer)):
        if isinstance(found, str) and found != asked and found.startswith("arn:") == asked.startswith("arn:"):
            yield Misfit(only.path, f"is {brief(found)}, not {brief(asked)}")
    entries = only.path.partition(".")[0]
    if only.some and answer.get(entries) == [] and not answer.get(_TRUNCATED) and request.get("Marker") is None:
        yield Misfit(entries, f"is empty though {only.member} was asked for")


def _data(value: str) -> bytes | None:
    """The bytes of a blob, whose base64 may have white space in it; None where it is no base64."""
    return decoded("".join(value.split()))[0]


def _too_long(operation: Operation, answer: Object) -> Iterator[Misfit]:
    """Members that are longer than the model lets them be. Of what is too short, the service itself returns some."""
    for member in operation.output:
        value = answer.get(member.name)
        most = member.length.max if member.length else member.size.max if member.size else None
        if isinstance(value, str) and most is not None:
            data = _data(value) if member.kind is Kind.BLOB else value
            if data is not None and len(data) > most:
                yield Misfit(member.name, f"has a length of {len(data)}, not at most {most}")


def _bytes(rule: Bytes, request: Object, answer: Object) -> Iterator[Misfit]:
    by, value = request.get(rule.by), answer.get(rule.member)
    data = _data(value) if isinstance(value, str) else None
    lengths = rule.lengths.get(by) if isinstance(by, str) else (by,) if type(by) is int else None
    # A plaintext that is empty stands beside one for a recipient, or has been said to be missing.
    if data and lengths is not None and len(data) not in lengths:
        yield Misfit(rule.member, f"has {len(data)} bytes, not {' or '.join(map(str, lengths))}")


def _public_keys(operation: Operation, request: Object, answer: Object) -> Iterator[Misfit]:
    """A public key is of the spec that was asked for, or that the answer says, as far as its bytes tell."""
    for row in PUBLIC_KEYS.get(operation.name, ()):
        named, value = request.get(row.spec, answer.get(row.spec)), answer.get(row.member)
        found = spec_of(value) if isinstance(value, str) else None
        if found is not None and isinstance(named, str) and found != named:
            yield Misfit(row.member, f"is a key of {found}, not of {named}")
    for secret in SECRETS.get(operation.name, ()):
        key, value = request.get(secret.key), answer.get(secret.member)
        size = AGREED.get(spec_of(key) or "") if isinstance(key, str) else None
        data = _data(value) if isinstance(value, str) else None
        if data and size is not None and len(data) != size:
            yield Misfit(secret.member, f"has {len(data)} bytes, not {size}")


def _placed(path: str, answer: Object) -> Iterator[tuple[str, Object]]:
    """Every object at a path of an answer, and what stands before its members in a message."""
    for one in values_at(path, dict(answer)) if path else (answer,):
        if isinstance(one, Mapping):
            yield (f"{path}." if path else ""), one


def _entries(operation: Operation, answer: Object) -> Iterator[Misfit]:
    """Entries begin as they have to, and differ where no two are alike."""
    for begins in BEGINS.get(operation.name, ()):
        for found in values_at(begins.path, dict(answer)):
            if isinstance(found, str) and found and not found.startswith(begins.prefixes):
                yield Misfit(begins.path, f"is {brief(found)}, which does not begin with {begins.prefixes[0]}")
    for rule in ONE_OF_EACH.get(operation.name, ()):
        path = f"{rule.entries}.item.{rule.member}"
        values = [value for value in values_at(path, dict(answer)) if isinstance(value, str)]
        twice = next((value for number, value in enumerate(values) if value in values[:number]), None)
        if twice is not None:
            yield Misfit(path, f"is {brief(twice)} of two entries")


def _beside(place: str, found: Object, rows: Sequence[Beside]) -> Iterator[Misfit]:
    for beside in rows:
        other = found.get(beside.other)
        if found.get(beside.member) not in _EMPTY and other not in (None, *beside.values):
            yield Misfit(f"{place}{beside.member}", f"is there, and {beside.other} is {brief(other)}")


def _page(operation: Operation, request: Object, answer: Object) -> Iterator[Misfit]:
    """A page has no more entries than it may, and says where the next begins where there is one."""
    if not {_TRUNCATED, _NEXT} <= {member.name for member in operation.output}:
        return
    most = request.get(_LIMIT)
    for member in operation.output:
        entries = answer.get(member.name)
        if member.kind is Kind.LIST and isinstance(entries, list) and type(most) is int and len(entries) > most:
            yield Misfit(member.name, f"has {len(entries)} entries, not at most {most}")
    if answer.get(_TRUNCATED) is True and not answer.get(_NEXT):
        yield Misfit(_NEXT, f"is not there though {_TRUNCATED} is true")
