"""Requests that another generator has made, made fit to be sent.

What must be unique, or is secret, takes placeholders; what names a resource is the target's own. Neither where the
request would break anything else, or less, with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, combinations
from random import Random

from kms_specification.facts import Operation
from kms_specification.oracle.harmless import harmless
from kms_specification.pages.resources import created_by
from kms_specification.violations.requests import variant_of, violations
from kms_strategies.cases import Case
from kms_strategies.placeholders import LOWER, UPPER, WIDE, Substitution, placeholders
from kms_strategies.requests.examples import Examples
from kms_strategies.requests.paths import Request, at, having

RUN = 8  # characters that are chosen when a value is sent, where it has so many
PLACES = 64  # places of a value at which they are tried


def adopted(operation: Operation, request: Request, examples: Examples, keep: Collection[str] = ()) -> Case:
    """The case of a request. `examples`: by variant, a request that the target is known to take.

    The members to `keep` are left as they are.
    """
    name = variant_of(operation, request) or operation.variants[0].name
    known, before, kept = examples.get(name, {}), _breaks(operation, request), set(keep)
    for member in set(operation.variant(name).looked_up) - set(keep):
        other = {**request, member: known.get(member)}
        if request.get(member) is not None and member in known and _breaks(operation, other) == before:
            request = other
            kept.add(member)
    return Case(made_unique(operation, request, kept), name)


def surely_taken(operation: Operation, request: Request) -> Request:
    """As much of a request as no document leaves anything to object to; of an operation that needs no member."""
    subsets = chain.from_iterable(combinations(request, size) for size in range(len(request), -1, -1))
    some = ({member: request[member] for member in subset} for subset in subsets)
    return next((less for less in some if harmless(operation, less)), {})


def made_unique(operation: Operation, request: Request, kept: Collection[str] = ()) -> Request:
    """The request with placeholders in what must be unique and in what is secret, but for the members to be kept."""
    for path in _paths(operation):
        value = at(path, request)
        if path.partition(".")[0] not in kept and isinstance(value, str) and value and not placeholders(value):
            before = _breaks(operation, request)
            others = (having(request, path, candidate) for candidate in _candidates(value))
            request = next((other for other in others if _breaks(operation, other) == before), request)
    return request


def _paths(operation: Operation) -> dict[str, None]:
    """The members that tell resources apart, and those that hold a secret."""
    kind = created_by(operation.name)
    names = [member for rule in operation.uniqueness for member in rule.members]
    names += [kind.name_member] if kind is not None and kind.name_member is not None else []
    names += [path for path, member in operation.walk() if member.sensitive]
    return dict.fromkeys((*names, "NewCustomKeyStoreName"))


def _candidates(value: str) -> Iterator[str]:
    """The value with placeholders: first, last, or else anywhere."""
    size = min(RUN, len(value))
    if size <= 2:
        yield WIDE * size
    for start in (0, len(value) - size, *range(1, min(PLACES, len(value) - size))):
        for letter in (LOWER, UPPER):
            yield value[:start] + letter * size + value[start + size :]


def _breaks(operation: Operation, request: Request) -> frozenset[tuple[str, bool]]:
    found = violations(operation, Substitution(Random(0))(request))
    return frozenset((v.requirement, v.certain) for v in found)
