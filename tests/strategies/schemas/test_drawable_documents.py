"""What schemathesis is given to draw from: it draws requests of every operation, and follows every link."""

from __future__ import annotations

import warnings
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kms_specification.catalog import OPERATIONS
from kms_specification.state.links import links
from kms_strategies.generators.brief_document import SHORT, brief
from kms_strategies.schemas.drawable_document import MOST, drawable
from kms_strategies.schemas.openapi import MEDIA_TYPE, openapi, path

schemathesis = pytest.importorskip("schemathesis")
API = openapi(OPERATIONS.values())
# Those whose requests schemathesis refuses to draw from the document as it is exported.
REFUSED = ("CreateKey", "Decrypt", "ReEncrypt")


def loaded(document: Any) -> Any:
    """The document as schemathesis reads it."""
    schemathesis.serializer.alias(MEDIA_TYPE, "application/json")
    schema = schemathesis.openapi.from_dict(document)
    schema.config.phases.stateful.inference.algorithms = []
    return schema


def draws(schema: Any, name: str) -> int:
    """How many requests of an operation were drawn."""
    drawn: list[Any] = []
    for mode in schemathesis.GenerationMode:
        strategy = schema[path(name)]["POST"].as_strategy(generation_mode=mode)

        @settings(
            max_examples=3,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @hypothesis.seed(1)
        @given(strategy)
        def one(case: Any) -> None:
            drawn.append(case)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            one()
    return len(drawn)


@pytest.mark.parametrize("name", REFUSED)
def test_what_schemathesis_refuses_is_left_out(name: str) -> None:
    from schemathesis.core.errors import InvalidSchema

    with pytest.raises(InvalidSchema, match="does not support"):
        draws(loaded(API), name)
    assert draws(loaded(drawable(API)), name)


def test_most_conditions_stay() -> None:
    for name, schema in drawable(API)["components"]["schemas"].items():
        before = API["components"]["schemas"][name].get("allOf", [])
        assert len(schema.get("allOf", [])) >= min(len(before), MOST) - 1


def test_every_operation_is_drawn_for_sequences() -> None:
    schema = loaded(brief(API))
    assert [name for name in OPERATIONS if draws(schema, name) < 2] == []
    store = brief(API)["components"]["schemas"]["CreateCustomKeyStoreRequest"]
    assert store["properties"]["CustomKeyStoreName"]["maxLength"] == SHORT
    assert store["additionalProperties"] is False


def test_schemathesis_reads_every_link_and_no_other() -> None:
    transitions = loaded(API).as_state_machine()._transitions.operations
    read = {(source.partition("#")[2], link.name) for source, ways in transitions.items() for link in ways.outgoing}
    assert read == {(name, link.name) for name in OPERATIONS for link in links(name)}
