"""Histories that anybody would try first: a store's whole life, two that get in each other's way, names used again."""

from __future__ import annotations

from kms_specification.pages.custom_key_stores import (
    CONNECT,
    DELETE,
    DESCRIBE,
    DISCONNECT,
)
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_strategies.sequences.steps import (
    NOBODY,
    Step,
    Steps,
    StepWriter,
    listing,
)


def scenarios(writer: StepWriter) -> tuple[Steps, ...]:
    """The same ones each time. Together they call every operation in every state that can be brought about at will."""
    first, last = writer.kinds[0], writer.kinds[-1]
    made, other = writer.create(first, 0), writer.create(last, 1)
    return (
        (
            made,
            Step(DESCRIBE, {}, 0),
            Step(DISCONNECT, {}, 0),
            Step(CONNECT, {}, 0),
            Step(DESCRIBE, {}, 0),
            writer.rename(0, 4),
            Step(DELETE, {}, 0),
            writer.update(0, made.request, 3),
            Step(CONNECT, {}, 0),
            Step(DISCONNECT, {}, 0),
            writer.describe_named(4),
            Step(DELETE, {}, 0),
            Step(DESCRIBE, {}, 0),
        ),
        (
            made,
            other,
            writer.rename(1, 0),
            writer.rename(0, 2),
            writer.describe_named(0),
            writer.describe_named(2),
            writer.rename(1, 0),
            writer.describe_named(1),
            listing(1),
            Step(DELETE, {}, 0),
            writer.create(first, 2),
            listing(2),
        ),
        (
            made,
            made,
            Step(DELETE, {}, 0),
            Step(CONNECT, {}, 0),
            Step(DELETE, {}, 0),
            made,
            Step(DESCRIBE, {}, 0),
            Step(DESCRIBE, {}, 2),
            writer.rename(NOBODY, 3),
            listing(),
        ),
        _as_many_as_there_may_be(writer),
    )


def _as_many_as_there_may_be(writer: StepWriter) -> Steps:
    """Stores of all kinds, made one after the other, and then looked at: the first is as it was."""
    numbers = range(CUSTOM_KEY_STORE.at_most)
    made = (writer.create(writer.kinds[number % len(writer.kinds)], number) for number in numbers)
    return (*made, *(Step(DESCRIBE, {}, number) for number in numbers), listing())
