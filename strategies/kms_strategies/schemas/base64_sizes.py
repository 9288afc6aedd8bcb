"""Bounds of a blob's size, in decoded bytes, said of its base64: three bytes are four characters.

Where a bound is no multiple of three, the number of `=` at the end tells the last bytes apart.
"""

from __future__ import annotations

from kms_strategies.schemas.dialects import Dialect

Schema = dict[str, object]

_SYMBOL = "[A-Za-z0-9+/]"


def alphabet(dialect: Dialect) -> str:
    """The pattern of base64 with padding, RFC 4648, section 4."""
    return f"^(?:{_SYMBOL}{{4}})*(?:{_SYMBOL}{{2}}==|{_SYMBOL}{{3}}=)?{dialect.end}"


def at_least(size: int, dialect: Dialect) -> Schema:
    """What base64 of `size` bytes or more has. Empty where that is all base64."""
    groups, rest = divmod(size, 3)
    if size == 0:
        return {}
    if rest == 1:
        return {"minLength": 4 * groups + 4}
    length, ending = (4 * groups, "[^=]") if rest == 0 else (4 * groups + 4, "[^=]=?")
    return {"anyOf": [{"minLength": length + 1}, {"minLength": length, "pattern": ending + dialect.end}]}


def at_most(size: int, dialect: Dialect) -> Schema:
    """What base64 of `size` bytes or fewer has."""
    groups, rest = divmod(size, 3)
    if rest == 0:
        return {"maxLength": 4 * groups}
    ending = "==" if rest == 1 else "="
    return {
        "anyOf": [{"maxLength": 4 * groups}, {"maxLength": 4 * groups + 4, "pattern": ending + dialect.end}],
    }
