"""What may be answered for each thing that an external key store proxy does, said by hand from the page."""

from __future__ import annotations

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.oracle import (
    Environment,
    ReachableOutcome,
    expect,
)
from kms_specification.pages.xks_proxy import BEHAVIOURS, showing
from kms_specification.state.uniqueness import EMPTY
from tests.support.plain_client import public

PAGE = OPERATIONS["CreateCustomKeyStore"]
UNREACHABLE, CREDENTIAL = "XksProxyUriUnreachableException", "XksProxyIncorrectAuthenticationCredentialException"
CONFIGURATION, RESPONSE = "XksProxyInvalidConfigurationException", "XksProxyInvalidResponseException"

# The first is the one that the page has a sentence for; success is None.
RIGHT: dict[str, tuple[str | None, ...]] = {
    "unavailable": (UNREACHABLE,),
    "reset": (UNREACHABLE, RESPONSE),
    "expired": (UNREACHABLE, CONFIGURATION),
    "self-signed": (UNREACHABLE, CONFIGURATION),
    "wrong-host": (UNREACHABLE, CONFIGURATION),
    "not-found": (UNREACHABLE, CONFIGURATION, RESPONSE),
    "slow": (UNREACHABLE, RESPONSE, None),
    "unauthenticated": (CREDENTIAL,),
    "forbidden": (CREDENTIAL, CONFIGURATION),
    "not-json": (RESPONSE,),
    "wrong-shape": (RESPONSE,),
    "no-fleet": (RESPONSE,),
    "server-error": (RESPONSE, UNREACHABLE, CONFIGURATION),
}


def test_each_behaviour_may_be_answered_so() -> None:
    found = {b.script: (*b.errors, *([None] if b.success else [])) for b in BEHAVIOURS}
    assert found == RIGHT


@pytest.mark.parametrize("error", [UNREACHABLE, CREDENTIAL, RESPONSE])
def test_an_error_is_shown_by_the_behaviours_that_it_comes_first_for(error: str) -> None:
    assert {b.script for b in showing(error)} == {script for script, right in RIGHT.items() if right[0] == error}


def test_no_behaviour_shows_any_other_error() -> None:
    assert not any(showing(e.name) for e in PAGE.errors if e.name not in (UNREACHABLE, CREDENTIAL, RESPONSE))


def test_a_valid_request_gets_as_far_as_any_of_several_errors_and_perhaps_success() -> None:
    for may_succeed in (False, True):
        reach = ReachableOutcome(UNREACHABLE, instead=(RESPONSE, CONFIGURATION), may_succeed=may_succeed)
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
