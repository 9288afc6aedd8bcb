"""Requests that hypothesis-jsonschema draws from the schema of an operation: valid ones, and with one keyword negated.

What names a resource is the target's own, from a request that it is known to take, and so is all else that the
documents are not exact about: a request breaks what was negated, and gets as far as that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from kms_specification.aspects import Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Affix, Choice, Condition, Operation, Presence, SizeBy, Together, Variant
from kms_specification.requirements.registry import Requirement
from kms_strategies.cases import Case, broken
from kms_strategies.generators.adopted import made_unique
from kms_strategies.requests.boundary_cases import vacuous
from kms_strategies.requests.boundary_cases.rules import chooses, rule_cases
from kms_strategies.requests.examples import Examples, Request, example, example_requests
from kms_strategies.schemas import drawable, negations
from kms_strategies.schemas.dialects import PYTHON
from kms_strategies.schemas.members import Schema

Properties = dict[str, Schema]
# The forms of a text that has to be JSON, of bytes that have to be a public key, and of elements that have to go
# together. Where a value has one, no keyword says so.
NOT_DRAWN = frozenset({"not-json", "no-public-key", "of-several-sets", "element-of-set"})

# The aspect of a member that its valid values are drawn for: the first of these that it has.
_MAIN = (Aspect.PATTERN, Aspect.LENGTH_MAX, Aspect.SIZE_MAX, Aspect.RANGE_MAX, Aspect.ENUM, Aspect.TYPE)


def valid(operation: Operation, examples: Examples | None = None) -> st.SearchStrategy[Case]:
    """Whole requests that the schema allows, of any variant."""
    usual = example_requests(operation) if examples is None else examples
    found: list[st.SearchStrategy[Case]] = []
    for variant in operation.variants:
        properties = shape(operation, variant)
        schemas = [drawable.closed(properties, properties)]
        more = {m.name: drawable.value(m) for m in operation.members if m.name in _free(operation) - properties.keys()}
        if more:
            schemas.append(drawable.closed({**properties, **more}, properties))
        kept = {m: usual.get(variant.name, {})[m] for m in variant.looked_up if m in usual.get(variant.name, {})}
        found += [_drawn(schema).map(partial(_case, operation, variant.name, kept)) for schema in schemas]
    return st.one_of(found)


def right(requirement: Requirement, examples: Examples | None = None) -> st.SearchStrategy[Case] | None:
    """Requests in which the member has a value that its schema allows. None where that belongs to another aspect."""
    operation, path = OPERATIONS.get(requirement.operation), requirement.subject
    if operation is None or requirement.aspect not in _MAIN:
        return None
    if path in _deciding(operation) or requirement.aspect is not _main(operation, path):
        return None
    prefix = operation.prefix(path)
    value = _prefixed(prefix) if prefix else drawable.value(operation.member(path))
    return _of_member(requirement, examples, value)


def breaking(requirement: Requirement, examples: Examples | None = None) -> st.SearchStrategy[Case] | None:
    """Requests in which the keyword of a requirement is negated. None where nothing of the schema stands for it."""
    operation = OPERATIONS.get(requirement.operation)
    if operation is None or (vacuous(requirement) and not operation.exact):
        return None
    if requirement.aspect is Aspect.RULE:
        return _one_of(_rule(operation, requirement.subject, examples))
    if requirement.aspect is Aspect.REQUIRED:
        return _one_of(_required(operation, requirement.subject, examples))
    try:
        member = operation.member(requirement.subject)
    except KeyError:
        return None
    schema = negations.negated(member, requirement.aspect)
    return None if schema is None else _of_member(requirement, examples, schema)


def shape(operation: Operation, variant: Variant, fixed: Mapping[str, Schema] | None = None) -> Properties:
    """The members that a valid request of a variant has, each with its schema; some are given."""
    found: Properties = {m: {"const": v} for m, v in variant.chosen_by.items()}
    for member in operation.members:
        if member.name not in found and (member.required or member.name in variant.members):
            found[member.name] = drawable.value(member)
    for rule in operation.refused:
        if rule.form in NOT_DRAWN and rule.member in found:
            found[rule.member] = {"const": example(operation.member(rule.member))}  # no schema has what they are
    for lengths in operation.possible_lengths:
        if {lengths.member, lengths.by} <= found.keys():
            found.update({m: {"const": example(operation.member(m))} for m in (lengths.member, lengths.by)})
    for together in operation.together:
        _without_what_needs_more(found, together)
    found.update(fixed or {})
    for affix in operation.affixes:
        if affix.allowed and affix.member in found and affix.member not in (fixed or {}):
            found[affix.member] = _prefixed(affix.prefix)
    return found


def _without_what_needs_more(properties: Properties, rule: Together) -> None:
    """Draw no value that makes the rule demand another member."""
    if all(Presence.ABSENT in allowed for allowed in rule.then.values()) or len(rule.when) != 1:
        return
    ((member, wanted),) = rule.when.items()
    if "enum" in properties.get(member, {}):
        properties[member] = {"enum": [v for v in properties[member]["enum"] if v not in wanted]}


def _prefixed(prefix: str) -> Schema:
    return {"type": "string", "pattern": f"^{prefix}[a-z0-9]{{1,32}}{PYTHON.end}"}


def _deciding(operation: Operation) -> set[str]:
    """The members whose value decides what others must be, or is no matter of keywords."""
    found = {m for variant in operation.variants for m in variant.chosen_by}
    found |= {m for condition in operation.conditions for m in condition.when}
    found |= {rule.member for rule in operation.refused if rule.form in NOT_DRAWN}
    found |= {m.partition(".")[0] for rule in operation.together for m in (*rule.when, *rule.then)}
    found |= {m for rule in operation.possible_lengths for m in (rule.member, rule.by)}
    return found | {m for rule in operation.sizes for m in (*rule.when, rule.by)}


def _free(operation: Operation) -> set[str]:
    """The members that may be there or not, whatever else there is."""
    bound = _deciding(operation) | {m for choice in operation.choices for m in choice.members}
    bound |= {affix.member.partition(".")[0] for affix in operation.affixes}
    bound |= {m for variant in operation.variants for m in variant.members}
    return {m.name for m in operation.members} - bound


def _main(operation: Operation, path: str) -> Aspect:
    member = operation.member(path)
    has = {
        Aspect.PATTERN: member.pattern,
        Aspect.LENGTH_MAX: member.length and member.length.max,
        Aspect.SIZE_MAX: member.size and member.size.max,
        Aspect.RANGE_MAX: member.range and member.range.max,
        Aspect.ENUM: member.enumeration,
    }
    return next((aspect for aspect in _MAIN if has.get(aspect)), Aspect.TYPE)


def _drawn(schema: Schema) -> st.SearchStrategy[Any]:
    return _from_schema(json.dumps(schema))


@cache
def _from_schema(schema: str) -> st.SearchStrategy[Any]:
    from hypothesis_jsonschema import from_schema  # of the extra, and as slow to import as the rest together

    return from_schema(json.loads(schema))


def _one_of(found: Iterable[st.SearchStrategy[Case]]) -> st.SearchStrategy[Case] | None:
    some = list(found)
    return st.one_of(some) if some else None


def _case(operation: Operation, variant: str, kept: Request, drawn: Request) -> Case:
    """The case that a drawn request makes, with what is the target's own."""
    return Case(made_unique(operation, {**drawn, **kept}, kept), variant)


