"""The strategies for other people's tests, held to the oracle and to what their documents show."""

from __future__ import annotations

import json
import warnings
from contextlib import suppress
from typing import Any

import boto3
import pytest
from botocore import xform_name
from hypothesis import find, given, seed, settings
from hypothesis import strategies as st

from kms_specification import catalog
from kms_specification.violations.requests import violations
from kms_strategies import valid, violating
from kms_strategies.placeholders import HEX, LOWER, UPPER, WIDE

CLIENT = boto3.client("kms", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
SENT: list[bytes] = []
PLACEHOLDERS = {LOWER, UPPER, HEX, WIDE}
QUIET = settings(deadline=None, database=None, max_examples=500)
BROKEN = (
    "CreateCustomKeyStore.CloudHsmClusterId.pattern",
    "CreateCustomKeyStore.rule.AWS_CLOUDHSM-requires-KeyStorePassword",
    "GenerateRandom.NumberOfBytes.range.max",
    "Encrypt.Plaintext.size.max",
    "Encrypt.KeyId.required",
    "TagResource.Tags.item.TagKey.length.max",
    "CreateGrant.Operations.item.enum",
    "CreateAlias.rule.AliasName-reserved",
)


class _SentError(Exception):
    """The request was on its way."""


def _keep(request: Any, **_: Any) -> None:
    SENT.append(request.body)
    raise _SentError


CLIENT.meta.events.register("before-send.kms", _keep)


def sent_by_boto3(operation: str, given: dict[str, Any]) -> Any:
    """The JSON that a client of boto3 puts on the wire, its own checks on."""
    SENT.clear()
    with suppress(_SentError):
        getattr(CLIENT, xform_name(operation))(**given)
    return json.loads(SENT[0])


@pytest.mark.parametrize("operation", catalog.operation_names())
def test_valid_requests_of_every_operation_break_nothing_and_differ(operation: str) -> None:
    facts, seen = catalog.operation(operation), set()

    @given(valid(operation))
    @settings(deadline=None, max_examples=12, database=None)
    def draws(request: dict[str, Any]) -> None:
        assert violations(facts, request) == ()
        assert not PLACEHOLDERS & set(json.dumps(request, ensure_ascii=False))
        seen.add(json.dumps(request))

    draws()
    assert len(seen) > 3


@pytest.mark.parametrize(
    "operation", ["CreateKey", "CreateGrant", "DescribeCustomKeyStores", "ReEncrypt", "ListGrants"]
)
def test_valid_requests_have_every_member(operation: str) -> None:
    seen: set[str] = set()

    @given(valid(operation))
    @settings(deadline=None, max_examples=200, database=None)
    @seed(1)
    def draws(request: dict[str, Any]) -> None:
        seen.update(request)

    draws()
    assert seen == {member.name for member in catalog.operation(operation).members}


def test_valid_requests_shrink_to_the_example() -> None:
    small = find(valid("CreateKey"), lambda request: len(request.get("Description") or "") >= 40, settings=QUIET)
    assert set(small) == {"Description"}
    assert len(small["Description"]) < 50
    assert find(valid("ListKeys"), lambda _: True, settings=QUIET) == {}


@pytest.mark.parametrize("operation", ["Encrypt", "CreateCustomKeyStore", "ImportKeyMaterial", "CreateGrant"])
def test_boto3_sends_what_is_drawn_for_it(operation: str) -> None:
    facts = catalog.operation(operation)

    @given(valid(operation, boto3=True))
    @settings(deadline=None, max_examples=40, database=None)
    def draws(given: dict[str, Any]) -> None:
        assert violations(facts, sent_by_boto3(operation, given)) == ()

    draws()


@pytest.mark.parametrize(
    "requirement",
    [
        "CreateCustomKeyStore.CloudHsmClusterId.pattern",
        "Encrypt.Plaintext.size.max",
        "GenerateRandom.NumberOfBytes.range.max",
        "TagResource.Tags.item.TagKey.length.max",
        "ScheduleKeyDeletion.PendingWindowInDays.range.max",
    ],
)
def test_boto3_sends_what_breaks_a_requirement(requirement: str) -> None:
    operation = requirement.partition(".")[0]

    @given(violating(requirement, boto3=True))
    @settings(deadline=None, max_examples=40, database=None)
    def draws(given: dict[str, Any]) -> None:
        broken = violations(catalog.operation(operation), sent_by_boto3(operation, given))
        assert requirement in {violation.requirement for violation in broken if violation.certain}

    draws()


@pytest.mark.parametrize(
    "requirement",
    [
        "Encrypt.KeyId.required",
        "Encrypt.KeyId.type",
        "GenerateRandom.NumberOfBytes.range.min",
        "ImportKeyMaterial.ValidTo.type",
    ],
)
def test_what_boto3_refuses_to_send_is_refused_here(requirement: str) -> None:
    violating(requirement)
    with pytest.raises(ValueError, match="no single request that boto3 sends breaks"):
        violating(requirement, boto3=True)


@pytest.mark.parametrize(
    "requirement",
    [
        "CreateAlias.AliasName.length.max",
        "PutKeyPolicy.Policy.length.max",
        "CreateGrant.KeyId.required",
        "TagResource.Tags.item.TagKey.required",
        "GenerateMac.Message.required",
    ],
)
def test_nothing_else_is_broken_where_that_can_be(requirement: str) -> None:
    @given(violating(requirement))
    @settings(deadline=None, max_examples=40, database=None)
    def draws(request: dict[str, Any]) -> None:
        broken = violations(catalog.operation(requirement.partition(".")[0]), request)
        assert {violation.requirement for violation in broken if violation.certain} == {requirement}

    draws()


def test_a_strategy_with_long_values_is_shown_in_short() -> None:
    """Hypothesis warns of one that is not, and tests that take warnings for errors would fail."""

    @given(violating("CreateGrant.Constraints.SourceArn.pattern"))
    @settings(deadline=None, max_examples=30, database=None)
    def draws(request: dict[str, Any]) -> None:
        pass

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draws()


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_violating_requests_break_what_they_say(data: st.DataObject) -> None:
    requirement = data.draw(st.sampled_from(BROKEN))
    request = data.draw(violating(requirement))
    broken = violations(catalog.operation(requirement.partition(".")[0]), request)
    assert requirement in {violation.requirement for violation in broken if violation.certain}


def test_names_differ_from_draw_to_draw() -> None:
    seen: list[Any] = []

    @given(valid("CreateCustomKeyStore"))
    @settings(deadline=None, max_examples=30, database=None)
    def draws(request: dict[str, Any]) -> None:
        seen.append(request["CustomKeyStoreName"])

    draws()
    assert len(set(seen)) > 10


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (valid, "Nothing"),
        (violating, "CreateCustomKeyStore.nothing"),
        (violating, "protocol.json11.malformed-body"),
        (violating, "CreateKey.state.defaults"),
    ],
)
def test_what_cannot_be_drawn_is_refused(make: Any, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        make(name)
