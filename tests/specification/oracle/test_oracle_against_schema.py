"""The oracle and a JSON Schema written by hand say the same of more than 10,000 requests, valid and not."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema

from kms_specification.catalog import OPERATIONS
from kms_specification.oracle import expect
from kms_specification.requirements.registry import Aspect, registry
from kms_specification.state.uniqueness import EMPTY
from kms_specification.violations.requests import violations
from kms_strategies.placeholders import Substitution
from kms_strategies.requests import drawn
from kms_strategies.requests.boundary_cases import vectors
from tests.support.schemas.handwritten_schema import SCHEMA, broken

OPERATION = OPERATIONS["CreateCustomKeyStore"]
CONSTRAINTS = [r for r in registry() if r.operation == OPERATION.name and drawn.breaking(r) is not None]


def agree(request):
    """Both readings; they may differ only where the oracle says that the documents do."""
    found = violations(OPERATION, request)
    certain = {v.requirement for v in found if v.certain}
    open_questions = {v.requirement for v in found if not v.certain}
    schema = broken(request)
    assert certain <= schema <= certain | open_questions
    expectation = expect(OPERATION, request, EMPTY)
    assert expectation.outcomes
    assert expectation.accepts == (not certain)
    return certain


def test_every_vector_is_judged_alike():
    judged = {r.id: [agree(Substitution(Random(1))(c.request)) for c in vectors(r)] for r in registry()}
    assert sum(map(len, judged.values())) > 1500
    for requirement in CONSTRAINTS:
        sides = {bool(broken) for broken in judged[requirement.id]}
        assert sides == {True, False} or requirement.id.endswith(
            ("XksProxyUriPath.length.min", "XksProxyVpcEndpointServiceName.length.min")
        ), requirement.id


@pytest.mark.parametrize("requirement", CONSTRAINTS, ids=lambda r: r.id)
def test_breaking_requests_break_just_that(requirement):
    # Of an endpoint an empty one, which no other value stands for.
    unavoidable = {"CloudHsmClusterId", "XksProxyUriPath", "XksProxyVpcEndpointServiceName", "XksProxyUriEndpoint"}

    @settings(max_examples=150, deadline=None, database=None)
    @given(drawn.breaking(requirement), st.integers(0, 2**32))
    def check(case, seed):
        certain = agree(Substitution(Random(seed))(case.request))
        if requirement.aspect in (Aspect.LENGTH_MIN, Aspect.LENGTH_MAX) and requirement.subject in unavoidable:
            certain = certain - {requirement.id.split(".length")[0] + ".pattern"}
        assert certain <= {requirement.id}

    check()


@pytest.mark.parametrize("variant", OPERATION.variants, ids=lambda v: v.name)
def test_valid_requests_break_nothing(variant):
    @settings(max_examples=500, deadline=None, database=None)
    @given(drawn.valid(OPERATION, variant), st.integers(0, 2**32))
    def check(request, seed):
        assert agree(Substitution(Random(seed))(request)) == set()

    check()


_MEMBERS = {name: rule for name, rule in SCHEMA.items() if name not in ("allOf", "$comment", "$schema")}


@settings(max_examples=500, deadline=None, database=None)
@given(from_schema({**_MEMBERS, "additionalProperties": False}))
def test_what_the_schema_makes(request):
    """Drawn by hypothesis-jsonschema from the members' own rules; the conditions are left to chance."""
    assert all(".rule." in r for r in agree(request))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_names = [member.name for member in OPERATION.members]


@settings(max_examples=1500, deadline=None, database=None)
@given(
    st.dictionaries(st.sampled_from(_names), anything, max_size=len(_names)),
    st.sampled_from([{"CustomKeyStoreType": t} for t in ("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE", "X", None)] + [{}]),
)
def test_anything_at_all_has_an_answer(request, chosen):
    agree({**request, **chosen})
