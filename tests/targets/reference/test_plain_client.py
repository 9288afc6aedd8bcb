"""The requests that the tests of the endpoint start from."""

from __future__ import annotations

from kms_targets.reference.http.server import Embedded
from tests.support.plain_client import Client, hsm, public, vpc


def test_each_request_is_unlike_those_before_it() -> None:
    for made in (hsm, public, vpc):
        first, second = made(), made()
        assert first["CustomKeyStoreName"] != second["CustomKeyStoreName"]


def test_the_requests_that_tests_start_from_are_valid() -> None:
    with Embedded() as endpoint:
        client = Client(endpoint.url)
        for made in (hsm, public, vpc):
            reply = client.create(made())
            assert (reply.status, reply.code) == (200, None), reply.body
        client.close()
