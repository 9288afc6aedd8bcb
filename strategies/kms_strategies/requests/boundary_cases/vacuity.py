"""Constraints that no value can show to be checked, with the reason."""

from __future__ import annotations

from kms_specification.aspects import CONSTRAINTS
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import (
    Member,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.values import broken as broken_by
from kms_strategies.regex.parser import (
    bits,
    lengths,
    parse,
)
from kms_strategies.requests.boundary_cases.patterns import pattern_values
from kms_strategies.requests.paths import KEY


def vacuous(requirement: Requirement) -> str | None:
    """Why no value shows whether a length is checked: the pattern's own values end short of the bound. Or None."""
    if requirement.aspect not in CONSTRAINTS:
        return None
    member = OPERATIONS[requirement.operation].member(requirement.subject)
    if requirement.aspect is Aspect.TYPE and requirement.subject.endswith(f".{KEY}"):
        return "the key of a JSON object is always a string"
    if requirement.aspect is Aspect.SIZE_MIN and member.size and (not member.size.min or not member.size.certain_min):
        return "nothing is smaller" if not member.size.min else "the documents disagree on the bound"
    if requirement.aspect is Aspect.LENGTH_MIN and member.length and not member.length.min:
        return "no value has fewer than 0 characters"
    if member.pattern is None:
        return None
    if requirement.aspect is Aspect.PATTERN and member.pattern.loose and not _surely_broken(member):
        return f"{member.pattern.expression} has no anchors: read as a search, every value matches that has the length"
    if requirement.aspect not in (Aspect.LENGTH_MIN, Aspect.LENGTH_MAX) or member.length is None:
        return None
    possible = lengths(parse(member.pattern.expression), member.length.most + 1)
    shortest, longest = bits(possible)[0], bits(possible)[-1]
    if requirement.aspect is Aspect.LENGTH_MIN and shortest > member.length.least:
        return f"the shortest value that matches {member.pattern.expression} has {shortest} characters"
    if requirement.aspect is Aspect.LENGTH_MAX and longest < member.length.most:
        return f"the longest value that matches {member.pattern.expression} has {longest} characters"
    return None


def _surely_broken(member: Member) -> bool:
    """Whether some value surely breaks the pattern, by every reading of the documents."""
    found = (v for value in pattern_values(member) for v in broken_by(member, value, "", ()))
    return any(v.certain and v.requirement.endswith(f".{Aspect.PATTERN}") for v in found)
