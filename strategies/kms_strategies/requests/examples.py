"""One example of a valid request for each variant of an operation, in which a single member is then made special.

Nothing about an example is at a bound or rare, so that a target which refuses it refuses the whole variant.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from kms_specification.facts import Operation, Presence, Variant
from kms_specification.violations.relations import hold
from kms_specification.violations.requests import violations
from kms_strategies.requests.member_values import DISTINCT, EXAMPLES, example, filler, plain, shortest
from kms_strategies.requests.paths import Request, at, having, lacking

Examples = Mapping[str, Request]


def example_request(operation: Operation, variant: Variant, second: str | None = None) -> Request:
    """The example request of a variant; the member named `second` has its other value."""
    request: Request = dict(variant.chosen_by)
    for member in operation.members:
        if member.name not in request and (member.required or member.name in variant.members):
            request[member.name] = example(member, int(member.name == second))
    return request


def example_requests(operation: Operation) -> Examples:
    """The example request of every variant, by the variant's name."""
    return {v.name: example_request(operation, v) for v in operation.variants}


def with_place(operation: Operation, request: Request, path: str) -> Request:
    """The request with a place for the member at a path: what is above it is made, what excludes it is taken out."""
    top, _, rest = path.partition(".")
    if request.get(top):
        return request
    rivals = {m for choice in operation.choices if top in choice.members and choice.most == 1 for m in choice.members}
    found = {member: value for member, value in request.items() if member not in rivals}
    return _filled(operation, found, top, rest.partition(".")[0]) if rest else found


def _filled(operation: Operation, request: Request, top: str, inner: str) -> Request:
    """The request with the example of a member, but for one that may not stand beside what is `inner` to it."""
    value = example(operation.member(top))
    whole = having(request, top, value)
    if not isinstance(value, dict) or not violations(operation, whole):
        return whole
    fewer = (having(request, top, {m: v for m, v in value.items() if m != one}) for one in value if one != inner)
    return next((found for found in fewer if not violations(operation, found)), whole)


def with_companions(operation: Operation, request: Request, path: str = "") -> Request:
    """The request with what has to stand beside its members, so that it breaks no other rule than it is to break.

    Where nothing may be at `path` because of another member, that one is left out.
    """
    for rule in operation.together:
        for member, allowed in rule.then.items():
            if not hold(rule.when, request) or hold({member: allowed}, request):
                continue
            if Presence.PRESENT in allowed:
                request = having(request, member, example(operation.member(member)))
            elif member == path:
                without = {m: v for m, v in request.items() if m not in rule.when}
                request = request if hold(rule.when, without) else without
    return request


def seeded(seed: int, *names: str) -> Random:
    """A generator of its own for a part of the run: the same for the same seed and names, in every process."""
    return Random(f"{seed}:{':'.join(names)}")


__all__ = [
    "DISTINCT",
    "EXAMPLES",
    "Examples",
    "Request",
    "at",
    "example",
    "example_request",
    "example_requests",
    "filler",
    "having",
    "lacking",
    "plain",
    "seeded",
    "shortest",
    "with_companions",
    "with_place",
]