def _placed(
    operation: Operation,
    variant: Variant,
    examples: Examples | None,
    properties: Properties,
    own: Iterable[str],
) -> st.SearchStrategy[Case]:
    """Requests with these members, of which `own` are drawn whatever the target's example has; all others are there."""
    usual = (example_requests(operation) if examples is None else examples).get(variant.name, {})
    subjects = {*own}
    kept = {m: v for m, v in usual.items() if m not in subjects and (not operation.exact or m in variant.looked_up)}
    # The schema of an object is read anew for each that is drawn: of one whose members are all there, each member's is
    # read once.
    each = {m: _drawn(schema) for m, schema in properties.items() if m not in kept}
    return st.fixed_dictionaries(each).map(partial(_case, operation, variant.name, kept))


def _of_member(requirement: Requirement, examples: Examples | None, schema: Schema) -> st.SearchStrategy[Case] | None:
    """Requests with a schema of its own for a member, of each variant that has it, or else of all."""
    operation, path = OPERATIONS[requirement.operation], requirement.subject
    top = path.partition(".")[0]
    value = negations.placed(operation, path, schema)
    having = [v for v in operation.variants if top in shape(operation, v)] or operation.variants
    rivals = {m for c in operation.choices if c.most == 1 and top in c.members for m in c.members} - {top}
    found = []
    for variant in having:
        properties = {m: s for m, s in shape(operation, variant, {top: value}).items() if m not in rivals}
        found.append(_placed(operation, variant, examples, properties, {top, *rivals}))
    return _one_of(found)


