"""The table of behaviours, against botocore's own words, and its ids."""

import re
from collections import Counter

import pytest

from kms_specification import service_model
from kms_specification.facts import Level
from kms_specification.pages.keys import BEHAVIOURS, Behaviour, dry_run, listing
from kms_specification.pages.keys.names import identifiers

CUSTOM_KEY_STORES = re.compile(r"(Create|Describe|Update|Connect|Disconnect|Delete)CustomKeyStores?")


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text)


# What the service model does not say stands in another document of AWS.
ELSEWHERE = {
    "TagResource.state.limit": "AWS General Reference, Tagging AWS resources",
    "CreateGrant.state.one-context": "AWS KMS Developer Guide",
}


def test_few_behaviours_rest_on_other_documents() -> None:
    others = {b.id: b.source.document for b in BEHAVIOURS if b.source.level is not Level.MODELLED}
    assert others == ELSEWHERE


@pytest.mark.parametrize("behaviour", [b for b in BEHAVIOURS if b.id not in ELSEWHERE], ids=lambda b: b.id)
def test_a_quoted_sentence_stands_where_it_is_said_to(behaviour: Behaviour) -> None:
    source = behaviour.source
    assert source.level is Level.MODELLED
    assert words(source.sentence).strip() in words(service_model.documentation(source.section))


def test_no_two_behaviours_have_the_same_id() -> None:
    assert [found for found, times in Counter(b.id for b in BEHAVIOURS).items() if times > 1] == []


def test_an_id_has_the_operation_the_aspect_and_the_subject() -> None:
    by_id = {b.id: b for b in BEHAVIOURS}
    assert by_id["Decrypt.state.inverse"].subject == "inverse"
    assert by_id["Decrypt.error.InvalidCiphertextException"].is_error
    assert all(re.fullmatch(r"[A-Za-z]+\.(state|error)\.[A-Za-z0-9_-]+", b.id) for b in BEHAVIOURS)


def test_an_error_is_one_that_the_model_lists_for_the_operation() -> None:
    unlisted = [b.id for b in BEHAVIOURS if b.is_error and b.subject not in service_model.error_names(b.operation)]
    assert unlisted == []


def test_every_operation_but_those_on_custom_key_stores_has_a_behaviour() -> None:
    known = {name for name in service_model.document()["operations"] if not CUSTOM_KEY_STORES.fullmatch(name)}
    assert known - {b.operation for b in BEHAVIOURS} == set()
    assert len([b for b in BEHAVIOURS if b.operation in known]) >= 120


def test_a_statement_is_one_sentence() -> None:
    assert [b.id for b in BEHAVIOURS if not re.fullmatch(r"[A-Z].*[^.]\.", b.statement)] == []


def test_the_lists_of_operations_are_those_of_the_model() -> None:
    members = {name: {m.name for m in service_model.members(name)} for name in _with_input()}
    assert {name for name, has in members.items() if "DryRun" in has} == set(dry_run.OPERATIONS)
    stores = "DescribeCustomKeyStores"
    assert {name for name, has in members.items() if "Marker" in has} - {stores} == {name for name, _ in listing.LISTS}
    assert set(listing.WITH_MARKERS) == {
        name for name, _ in listing.LISTS if "InvalidMarkerException" in service_model.error_names(name)
    }
    for operation, member in (*identifiers.BY_ANY_NAME, *identifiers.BY_ID_OR_ARN):
        assert member in members[operation]
    for operation in identifiers.FOR_A_KEY:
        assert "NotFoundException" in service_model.error_names(operation)


def _with_input() -> list[str]:
    return [name for name, found in service_model.document()["operations"].items() if "input" in found]
