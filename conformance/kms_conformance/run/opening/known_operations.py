"""Which operations a target knows, for a user who asked for another: one request each finds out, and makes nothing."""

from __future__ import annotations

from kms_conformance.execution.executor import Executor
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.knowledge.availability import is_unknown
from kms_specification.catalog import operation_names
from kms_specification.pages.resources import KEY, TYPES
from kms_strategies.requests.examples import example_request

# Operations that make something of an ordinary request: what they make belongs to nothing that has to exist.
MAKES = frozenset(kind.create for kind in TYPES.values() if kind.parent_member is None and not kind.chosen_id)
NAMED = 2  # operations that are named, so that the sentence is one line of 80 columns; the results have all
USUAL = (KEY.describe, KEY.list)  # what most have


def known_operations(executor: Executor) -> tuple[str, ...]:
    """The operations, but for `MAKES`, that are answered otherwise than one that does not exist. Raises nothing."""
    return tuple(sorted(name for name in operation_names() if name not in MAKES and _knows(executor, name)))


def _knows(executor: Executor, name: str) -> bool:
    """Whether an ordinary request, which names a key that does not exist, is understood."""
    operation = facts(name)
    fill = executor.tools.preparer.substitution(name)
    request = fill(example_request(operation, operation.variants[0]))
    assert isinstance(request, dict)
    executor.tracker.intend([(name, request)])
    seen, _ = executor.tracker.call(name, request)
    return seen.failure is None and not is_unknown(executor.transport, seen)


def advice(wanted: str, known: tuple[str, ...]) -> str:
    """What to run instead of an operation that the target does not know."""
    if not known:
        return f"The target knows neither {wanted} nor any other operation that it was asked for."
    first = sorted(known, key=lambda name: (name not in USUAL, name))[:NAMED]
    more = len(known) - len(first)
    named = f"{', '.join(first)} and {more} more" if more else " and ".join(first)
    return f"The target knows {named}: try --operations all."
