"""The sentence of each requirement, in plain words, made from the fact that it states."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.aspects import Aspect
from kms_specification.facts import (
    Affix,
    Allowed,
    Choice,
    Condition,
    Error,
    Kind,
    Member,
    Operation,
    Presence,
    Size,
    SizeBy,
    Source,
    Together,
    Unique,
)

Stated = tuple[Aspect, str, Source]
_UNITS = {Kind.BLOB: ("byte", "bytes"), Kind.LIST: ("element", "elements"), Kind.MAP: ("entry", "entries")}
_AS_A_VOWEL = ("A", "E", "I", "O", "U", "Xks")  # how names begin that are said with a vowel first

CONTENTS = "A success has what it is for, and says nothing that its request or another of its members denies."


def implemented(op: Operation) -> str:
    """That an operation is there."""
    if not op.exact:
        return "The operation is known, and does what it is for where nothing is in its way."
    return (
        f"The operation is known, and takes an example request of each kind: {', '.join(v.name for v in op.variants)}."
    )


def of_member(path: str, member: Member) -> Iterator[Stated]:
    """Every constraint on one member."""
    if member.required:
        yield Aspect.REQUIRED, f"{path} must be present.", member.required
    yield Aspect.TYPE, f"{path} is a JSON {member.kind}.", member.source
    if member.length:
        source = member.length.source
        if member.length.min is not None:
            yield Aspect.LENGTH_MIN, f"{path} has at least {_characters(member.length.min)}.", source
        if member.length.max is not None:
            yield Aspect.LENGTH_MAX, f"{path} has at most {_characters(member.length.max)}.", source
    yield from _sized(path, member)
    if member.range:
        source = member.range.source
        if member.range.min is not None:
            yield Aspect.RANGE_MIN, f"{path} is at least {member.range.min}.", source
        if member.range.max is not None:
            yield Aspect.RANGE_MAX, f"{path} is at most {member.range.max}.", source
    if member.pattern:
        yield Aspect.PATTERN, f"{path} matches {member.pattern.expression} as a whole.", member.pattern.source
    if member.enumeration:
        allowed = " or ".join(member.enumeration.values)
        yield Aspect.ENUM, f"{path} is {allowed}, exactly.", member.enumeration.source


def _sized(path: str, member: Member) -> Iterator[Stated]:
    size: Size | None = member.size
    if size is None:
        return
    if size.min is not None:
        yield Aspect.SIZE_MIN, f"{path} has at least {_counted(size.min, member.kind)}.", size.source
    if size.max is not None:
        yield Aspect.SIZE_MAX, f"{path} has at most {_counted(size.max, member.kind)}.", size.source


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{number} characters"


def _counted(number: int, kind: Kind) -> str:
    one, many = _UNITS[kind]
    return f"{number} {one if number == 1 else many}"


def condition(rule: Condition) -> str:
    """That a member is needed where others have certain values."""
    if not rule.when:
        return (
            f"{rule.requires} must be present."
            if rule.unless is None
            else (f"{rule.requires} must be present, unless {rule.unless} is true.")
        )
    because = " and ".join(
        f"{m} is {v if isinstance(v, str) else 'one of ' + ', '.join(v)}" for m, v in rule.when.items()
    )
    return f"Where {because}, {rule.requires} must be present."


def together(rule: Together) -> str:
    """That members have certain values where others have."""
    then = " and ".join(_allowed(member, allowed) for member, allowed in rule.then.items())
    when = " and ".join(_allowed(member, allowed) for member, allowed in rule.when.items())
    return f"Where {when}, {then}." if when else f"{then}."


def _allowed(member: str, allowed: Allowed) -> str:
    named = (one for one in allowed if isinstance(one, str | bool))
    values = [str(one).lower() if isinstance(one, bool) else one or "empty" for one in named]
    words = ["present"] if Presence.PRESENT in allowed else []
    words += [f"one of {', '.join(values)}" if len(values) > 1 else values[0]] if values else []
    words += ["absent"] if Presence.ABSENT in allowed else []
    return f"{member} is {' or '.join(words)}"


def choice(rule: Choice) -> str:
    """How many of some members are present."""
    names = " and ".join(rule.members)
    if rule.least and rule.least == rule.most:
        return f"Exactly {rule.least} of {names} is present."
    return (
        f"At least {rule.least} of {names} is present." if rule.least else f"At most {rule.most} of {names} is present."
    )


def affix(rule: Affix) -> str:
    """How a string begins, or does not."""
    return f"{rule.member} {'begins' if rule.allowed else 'does not begin'} with {rule.prefix}."


def size_by(rule: SizeBy) -> str:
    """How large a blob is, by the value of another member."""
    where = "".join(f", where {m} is {v}" for m, v in rule.when.items())
    return f"{rule.member} has as many bytes as its {rule.by} takes{where}."


def unique(rule: Unique) -> str:
    """That no two resources have the same."""
    return f"{_values(rule)} in use is refused with {rule.error}, and no other is."


def unique_still(rule: Unique) -> str:
    """That no resource gets by an update what another one has."""
    return f"{_values(rule)} in use by another store is refused with {rule.error}."


def _values(rule: Unique) -> str:
    if len(rule.members) > 1:
        return f"A pair of {' and '.join(rule.members)} that is"
    (member,) = rule.members
    return f"{'An' if member.startswith(_AS_A_VOWEL) else 'A'} {member} that is"


def error(found: Error) -> str:
    """That an error is sent where its cause exists."""
    return f"{found.name} is sent where its cause exists, with HTTP status {found.status}."


def status(op: Operation) -> str:
    """The HTTP status of a success."""
    return f"Success has HTTP status {op.success_status}."


def of_output(path: str, member: Member) -> Iterator[tuple[str, str, Source]]:
    """Every constraint on a member of the response."""
    if member.required:
        yield Aspect.REQUIRED, f"A success returns {path}.", member.required
    yield Aspect.TYPE, f"The {path} returned is a JSON {member.kind}.", member.source
    if member.length and member.length.min is not None and member.length.max is not None:
        least, most, source = member.length.min, member.length.max, member.length.source
        yield Aspect.LENGTH_MIN, f"The {path} returned has at least {_characters(least)}.", source
        yield Aspect.LENGTH_MAX, f"The {path} returned has at most {_characters(most)}.", source
    if member.unique:
        yield "unique", f"No two stores have the same {path}.", member.unique
