"""No fault of a constraint on keys is one that nobody can see: some request gets another status or code."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from kms_targets.reference.faults import FAULTS, Fault, Kind
from kms_targets.reference.faults.keys.constraints import characters, codes
from kms_targets.reference.faults.keys.constraints import single as constraints
from kms_targets.reference.faults.keys.constraints.points import example, outside, points, sized
from kms_targets.reference.faults.keys.constraints.undecidable import OPEN
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from kms_targets.reference.tables.shapes import INPUTS, Shape
from kms_targets.reference.tables.shapes import Kind as JsonKind
from tests.support.keys.account import REQUESTS, Account
from tests.support.plain_client import hsm

ABSENT = object()
_OTHER_TYPES: tuple[Any, ...] = (5, "x", "eA==", True, [1], ["x"], {"x": "x"}, {"x": 5}, 1.5)


# What is one too many, or too few, by a bound that prose alone has.
ONE_OFF: dict[str, dict[str, Any]] = {
    "ScheduleKeyDeletion-PendingWindowInDays-range-min-one-off": {"PendingWindowInDays": 6},
    "ScheduleKeyDeletion-PendingWindowInDays-range-max-one-off": {"PendingWindowInDays": 31},
    "TagResource-Tags-size-max-one-off": {"Tags": [{"TagKey": f"t{n}", "TagValue": ""} for n in range(51)]},
}

CHARACTERS = {fault.name: fault for fault in characters.faults()}
UNEXPECTED = {"nul": "\x00", "next-line": "\x85", "noncharacter": "\uffff"}


def _both(fault: Fault) -> tuple[Account, Account]:
    """An account at the right endpoint, and one at the faulty."""
    return Account(PAGE), Account(fault.change(PAGE))


def _shape(fault: Fault) -> tuple[str, tuple[str, ...], Shape]:
    """The operation, the path and the shape that a fault's requirement speaks of."""
    point = next(point for point in points() if point.requirement == fault.requirement)
    return point.operation, point.path, point.shape


def _values(fault: Fault, shape: Shape) -> Iterator[Any]:
    aspect = fault.requirement.rpartition(".")[2]
    if aspect == "required":
        yield ABSENT
    elif aspect == "type":
        yield from _OTHER_TYPES
    elif aspect in ("min", "max") and fault.name.endswith("-strict"):
        bound = (shape.least if aspect == "min" else shape.most) or 0
        yield bound if shape.kind is JsonKind.INTEGER else sized(shape, bound)
    elif aspect in ("min", "max"):
        yield outside(shape, aspect)
    elif aspect == "enum":
        yield from ("nonsense", *(f" {value} " for value in shape.allowed), *map(str.lower, shape.allowed))
    else:
        for size in {shape.least or 1, (shape.least or 1) + 1, 30, min(shape.most or 64, 64)}:
            right = sized(shape, size) or ""
            yield from (right + "!", right + "\n", "!" + right, right[:-1] + "!", right[:-1] + "\n", "!" + right[1:])
            yield from (
                right + "\u0100",
                right[:-1] + "\u0100",
                f"{right}\u0100",
                f"alias/{right}!",
                f"alias/{right}\n",
            )


def _with(request: Any, path: tuple[str, ...], value: Any, shape: Shape) -> Any:
    """A request with another value at a path."""
    first, rest = path[0], path[1:]
    if shape.kind is JsonKind.LIST:
        assert shape.item is not None
        inner = request[0] if request else example(shape.item)
        return [value if not rest else _with(inner, rest, value, shape.item)]
    if shape.kind is JsonKind.MAP:
        return {"key": value}
    found = dict(request or {})
    if value is ABSENT and not rest:
        found.pop(first, None)
    else:
        inner = shape.members[first]
        found[first] = value if not rest else _with(found.get(first) or example(inner), rest, value, inner)
    return found


def _request(account: Account, operation: str, left_out: str) -> dict[str, Any]:
    if operation in REQUESTS:
        found = REQUESTS[operation](account)
        return {name: value for name, value in found.items() if name != left_out}
    if operation == "CreateCustomKeyStore":
        return hsm()
    made = account.must("CreateCustomKeyStore", hsm())
    if operation == "DisconnectCustomKeyStore":
        account.must("ConnectCustomKeyStore", made)
    return dict(made)


def _differs(fault: Fault, value: Any, left_out: str = "") -> bool:
    operation, path, _ = _shape(fault)
    plain, faulty = Account(PAGE), Account(fault.change(PAGE))
    request = _with(copy.deepcopy(_request(plain, operation, left_out)), path, value, INPUTS[operation])
    right = plain.ask(operation, request)
    faulty.endpoint.vault, faulty.endpoint.account = plain.endpoint.vault, plain.endpoint.account
    if right.status == 200:
        request = _with(copy.deepcopy(_request(faulty, operation, left_out)), path, value, INPUTS[operation])
    wrong = faulty.ask(operation, request)
    return (right.status, right.code) != (wrong.status, wrong.code)


def _constraint_faults() -> list[str]:
    kinds = (Kind.CONSTRAINT, Kind.CONSTRAINT_CODE)
    shown_otherwise = ONE_OFF.keys() | CHARACTERS.keys()
    return [name for name, fault in FAULTS.items() if fault.kind in kinds and name not in shown_otherwise]


@pytest.mark.parametrize("name", _constraint_faults())
def test_the_fault_shows_in_some_answer(name: str) -> None:
    fault = FAULTS[name]
    # KeySpec and NumberOfBytes do not go together.
    left_out = "NumberOfBytes" if "-KeySpec-enum-trimmed" in name else ""
    values = (value for value in _values(fault, _shape(fault)[2]) if value is not None)
    assert any(_differs(fault, value, left_out) for value in values)


@pytest.mark.parametrize("name", ONE_OFF)
def test_a_bound_that_is_one_off_takes_the_nearest_wrong_value(name: str) -> None:
    fault, more = FAULTS[name], ONE_OFF[name]
    operation = fault.requirement.partition(".")[0]
    answers = [account.ask(operation, REQUESTS[operation](account) | more) for account in _both(fault)]
    assert [answer.status for answer in answers] == [400, 200]


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_text_with_a_character_that_it_does_not_expect_is_too_much_for_a_server(name: str) -> None:
    fault = CHARACTERS[name]
    operation, _, place = fault.requirement.partition(".")
    path = tuple(place.rpartition(".length")[0].split("."))
    text = next(f"x{character}" for slug, character in UNEXPECTED.items() if name.endswith(f"-{slug}-500"))
    answers = []
    for account in _both(fault):
        request = _with(copy.deepcopy(_request(account, operation, "")), path, text, INPUTS[operation])
        answers.append(account.ask(operation, request).status)
    assert answers == [200, 500]


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.kind is Kind.MISSING])
def test_an_operation_that_is_missing_is_unknown(name: str) -> None:
    fault = FAULTS[name]
    operation = fault.requirement.partition(".")[0]
    answer = Account(fault.change(PAGE)).ask(operation, {})
    assert (answer.status, answer.code) == (400, "UnknownOperationException")


def test_what_nobody_can_see_is_named_once_and_is_no_fault() -> None:
    every = {fault.name for fault in (*constraints.every(), *codes.every())}
    assert every >= OPEN
    assert not OPEN & FAULTS.keys()
