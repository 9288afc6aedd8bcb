"""The facts of the operations on stores that are there, against botocore's own words, and what is required by them."""

import re

import pytest

from kms_specification import service_model
from kms_specification.catalog import operation as facts_of
from kms_specification.facts import Level, Source
from kms_specification.pages import custom_key_stores
from kms_specification.pages.custom_key_stores import (
    ANY,
    CONNECT,
    DELETE,
    DESCRIBE,
    DISCONNECT,
    LEADS_TO,
    STATE_RULES,
    STORE_OPERATIONS,
    UPDATE,
)
from kms_specification.requirements import store_behaviours
from kms_specification.requirements.registry import registry
from kms_specification.state.listing import ONLY_OF_A_KIND
from kms_specification.violations.requests import violations

SOURCES = [
    *(rule.source for rule in STATE_RULES),
    *(page.success_source for page in map(facts_of, STORE_OPERATIONS)),
    *(error.source for page in map(facts_of, STORE_OPERATIONS) for error in page.errors),
    *(source for *_, source in (*store_behaviours.ERRORS, *store_behaviours.STATE)),
    *(source for *_, source in ONLY_OF_A_KIND),
]
BY_ID = {r.id: r for r in registry()}


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text)


@pytest.mark.parametrize("source", {str(s): s for s in SOURCES}.values(), ids=lambda s: s.section)
def test_a_quoted_sentence_stands_where_it_is_said_to(source: Source) -> None:
    assert source.level is Level.MODELLED
    assert words(source.sentence).strip() in words(service_model.documentation(source.section))


def test_the_connection_states_are_those_of_the_model() -> None:
    assert set(custom_key_stores.Connection) == set(service_model.document()["shapes"]["ConnectionStateType"]["enum"])


def test_every_change_that_the_model_knows_has_a_rule_for_its_states() -> None:
    known = {m.name for m in facts_of(UPDATE).members} - {"CustomKeyStoreId"}
    ruled = [m for rule in STATE_RULES if rule.operation == UPDATE for m in rule.members]
    assert sorted(ruled) == sorted(known)


def test_what_an_operation_leads_to_is_never_what_it_is_refused_in() -> None:
    for operation, other in ((CONNECT, DISCONNECT), (DISCONNECT, CONNECT)):
        refused_in = ANY - next(r.valid for r in STATE_RULES if r.operation == other)
        # What was connected can be disconnected, whatever came of it, and the other way round, once that is over.
        assert LEADS_TO[operation] & refused_in <= {"DISCONNECTING"}


@pytest.mark.parametrize(
    ("limit", "broken"),
    [
        (1, []),
        (1000, []),
        (0, ["DescribeCustomKeyStores.Limit.range.min"]),
        (-1, ["DescribeCustomKeyStores.Limit.range.min"]),
        (1001, ["DescribeCustomKeyStores.Limit.range.max"]),
        (True, ["DescribeCustomKeyStores.Limit.type"]),
        ("1", ["DescribeCustomKeyStores.Limit.type"]),
    ],
)
def test_a_number_outside_its_range_breaks_the_bound_that_it_is_beyond(limit: object, broken: list[str]) -> None:
    found = violations(facts_of(DESCRIBE), {"Limit": limit})  # type: ignore[dict-item]
    assert [v.requirement for v in found] == broken


def test_each_operation_has_its_requirements() -> None:
    for operation in STORE_OPERATIONS:
        assert f"{operation}.implemented" in BY_ID
        assert f"{operation}.error.CustomKeyStoreNotFoundException" in BY_ID
    for operation in (UPDATE, CONNECT, DISCONNECT, DELETE):
        assert f"{operation}.error.CustomKeyStoreInvalidStateException" in BY_ID
    assert BY_ID["DescribeCustomKeyStores.Limit.range.max"].statement == "Limit is at most 1000."
    assert "UpdateCustomKeyStore.error.CloudHsmClusterInUseException" not in BY_ID, "the model does not list it"
