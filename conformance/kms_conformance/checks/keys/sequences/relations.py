"""What an answer is held to: each relation says what is wrong, or None."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from kms_conformance.checks.keys.sequences.makers import DAY, data, here
from kms_specification.facts import Json
from kms_strategies.sequences.keys.language import Relation

TOLERANCE = 0.25  # days: clocks differ, and a target may round to the hour
_ROOM = 4  # bytes for each value that they have to have at least
_EMPTY: tuple[Json, ...] = (None, "", [], {})
# Members that have "the key identifier of the KMS key": the Developer Guide calls the ARN of a key one as well.
_KEY_IDENTIFIERS = frozenset({"TargetKeyId"})


class _Missing:
    """Nothing is there."""


MISSING = _Missing()
Found = Json | _Missing
_ABOUT_ENTRIES = frozenset(
    {Relation.LENGTH, Relation.LACKS, Relation.LISTS_ONLY, Relation.LISTS_AT_MOST_ONE, Relation.DISTINCT}
)


def at(answer: Json, way: str) -> Found:
    """The member that stands at the end of a way such as `Keys.0.KeyId`; MISSING where none does."""
    found: Json = answer
    for part in way.split(".") if way else ():
        if isinstance(found, dict) and part in found:
            found = found[part]
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return MISSING
    return found


def account(root: Json, way: str) -> Found:
    """The account of a key whose metadata does not say it, which it need not: that in its ARN."""
    place, _, member = way.rpartition(".")
    arn = at(root, f"{place}.Arn") if member == "AWSAccountId" else MISSING
    parts = arn.split(":") if isinstance(arn, str) else []
    return parts[4] if len(parts) > 4 else MISSING


def wrong(relation: Relation, answer: Json, member: str, value: Json) -> str | None:
    """What is wrong with a member of an answer, or None."""
    found = at(answer, member)
    if relation is Relation.EQUAL_TO_MEMBER:
        other = at(answer, str(value))
        return None if found == other else f"{member} is not {value}"
    if relation is Relation.ABSENT:
        return None if found is MISSING or found in _EMPTY else f"{member} is {_short(found)}"
    if relation is Relation.DIFFERENT_OR_ABSENT:
        return f"{member} is {_short(found)}" if _same(found, value) else None
    if found is MISSING or found is None:
        found = _left_out(relation, value)
    if isinstance(found, _Missing):
        return f"there is no {member}"
    try:
        problem = _RELATIONS[relation](found, value)
    except ValueError as unreadable:
        problem = f"cannot be read: {unreadable}"
    listed = str(value["member"]) if relation is Relation.WELL_PAGED and isinstance(value, dict) else member
    return f"{listed or 'the answer'} {problem}" if problem else None


def _left_out(relation: Relation, value: Json) -> Found:
    """What a member stands for that is left out, or null: SDKs read it as false, and as a list without entries.

    The model requires neither of an answer, and servers leave out what is empty.
    """
    if relation in _ABOUT_ENTRIES:
        return []
    return False if relation is Relation.EQUAL and value is False else MISSING


def contains(entry: Json, wanted: Json) -> bool:
    """Whether an entry has all the wanted members; lists have the same values in any order."""
    if isinstance(wanted, dict):
        return isinstance(entry, dict) and all(m in entry and _has(m, entry[m], v) for m, v in wanted.items())
    if isinstance(wanted, list) and isinstance(entry, list):
        return sorted(map(str, entry)) == sorted(map(str, wanted))
    return _same(entry, wanted)


def _has(member: str, found: Json, wanted: Json) -> bool:
    return contains(found, wanted) or (member in _KEY_IDENTIFIERS and str(found).endswith(f":key/{wanted}"))


def _same(found: Found, value: Json) -> bool:
    return found == value and isinstance(found, bool) == isinstance(value, bool)


def _short(found: object) -> str:
    shown = json.dumps(found) if isinstance(found, (dict, list, str, int, float, bool)) else str(found)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _equal(found: Json, value: Json) -> str | None:
    if _same(found, value) or (_is_time(found) and _is_time(value) and abs(_time(found) - _time(value)) < 1):
        return None
    return f"is {_short(found)}, not {_short(value)}"


def _different(found: Json, value: Json) -> str | None:
    return f"is {_short(found)} again" if found == value else None


def _size(found: Json, value: Json) -> str | None:
    length = len(data(found))
    return None if length == value else f"has {length} bytes, not {value}"


def _varied(found: Json, value: Json) -> str | None:
    """Too few bytes to have many values are accepted: their number is checked elsewhere."""
    held = data(found)
    if not isinstance(value, int) or len(held) < _ROOM * value:
        return None
    return f"has {len(set(held))} values" if len(set(held)) < value else None


def _length(found: Json, value: Json) -> str | None:
    entries = _list(found)
    return None if len(entries) == value else f"has {len(entries)} entries, not {value}"


def _names(found: Json, value: Json) -> str | None:
    known = {value.get("KeyId"), value.get("Arn")} if isinstance(value, dict) else set()
    return None if isinstance(found, str) and found in known else f"is {_short(found)}, which is another key"


def _conceals(found: Json, value: Json) -> str | None:
    return "has the plaintext in it" if data(value) in data(found) else None


def _list(found: Json) -> list[Json]:
    if not isinstance(found, list):
        raise ValueError("it is no list")
    return found


def _lists(found: Json, value: Json) -> str | None:
    return None if any(contains(e, value) for e in _list(found)) else f"has no entry with {_short(value)}"


def _lacks(found: Json, value: Json) -> str | None:
    return f"has an entry with {_short(value)}" if any(contains(e, value) for e in _list(found)) else None


def _lists_only(found: Json, value: Json) -> str | None:
    others = [e for e in _list(found) if not contains(e, value)]
    return f"has {_short(others[0])}, which is not with {_short(value)}" if others else None


def _lists_at_most_one(found: Json, value: Json) -> str | None:
    number = sum(contains(e, value) for e in _list(found))
    return f"has {number} entries with {_short(value)}" if number > 1 else None


def _distinct(found: Json, value: Json) -> str | None:
    entries = _list(found)
    return next((f"has {_short(e)} twice" for n, e in enumerate(entries) if e in entries[:n]), None)


def _contains(found: Json, value: Json) -> str | None:
    return None if value in _list(found) else f"does not have {_short(value)}"


def _agrees(found: Json, value: Json) -> str | None:
    other, members = (value.get("of"), value.get("members")) if isinstance(value, dict) else (None, None)
    if not isinstance(found, dict) or not isinstance(other, dict) or not isinstance(members, list):
        raise ValueError("there are no two objects")
    for member in (str(member) for member in members if member in other):
        problem = _equal(found[member], other[member]) if member in found else "is not there"
        if problem:
            return f"disagrees: {member} {problem}"
    return None


def _is_json(found: Json, value: Json) -> str | None:
    return None if isinstance(json.loads(str(found)), dict) else "is no JSON object"


def _same_json(found: Json, value: Json) -> str | None:
    return None if json.loads(str(found)) == json.loads(str(value)) else "says something else"


def _is_time(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > DAY


def _time(value: Json) -> float:
    """Seconds since 1970, of a number or of a date in ISO 8601."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).timestamp()
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ValueError("it is no time")
    return float(value)


