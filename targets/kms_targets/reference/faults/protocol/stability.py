"""Faults that show now and then: one request in ten, or two at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kms_targets.reference import json11
from kms_targets.reference.faults.fault import (
    CRASH,
    Fault,
    Kind,
    of,
    rule,
)
from kms_targets.reference.operations.custom_key_stores.create import quota
from kms_targets.reference.operations.custom_key_stores.members import VALIDATION
from kms_targets.reference.rules import DROPPED, Answer, Delivery, Problem, RefusalError, Request, Service
from kms_targets.reference.state.stores import Values

_EVERY = 10
_MOST_EVER = 10


def faults() -> Iterator[Fault]:
    """All of them."""
    for slug, description, result in (
        ("500", "gets 500", CRASH),
        ("refused", "is refused", Problem(VALIDATION, "The request is not valid.")),
        ("dropped", "gets no answer", DROPPED),
        ("html", "gets a page of HTML", Answer(500, b"<html>Internal Server Error</html>", b"text/html")),
    ):
        described = f"one valid request in {_EVERY} {description}"
        yield Fault(
            f"tenth-{slug}", of("output.status"), Kind.STABILITY, described, rule(accepted=_tenth(result)), spreads=True
        )
    yield Fault(
        "first-500",
        of("output.status"),
        Kind.STABILITY,
        "the first request of each connection gets 500",
        rule(delivery=Delivery(cold=json11.error_form(CRASH, {}))),
    )
    yield Fault(
        "race",
        of("state.concurrent"),
        Kind.STABILITY,
        "a millisecond lies between the checks and the new store, and others get in",
        rule(pause=0.001),
    )
    yield Fault(
        "quota-never-freed",
        of("error.LimitExceededException"),
        Kind.STABILITY,
        f"the quota is {_MOST_EVER} stores, and deleted ones count",
        lambda rules: rule(steps=tuple(_ever if step is quota else step for step in rules.steps))(rules),
        spreads=True,
    )


def _tenth(result: Problem | Answer) -> Callable[[Service, Values], None]:
    def accepted(endpoint: Service, values: Values) -> None:
        if endpoint.valid % _EVERY == 0:
            raise RefusalError(result)

    return accepted


def _ever(endpoint: Service, request: Request) -> Problem | None:
    if endpoint.account.made < _MOST_EVER:
        return None
    return Problem("LimitExceededException", "The quota is exceeded.", 400, "error.LimitExceededException")
