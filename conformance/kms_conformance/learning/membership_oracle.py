"""One question: does the target take this request? Answered by a store, or by how far a valid request gets there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import PATIENCE
from kms_conformance.execution.errors import SetupFailedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.knowledge.calibration import OperationCalibration
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.learning.budget import Ahead
from kms_specification.facts import Json, Operation
from kms_specification.oracle import ReachableOutcome
from kms_specification.pages.resources import created_by
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.examples import (
    Request,
    at,
    having,
)

NAME = "CustomKeyStoreName"
AGAIN = 2  # how often a surprise is asked for once more
SURPRISES = 12  # surprises of one kind that are asked for again; then the target is believed


class UnsettledError(Exception):
    """Something cannot be found out. The message says why."""


class UnsteadyError(UnsettledError):
    """The same request was answered differently."""

    def __init__(self) -> None:
        super().__init__("the same request was answered now so, now so")


class SilentError(UnsettledError):
    """The target does not answer any more."""

    def __init__(self) -> None:
        super().__init__("the target no longer answers")


class UnmadeError(UnsettledError):
    """The store that has to be there first could not be made. The message says why."""


class StuckError(UnsettledError):
    """What is made cannot be taken away again."""

    def __init__(self) -> None:
        super().__init__("the target does not delete what it makes")


class NowhereError(Exception):
    """What stands behind the target leaves no kind of store in which it could be asked. The message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a request was taken, and what was sent, as it may be shown."""

    taken: bool
    judged: CaseResult

    @property
    def shown(self) -> Json:
        """The request, with stand-ins for secrets."""
        return self.judged.shown()[-1]


@dataclass(slots=True)
class MembershipOracle:
    """Asks one target. `surprises` counts answers that were asked for again, by what is being found out."""

    context: Context
    ahead: Ahead
    silent: int = 0
    refused: int = 0
    surprises: dict[str, int] = field(default_factory=dict)
    _names: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self._names = self._fresh()

    @property
    def operation(self) -> Operation:
        """The operation that is asked for."""
        return facts(self.calibration.operation)

    @property
    def calibration(self) -> OperationCalibration:
        """What was found out of that operation."""
        return next(iter(self.context.calibration.operations.values()))

    @property
    def random(self) -> Random:
        """What placeholders are filled with."""
        return self.context.executor.tools.preparer.random

    @property
    def examples(self) -> dict[str, Request]:
        """The request of each variant that the target takes; variants that it refuses are left out."""
        found = self.calibration
        return {name: r for name, r in found.examples.items() if name not in found.refused}

    def reach(self, variant: str) -> ReachableOutcome:
        """How far a valid request of a variant gets."""
        return self.calibration.environment.of(variant)

    def plain(self, variant: str, *, conditions: bool = False) -> bool:
        """Whether a broken constraint, or a missing member, is reported before what stands behind the target."""
        reach = self.reach(variant)
        return reach.code is None or (reach.conditions_first if conditions else reach.constraints_first)

    def hosts(self, path: str, *, conditions: bool = False) -> list[str]:
        """The variants in whose ordinary request a member stands. Raises NowhereError where there is none to ask."""
        found = [v for v, request in self.examples.items() if at(path, request) is not None]
        plain = [v for v in found if self.plain(v, conditions=conditions)]
        if plain:
            return plain
        if found:
            raise NowhereError(f"what stands behind a {found[0]} store is reported before anything else")
        refused = self.calibration.refused
        why = next(
            (f"every valid {v} request is refused ({refused[v]})" for v in refused if self._belongs(v, path)),
            "it is in no ordinary request",
        )
        raise NowhereError(why)

    def _belongs(self, variant: str, path: str) -> bool:
        return path.partition(".")[0] in self.operation.variant(variant).members

    def value(self, path: str, value: Json, variant: str) -> Answer:
        """Whether an ordinary request is taken in which a member has a value."""
        return self.ask(Case(having(self.examples[variant], path, value), variant))

    def ask(self, case: Case, *, unique: bool = True) -> Answer:
        """Whether a request is taken. Raises UnsettledError, SpentError.

        `unique`: what it asks for is nobody's, so that where it is refused as in use, other values are tried.
        """
        answer = self._asked(case)
        in_use = {rule.error for rule in self.operation.uniqueness}
        if unique and not answer.taken and in_use.intersection(answer.judged.seen.codes.values()):
            answer = self._asked(case)
        return answer

    def sure(self, case: Case, expected: bool, what: str, *, unique: bool = True) -> Answer:
        """As `ask`; an answer that was not expected is asked for again. Raises UnsteadyError where it then differs."""
        answer = self.ask(case, unique=unique)
        if answer.taken is not expected and self.surprises.get(what, 0) < SURPRISES:
            self.surprises[what] = self.surprises.get(what, 0) + 1
            self.same(case, answer, unique=unique)
        return answer

    def same(self, case: Case, answer: Answer, *, unique: bool = True) -> None:
        """Asks again. Raises UnsteadyError where the answer differs."""
        for _ in range(AGAIN):
            if self.ask(case, unique=unique).taken is not answer.taken:
                raise UnsteadyError

    def _asked(self, case: Case) -> Answer:
        if self.context.executor.tracker.deletions.gave_up(created_by(self.operation.name)):
            raise StuckError
        for _ in range(PATIENCE):
            if self.silent >= PATIENCE:
                break
            try:
                judged = self.context.executor.execute(Probe(operation=self.operation.name, sent=self._named(case)))
            except SetupFailedError as unmet:
                raise UnmadeError(str(unmet)) from None
            if judged.seen.failure is None:
                self.silent = 0
                answer = Answer(self._taken(case, judged), judged)
                self.refused += not answer.taken
                return answer
            self.silent += 1
        raise SilentError

    def _taken(self, case: Case, judged: CaseResult) -> bool:
        if judged.seen.success:
            return True
        code = self.reach(case.variant).code if case.variant else None
        if code is None or code not in judged.seen.codes.values():
            return False
        # Where the documents let a broken constraint have this very error, it says nothing of a right value.
        return not any(v.certain and code in v.errors for v in judged.expectation.violated)

    def _named(self, case: Case) -> Case:
        """The case with a name that is in the ledger already."""
        request = case.request
        if not isinstance(request, dict) or case.before or NAME not in request:
            return case
        if request[NAME] != self.examples.get(case.variant, {}).get(NAME):
            return case
        return replace(case, request={**request, NAME: self.ahead.names(self._names)})

    def _fresh(self) -> Iterator[str]:
        template = next(iter(self.examples.values()))[NAME]
        while True:
            yield str(Substitution(self.random)(template, NAME))
