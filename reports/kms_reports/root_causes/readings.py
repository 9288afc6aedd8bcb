"""What rules read of one result: the kind of constraint, the codes, the value that was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kms_reports.result import Result, Verdict
from kms_reports.root_causes import headlines
from kms_reports.root_causes.examples import value

KINDS: Mapping[str, str] = {
    "required": "required",
    "type": "type",
    "length.min": "length",
    "length.max": "length",
    "size.min": "length",
    "size.max": "length",
    "range.min": "range",
    "range.max": "range",
    "pattern": "pattern",
    "enum": "enum",
    "default": "rule",
    "rule": "rule",
    "unique": "unique",
}
"""The kind of constraint that an aspect is of: what one piece of code in a target checks."""

_WORD = re.compile(r"[A-Za-z_]{3,}")
_IN_USE = "InUseException"
_MISTYPED = re.compile(r"(?P<found>an? [\w ]+), not (?P<wanted>[a-z0-9 ]+)\Z")


def kind(result: Result) -> str | None:
    """The kind of constraint; None where the requirement is no constraint. An error for what is in use is `unique`."""
    if result.aspect == "error" and result.subject.endswith(_IN_USE):
        return "unique"
    return KINDS.get(result.aspect)


def refusal(result: Result) -> str | None:
    """The operation, where the requirement demands that a request is refused."""
    return result.operation if kind(result) is not None else None


def member(result: Result) -> tuple[str, str] | None:
    """Operation and member path, where a constraint of one member is meant."""
    member_kind = kind(result) not in (None, "rule", "unique", "required")
    return (result.operation, result.subject) if member_kind else None


def mistyped(result: Result) -> tuple[str, str] | None:
    """The JSON type that a member of an answer has, and the one that is documented."""
    found = _MISTYPED.search(result.reason) if (result.aspect, result.subject) == ("output", "types") else None
    return (found["found"], found["wanted"]) if found else None


def status_and_code(result: Result) -> tuple[int | None, str | None]:
    """What came back."""
    shown = result.counterexample
    return (shown.status, shown.code) if shown is not None else (None, None)


def answer(result: Result) -> str:
    """What came back, in a few words."""
    return headlines.observed(result.counterexample) if result.counterexample is not None else "a wrong answer"


def in_use(result: Result) -> str | None:
    """The error that would have been right because a value is in use."""
    shown = result.counterexample
    codes = (a.code for a in shown.acceptable if a.code) if shown is not None else iter(())
    return next((code for code in codes if code.endswith(_IN_USE)), None)


def counted_otherwise(result: Result) -> str | None:
    """The unit in which a length must have been counted for this answer; None where the answer says nothing of it."""
    sent = value(result)
    if not isinstance(sent, str) or sent.isascii():
        return None
    longer = result.aspect == "length.max" and result.verdict is Verdict.REJECTED_VALID
    shorter = result.aspect == "length.min" and result.verdict is Verdict.ACCEPTED_INVALID
    if not longer and not shorter:
        return None
    return "UTF-16 units or UTF-8 bytes" if all(c.isascii() or ord(c) > 0xFFFF for c in sent) else "UTF-8 bytes"


def folded(result: Result) -> str | None:
    """The aspect, where the value has a word of the documented pattern or enumeration in another case.

    Of uniqueness: where a value is said to be in use that differs in case from the one that is.
    """
    if result.aspect == "unique":
        return result.aspect if result.verdict is Verdict.REJECTED_VALID and _differs_in_case(result) else None
    sent = value(result)
    if result.aspect not in ("pattern", "enum") or not isinstance(sent, str) or sent.endswith("\n"):
        return None
    quoted = result.source.partition("“")[2]
    text = quoted if result.aspect == "pattern" else f"{result.statement} {quoted}"
    lower = text.casefold()
    other = any(word not in text and word.casefold() in lower for word in _WORD.findall(sent))
    return result.aspect if other else None


def _differs_in_case(result: Result) -> bool:
    """Whether a member of the request has what it had in the request before, but for the case."""
    shown = result.counterexample
    if shown is None or not shown.before or not isinstance(shown.request, dict):
        return False
    earlier = shown.before[-1].get("request")
    pairs = ((text, earlier.get(name)) for name, text in shown.request.items()) if isinstance(earlier, dict) else ()
    texts = ((a, b) for a, b in pairs if isinstance(a, str) and isinstance(b, str))
    return any(a != b and a.casefold() == b.casefold() for a, b in texts)


def misnamed(result: Result) -> str | None:
    """How the name differs under which a required member was sent and taken; None where none like it was sent."""
    shown = result.counterexample
    names = list(shown.request) if shown is not None and isinstance(shown.request, dict) else []
    if result.aspect != "required" or result.subject in names:
        return None
    wanted = result.subject.casefold()
    if any(name.casefold() == wanted for name in names):
        return "differ in case"
    return "differ a little" if any(name.strip().replace("_", "").casefold() == wanted for name in names) else None


def other_digits(result: Result) -> str | None:
    """The aspect, where a pattern has a class of digits and nothing is odd in the value but digits beyond ASCII."""
    sent = value(result)
    if result.aspect != "pattern" or not isinstance(sent, str) or "\\d" not in result.source:
        return None
    odd = [character for character in sent if not (character.isascii() and character.isprintable())]
    return result.aspect if odd and all(character.isdecimal() for character in odd) else None


def ends_in_newline(result: Result) -> str | None:
    """The aspect, where the value ends in a line feed."""
    sent = value(result)
    return result.aspect if result.aspect == "pattern" and isinstance(sent, str) and sent.endswith("\n") else None


def has_newline(result: Result) -> bool:
    """Whether the value has a line feed, which is what breaks the pattern."""
    sent = value(result)
    return result.aspect == "pattern" and isinstance(sent, str) and "\n" in sent
