"""The boundary vectors: for each requirement a finite list of cases, the same each time.

Each case is an ordinary request in which only the requirement's own subject is special. What a case breaks is worked
out by `spec` from the request: a case that surely breaks another requirement too is left out, unless every value on
that side of the bound does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from kms_specification.aspects import CONSTRAINTS
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import (
    Json,
    Member,
    Operation,
)
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.values import broken as broken_by
from kms_specification.violations.values import compiled
from kms_strategies.cases import Case, broken
from kms_strategies.mutation.killing_set import killing_set
from kms_strategies.regex.parser import (
    bits,
    lengths,
    parse,
)
from kms_strategies.requests.examples import (
    Request,
    at,
    example,
    example_request,
    having,
    lacking,
    with_companions,
    with_place,
)
from kms_strategies.requests.paths import KEY
from kms_strategies.requests.rule_cases import chooses, rule_cases
from kms_strategies.values import boundaries
from kms_strategies.values.characters import every_character, foreign_characters
from kms_strategies.values.free_text import reserved, untidy
from kms_strategies.values.sizes import sizes_above, sizes_below
from kms_strategies.values.special import special_values
from kms_strategies.values.types import wrong_types

_BEYOND_LATIN_1 = "\u0100\u2014\u8a9e"
Examples = Mapping[str, Request]


def example_requests(operation: Operation) -> Examples:
    """The ordinary request of every variant, by the variant's name."""
    return {v.name: example_request(operation, v) for v in operation.variants}


def vectors(requirement: Requirement, examples: Examples | None = None) -> tuple[Case, ...]:
    """The boundary vectors of a requirement; none where it is no constraint on a single request.

    `ordinary`: the request of each variant that the target is known to take, where not the usual ones.
    """
    make = _MAKERS.get(requirement.aspect)
    if make is None:
        return ()
    operation = OPERATIONS[requirement.operation]
    usual = example_requests(operation) if examples is None else examples
    found = make(operation, requirement, usual)
    if requirement.aspect is Aspect.DEFAULT:  # of a default no single request is broken by itself
        return tuple({repr(c): c for c in found}.values())
    cases = list(_clean(operation, requirement, found))
    foreign = tuple(_foreign_members(operation, requirement, usual, cases))
    by_default = (*_by_default(operation, cases), *_by_default(operation, foreign))
    together = _omit_all(operation, requirement, usual)
    near_miss_names = _near_miss_names(operation, requirement, usual)
    unpaired = _unpaired(operation, requirement, usual)
    return tuple({repr(c): c for c in (*cases, *by_default, *foreign, *together, *near_miss_names, *unpaired)}.values())


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


def _clean(operation: Operation, requirement: Requirement, cases: Iterable[Case]) -> Iterator[Case]:
    """Cases that surely break nothing or just the requirement, and those for which there is no such case."""
    found = [(case, broken(operation, case)) for case in cases]
    own = {requirement.id, f"{operation.name}.{requirement.subject}.{Aspect.TYPE}?"}
    alone = any(requirement.id in wrong and not wrong - own for _, wrong in found)
    for case, wrong in found:
        if not wrong - own or (not alone and requirement.id in wrong):
            yield case


def _foreign_members(
    operation: Operation, requirement: Requirement, examples: Examples, cases: list[Case]
) -> Iterator[Case]:
    """What breaks the requirement, in a kind of store that has no use for the member: its constraints hold there too.

    One value, and those that somebody might take for none.
    """
    path = requirement.subject
    member = path.partition(".")[0]
    there = [(c, c.request) for c in cases if isinstance(c.request, dict) and member in c.request]
    some = list(islice((request for case, request in there if broken(operation, case)), 1))
    some += [request for _, request in there if at(path, request) is not None and not at(path, request)]
    if requirement.aspect is Aspect.LENGTH_MIN and member == path:
        some += [having(request, path, "") for _, request in there[:1]]  # whatever else that breaks
    for name, request in examples.items() if requirement.aspect is not Aspect.RULE and operation.exact else ():
        if member not in request and member not in operation.variant(name).chosen_by:
            found = (Case({**request, member: r[member]}, name) for r in some)
            yield from (case for case in found if requirement.id in broken(operation, case))


