"""Faults of the answer to a request that was granted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import (
    Fault,
    Kind,
    of,
    rule,
)
from kms_targets.reference.json11 import encode
from kms_targets.reference.operations.custom_key_stores.members import VALIDATION
from kms_targets.reference.operations.custom_key_stores.page import NAME
from kms_targets.reference.rules import Answer, Problem, Request, Service
from kms_targets.reference.state.stores import Store

_ID = "output.CustomKeyStoreId"


def faults() -> Iterator[Fault]:
    """All of them."""
    for name, requirement, description, shape in _BODIES:
        yield _fault(name, requirement, description, _json(shape))
    for name, requirement, description, answer in _ANSWERS:
        yield _fault(name, requirement, description, answer)
    yield Fault(
        "output-id-twice",
        of(f"{_ID}.unique"),
        Kind.OUTPUT,
        "every second store has the id of the one before it",
        lambda rules: rule(success_form=_twice(rules.success_form))(rules),
        spreads=True,
    )

    yield Fault(
        "output-order-of-members",
        of("output.status"),
        Kind.OUTPUT,
        "a request is refused in which the name of the store comes last",
        lambda rules: replace(rules, steps=(*rules.steps, _name_last)),
    )


def _name_last(endpoint: Service, request: Request) -> Problem | None:
    return Problem(VALIDATION, "The name must not come last.") if [*request.body][-1] == NAME else None


def _fault(name: str, requirement: str, description: str, answer: Callable[[Store], Answer]) -> Fault:
    change = rule(success_form=answer)
    return Fault(f"output-{name}", of(requirement), Kind.OUTPUT, f"a new store {description}", change, spreads=True)


def _json(shape: Callable[[Store], object]) -> Callable[[Store], Answer]:
    return lambda store: Answer(200, encode(shape(store)).encode())


def _twice(plain: Callable[[Store], Answer]) -> Callable[[Store], Answer]:
    shown: list[Answer] = []

    def answer(store: Store) -> Answer:
        if shown:
            return shown.pop()
        shown.append(plain(store))
        return shown[0]

    return answer


def _whole(store: Store) -> dict[str, str]:
    return {"CustomKeyStoreId": store.id}


_BODIES: tuple[tuple[str, str, str, Callable[[Store], object]], ...] = (
    ("id-missing", f"{_ID}.required", "is answered with an empty object", lambda store: {}),
    ("id-null", f"{_ID}.required", "has null for an id", lambda store: {"CustomKeyStoreId": None}),
    (
        "id-misspelled",
        f"{_ID}.required",
        "has its id in customKeyStoreId",
        lambda store: {"customKeyStoreId": store.id},
    ),
    ("id-nested", f"{_ID}.required", "has its id in an object", lambda store: {"CustomKeyStore": _whole(store)}),
    ("id-empty", f"{_ID}.length.min", "has an empty id", lambda store: {"CustomKeyStoreId": ""}),
    ("id-of-65", f"{_ID}.length.max", "has an id of 65 characters", lambda s: {"CustomKeyStoreId": f"{s.id:0<65}"}),
    (
        "id-of-1000",
        f"{_ID}.length.max",
        "has an id of 1,000 characters",
        lambda s: {"CustomKeyStoreId": f"{s.id:0<1000}"},
    ),
    ("id-of-name", f"{_ID}.length.max", "has an id made of its name", lambda s: {"CustomKeyStoreId": s.values[NAME]}),
    ("id-number", f"{_ID}.type", "has a number for an id", lambda store: {"CustomKeyStoreId": store.number}),
    ("id-array", f"{_ID}.type", "has an array for an id", lambda store: {"CustomKeyStoreId": [store.id]}),
    ("id-object", f"{_ID}.type", "has an object for an id", lambda store: {"CustomKeyStoreId": {"Id": store.id}}),
    ("array", f"{_ID}.required", "is answered with an array", lambda store: [_whole(store)]),
)
_ANSWERS: tuple[tuple[str, str, str, Callable[[Store], Answer]], ...] = (
    ("empty", f"{_ID}.required", "is answered with nothing", lambda store: Answer(200, b"")),
    (
        "text",
        f"{_ID}.required",
        "is answered with its bare id",
        lambda store: Answer(200, store.id.encode(), b"text/plain"),
    ),
    (
        "html",
        f"{_ID}.required",
        "is answered with HTML",
        lambda store: Answer(200, b"<html>created</html>", b"text/html"),
    ),
    ("status-201", "output.status", "gets status 201", lambda store: Answer(201, encode(_whole(store)).encode())),
    ("status-202", "output.status", "gets status 202", lambda store: Answer(202, encode(_whole(store)).encode())),
    ("status-204", "output.status", "gets status 204 and no body", lambda store: Answer(204, b"")),
    ("status-302", "output.status", "is a redirect", lambda store: Answer(302, b"", headers=((b"location", b"/"),))),
)
