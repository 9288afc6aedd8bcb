"""What may be answered for each thing that an external key store proxy does, said by hand from the documents."""

from __future__ import annotations

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Level
from kms_specification.oracle import (
    Environment,
    ReachableOutcome,
    expect,
)
from kms_specification.pages.xks_proxy import BEHAVIOURS, showing
from kms_specification.requirements.registry import registry
from kms_specification.state.uniqueness import EMPTY
from tests.support.plain_client import public

PAGE = OPERATIONS["CreateCustomKeyStore"]
UNREACHABLE, CREDENTIAL = "XksProxyUriUnreachableException", "XksProxyIncorrectAuthenticationCredentialException"
CONFIGURATION, RESPONSE = "XksProxyInvalidConfigurationException", "XksProxyInvalidResponseException"

# The first is the one that the documents have a sentence for; success is None.
RIGHT: dict[tuple[str | None, ...], str] = {
    (None,): "degraded one-degraded fleet-of-10 further-members in-time",
    (UNREACHABLE,): "unavailable reset slow late throttled throttled-as-404 dependency-timeout",
    (UNREACHABLE, CONFIGURATION): "expired self-signed wrong-host",
    (UNREACHABLE, None): "just-in-time trickling",
    (CREDENTIAL,): "unauthenticated unauthenticated-as-400",
    (CREDENTIAL, CONFIGURATION, RESPONSE, UNREACHABLE): "forbidden",
    (CONFIGURATION,): "not-found not-found-as-400",
    (RESPONSE,): """
        invalid-request server-error server-error-as-404
        server-error-without-body unauthenticated-without-body not-found-without-body forbidden-without-body
        not-json wrong-shape array no-fleet empty-fleet fleet-of-11
        fleet-size-0 fleet-size-negative fleet-size-text fleet-size-fraction fleet-size-boolean
        no-fleet-size no-proxy-vendor no-proxy-model no-ekm-vendor
        entry-without-id entry-without-model entry-without-status unknown-status null-status
    """,
}
BY_SCRIPT = {script: right for right, scripts in RIGHT.items() for script in scripts.split()}


def test_each_behaviour_may_be_answered_so() -> None:
    found = {b.script: (*b.errors, *([None] if b.success else [])) for b in BEHAVIOURS}
    assert found == BY_SCRIPT
    assert len(BEHAVIOURS) == len(BY_SCRIPT)


def test_each_behaviour_stands_beside_a_sentence_of_a_document() -> None:
    assert all(b.source.level is Level.DOCUMENTED and b.source.sentence.strip() for b in BEHAVIOURS)
    documents = {b.source.document for b in BEHAVIOURS}
    assert documents == {
        "AWS KMS External Key Store Proxy API Specification 1.0.3",
        "AWS KMS API Reference, CreateCustomKeyStore",
    }


@pytest.mark.parametrize("error", [UNREACHABLE, CREDENTIAL, CONFIGURATION, RESPONSE, None])
def test_an_error_is_shown_by_the_behaviours_that_it_comes_first_for(error: str | None) -> None:
    assert {b.script for b in showing(error)} == {script for script, right in BY_SCRIPT.items() if right[0] == error}


def test_no_behaviour_shows_any_other_error() -> None:
    shown = {UNREACHABLE, CREDENTIAL, CONFIGURATION, RESPONSE}
    assert not any(showing(e.name) for e in PAGE.errors if e.name not in shown)


def test_what_has_no_error_belongs_to_a_requirement_of_its_own() -> None:
    assert "CreateCustomKeyStore.state.proxy-healthy" in {r.id for r in registry()}


def test_a_valid_request_gets_as_far_as_any_of_several_errors_and_perhaps_success() -> None:
    for may_succeed in (False, True):
        reach = ReachableOutcome(UNREACHABLE, alternatives=(RESPONSE, CONFIGURATION), may_succeed=may_succeed)
        found = expect(PAGE, public(), EMPTY, Environment({"public-proxy": reach}))
        assert [o.code for o in found.outcomes] == [
            UNREACHABLE,
            RESPONSE,
            CONFIGURATION,
            *([None] if may_succeed else []),
        ]
        assert {o.status for o in found.outcomes} == ({400, 200} if may_succeed else {400})
        assert found.accepts is may_succeed
        assert not found.rejected
