"""What members break together: conditions, choices, prefixes, sizes that depend on another member, foreign members."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from kms_specification.error_meanings import VALIDATION
from kms_specification.facts import (
    Affix,
    Allowed,
    Choice,
    Condition,
    Elsewhere,
    Json,
    Operation,
    PossibleLengths,
    Presence,
    Refused,
    SizeBy,
    Together,
)
from kms_specification.violations.forms import FORMS, OF_SETS
from kms_specification.violations.values import byte_counts
from kms_specification.violations.violation import Violation

_ARN = re.compile("arn:[^:]*:kms:([^:]+):")
_PARTITIONS = ("cn-", "us-gov-", "eusc-", "us-iso-", "us-isob-", "eu-isoe-", "us-isof-")


def relations(operation: Operation, request: Mapping[str, Json]) -> Iterator[Violation]:
    """Everything that the members of a request break together."""
    for condition in operation.conditions:
        yield from _condition(operation, condition, request)
    for choice in operation.choices:
        yield from _choice(operation, choice, request)
    for affix in operation.affixes:
        yield from _affix(operation, affix, request)
    for size in operation.sizes:
        yield from _size(operation, size, request)
    for lengths in operation.possible_lengths:
        yield from _impossible_length(operation, lengths, request)
    for form in operation.refused:
        yield from _refused(operation, form, request)
    for rule in operation.together:
        yield from _together(operation, rule, request)
    for place in operation.elsewhere:
        yield from _elsewhere(operation, place, request)
    yield from _foreign_members(operation, request)


def chosen(operation: Operation, request: Mapping[str, Json], member: str) -> Json:
    """The value that a member has or, where it is absent or null, its default."""
    value = request.get(member)
    return operation.member(member).default if value is None else value


def variant_of(operation: Operation, request: Mapping[str, Json]) -> str | None:
    """The name of the variant that a request chooses, or None where it chooses none."""
    for variant in operation.variants:
        for member, value in variant.chosen_by.items():
            if chosen(operation, request, member) != value:
                break
        else:
            return variant.name
    return None


def applies(operation: Operation, condition: Condition, request: Mapping[str, Json]) -> bool:
    """Whether a request, its defaults filled in, has the values that the condition speaks of."""
    return all(_is_one_of(chosen(operation, request, m), wanted) for m, wanted in condition.when.items())


def values_at(path: str, request: Json) -> Iterator[Json]:
    """Every value at a path; `item` stands for each element of a list."""
    step, _, rest = path.partition(".")
    if isinstance(request, dict):
        found: Iterable[Json] = (request[step],) if step in request else ()
    elif isinstance(request, list) and step == "item":
        found = request
    else:
        return
    for value in found:
        if rest:
            yield from values_at(rest, value)
        else:
            yield value


def hold(members: Mapping[str, Allowed], request: Mapping[str, Json]) -> bool:
    """Whether each member has one of its values."""
    return all(_holds(allowed, next(values_at(path, dict(request)), None)) for path, allowed in members.items())


def _holds(allowed: Allowed, value: Json) -> bool:
    if value is None:
        return Presence.ABSENT in allowed
    return Presence.PRESENT in allowed or value in allowed


def _meets(path: str, allowed: Allowed, request: Mapping[str, Json]) -> bool:
    """Whether a member has one of its values; a value of another type breaks another constraint already."""
    value = next(values_at(path, dict(request)), None)
    types = {type(one) for one in allowed if not isinstance(one, Presence)}
    return _holds(allowed, value) or (value is not None and bool(types) and type(value) not in types)


def _is_one_of(value: Json, wanted: str | tuple[str, ...]) -> bool:
    return value == wanted if isinstance(wanted, str) else isinstance(value, str) and value in wanted


def _condition(operation: Operation, condition: Condition, request: Mapping[str, Json]) -> Iterator[Violation]:
    if request.get(condition.requires) is None and applies(operation, condition, request):
        listed = {error.name for error in operation.errors}
        errors = (VALIDATION, *(error for error in condition.errors if error in listed))
        certain = condition.unless is None or request.get(condition.unless) in (None, False)
        yield Violation(f"{operation.name}.rule.{condition.name}", errors, condition.source, certain)


def _choice(operation: Operation, choice: Choice, request: Mapping[str, Json]) -> Iterator[Violation]:
    present = sum(request.get(member) is not None for member in choice.members)
    if not choice.least <= present <= choice.most:
        yield Violation(f"{operation.name}.rule.{choice.name}", (VALIDATION,), choice.source, choice.certain)


def _affix(operation: Operation, affix: Affix, request: Mapping[str, Json]) -> Iterator[Violation]:
    for value in values_at(affix.member, dict(request)):
        # What is empty or too short breaks another constraint already.
        if isinstance(value, str) and value and value.startswith(affix.prefix) is not affix.allowed:
            errors = (VALIDATION, *affix.errors)
            yield Violation(f"{operation.name}.rule.{affix.name}", errors, affix.source, not affix.disputed)
            return


def _size(operation: Operation, rule: SizeBy, request: Mapping[str, Json]) -> Iterator[Violation]:
    by, value = request.get(rule.by), request.get(rule.member)
    least, most = rule.sizes.get(by, (None, None)) if isinstance(by, str) else (None, None)
    if not isinstance(value, str) or any(request.get(m) != v for m, v in rule.when.items()):
        return
    outside = [(least is not None and n < least) or (most is not None and n > most) for n in byte_counts(value)]
    if any(outside):
        yield Violation(f"{operation.name}.rule.{rule.name}", (VALIDATION,), rule.source, all(outside))


def _impossible_length(operation: Operation, rule: PossibleLengths, request: Mapping[str, Json]) -> Iterator[Violation]:
    by, value = request.get(rule.by), request.get(rule.member)
    lengths = rule.lengths.get(by) if isinstance(by, str) else None
    counts = byte_counts(value) if isinstance(value, str) else frozenset[int]()
    # What is empty breaks another constraint already.
    if 0 not in counts and lengths is not None and not counts.issubset(lengths):
        requirement = f"{operation.name}.{rule.requirement}"
        yield Violation(requirement, (VALIDATION, *rule.errors), rule.source, counts.isdisjoint(lengths))


def _refused(operation: Operation, rule: Refused, request: Mapping[str, Json]) -> Iterator[Violation]:
    value = request.get(rule.member)
    taken = rule.unless is not None and request.get(rule.unless) not in (None, False)
    if rule.beside is not None:
        taken = taken or not any(isinstance(one, dict) and one for one in values_at(rule.beside, dict(request)))
    has_form = partial(OF_SETS[rule.form], rule.sets) if rule.sets else FORMS[rule.form]
    # What is empty breaks another constraint already.
    if value not in (None, "") and not taken and has_form(value):
        yield Violation(f"{operation.name}.{rule.requirement}", (VALIDATION, *rule.errors), rule.source)


def _together(operation: Operation, rule: Together, request: Mapping[str, Json]) -> Iterator[Violation]:
    if hold(rule.when, request) and not all(_meets(member, rule.then[member], request) for member in rule.then):
        yield Violation(f"{operation.name}.{rule.requirement}", (VALIDATION, *rule.errors), rule.source)


def _elsewhere(operation: Operation, rule: Elsewhere, request: Mapping[str, Json]) -> Iterator[Violation]:
    region, arn = request.get(rule.region), request.get(rule.arn)
    own = _ARN.match(arn) if isinstance(arn, str) else None
    if own is None or not isinstance(region, str) or not region:
        return
    if region == own[1] or (rule.partition and _partition(region) != _partition(own[1])):
        yield Violation(f"{operation.name}.{rule.requirement}", (VALIDATION, *rule.errors), rule.source)


def _partition(region: str) -> str:
    """What a Region's id begins with where it is of a partition of its own; empty for all others."""
    return next((prefix for prefix in _PARTITIONS if region.startswith(prefix)), "")


def _foreign_members(operation: Operation, request: Mapping[str, Json]) -> Iterator[Violation]:
    """Members of another variant: the page does not say that they may not be there, nor that they may."""
    name = variant_of(operation, request)
    if name is None:
        return
    own = operation.variant(name).members
    for other in operation.variants:
        for member in other.members:
            if member not in own and request.get(member) is not None:
                source = operation.member(member).source
                yield Violation(f"{operation.name}.rule.{name}-with-{member}", (VALIDATION,), source, certain=False)
    for undocumented in operation.modelled_only:
        if request.get(undocumented.name) is not None:
            requirement = f"{operation.name}.rule.{name}-with-{undocumented.name}"
            yield Violation(requirement, (VALIDATION,), undocumented.source, certain=False)
