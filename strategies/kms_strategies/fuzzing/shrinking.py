"""Smaller drafts that are answered in the same way: changes left out, then values made shorter and plainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kms_specification.facts import Json
from kms_strategies.fuzzing.draft import Act, Draft, Edit
from kms_strategies.fuzzing.slips import LONG, Way
from kms_strategies.placeholders import LOWER


def shrunk(draft: Draft, same: Callable[[Draft], bool], budget: int) -> Draft:
    """The smallest draft that `same` is true of, found with at most so many questions."""
    asked = 0
    going_on = True
    while going_on:
        going_on = False
        for smaller in _smaller(draft):
            if asked >= budget:
                return draft
            asked += 1
            if same(smaller):
                draft, going_on = smaller, True
                break
    return draft


def size(draft: Draft) -> tuple[int, int, int]:
    """What is smaller is shown: fewer changes of the bytes, then of the members, then shorter values."""
    return len(draft.slips), len(draft.edits), sum(len(repr(edit.value)) for edit in draft.edits)


def _smaller(draft: Draft) -> Iterator[Draft]:
    """Drafts that are one step smaller, the boldest first."""
    if draft.slips:
        yield replace(draft, slips=())
    if len(draft.edits) > 3:
        half = len(draft.edits) // 2
        yield from (replace(draft, edits=part) for part in (draft.edits[half:], draft.edits[:half]))
    for at in range(len(draft.slips)):
        yield replace(draft, slips=draft.slips[:at] + draft.slips[at + 1 :])
    for at, slip in enumerate(draft.slips):
        shorter = range(slip.operand % len(LONG) if slip.way is Way.LONG else 0)
        others = (replace(slip, operand=operand) for operand in shorter)
        yield from (replace(draft, slips=(*draft.slips[:at], other, *draft.slips[at + 1 :])) for other in others)
    for at in range(len(draft.edits)):
        yield replace(draft, edits=draft.edits[:at] + draft.edits[at + 1 :])
    for at, edit in enumerate(draft.edits):
        if edit.act is Act.SET:
            for value in plainer(edit.value):
                yield replace(draft, edits=(*draft.edits[:at], Edit(Act.SET, edit.path, value), *draft.edits[at + 1 :]))


def plainer(value: Json) -> Iterator[Json]:
    """Values of the same type that are shorter, or plainer where they are as long; none is given back unchanged."""
    found: list[Json] = []
    if isinstance(value, str):
        plain = LOWER * len(value)
        found += [value[: len(value) // 2], value[len(value) // 2 :], value[:-1]] if value else []
        found += [plain] if len(value) > 2 and set(value) != {LOWER} else []
    elif isinstance(value, bool):
        pass
    elif isinstance(value, int):
        found += [0, value // 2, value - 1] if value > 0 else [-value] if value else []
    elif isinstance(value, float):
        found += [int(value)] if abs(value) < 2**53 else []
    elif isinstance(value, list):
        found += [value[: len(value) // 2], value[:-1]] if value else []
        found += [
            [*value[:at], smaller, *value[at + 1 :]] for at in range(len(value)) for smaller in plainer(value[at])
        ]
    elif isinstance(value, dict):
        found += [{k: v for k, v in value.items() if k != name} for name in value]
        found += [{**value, name: smaller} for name in value for smaller in plainer(value[name])]
    yield from (smaller for smaller in found if smaller != value or type(smaller) is not type(value))
