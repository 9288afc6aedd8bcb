"""Sequences of operations: the state machines of the checks, each time with another seed, and longer than there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from random import Random

from kms_conformance.checks.custom_key_stores.scenes import writer
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.run.evaluate import Evaluator
from kms_conformance.sequences.abilities import abilities
from kms_conformance.sequences.explorer import Explorer
from kms_reports.result import Result
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import CREATE, DELETE, DESCRIBE
from kms_specification.requirements.registry import Requirement, find

STORES, KEYS = "CreateCustomKeyStore.state.history", "CreateKey.state.history"
HISTORIES, STEPS = 8, 24  # of stores, in a round
# The operations that a machine calls: it is used where all of them are chosen.
_KEYS = ("CreateKey", "DescribeKey", "Encrypt", "Decrypt", "DisableKey", "EnableKey", "CreateAlias", "DeleteAlias")


def possible(operations: Iterable[str]) -> list[Requirement]:
    """The requirements on histories whose operations are all among those that are chosen."""
    chosen = set(operations)
    calls = {STORES: [name for name in OPERATIONS if fnmatchcase(name, "*CustomKeyStore*")], KEYS: _KEYS}
    found = [find(one) for one, needed in calls.items() if chosen.issuperset(needed)]
    return [requirement for requirement in found if requirement is not None]


def played(evaluator: Evaluator, requirement: Requirement, random: Random) -> Iterator[Result]:
    """The failing results of a round of histories. Raises NotJudgedError where the target cannot show any."""
    context = replace(evaluator.context, seed=random.getrandbits(32))
    if requirement.id != STORES:
        found = replace(evaluator, context=context).conclude(requirement)
        if found.cases == 0 and not found.failed:
            raise NotJudgedError(found.reason)
        yield from [found] if found.failed else []
        return
    abilities(context).need(DESCRIBE, DELETE)
    explorer = Explorer(context, writer(context), f"{CREATE}.state.history")
    try:
        results = list(explorer.drawn(HISTORIES, STEPS, context.seed))
    except SetupFailedError as why:
        raise NotJudgedError(str(why)) from None
    for result in results:
        judged = evaluator.own(requirement, result)
        if judged.failed:
            yield evaluator.confirmed(requirement, judged)
