"""Refusals of a body for its length alone, as servers and the proxies before them give without a look at it."""

from __future__ import annotations

from http import HTTPStatus

from kms_targets.http.response import Observation

# Bytes. KMS reads more, and has said of longer bodies that “HTTP content length exceeded 200000 bytes”.
READ_BY_ALL = 2**16
_CODES = frozenset({"RequestEntityTooLarge", "RequestEntityTooLargeException"})


def says_nothing_of(length: int, seen: Observation) -> str:
    """Why an answer says nothing of what a request of so many bytes breaks; empty where it may."""
    silent = seen.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and _CODES.issuperset(seen.codes.values())
    return (
        f"HTTP {seen.status} says nothing about a request of {length} bytes" if silent and length > READ_BY_ALL else ""
    )
