"""What members have to be together, as JSON Schema: `if` and `then`, `oneOf`, and more on single members.

A rule of which the documents say "can" stands in the schema too, without the id of a requirement: there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from kms_specification.facts import (
    Affix,
    Allowed,
    Choice,
    Condition,
    Operation,
    PossibleLengths,
    Presence,
    Refused,
    SizeBy,
    Together,
)
from kms_specification.pages.requests.prose import CONTEXTS
from kms_specification.violations.forms import API_VERSION
from kms_strategies.schemas import base64_sizes
from kms_strategies.schemas.dialects import Dialect
from kms_strategies.schemas.members import REQUIREMENTS, Schema


def rules(operation: Operation, dialect: Dialect) -> list[Schema]:
    """What is demanded beside the members' own constraints, each a schema of the whole request."""
    found = [_condition(operation, condition) for condition in operation.conditions]
    found += [rule for choice in operation.choices for rule in _choice(operation, choice)]
    found += [_affix(operation, affix, dialect) for affix in operation.affixes if not affix.disputed]
    found += [rule for size in operation.sizes for rule in _size(operation, size, dialect)]
    found += [_possible_lengths(operation, rule, dialect) for rule in operation.possible_lengths]
    found += [_refused(operation, rule) for rule in operation.refused]
    found += [_together(operation, rule) for rule in operation.together]
    return found


def _id(operation: Operation, name: str) -> str:
    return f"{operation.name}.rule.{name}"


def present(member: str) -> Schema:
    """That a member is there, and not null."""
    return {"required": [member], "properties": {member: {"not": {"type": "null"}}}}


def _condition(operation: Operation, condition: Condition) -> Schema:
    when: Schema = {"properties": {}}
    for member, wanted in condition.when.items():
        values: list[Any] = [wanted] if isinstance(wanted, str) else list(wanted)
        if operation.member(member).default in values:
            when["properties"][member] = {"enum": [*values, None]}  # and so where it is absent
        else:
            when["properties"][member] = {"enum": values}
            when.setdefault("required", []).append(member)
    if condition.unless is not None:
        when["properties"][condition.unless] = {"enum": [False, None]}
    then = {**present(condition.requires)}
    requirement = _id(operation, condition.name)
    then[REQUIREMENTS] = {"required": {condition.requires: requirement}}
    then["properties"][condition.requires][REQUIREMENTS] = {"not": requirement}
    return {"if": when, "then": then}


def _choice(operation: Operation, choice: Choice) -> Iterator[Schema]:
    """At least and at most so many of the members: most often one."""
    there = [present(member) for member in choice.members]
    if not there:
        return
    requirement = _id(operation, choice.name)
    if choice.least == choice.most == 1:
        yield _noted({"oneOf": there}, choice, requirement, "oneOf")
        return
    if choice.least:
        yield _noted({"anyOf": there}, choice, requirement, "anyOf")
    if choice.most < len(there):
        for some in combinations(there, choice.most + 1):
            yield _noted({"not": {"allOf": list(some)}}, choice, requirement, "not")


def _noted(schema: Schema, choice: Choice, requirement: str, keyword: str) -> Schema:
    return {**schema, REQUIREMENTS: {keyword: requirement}} if choice.certain else schema


def _affix(operation: Operation, affix: Affix, dialect: Dialect) -> Schema:
    prefix = f"^{affix.prefix}"
    keywords: Schema = {"pattern": f"{prefix}|^{dialect.end}"} if affix.allowed else {"not": _text(prefix)}
    requirement = _id(operation, affix.name)
    found: Schema = {**keywords, REQUIREMENTS: dict.fromkeys(keywords, requirement)}
    for step in reversed(affix.member.split(".")):
        found = {"items": found} if step == "item" else {"properties": {step: found}}
    return found


def _text(pattern: str) -> Schema:
    """A text that matches; a pattern alone allows whatever is no text."""
    return {"type": "string", "pattern": pattern}


