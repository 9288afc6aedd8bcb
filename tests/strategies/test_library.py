"""The strategies for other people's tests, held to the oracle and to what their documents show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kms_specification import catalog
from kms_specification.violations.requests import violations
from kms_strategies import valid, violating

OPERATIONS = ("CreateCustomKeyStore", "GenerateRandom", "Encrypt", "TagResource", "CreateGrant", "ListKeys")
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


@given(data=st.data())
@settings(deadline=None, max_examples=60)
def test_valid_requests_break_nothing(data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    request = data.draw(valid(operation))
    assert violations(catalog.operation(operation), request) == ()
    assert json.loads(json.dumps(request)) == request


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