def _days_from_now(found: Json, value: Json) -> str | None:
    days = (_time(found) - time.time()) / DAY
    wanted = float(value) if isinstance(value, (int, float)) else 0.0
    # The service's own examples of dates of deletion are midnights of UTC.
    near = TOLERANCE if _time(found) % DAY else 1.0
    return None if abs(days - wanted) <= near else f"is in {days:.2f} days, not in {value}"


def _well_paged(found: Json, value: Json) -> str | None:
    """Pages: none longer than the limit, each but the last with a NextMarker, no entry twice."""
    if not isinstance(value, dict) or not isinstance(limit := value.get("limit"), int):
        raise ValueError("no limit")
    seen: list[Json] = []
    pages = _list(found)
    for number, page in enumerate(pages, 1):
        listed = page.get(str(value["member"])) if isinstance(page, dict) else page
        entries = _list([] if listed is None else listed)
        if len(entries) > limit:
            return f"has {len(entries)} entries on page {number}, where Limit is {limit}"
        for entry in entries:
            if entry in seen:
                return f"has {_short(entry)} on page {number} again"
            seen.append(entry)
    return None


def _public_key(found: Json, value: Json) -> str | None:
    spec = here().spec(data(found))
    return None if spec == value else f"is a key of {spec}, not of {value}"


def _private_key_of(found: Json, value: Json) -> str | None:
    return None if here().is_pair(data(found), data(value)) else "is the private key of another public key"


def _verifies(found: Json, value: Json) -> str | None:
    if not isinstance(value, Mapping):
        raise ValueError("nothing to verify with")
    right = here().verifies(str(value["algorithm"]), data(value["key"]), data(found), data(value["message"]))
    return None if right else "does not verify with the public key"


_RELATIONS: dict[Relation, Callable[[Json, Json], str | None]] = {
    Relation.EQUAL: _equal,
    Relation.DIFFERENT: _different,
    Relation.SIZE: _size,
    Relation.VARIED: _varied,
    Relation.LENGTH: _length,
    Relation.NAMES: _names,
    Relation.CONCEALS: _conceals,
    Relation.LISTS: _lists,
    Relation.LACKS: _lacks,
    Relation.LISTS_ONLY: _lists_only,
    Relation.LISTS_AT_MOST_ONE: _lists_at_most_one,
    Relation.DISTINCT: _distinct,
    Relation.CONTAINS: _contains,
    Relation.SAME_JSON: _same_json,
    Relation.AGREES: _agrees,
    Relation.IS_JSON: _is_json,
    Relation.DAYS_FROM_NOW: _days_from_now,
    Relation.WELL_PAGED: _well_paged,
    Relation.PUBLIC_KEY: _public_key,
    Relation.PRIVATE_KEY_OF: _private_key_of,
    Relation.VERIFIES: _verifies,
}