_AN_ARN = "^arn:[a-z0-9-]+:{}:[a-z0-9-]*:[0-9]*:"
# By the name of a form that a member does not take. That a text is JSON no keyword demands: it is said, and not asked.
_FORMS: Mapping[str, Schema] = {
    "alias": {"not": _text("^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?alias/")},
    "alias-without-name": {"not": {"const": "alias/"}},
    "arn-of-no-key": {
        "not": {
            "type": "string",
            "anyOf": [
                {"pattern": _AN_ARN.format("[a-z0-9-]+"), "not": {"pattern": "^arn:[a-z0-9-]+:kms:"}},
                {
                    "pattern": _AN_ARN.format("kms") + "[a-z-]+/",
                    "not": {"pattern": _AN_ARN.format("kms") + "(?:key|alias)/[\\s\\S]"},
                },
            ],
        }
    },
    "not-json": {"contentMediaType": "application/json"},
    "foreign-characters": {"not": _text("[^\\t\\n\\r -\u00ff]")},
    # What a policy says is no matter of keywords.
    "statement-without-principal": {},
    "allows-nothing": {},
    # Nor what bytes say.
    "no-public-key": {},
    "key-of-no-agreement": {},
    "both-contexts": {
        "not": {
            "type": "object",
            "required": [*CONTEXTS],
            "properties": {kind: {"type": "object", "minProperties": 1} for kind in CONTEXTS},
        }
    },
    # Which elements go together, the operation's page says in words.
    "of-several-sets": {},
    "element-of-set": {},
    "RSAES_PKCS1_V1_5": {"not": {"const": "RSAES_PKCS1_V1_5"}},
    "past": {"not": {"type": "number", "exclusiveMaximum": API_VERSION}},
}


def _refused(operation: Operation, rule: Refused) -> Schema:
    keywords = _FORMS[rule.form]
    noted = {keyword: f"{operation.name}.{rule.requirement}" for keyword in keywords if keyword == "not"}
    return {"properties": {rule.member: {**keywords, **({REQUIREMENTS: noted} if noted else {})}}}


def _together(operation: Operation, rule: Together) -> Schema:
    requirement = f"{operation.name}.{rule.requirement}"
    when = [_allowed(member, allowed) for member, allowed in rule.when.items()]
    then = [_allowed(member, allowed, requirement) for member, allowed in rule.then.items()]
    return {"if": {"allOf": when}, "then": {"allOf": then}} if when else {"allOf": then}


def _allowed(path: str, allowed: Allowed, requirement: str = "") -> Schema:
    """That a member has one of its values; each keyword notes the requirement."""
    values: list[Any] = [one for one in allowed if not isinstance(one, Presence)]
    absent = Presence.ABSENT in allowed
    if Presence.PRESENT in allowed:
        found: Schema = {"not": {"type": "null"}}
    elif values:
        found = {"enum": [*values, None] if absent else values}
    else:
        found = {"type": "null"}
    for step in reversed(path.split(".")):
        keywords = dict.fromkeys(found.keys() - {REQUIREMENTS, "properties"}, requirement)
        inner = {**found, REQUIREMENTS: {**found.get(REQUIREMENTS, {}), **keywords}} if requirement else found
        found = {"properties": {step: inner}}
        if not absent:
            found["required"] = [step]
            if requirement:
                found[REQUIREMENTS] = {"required": {step: requirement}}
    return found


def _possible_lengths(operation: Operation, rule: PossibleLengths, dialect: Dialect) -> Schema:
    """One `if` for each value that says the lengths; what is empty breaks another constraint already."""
    requirement = f"{operation.name}.{rule.requirement}"
    found = []
    for value, lengths in rule.lengths.items():
        exact = [
            {"allOf": [b for b in (base64_sizes.at_least(n, dialect), base64_sizes.at_most(n, dialect)) if b]}
            for n in lengths
        ]
        then = {"anyOf": [{"const": ""}, *exact], REQUIREMENTS: {"anyOf": requirement}}
        when = {"properties": {rule.by: {"enum": [value]}}, "required": [rule.by]}
        found.append({"if": when, "then": {"properties": {rule.member: then}}})
    return {"allOf": found}


def _size(operation: Operation, rule: SizeBy, dialect: Dialect) -> Iterator[Schema]:
    """One `if` for each pair of bounds, with all the values that lead to them."""
    by_bounds: dict[tuple[int | None, int | None], list[str]] = {}
    for value, bounds in rule.sizes.items():
        by_bounds.setdefault(bounds, []).append(value)
    requirement = _id(operation, rule.name)
    for (least, most), values in by_bounds.items():
        when: Schema = {"properties": {rule.by: {"enum": values}}, "required": [rule.by]}
        for member, value in rule.when.items():
            when["properties"][member] = {"enum": [value]}
            when["required"].append(member)
        bounds_ = [base64_sizes.at_least(least or 0, dialect)]
        if most is not None:
            bounds_.append(base64_sizes.at_most(most, dialect))
        noted = [{**bound, REQUIREMENTS: dict.fromkeys(bound, requirement)} for bound in bounds_ if bound]
        yield {"if": when, "then": {"properties": {rule.member: {"allOf": noted}}}}
