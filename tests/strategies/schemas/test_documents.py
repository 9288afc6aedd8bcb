"""The exported documents: valid by the official meta-schemas, whole, and with the ids of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.requirements.registry import registry
from kms_strategies.requests.boundary_cases import vacuous
from kms_strategies.schemas.dialects import DRAFT_7, JSON_SCHEMA
from kms_strategies.schemas.members import REQUIREMENTS
from kms_strategies.schemas.openapi import openapi
from kms_strategies.schemas.operations import document, request_schema

ALL = tuple(OPERATIONS.values())
DOCUMENT = document(ALL, JSON_SCHEMA)
API = openapi(ALL)


def test_both_dialects_are_valid_by_their_meta_schemas() -> None:
    jsonschema.Draft202012Validator.check_schema(DOCUMENT)
    jsonschema.Draft7Validator.check_schema(document(ALL, DRAFT_7))


def test_openapi_is_valid() -> None:
    assert list(OpenAPIV31SpecValidator(API).iter_errors()) == []


def test_openapi_links_what_makes_a_resource_to_what_names_it() -> None:
    found = API["paths"]["/#CreateGrant"]["post"]["responses"]["200"]["links"]
    assert found["RevokeGrant"] == {
        "operationId": "RevokeGrant",
        "requestBody": {"GrantId": "$response.body#/GrantId", "KeyId": "$request.body#/KeyId"},
    }
    assert found["Encrypt"]["requestBody"]["GrantTokens"] == ["$response.body#/GrantToken"]
    key = API["paths"]["/#CreateKey"]["post"]["responses"]["200"]["links"]
    assert key["EnableKey"]["requestBody"] == {"KeyId": "$response.body#/KeyMetadata/KeyId"}


def test_openapi_links_only_to_what_is_in_the_document() -> None:
    few = openapi([OPERATIONS["CreateCustomKeyStore"], OPERATIONS["DeleteCustomKeyStore"]])
    create, delete = (few["paths"][f"/#{name}"]["post"] for name in ("CreateCustomKeyStore", "DeleteCustomKeyStore"))
    assert create["responses"]["200"]["links"].keys() == {"DeleteCustomKeyStore"}
    assert "links" not in delete["responses"]["200"]
    assert list(OpenAPIV31SpecValidator(few).iter_errors()) == []


def ids(value: Any) -> Iterator[str]:
    """Every id that stands anywhere beside a keyword."""
    for name, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        if name == REQUIREMENTS:
            for known in inner.values():
                yield from known.values() if isinstance(known, dict) else [known]
        else:
            yield from ids(inner)


def test_every_keyword_names_a_requirement_of_the_registry() -> None:
    assert set(ids(DOCUMENT)) <= {r.id for r in registry()}


def test_every_requirement_on_one_request_has_a_keyword() -> None:
    said = set(ids(DOCUMENT))
    on_one_request = [r for r in registry() if r.aspect in CONSTRAINTS | {Aspect.RULE} and r.operation in OPERATIONS]
    assert len(on_one_request) > 700
    missing = [r.id for r in on_one_request if r.id not in said]
    # A lower bound of 0 has none.
    assert [one for one in missing if not one.endswith(".min")] == []
    assert all(vacuous(r) for r in on_one_request if r.id in missing)


def test_the_document_reads_what_judge_reads() -> None:
    validator = jsonschema.Draft202012Validator(DOCUMENT)
    assert validator.is_valid({"operation": "GenerateRandom", "request": {"NumberOfBytes": 32}})
    assert not validator.is_valid({"operation": "GenerateRandom", "request": {"NumberOfBytes": 1025}})
    assert not validator.is_valid({"operation": "MakeCoffee", "request": {}})


@pytest.mark.parametrize(
    ("request_", "broken"),
    [
        (
            {
                "GranteePrincipal": "a",
                "GranteeServicePrincipal": "a.b.c",
                "RetiringPrincipal": "a",
                "Constraints": {"SourceArn": "arn:aws:s3:us-east-1:111122223333:a"},
            },
            "CreateGrant.rule.one-GranteePrincipal",
        ),
        ({"GranteePrincipal": "a", "Constraints": {"SourceArn": 1}}, "CreateGrant.Constraints.SourceArn.type"),
        ({"GranteePrincipal": "a", "Name": None, "GrantTokens": None}, None),
        (
            {"GranteePrincipal": "a", "Constraints": {"EncryptionContextSubset": {"a": 1}}},
            "CreateGrant.Constraints.EncryptionContextSubset.value.type",
        ),
        ({"GranteePrincipal": "a", "GrantTokens": [""]}, "CreateGrant.GrantTokens.item.length.min"),
    ],
)
def test_maps_lists_choices_and_nulls(request_: dict[str, Any], broken: str | None) -> None:
    schema = request_schema(OPERATIONS["CreateGrant"], JSON_SCHEMA)
    sent = {"KeyId": "a", "Operations": ["Decrypt"], **request_}
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(sent))
    assert [e.schema[REQUIREMENTS][e.validator] for e in errors] == ([broken] if broken else [])


def test_a_member_that_takes_no_alias_may_be_null() -> None:
    validator = jsonschema.Draft202012Validator(request_schema(OPERATIONS["ListAliases"], JSON_SCHEMA))
    assert validator.is_valid({"KeyId": None})
    (error,) = validator.iter_errors({"KeyId": "arn:aws:kms:us-east-1:111122223333:alias/a"})
    assert error.schema[REQUIREMENTS]["not"] == "ListAliases.state.no-alias"


def test_a_default_stands_in_the_schema_and_counts_in_the_conditions() -> None:
    schema = request_schema(OPERATIONS["CreateCustomKeyStore"], JSON_SCHEMA)
    assert schema["properties"]["CustomKeyStoreType"]["default"] == "AWS_CLOUDHSM"
    for absent in ({}, {"CustomKeyStoreType": None}):
        errors = jsonschema.Draft202012Validator(schema).iter_errors({"CustomKeyStoreName": "a", **absent})
        assert len(list(errors)) == 3


def test_each_operation_has_a_path_and_its_errors_with_their_codes() -> None:
    assert len(API["paths"]) == len(ALL)
    create = API["paths"]["/#CreateCustomKeyStore"]["post"]
    assert create["parameters"][0]["schema"]["enum"] == ["TrentService.CreateCustomKeyStore"]
    assert create["requestBody"]["content"].keys() == {"application/x-amz-json-1.1"}
    assert create["responses"].keys() == {"200", "400", "500", "default"}
    refused = create["responses"]["400"]["content"]["application/x-amz-json-1.1"]["schema"]["anyOf"]
    names = {one["$ref"].rpartition("/")[2] for one in refused}
    assert {"ValidationException", "CustomKeyStoreNameInUseException", "SerializationException"} <= names
    code = API["components"]["schemas"]["CustomKeyStoreNameInUseException"]["properties"]["__type"]["pattern"]
    assert re.search(code, "com.amazonaws.kms#CustomKeyStoreNameInUseException")
    assert not re.search(code, "NotFoundException")


def test_secrets_are_for_writing_alone() -> None:
    password = API["components"]["schemas"]["CreateCustomKeyStoreRequest"]["properties"]["KeyStorePassword"]
    assert password["writeOnly"] is True
