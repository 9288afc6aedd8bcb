"""What hypothesis-jsonschema draws from the schemas: what it says, by the oracle and by the exported schema."""

from random import Random

import pytest

from kms_conformance.execution.actions.hypothesis_search import SearchOptions, search
from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import find, registry
from kms_specification.violations.requests import violations
from kms_strategies.cases import Case
from kms_strategies.generators import from_schema
from kms_strategies.generators.adopted import adopted, made_unique
from kms_strategies.placeholders import Substitution, placeholders
from kms_strategies.requests.boundary_cases import vacuous
from kms_strategies.requests.examples import example_requests
from tests.support.schemas.schema_reading import reader

DRAWABLE = [r for r in registry() if r.operation in OPERATIONS and r.aspect in CONSTRAINTS | {Aspect.RULE}]
STORE = OPERATIONS["CreateCustomKeyStore"]


def drawn(strategy, examples=4):
    """Cases, their placeholders filled."""
    return search(strategy, lambda case: case, lambda _: False, SearchOptions(examples=examples, seed=3))[0]


def filled(case):
    return Substitution(Random(0))(case.request)


def disagreements(requirements):
    """Where a drawn request does not break, or meet, what it is drawn for."""
    found = []
    for requirement in requirements:
        operation = OPERATIONS[requirement.operation]
        breaking = from_schema.breaking(requirement)
        if breaking is None and not vacuous(requirement):
            found.append((requirement.id, "has no request that breaks it"))
        for case in drawn(breaking) if breaking is not None else ():
            said = {v.requirement for v in violations(operation, filled(case))}
            if requirement.id not in said:
                found.append((requirement.id, "is not broken by", case.request))
        right = from_schema.right(requirement)
        for case in drawn(right) if right is not None else ():
            certain = [v.requirement for v in violations(operation, filled(case)) if v.certain]
            if certain:
                found.append((requirement.id, f"breaks {certain}", case.request))
    return found


def test_a_negated_keyword_is_broken_and_a_valid_value_breaks_nothing():
    assert disagreements(DRAWABLE[::20]) == []


@pytest.mark.thorough
def test_every_negated_keyword_is_broken():
    assert disagreements(DRAWABLE) == []


@pytest.mark.parametrize("name", ["CreateCustomKeyStore", "CreateKey", "CreateGrant", "Sign", "GenerateDataKey"])
def test_valid_requests_are_allowed_by_the_exported_schema_and_by_the_oracle(name):
    operation, broken = OPERATIONS[name], reader(OPERATIONS[name])
    for case in drawn(from_schema.valid(operation), 12):
        request = filled(case)
        assert broken(request) == set()
        assert [v for v in violations(operation, request) if v.certain] == []


def test_what_the_target_takes_stands_where_nothing_is_negated():
    requirement = find("Encrypt.Plaintext.size.max")
    mine = {"example": {"KeyId": "mrk-1", "Plaintext": "AAAA", "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"}}
    for case in drawn(from_schema.breaking(requirement, mine)):
        assert case.request["KeyId"] == "mrk-1"
        assert case.request["EncryptionAlgorithm"] == "SYMMETRIC_DEFAULT"
        assert len(case.request["Plaintext"]) > 5464 - 4


def test_names_and_secrets_take_placeholders_and_break_the_same():
    usual = {
        "CustomKeyStoreType": "AWS_CLOUDHSM",
        "CustomKeyStoreName": "x" * 300,
        "CloudHsmClusterId": "cluster-22222222222",
        "KeyStorePassword": "0000",
    }
    found = made_unique(STORE, usual)
    assert placeholders(found["CustomKeyStoreName"]) == 8
    assert found["CloudHsmClusterId"].startswith("cluster-")
    assert placeholders(found["CloudHsmClusterId"]) == 8
    assert placeholders(found["KeyStorePassword"]) == 4
    first, other = (Substitution(Random(n))(found) for n in (1, 2))
    assert first["CustomKeyStoreName"] != other["CustomKeyStoreName"]
    assert violations(STORE, first) == violations(STORE, usual)


def test_a_case_of_another_generator_names_what_the_target_knows():
    mine = {"cloudhsm": {**example_requests(STORE)["cloudhsm"], "CloudHsmClusterId": "cluster-abcdefghijk"}}
    request = {
        "CustomKeyStoreName": "a",
        "CloudHsmClusterId": "cluster-22222222222",
        "KeyStorePassword": "0000000",
        "TrustAnchorCertificate": "0",
    }
    case = adopted(STORE, request, mine)
    assert isinstance(case, Case)
    assert case.variant == "cloudhsm"
    assert case.request["CloudHsmClusterId"] == "cluster-abcdefghijk"
    assert placeholders(case.request["CustomKeyStoreName"]) == 1
    broken = adopted(STORE, {**request, "CloudHsmClusterId": "cluster-"}, mine)
    assert broken.request["CloudHsmClusterId"] != "cluster-abcdefghijk"
