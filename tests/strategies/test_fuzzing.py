"""Drafts, the values they are made of, the ways to change bytes, and how drafts shrink. Nothing is sent."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Member
from kms_specification.violations.requests import violations
from kms_specification.violations.values import broken
from kms_strategies.fuzzing.draft import Act, Draft, Edit
from kms_strategies.fuzzing.hunts import HUNTS, Ground
from kms_strategies.fuzzing.shrinking import plainer, shrunk
from kms_strategies.fuzzing.slips import BYTES, TEXTS, WHOLE, Slip, Way, slipped
from kms_strategies.fuzzing.values import Values, batch, known, measure, uniform
from kms_strategies.placeholders import Substitution
from kms_strategies.regex.parser import lengths, parse
from kms_strategies.requests.examples import example_requests
from kms_strategies.values import drawn

CREATE = OPERATIONS["CreateCustomKeyStore"]
BASE: dict[str, Any] = {"Name": "a", "Size": 3, "Inner": {"One": 1, "Two": 2}, "Tags": ["x"]}


def draft(*edits: Edit, slips: tuple[Slip, ...] = ()) -> Draft:
    return Draft("CreateCustomKeyStore", "cloudhsm", edits, slips)


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (Edit(Act.SET, "Name", "b"), {**BASE, "Name": "b"}),
        (Edit(Act.SET, "Inner.One", None), {**BASE, "Inner": {"One": None, "Two": 2}}),
        (Edit(Act.DROP, "Inner.One"), {**BASE, "Inner": {"Two": 2}}),
        (Edit(Act.SWAP, "Name", "Size"), {**BASE, "Name": 3, "Size": "a"}),
        (Edit(Act.REPEAT, "Tags"), {**BASE, "Tags": ["x", "x"]}),
        (Edit(Act.REPEAT, "Size"), BASE),
        (Edit(Act.RENAME, "Inner.One", "one"), {**BASE, "Inner": {"Two": 2, "one": 1}}),
        (Edit(Act.RENAME, "Absent", "absent"), BASE),
    ],
)
def test_an_edit_changes_what_it_says_and_nothing_else(edit: Edit, changed: dict[str, Any]) -> None:
    assert edit(BASE) == changed


def test_a_draft_is_the_same_after_it_was_written_and_read() -> None:
    one = draft(Edit(Act.SET, "A", {"x": [1, None, "\ufdd0"]}), Edit(Act.SWAP, "A", "B"), slips=(Slip(Way.CUT, 7, 9),))
    assert Draft.from_json(json.loads(json.dumps(one.to_json()))) == one


@pytest.mark.parametrize("wrong", [{}, {"operation": "A"}, {**draft().to_json(), "edits": [{"act": "sing"}]}, []])
def test_what_is_no_draft_is_not_read(wrong: Any) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Draft.from_json(wrong)


@pytest.mark.parametrize("way", TEXTS)
def test_another_spelling_stands_for_the_same_value(way: Way) -> None:
    value = {"Näme": 'a "quoted" \\ \\u0041 \n text', "Inner": {"語": [1, True, None, "😀"]}, "Empty": ""}
    spelled = {slipped(json.dumps(value).encode(), [Slip(way, 0, operand)]) for operand in range(40)}
    assert [json.loads(body) for body in spelled] == [value] * len(spelled)
    assert spelled != {json.dumps(value).encode()}


@pytest.mark.parametrize("way", BYTES)
def test_changed_bytes_are_changed_alike_each_time(way: Way) -> None:
    body = json.dumps(BASE).encode()
    slips = [Slip(way, at, operand) for at in range(0, WHOLE, WHOLE // 7) for operand in range(9)]
    assert [slip(body) for slip in slips] == [slip(body) for slip in slips]
    assert any(slip(body) != body for slip in slips)
    assert all(isinstance(slip(b""), bytes) for slip in slips)


@pytest.mark.parametrize("name", ["CreateCustomKeyStore", "EnableKeyRotation", "TagResource"])
def test_values_are_what_they_are_called(name: str) -> None:
    operation, random = OPERATIONS[name], Random(1)
    values = Values(operation)
    for path in values.paths:
        found = known(name, path)
        for value in (*found.bounds, *found.remarkable):
            assert not _broken(name, path, value), (path, value)
        for value in found.wrong[:50]:
            assert _broken(name, path, value), (path, value)
        for _ in range(5):
            assert not _broken(name, path, uniform(dict(operation.walk())[path], random)), path
            assert not _broken(name, path, values.valid(path, random)), path


def _broken(name: str, path: str, value: Any) -> list[str]:
    member = dict(OPERATIONS[name].walk())[path]
    return [v.requirement for v in broken(member, Substitution(Random(0))(value), "", ()) if v.certain]


def test_a_corner_is_as_far_out_as_a_value_can_be() -> None:
    values, random = Values(CREATE), Random(2)
    assert {measure(values.corner("CustomKeyStoreName", random, most=True)) for _ in range(9)} == {256}
    assert {measure(values.corner("KeyStorePassword", random, most=False)) for _ in range(9)} == {7}


@pytest.mark.parametrize("kind", HUNTS)
def test_drafts_of_a_kind_are_the_same_for_the_same_seed_and_not_all_alike(kind: str) -> None:
    def made(seed: int) -> list[Draft]:
        random = Random(seed)
        ground = Ground(CREATE, example_requests(CREATE), Values(CREATE), lambda: None)
        return [HUNTS[kind].make(ground, random) for _ in range(12)]

    assert made(1) == made(1)
    assert len(set(map(repr, made(1)))) > 4


def test_valid_drafts_break_nothing_and_violations_break_something() -> None:
    random = Random(3)
    ground = Ground(CREATE, example_requests(CREATE), Values(CREATE), lambda: None)

    def wrong(kind: str) -> list[bool]:
        made = [HUNTS[kind].make(ground, random) for _ in range(60)]
        fill = Substitution(Random(0))
        requests = [fill(one.request(ground.plain(one))) for one in made]
        return [any(v.certain for v in violations(CREATE, request)) for request in requests]

    assert not any(wrong("valid"))
    assert not any(wrong("bounds"))
    assert sum(wrong("violations")) > 45


def test_a_draft_shrinks_to_what_matters() -> None:
    big = draft(
        Edit(Act.SET, "A", "irrelevant"),
        Edit(Act.SET, "B", "x" * 40),
        Edit(Act.DROP, "C"),
        Edit(Act.SET, "D", 40),
        slips=(Slip(Way.CUT, 1, 1),),
    )

    def same(one: Draft) -> bool:
        by_path = {edit.path: edit.value for edit in one.edits}
        return len(by_path.get("B") or "") >= 7 and (by_path.get("D") or 0) >= 3  # type: ignore[arg-type, operator]

    small = shrunk(big, same, 500)
    assert [edit.path for edit in small.edits] == ["B", "D"]
    assert (len(str(small.edits[0].value)), small.edits[1].value, small.slips) == (7, 3, ())


def test_a_long_body_shrinks_to_the_shortest_that_is_too_long() -> None:
    body = json.dumps(BASE).encode()
    long = draft(slips=(Slip(Way.LONG, 0, 3), Slip(Way.SPACED, 0, 0)))
    small = shrunk(long, lambda one: len(slipped(body, one.slips)) > 10_000, 500)
    assert [slip.way for slip in small.slips] == [Way.LONG]
    assert len(slipped(body, small.slips)) < 20_000


def test_shrinking_asks_no_more_than_it_may() -> None:
    asked: list[Draft] = []

    def same(one: Draft) -> bool:
        asked.append(one)
        return False

    one = draft(*(Edit(Act.SET, str(n), "long value") for n in range(9)))
    assert shrunk(one, same, 5) == one
    assert len(asked) == 5


@pytest.mark.parametrize("value", ["", "abc", 0, -4, 9, True, 1.5, [], [1, "ab"], {}, {"a": {"b": "c"}}, None])
def test_plainer_values_are_others(value: Any) -> None:
    assert all(repr(other) != repr(value) for other in plainer(value))


def test_no_size_is_had_twice_before_most_others_were_had() -> None:
    values, random = Values(CREATE), Random(4)
    lengths = [measure(values.valid("TrustAnchorCertificate", random)) for _ in range(1500)]
    # Of 5,000 lengths; those that Hypothesis draws are among them.
    assert len(set(lengths)) > 1000
    assert len({length % 500 for length in lengths}) > 350


def test_an_empty_value_is_drawn_where_a_pattern_allows_it() -> None:
    member = next(m for operation in OPERATIONS.values() for _, m in operation.walk() if _may_be_empty(m))
    assert set(batch(drawn.below(member), 20, 1)) == {""}


def _may_be_empty(member: Member) -> bool:
    pattern, length = member.pattern, member.length
    if pattern is None or length is None or length.least != 1:
        return False
    return bool(lengths(parse(pattern.expression), 1) & 1)
