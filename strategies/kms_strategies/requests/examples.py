"""One ordinary valid request for each variant of an operation, in which a single member is then made special.

Ordinary means: nothing about it is at a bound or rare, so that a target which refuses it refuses the whole variant.
Each member has a second value, for the target to which the first is not ordinary.
"""

from __future__ import annotations

from functools import cache
from random import Random

from kms_specification.facts import (
    Json,
    Kind,
    Member,
    Operation,
    Variant,
)
from kms_strategies.placeholders import (
    HEX,
    LOWER,
    UPPER,
)
from kms_strategies.regex.parser import (
    Chars,
    bits,
    lengths,
    parse,
    slots,
)

Request = dict[str, Json]

# Values that look like those of real stores, the second as unlike the first as can be. Any member that is not here gets
# the shortest value its facts allow.
EXAMPLES: dict[str, tuple[str, str]] = {
    "CustomKeyStoreName": ("conformance" + LOWER * 12, "Conformance-" + LOWER * 20),
    "CloudHsmClusterId": ("cluster-" + LOWER * 13, "cluster-" + UPPER * 11),
    "KeyStorePassword": (LOWER * 16, UPPER * 7 + LOWER * 7),
    "TrustAnchorCertificate": (
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIBCgKCAQEA\n-----END CERTIFICATE-----\n",
    ),
    "AccessKeyId": (UPPER * 24, UPPER * 14 + "234567"),
    "RawSecretAccessKey": (LOWER * 48, UPPER * 40 + "+/="),
    "XksProxyUriEndpoint": ("https://" + LOWER * 16 + ".example.com", "https://" + LOWER * 24),
    "XksProxyUriPath": ("/kms/xks/v1", "/example/kms/xks/v12"),
    "XksProxyVpcEndpointServiceName": (
        "com.amazonaws.vpce.us-east-1.vpce-svc-" + HEX * 17,
        "com.amazonaws.vpce.us-gov-east-12.vpce-svc-" + LOWER * 8,
    ),
}

# Where another part of what has to be unique together is given: a value that makes it so by itself.
DISTINCT: dict[str, str] = {"XksProxyUriPath": f"/{LOWER * 12}/kms/xks/v1"}

_PLAIN: dict[Kind, Json] = {Kind.LIST: [], Kind.MAP: {}, Kind.BOOLEAN: True}


def example(member: Member, which: int = 0) -> Json:
    """The ordinary value of a member: the first (0) or the second (1)."""
    if member.kind is Kind.STRUCTURE:
        return {inner.name: example(inner, which) for inner in member.members}
    if member.name in EXAMPLES:
        return EXAMPLES[member.name][which]
    return shortest(member)


def plain(member: Member) -> Json:
    """A third value, in which there is nothing but letters where the facts allow it."""
    if member.kind is Kind.STRUCTURE:
        return {inner.name: plain(inner) for inner in member.members}
    if member.pattern or member.enumeration or member.kind is not Kind.STRING:
        return example(member)
    return LOWER * max(member.length.min + 1 if member.length else 1, 8)


def shortest(member: Member) -> Json:
    """The shortest value that the member's own facts allow, filled with holes."""
    if member.enumeration:
        return member.enumeration.values[0]
    if member.kind is not Kind.STRING:
        return _PLAIN.get(member.kind, 1)
    least = member.length.min if member.length else 0
    if not member.pattern:
        return LOWER * max(least, 1)
    node = parse(member.pattern.expression)
    most = member.length.max if member.length else 256
    first = bits(lengths(node, most), least)[0]
    return "".join(map(filler, slots(node, first, lambda ways: ways[0])))


@cache
def filler(slot: Chars) -> str:
    """What stands where any character of a class will do: a hole where the class has letters."""
    for hole, letters in ((LOWER, "az"), (UPPER, "AZ")):
        if all(c in slot for c in letters):
            return hole
    return slot.edges[0]


def example_request(operation: Operation, variant: Variant, second: str | None = None) -> Request:
    """The ordinary request of a variant; the member named `second` has its other value."""
    request: Request = dict(variant.chosen_by)
    for member in operation.members:
        if member.name not in request and (member.required or member.name in variant.members):
            request[member.name] = example(member, int(member.name == second))
    return request


def at(path: str, request: Request) -> Json:
    """The value at a dotted path, or None."""
    value: Json = request
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def having(request: Request, path: str, value: Json) -> Request:
    """The request with another value at a dotted path."""
    name, _, rest = path.partition(".")
    if not rest:
        return {**request, name: value}
    inner = request.get(name)
    return {**request, name: having(inner if isinstance(inner, dict) else {}, rest, value)}


def lacking(request: Request, path: str) -> Request:
    """The request without the member at a dotted path."""
    name, _, rest = path.partition(".")
    if not rest:
        return {n: v for n, v in request.items() if n != name}
    inner = request.get(name)
    return {**request, name: lacking(inner if isinstance(inner, dict) else {}, rest)}


def seeded(seed: int, *names: str) -> Random:
    """A generator of its own for a part of the run: the same for the same seed and names, in every process."""
    return Random(f"{seed}:{':'.join(names)}")
