"""Sequences of operations: every order of a few on one store, the state machines of the checks with new seeds, and
operations that run at once, which have to come out as in some order one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import islice
from random import Random

from kms_conformance.checks.custom_key_stores.scenes import writer
from kms_conformance.checks.custom_key_stores.sequences.abilities import abilities
from kms_conformance.checks.custom_key_stores.sequences.explorer import Explorer
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.fuzzing.findings import Way, way_of
from kms_conformance.run.evaluate import Evaluator
from kms_reports.result import Result
from kms_specification.catalog import OPERATIONS
from kms_specification.pages.custom_key_stores import CREATE, DELETE, DESCRIBE
from kms_specification.pages.keys.lifecycle.transitions import CHANGING, READING
from kms_specification.pages.resources import KEY
from kms_specification.requirements.registry import Requirement, find
from kms_strategies.sequences.lives import lives
from kms_strategies.sequences.steps import Steps

STORES, KEYS = f"{CREATE}.state.history", f"{KEY.create}.state.history"
HISTORIES, STEPS = 4, 24  # of stores, in a round
LIVES = 24  # of one store, in a round
# How often each has its turn, and the operations that it calls: it is used where all of them are chosen.
_STORES_CALL = tuple(name for name in OPERATIONS if fnmatchcase(name, "*CustomKeyStore*"))
_CALLS = {
    STORES: (2, _STORES_CALL),
    KEYS: (2, (*READING, *CHANGING)),
    f"{CREATE}.state.linearizable": (1, (CREATE, DELETE)),
    f"{CREATE}.state.concurrent": (1, (CREATE, DELETE)),
}


def possible(operations: Iterable[str]) -> list[Requirement]:
    """The requirements on histories whose operations are all among those that are chosen."""
    chosen = set(operations)
    found = [find(one) for one, (_, needed) in _CALLS.items() if chosen.issuperset(needed)]
    return [requirement for requirement in found if requirement is not None]


@dataclass(slots=True)
class Histories:
    """What is played, a round at a time.

    `_lives` are the lives of one store that are left to play; `_known` says in which ways one was answered wrongly.
    """

    random: Random
    _known: set[Way] = field(default_factory=set)
    _lives: Iterator[Steps] | None = field(default=None)

    def choose(self, requirements: Sequence[Requirement]) -> Requirement:
        """The one that has its turn."""
        return self.random.choices(requirements, [_CALLS[one.id][0] for one in requirements])[0]

    def played(self, evaluator: Evaluator, requirement: Requirement) -> Iterator[Result]:
        """The failing results of a round of histories. Raises NotJudgedError where the target cannot show any."""
        context = replace(evaluator.context, seed=self.random.getrandbits(32))
        if requirement.id != STORES:
            found = replace(evaluator, context=context).conclude(requirement)
            if found.cases == 0 and not found.failed:
                raise NotJudgedError(found.reason)
            yield from [found] if found.failed else []
            return
        abilities(context).need(DESCRIBE, DELETE)
        try:
            results = [*self._lived(context), *_drawn(context)]
        except SetupFailedError as why:
            raise NotJudgedError(str(why)) from None
        wrong = [one for result in results if (one := evaluator.own(requirement, result)).failed]
        yield from (found for one in wrong if (found := evaluator.confirmed(requirement, one)).failed)

    def _lived(self, context: Context) -> Iterator[CaseResult]:
        """The smallest of a life that is wrong in a way that is not known yet, which ends the round."""
        if self._lives is None:
            self._lives = lives(writer(context), self.random)
        for steps in islice(self._lives, LIVES):
            explorer = _explorer(context)
            judged = explorer.show(steps)
            wrong = {way_of(one) for one in judged[-1:] if one.failed} - self._known
            if wrong:
                self._known |= wrong
                yield explorer.smallest(explorer.possible(steps)[: len(judged)], judged[-1])
            if wrong or context.late:
                return


def _drawn(context: Context) -> Iterator[CaseResult]:
    return _explorer(context).drawn(HISTORIES, STEPS, context.seed)


def _explorer(context: Context) -> Explorer:
    return Explorer(context, writer(context), f"{CREATE}.state.history")
