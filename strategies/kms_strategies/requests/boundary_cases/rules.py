"""Cases for what members have to be together: conditions, choices, prefixes, sizes by another member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kms_specification.facts import (
    Affix,
    Allowed,
    Choice,
    Condition,
    Json,
    Kind,
    Member,
    Operation,
    Presence,
    SizeBy,
    Together,
    Variant,
)
from kms_specification.violations.relations import applies
from kms_strategies.cases import Case
from kms_strategies.placeholders import LOWER
from kms_strategies.requests.examples import Examples, with_companions, with_place
from kms_strategies.requests.member_values import blob, example
from kms_strategies.requests.paths import Request, having, lacking

FAR = 4096  # bytes of a blob that is far too large


def rule_cases(operation: Operation, name: str, examples: Examples) -> Iterator[Case]:
    """Cases on both sides of the rule of that name. Raises KeyError where the operation has none."""
    makers = {
        **{c.name: _condition(operation, c, examples) for c in operation.conditions},
        **{c.name: _choice(operation, c, examples) for c in operation.choices},
        **{a.name: _affix(operation, a, examples) for a in operation.affixes},
        **{s.name: _size(operation, s, examples) for s in operation.sizes},
        **{t.rule: _together(operation, t, examples) for t in operation.together if t.rule is not None},
    }
    yield from makers[name]


def chooses(variant: Variant, when: Mapping[str, str | tuple[str, ...]]) -> bool:
    """Whether a variant is chosen by the values that a condition speaks of."""
    return all(variant.chosen_by.get(member) == value for member, value in when.items())


def _condition(operation: Operation, condition: Condition, examples: Examples) -> Iterator[Case]:
    """With and without what the condition requires, where it applies and where it does not."""
    if not operation.exact:
        yield from _modelled_condition(operation, condition, examples)
        return
    for name, request in examples.items():
        if condition.requires in request:
            yield Case(request, name)
        variant = operation.variant(name)
        if chooses(variant, condition.when) or condition.requires not in variant.members:
            without = lacking(request, condition.requires)
            yield Case(without, name)
            yield Case(having(request, condition.requires, None), name)
            # The same by default: without the members whose default is what the request says.
            default = operation.defaults_among(condition.when)
            if default & without.keys():
                yield Case({m: v for m, v in without.items() if m not in default}, name)
                yield Case({**without, **dict.fromkeys(default)}, name)


def _modelled_condition(operation: Operation, condition: Condition, examples: Examples) -> Iterator[Case]:
    """The same for an operation whose variants do not choose the values that the condition speaks of."""
    required = example(operation.member(condition.requires))
    for name, request in examples.items():
        for values in _values(condition.when):
            there = {**request, **values}
            for other in operation.conditions:
                if other.name != condition.name and applies(operation, other, there) and not there.get(other.requires):
                    there[other.requires] = example(operation.member(other.requires))
            yield Case({**there, condition.requires: there.get(condition.requires) or required}, name)
            yield Case(lacking(there, condition.requires), name)
            yield Case({**there, condition.requires: None}, name)


def _values(when: Mapping[str, str | tuple[str, ...]]) -> Iterator[dict[str, Json]]:
    """Each combination of values that a condition speaks of, one member at a time."""
    first: dict[str, Json] = {m: v if isinstance(v, str) else v[0] for m, v in when.items()}
    yield first
    for member, values in when.items():
        for value in values[1:] if isinstance(values, tuple) else ():
            yield {**first, member: value}


def _choice(operation: Operation, choice: Choice, examples: Examples) -> Iterator[Case]:
    """None, each and all of the members."""
    values = {member: example(operation.member(member)) for member in choice.members}
    for name, request in examples.items():
        rest = {member: value for member, value in request.items() if member not in choice.members}
        yield Case(request, name)
        yield Case(rest, name)
        yield Case({**rest, **dict.fromkeys(choice.members)}, name)
        if len(choice.members) > choice.most:
            every = {**rest, **values, **{m: request[m] for m in choice.members if m in request}}
            yield Case(with_companions(operation, every), name)


def _affix(operation: Operation, affix: Affix, examples: Examples) -> Iterator[Case]:
    """Values that begin with the prefix, or nearly, and values that do not."""
    usual = str(example(operation.member(affix.member)))
    bare = usual.removeprefix(affix.prefix) if affix.allowed else usual.removeprefix("alias/")
    near = (affix.prefix.upper(), affix.prefix.title(), affix.prefix[:-1], affix.prefix[1:], f"x{affix.prefix}")
    for name, request in examples.items():
        host = with_place(operation, request, affix.member)
        for value in (usual, affix.prefix + bare):
            yield Case(having(host, affix.member, value), name)
        for value in (bare, LOWER * 8, affix.prefix, *(start + bare for start in near)) if affix.allowed else ():
            yield Case(having(host, affix.member, value), name)


def _size(operation: Operation, rule: SizeBy, examples: Examples) -> Iterator[Case]:
    """For each value of the other member, blobs at the bounds and past them."""
    for name, request in examples.items():
        for by, (least, most) in rule.sizes.items():
            host: Request = {**request, **rule.when, rule.by: by}
            wrong = [least - 1] if least is not None and least > 1 else []
            wrong += [most + 1, FAR] if most is not None else []
            for size in (*wrong, *(size for size in (least, most) if size is not None)):
                yield Case({**host, rule.member: blob(b"x" * size)}, name)


def _together(operation: Operation, rule: Together, examples: Examples) -> Iterator[Case]:
    """Where the rule applies, requests that meet it and, for each of its members, requests that do not."""
    for name, request in examples.items():
        there = _with_all(operation, request, rule.when)
        met = with_companions(operation, _with_all(operation, there, rule.then))
        yield Case(met, name)
        for member, allowed in rule.then.items():
            for value in _others(operation, member, allowed):
                yield Case(_alone(operation, met, member, value), name)


def _with_all(operation: Operation, request: Request, members: Mapping[str, Allowed]) -> Request:
    for member, allowed in members.items():
        wanted = allowed[0]
        if wanted is Presence.PRESENT:
            request = _alone(operation, request, member, example(operation.member(member)))
        elif wanted is Presence.ABSENT:
            request = lacking(request, member)
        else:
            request = _alone(operation, request, member, wanted)
    return request


def _alone(operation: Operation, request: Request, member: str, value: Json) -> Request:
    """The request with a value, without the members that may not stand beside it."""
    rivals = {m for c in operation.choices if c.most == 1 and member in c.members for m in c.members} - {member}
    kept: Request = {m: v for m, v in request.items() if m not in rivals}
    return lacking(kept, member) if value is None else having(kept, member, value)


def _others(operation: Operation, path: str, allowed: Allowed) -> Iterator[Json]:
    """Values of a member that are not allowed; None stands for its absence."""
    if Presence.ABSENT not in allowed:
        yield None
    if Presence.PRESENT not in allowed:
        yield from (value for value in _candidates(operation.member(path)) if value not in allowed)


def _candidates(member: Member) -> tuple[Json, ...]:
    if member.kind is Kind.BOOLEAN:
        return (True, False)
    if member.enumeration:
        return member.enumeration.values
    return (example(member), "other") if member.kind is Kind.STRING else (example(member),)