def _required(operation: Operation, path: str, examples: Examples | None) -> Iterator[st.SearchStrategy[Case]]:
    top, _, rest = path.partition(".")
    member = operation.member(top)
    for variant in operation.variants:
        properties = shape(operation, variant)
        if not rest:
            yield _placed(operation, variant, examples, {m: s for m, s in properties.items() if m != top}, {top})
        elif top in properties or not operation.exact:
            value = negations.without(member, rest)
            yield _placed(operation, variant, examples, {**properties, top: value}, {top})


def _rule(operation: Operation, name: str, examples: Examples | None) -> Iterator[st.SearchStrategy[Case]]:
    for condition in operation.conditions:
        if condition.name == name:
            yield from _condition(operation, condition, examples)
    for choice in operation.choices:
        if choice.name == name:
            yield from _choice(operation, choice, examples)
    for affix in operation.affixes:
        if affix.name == name:
            yield from _affix(operation, affix, examples)
    for size in operation.sizes:
        if size.name == name:
            yield from _size(operation, size, examples)
    for together in operation.together:
        if together.rule == name:
            usual = example_requests(operation) if examples is None else examples
            requirement = f"{operation.name}.{together.requirement}"
            yield st.sampled_from(
                [c for c in rule_cases(operation, name, usual) if requirement in broken(operation, c)]
            )


def _condition(
    operation: Operation, condition: Condition, examples: Examples | None
) -> Iterator[st.SearchStrategy[Case]]:
    """Requests to which the condition applies, without what it requires, and with what others require."""
    for variant in operation.variants:
        if operation.exact and not chooses(variant, condition.when):
            continue
        fixed: Properties = {m: {"enum": [w] if isinstance(w, str) else list(w)} for m, w in condition.when.items()}
        for other in operation.conditions:
            if other.when and other.when == condition.when and other.requires not in shape(operation, variant):
                fixed[other.requires] = drawable.value(operation.member(other.requires))
        properties = {m: s for m, s in shape(operation, variant, fixed).items() if m != condition.requires}
        yield _placed(operation, variant, examples, properties, {*fixed, condition.requires})


def _choice(operation: Operation, choice: Choice, examples: Examples | None) -> Iterator[st.SearchStrategy[Case]]:
    """Requests with none of the members, and with more of them than there may be."""
    groups: list[tuple[str, ...]] = [()] if choice.least else []
    if choice.most < len(choice.members):
        groups += combinations(choice.members, choice.most + 1)
    for variant in operation.variants:
        rest = {m: s for m, s in shape(operation, variant).items() if m not in choice.members}
        for group in groups:
            there = {m: drawable.value(operation.member(m)) for m in group}
            yield _placed(operation, variant, examples, {**rest, **there}, choice.members)


def _affix(operation: Operation, affix: Affix, examples: Examples | None) -> Iterator[st.SearchStrategy[Case]]:
    member = operation.member(affix.member)
    wrong: Schema = {**drawable.value(member), "not": {"pattern": f"^{affix.prefix}"}}
    if not affix.allowed:
        wrong = _prefixed(affix.prefix)
    top = affix.member.partition(".")[0]
    for variant in operation.variants:
        properties = shape(operation, variant, {top: negations.placed(operation, affix.member, wrong)})
        yield _placed(operation, variant, examples, properties, {top})


def _size(operation: Operation, rule: SizeBy, examples: Examples | None) -> Iterator[st.SearchStrategy[Case]]:
    """For each value of the other member, blobs that are smaller or larger than it asks for."""
    for by, (least, most) in rule.sizes.items():
        ways = [drawable.blob(1, least - 1)] if least is not None and least > 1 else []
        ways += [drawable.blob(most + 1, most + drawable.FEW)] if most is not None else []
        fixed: Properties = {m: {"const": v} for m, v in rule.when.items()}
        fixed |= {rule.by: {"const": by}, rule.member: {"anyOf": ways}}
        for variant in operation.variants:
            yield _placed(operation, variant, examples, shape(operation, variant, fixed), fixed)
