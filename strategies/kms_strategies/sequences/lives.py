"""Lives of one store: every order of a few operations on it, the short ones first. Which comes when is random.

What goes wrong only after certain operations is found by all orders of a few of them sooner than by long histories
that are drawn: there are some three hundred orders of four, and each is about ten requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, count, product
from random import Random

from kms_specification.pages.custom_key_stores import CONNECT, DELETE, DESCRIBE, DISCONNECT
from kms_strategies.requests.examples import Request
from kms_strategies.sequences.steps import Step, Steps, StepWriter

SHORTEST = 3  # operations of the first lives; each shorter one is the start of one of these
_GONE = "delete"  # after which one more operation shows what a store that is gone answers, and two no more than that

# Each act on store 0, given the request that made it and the number of the step.
_ACTS: Mapping[str, Callable[[StepWriter, Request, int], Step]] = {
    "connect": lambda write, made, at: Step(CONNECT, {}, 0),
    "disconnect": lambda write, made, at: Step(DISCONNECT, {}, 0),
    "rename": lambda write, made, at: write.rename(0, at),
    "update": lambda write, made, at: write.update(0, made, at),
    _GONE: lambda write, made, at: Step(DELETE, {}, 0),
}


def lives(writer: StepWriter, random: Random) -> Iterator[Steps]:
    """Without end: all lives of SHORTEST operations, then all that are one longer.

    The kinds of store take turns, and each order has had every kind before a longer one is tried.
    """
    for length in count(SHORTEST):
        orders = [order for order in product(_ACTS, repeat=length) if _GONE not in order[:-2]]
        random.shuffle(orders)
        for turn in range(len(writer.kinds)):
            for number, order in enumerate(orders):
                yield _life(writer, writer.kinds[(number + turn) % len(writer.kinds)], order)


def _life(writer: StepWriter, kind: str, order: tuple[str, ...]) -> Steps:
    """A life whose store is looked at after each step: in which state it is says what the next may be answered."""
    made = writer.create(kind, 0)
    acts = (_ACTS[act](writer, made.request, at) for at, act in enumerate(order, 1))
    return (made, *chain.from_iterable((act, Step(DESCRIBE, {}, 0)) for act in acts))
