"""Boundary cases of every operation: on both sides of each constraint, of the right length, and bearable for anyone."""

from __future__ import annotations

import json

import pytest

from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Kind
from kms_specification.requirements.registry import Requirement, find, registry
from kms_strategies.cases import breaks, broken
from kms_strategies.regex.parser import lengths, parse
from kms_strategies.requests.boundary_cases import vacuous, vectors
from kms_strategies.requests.examples import example_requests
from kms_strategies.requests.paths import at, lacking
from kms_strategies.values.boundaries import A_MILLION, of_length
from kms_strategies.values.free_text import is_free_text

BOUND = [r for r in registry() if r.operation in OPERATIONS and r.aspect in CONSTRAINTS | {Aspect.RULE}]


def has_breaking_case(requirement: Requirement) -> bool:
    return any(breaks(OPERATIONS[requirement.operation], case) for case in vectors(requirement))


def test_something_breaks_each_constraint_that_is_not_vacuous() -> None:
    assert [r.id for r in BOUND if not vacuous(r) and not has_breaking_case(r)] == []


def test_a_value_of_a_length_has_that_length() -> None:
    wrong = []
    for operation in OPERATIONS.values():
        for path, member in operation.walk():
            if member.kind is not Kind.STRING or member.length is None:
                continue
            for length in (max(member.length.least, 1), member.length.most, member.length.most + 1):
                possible = not member.pattern or lengths(parse(member.pattern.expression), length) >> length & 1
                if possible and len(of_length(member, length)) != length:
                    wrong.append(f"{operation.name}.{path}: {length}")
    assert wrong == []


@pytest.mark.parametrize("operation", ["GenerateRandom", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"])
def test_nobody_is_asked_for_gigabytes(operation: str) -> None:
    """ministack made them, and answered nothing else meanwhile."""
    requirement = next(r for r in BOUND if r.id == f"{operation}.NumberOfBytes.range.max")
    asked = [at("NumberOfBytes", case.request) for case in vectors(requirement)]
    numbers = [number for number in asked if isinstance(number, int)]
    assert max(number for number in numbers if number < 10**30) == A_MILLION
    assert json.dumps(10**30) in map(json.dumps, numbers), "and for more than anybody can make"


@pytest.mark.parametrize("operation", ["CreateKey", "PutKeyPolicy"])
def test_a_pattern_for_json_is_broken_by_what_is_json_all_the_same(operation: str) -> None:
    requirement = find(f"{operation}.Policy.pattern")
    assert requirement is not None
    broken = [c.request for c in vectors(requirement) if breaks(OPERATIONS[operation], c)]
    policies = [r["Policy"] for r in broken if isinstance(r, dict) and isinstance(r.get("Policy"), str)]
    assert any(json.loads(text)["Statement"] for text in policies if text.startswith("{"))


@pytest.mark.parametrize("operation", ["CreateAlias", "DeleteAlias", "UpdateAlias"])
def test_a_pattern_is_broken_by_names_that_begin_as_they_must(operation: str) -> None:
    requirement = find(f"{operation}.AliasName.pattern")
    assert requirement is not None
    names = [c.request["AliasName"] for c in vectors(requirement) if isinstance(c.request, dict)]
    assert len([name for name in names if str(name).startswith("alias/")]) > 20
    assert all(str(name).startswith("alias/") for name in names)


def test_the_default_is_said_too_where_only_a_request_without_it_was_taken() -> None:
    operation = OPERATIONS["CreateCustomKeyStore"]
    examples = {name: lacking(request, "CustomKeyStoreType") for name, request in example_requests(operation).items()}
    for aspect in (Aspect.ENUM, Aspect.TYPE):
        requirement = find(f"CreateCustomKeyStore.CustomKeyStoreType.{aspect}")
        said = {
            (case.variant, at("CustomKeyStoreType", case.request))
            for case in vectors(requirement, examples)
            if isinstance(case.request, dict) and not breaks(operation, case)
        }
        assert said >= {("cloudhsm", "AWS_CLOUDHSM"), ("public-proxy", "EXTERNAL_KEY_STORE")}, aspect


@pytest.mark.parametrize("operation", ["CreateGrant", "ListGrants", "ListRetirableGrants"])
def test_too_many_members_of_a_choice_are_all_that_is_wrong_with_a_request(operation: str) -> None:
    """GranteeServicePrincipal needs a source ARN and a retiring principal: without them it is refused for that."""
    for choice in OPERATIONS[operation].choices:
        requirement = find(f"{operation}.rule.{choice.name}")
        assert requirement is not None
        every = [c for c in vectors(requirement) if all(at(m, c.request) is not None for m in choice.members)]
        assert [broken(OPERATIONS[operation], case) for case in every] == [{requirement.id}]


# What cannot be said with a value that is valid otherwise, or without what no request can do without.
INSEPARABLE = {
    "CreateKey.KeyUsage.enum",
    *(f"CreateKey.XksKeyId.{aspect}" for aspect in ("type", "length.max", "pattern")),
    "Decapsulate.SharedSecretCiphertextBlob.size.max",
    "DeriveSharedSecret.PublicKey.size.max",
    *(f"{verb}KeyPolicy.PolicyName.{aspect}" for verb in ("Get", "Put") for aspect in ("length.max", "pattern")),
    "VerifyMac.Mac.size.max",
}


def test_a_constraint_is_broken_by_a_request_that_breaks_nothing_else() -> None:
    """Otherwise a target that does not look at it is not seen: it refuses the request for something else."""
    hidden = {
        r.id
        for r in BOUND
        if r.aspect is not Aspect.LENGTH_MIN and not vacuous(r)
        if all({id for id in broken(OPERATIONS[r.operation], case) if id[-1] != "?"} != {r.id} for case in vectors(r))
    }
    assert hidden == INSEPARABLE


def texts(value: object) -> str:
    """All that stands in a request, in one text."""
    if isinstance(value, dict):
        return "".join(texts(key) + texts(one) for key, one in value.items())
    return "".join(map(texts, value)) if isinstance(value, list) else str(value)


FREE = [
    f"{operation.name}.{path}"
    for operation in OPERATIONS.values()
    for path, member in operation.walk()
    if member.kind is Kind.STRING and is_free_text(member)
]
STUMBLED_OVER = [
    *map(chr, (*range(0x20), 0x7F, *range(0x80, 0xA0))),
    *map(chr, (0x2028, 0x2029, 0x200E, 0x202E, 0x2066, 0xFFFE, 0xFFFF, 0x10FFFF, 0xE000)),
    "\u0301",
    "\U0001f468\u200d\U0001f469",
]


@pytest.mark.parametrize("name", FREE)
def test_free_text_has_every_character_that_servers_stumble_over(name: str) -> None:
    """Where the shortest text is empty, too: a description, the value of a tag."""
    least, most = find(f"{name}.length.min"), find(f"{name}.length.max")
    sent = "\n".join(texts(case.request) for one in (least, most) if one for case in vectors(one))
    assert [ascii(one) for one in STUMBLED_OVER if one not in sent] == []