def _by_default(operation: Operation, cases: Sequence[Case]) -> Iterator[Case]:
    """What breaks the requirement, in a request that leaves its kind to the default: it is not said, or null."""
    for case in cases if operation.exact else ():
        default = operation.defaults_among(operation.variant(case.variant).chosen_by)
        if isinstance(case.request, dict) and default & case.request.keys() and broken(operation, case):
            without: Request = {m: v for m, v in case.request.items() if m not in default}
            yield from (Case(without, case.variant), Case({**without, **dict.fromkeys(default)}, case.variant))
            return


def _omit_all(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """All that belongs together left out at once: a target may look for the rest only where it finds a part.

    This breaks several requirements, of which the first alone sends it.
    """
    path = requirement.subject
    parent = path.rpartition(".")[0]
    if requirement.aspect is Aspect.REQUIRED and not parent:
        if path == next(m.name for m in operation.members if m.required):
            yield Case({}, next(iter(examples)))
    elif requirement.aspect is Aspect.REQUIRED and path == f"{parent}.{operation.member(parent).members[0].name}":
        yield from (Case(having(r, parent, {}), name) for name, r in examples.items() if at(parent, r) is not None)
    elif requirement.aspect is Aspect.RULE and operation.exact:
        when = next(c for c in operation.conditions if c.name == path).when
        alike = [c for c in operation.conditions if c.when == when]
        for name, request in examples.items():
            if path == alike[0].name and len(alike) > 1 and chooses(operation.variant(name), when):
                needed = {c.requires for c in alike}
                default = {m for m, v in when.items() if operation.member(m).default == v}
                for without in (needed, needed | default):
                    yield Case({m: v for m, v in request.items() if m not in without}, name)


def _near_miss_names(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """A required member is left out, and one of nearly its name is there, which a lenient reader takes for it."""
    name = requirement.subject
    # A secret is known by the name of its member.
    if requirement.aspect is Aspect.REQUIRED and "." not in name and not operation.member(name).sensitive:
        for variant, request in examples.items():
            without = lacking(request, name)
            yield from (Case({**without, near: request[name]}, variant) for near in boundaries.near_names(name))
    elif requirement.aspect is Aspect.REQUIRED and operation.exact and "." in name:
        parent, _, last = name.rpartition(".")
        for variant, request in examples.items():
            if at(parent, request) is not None:
                # No secret of anybody's: nothing hides it under this name.
                value, without = example(operation.member(name)), lacking(request, name)
                near = boundaries.near_names(last)
                yield from (Case(having(without, f"{parent}.{other}", value), variant) for other in near)


def _unpaired(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """Half of a surrogate pair, which JSON can write and Unicode has no character for: only a fault is wrong there."""
    member = operation.member(requirement.subject) if requirement.aspect is Aspect.TYPE else None
    if member is not None and member.length and member.pattern is None and not member.sensitive:
        value = boundaries.of_length(member, boundaries.SOME) + "\ud800"
        yield from _values(operation, requirement, examples, [value], everywhere=False)


def hosts(operation: Operation, path: str, examples: Examples) -> list[tuple[str, Request]]:
    """The variants in whose example a member stands or which it chooses, or each with a place for the member.

    A target may have taken the example of a variant only without the value that is the default: here it is said.
    """
    found = []
    for name, request in examples.items():
        choice = operation.variant(name).chosen_by.get(path)
        if at(path, request) is not None:
            found.append((name, request))
        elif choice is not None:
            found.append((name, having(request, path, choice)))
    return found or [(name, _with_room(operation, request, path)) for name, request in examples.items()]


def _with_room(operation: Operation, request: Request, path: str) -> Request:
    """The request with a place for the member at a path, and with what has to stand beside that."""
    host = with_place(operation, request, path)
    if "." in path:
        return host
    usual = with_companions(operation, {**host, path: example(operation.member(path))}, path)
    return {member: value for member, value in usual.items() if member != path or member in host}


def _values(
    operation: Operation, requirement: Requirement, examples: Examples, values: Iterable[Json], *, everywhere: bool
) -> Iterator[Case]:
    """The member at each value: in every variant that has it, or in each in turn."""
    found = hosts(operation, requirement.subject, examples)
    for number, value in enumerate(values):
        for name, request in found if everywhere else [found[number % len(found)]]:
            yield Case(having(request, requirement.subject, value), name)


def _required(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    path = requirement.subject
    for name, request in hosts(operation, path, examples):
        yield Case(request, name)
        yield Case(lacking(request, path), name)
        yield Case(having(request, path, None), name)


def _types(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    path, member = requirement.subject, operation.member(requirement.subject)
    yield from _values(operation, requirement, examples, wrong_types(member), everywhere=True)
    for name, request in examples.items():
        if at(path, request) is not None or "." in path:
            yield Case(request, name)
        else:
            yield Case(having(request, path, None), name)
            choice = operation.variant(name).chosen_by.get(path)
            if choice is not None or not operation.exact:
                yield Case(having(request, path, choice or example(member)), name)


def _least(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    if vacuous(requirement):
        # What is shorter is broken by the pattern anyway: only that the shortest value is not refused can be seen.
        yield from _values(operation, requirement, examples, [boundaries.shortest_of(member)], everywhere=True)
        return
    yield from _values(operation, requirement, examples, boundaries.lengths_below(member), everywhere=True)
    yield from _values(operation, requirement, examples, boundaries.usual(member), everywhere=True)
    yield from _values(operation, requirement, examples, untidy(member), everywhere=False)
    yield from _values(operation, requirement, examples, reserved(member, each=operation.exact), everywhere=False)


def _most(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from _values(operation, requirement, examples, boundaries.lengths_above(member), everywhere=True)
    if operation.exact:
        yield from _values(operation, requirement, examples, boundaries.lengths_between(member), everywhere=False)


def _patterns(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """Values on both sides of a pattern, in the form that the member must have besides, so that nothing hides them."""
    member = operation.member(requirement.subject)
    prefix = operation.prefix(requirement.subject)
    found = (value if value.startswith(prefix) else prefix + value for value in pattern_values(member))
    # Of one-sided operations the edges of each class have to do.
    listed = (*every_character(member), *foreign_characters(member)) if operation.exact else ()
    values = dict.fromkeys((*boundaries.usual(member), *found, *_json_texts(member), *listed))
    yield from _values(operation, requirement, examples, values, everywhere=False)


def _json_texts(member: Member) -> Iterator[str]:
    """A JSON text with a wrong character in one of its words: any other text is refused for not being JSON."""
    value = example(member)
    if member.pattern is None or not isinstance(value, str) or not value.startswith("{"):
        return
    for wrong in _BEYOND_LATIN_1:
        changed = boundaries.with_inside_a_word(value, wrong)
        if compiled(member.pattern.expression).fullmatch(changed) is None:
            yield changed


def pattern_values(member: Member, seed: int = 0) -> tuple[str, ...]:
    """Values on both sides of a member's pattern: every mutant falls for one of them, and people for some."""
    return tuple(dict.fromkeys((*killing_set(member, seed), *special_values(member), *boundaries.foreign(member))))


def _enums(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    path, member = requirement.subject, operation.member(requirement.subject)
    for name, request in hosts(operation, path, examples):
        choice = operation.variant(name).chosen_by.get(path)
        if choice is None and at(path, request) is None:
            if operation.exact:
                continue
            choice = str(example(member))
        yield Case(request if choice is None else having(request, path, choice), name)
        for value in boundaries.wrong_names(member):
            yield Case(having(request, path, value), name)


def _defaults(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    """Without the member: requests of the variant that the default chooses, and of the others."""
    path = requirement.subject
    for name, request in examples.items():
        for without in (lacking(request, path), having(request, path, None)):
            yield Case(without, name)


def _rules(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    return rule_cases(operation, requirement.subject, examples)


def _smallest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from _values(operation, requirement, examples, sizes_below(member), everywhere=True)


def _largest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from _values(operation, requirement, examples, sizes_above(member), everywhere=True)


def _lowest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from _values(operation, requirement, examples, boundaries.numbers_below(member), everywhere=True)


def _highest(operation: Operation, requirement: Requirement, examples: Examples) -> Iterator[Case]:
    member = operation.member(requirement.subject)
    yield from _values(operation, requirement, examples, boundaries.numbers_above(member), everywhere=True)


_Maker = Callable[[Operation, Requirement, Examples], Iterator[Case]]

_MAKERS: dict[Aspect, _Maker] = {
    Aspect.REQUIRED: _required,
    Aspect.TYPE: _types,
    Aspect.LENGTH_MIN: _least,
    Aspect.LENGTH_MAX: _most,
    Aspect.SIZE_MIN: _smallest,
    Aspect.SIZE_MAX: _largest,
    Aspect.RANGE_MIN: _lowest,
    Aspect.RANGE_MAX: _highest,
    Aspect.PATTERN: _patterns,
    Aspect.ENUM: _enums,
    Aspect.DEFAULT: _defaults,
    Aspect.RULE: _rules,
}
