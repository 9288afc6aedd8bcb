"""What may be answered to a request that is odd on the wire."""

from __future__ import annotations

import pytest

from kms_specification.wire import acceptable
from kms_specification.wire.acceptable import Acceptable, is_refusal

ALL = [value for value in vars(acceptable).values() if isinstance(value, Acceptable)]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 408, 411, 413, 414, 415, 417, 429, 431, 499, 501, 505])
def test_a_sane_refusal(status: int) -> None:
    assert is_refusal(status)
    assert acceptable.OPEN_TO_ANYBODY.refuses(status, says_code=False)
    assert acceptable.OPEN_TO_ANYBODY.refuses(status, says_code=True)


@pytest.mark.parametrize("status", [100, 200, 204, 301, 302, 399, 500, 502, 503, 504, 599])
def test_no_refusal(status: int) -> None:
    assert not is_refusal(status)
    for one in ALL:
        assert not one.refuses(status, says_code=True)
    assert not acceptable.OPEN_TO_ANYBODY.refuses(status, says_code=False)


def test_who_knows_aws_errors_has_to_use_them() -> None:
    assert not acceptable.REFUSED.refuses(400, says_code=False)
    assert acceptable.REFUSED.refuses(400, says_code=True)
    assert acceptable.REFUSED.refuses(413, says_code=False)  # by the server below it
    assert acceptable.REFUSED_BY_ANYBODY.refuses(400, says_code=False)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_proxy_may_say_that_nothing_came_of_half_a_request(status: int) -> None:
    assert acceptable.INCOMPLETE.refuses(status, says_code=False)
    assert not acceptable.INCOMPLETE.refuses(status, says_code=True)
    assert acceptable.TOO_LONG.refuses(status, says_code=False)


def test_an_application_may_be_surprised_by_half_a_request_but_by_no_whole_one() -> None:
    assert acceptable.INCOMPLETE.refuses(500, says_code=False)
    assert not acceptable.INCOMPLETE.refuses(500, says_code=True)
    assert not acceptable.TOO_LONG.refuses(500, says_code=False)


def test_as_usual_is_no_refusal() -> None:
    assert not acceptable.AS_USUAL.refuses(400, says_code=True)
