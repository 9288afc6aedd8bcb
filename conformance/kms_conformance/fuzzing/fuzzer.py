"""The search: rounds of drafts, each kind by its share, judged, kept where the answer is new, shrunk where it is wrong.

It ends when somebody stops it, when its budget is spent, or when the target is gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from kms_conformance.checks.keys.behaviour import run_of
from kms_conformance.execution.errors import NotJudgedError, OutOfTimeError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.fuzzing.corpus import Corpus
from kms_conformance.fuzzing.findings import Findings, Key, key_of, requirement_of, way_of
from kms_conformance.fuzzing.histories import Histories, possible
from kms_conformance.fuzzing.presence import TargetGoneError, silence
from kms_conformance.fuzzing.sending import Sender
from kms_conformance.fuzzing.signature import Signature, signature
from kms_conformance.run.run import OpenRun
from kms_reports.result import Result, Verdict
from kms_specification.requirements.registry import Requirement
from kms_strategies.fuzzing.draft import Draft
from kms_strategies.fuzzing.hunts import HUNTS, Ground, Hunt
from kms_strategies.fuzzing.shrinking import shrunk
from kms_strategies.fuzzing.values import Values
from kms_targets.http.client import Failure

ROUND = 12  # drafts that are made and sent together
SHRINK = 120  # requests for making one finding smaller
SHRINK_UNANSWERED = 6  # the same where each takes the time of a timeout
SILENT = 3  # requests in a row without an answer, after which the target is asked whether it is there
RENEWED = 400  # requests to an operation after which what they are made of is looked at again
SEQUENCES, SEQUENCES_SHARE = "sequences", 7


@dataclass(slots=True)
class Tried:
    """What was tried so far: drafts by kind, new signatures, findings, and when the last finding was made.

    `late` are the answers that did not come in time, and did when they were asked for again.
    """

    drafts: dict[str, int] = field(default_factory=dict)
    signatures: int = 0
    findings: int = 0
    late: int = 0
    last_finding: float | None = None


@dataclass(slots=True)
class Fuzzer:
    """One search in an open run. `most` requests are sent, where that is not None; the run knows its own deadline.

    `found` gets each finding, `progress` each round. `hunts` are the kinds of draft, and `sequences` says
    whether sequences of operations are tried beside them; `stopped`: whether the search is to end.
    """

    run: OpenRun
    operations: Sequence[str]
    corpus: Corpus
    random: Random
    most: int | None
    found: Callable[[Result], None]
    progress: Callable[[Tried], None]
    hunts: Mapping[str, Hunt] = field(default_factory=lambda: HUNTS)
    sequences: bool = True
    stopped: Callable[[], bool] = lambda: False
    tried: Tried = field(default_factory=Tried)
    notes: list[str] = field(default_factory=list)
    _findings: Findings = field(default_factory=Findings)
    _values: dict[str, Values] = field(default_factory=dict)
    _requests: dict[str, int] = field(default_factory=dict)
    _spent: dict[str, float] = field(default_factory=dict)
    _possible: list[Requirement] = field(default_factory=list)
    _histories: Histories = field(init=False)
    _usable: list[str] = field(default_factory=list)
    _silent: int = 0

    def __post_init__(self) -> None:
        self._histories = Histories(self.random)

    @property
    def requests(self) -> int:
        """All requests so far, those that set something up or take it away too."""
        counts = self.run.executor.counts
        return counts.sent + counts.setup_requests

    @property
    def over(self) -> bool:
        """Whether the budget is spent, or whoever started the search has ended it."""
        return (
            self.stopped() or self.run.evaluator.context.late or (self.most is not None and self.requests >= self.most)
        )

    def resend(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Sends drafts of an earlier search; those that were answered. Raises TargetGoneError."""
        answered: list[Draft] = []
        for at in range(0, len(drafts), ROUND):
            if self.over:
                break
            answered += self._round("corpus", drafts[at : at + ROUND])
        return answered

    def search(self) -> None:
        """Goes on until the budget is spent. Raises TargetGoneError."""
        self._usable = [name for name in self.operations if self._is_there(name)]
        self._possible = possible(self._usable) if self.sequences else []
        shares = {name: hunt.share for name, hunt in self.hunts.items()} | {SEQUENCES: SEQUENCES_SHARE}
        while self._usable and not self.over:
            kinds = [kind for kind in shares if kind != SEQUENCES or self._possible]
            kind = min(kinds, key=lambda k: self._spent.get(k, 0.0) / shares[k])
            before = self.requests
            if kind == SEQUENCES:
                self._sequences()
            else:
                self._round(kind, [draft for _ in range(ROUND) if (draft := self._draft(kind)) is not None])
            # What sends nothing has its turn all the same.
            self._spent[kind] = self._spent.get(kind, 0.0) + max(self.requests - before, 1)

    def _is_there(self, name: str) -> bool:
        """Whether the target has an operation; its valid request is found out by the way."""
        if self.over:
            return False
        known = self.run.evaluator.context.calibrated(name)
        if not known.implemented:
            self.notes.append(f"{name} is not implemented: {known.answer}")
        return known.implemented and bool(known.examples)

    def _draft(self, kind: str) -> Draft | None:
        # What has more members has more to try.
        name = self.random.choices(self._usable, [1 + len(list(facts(one).walk())) for one in self._usable])[0]
        self._requests[name] = self._requests.get(name, 0) + 1
        if self._requests[name] % RENEWED == 0:
            self._renew(name)
        operation, known = facts(name), self.run.evaluator.context.calibrated(name)
        examples = {
            variant: r for variant, r in known.examples.items() if variant not in known.refused or not operation.exact
        }
        if not examples:
            return None
        values = self._values.setdefault(name, Values(operation))
        ground = Ground(operation, examples, values, lambda: self.corpus.pick(name, self.random))
        return self.hunts[kind].make(ground, self.random)

    def _renew(self, name: str) -> None:
        """Has what requests are made of made anew, where it is no more what it was: a key that was deleted since."""
        context = self.run.evaluator.context
        known = context.calibrated(name)
        accepted = [Draft(name, variant) for variant in known.examples if known.succeeds(variant)]
        sender = Sender(context)
        if facts(name).exact or all(r.seen.success for _, r in sender.send_all(accepted)):
            return
        run_of(context).close()
        context.memory.clear()
        context.forget(name)
        context.calibrated(name)

    def _round(self, kind: str, drafts: Sequence[Draft]) -> list[Draft]:
        """Drafts sent, and what came of them looked at when all are answered; those that were."""
        wrong: list[tuple[Draft, CaseResult]] = []
        answered: list[Draft] = []
        for draft, result in Sender(self.run.evaluator.context).send_all(drafts):
            self.tried.drafts[kind] = self.tried.drafts.get(kind, 0) + 1
            answered.append(draft)
            self._keep(draft, signature(result, draft.operation))
            judged = self._own(draft, result)
            if judged.failed:
                wrong.append((draft, judged))
            self._listen(judged, wrong)
            if self.over:
                break
        if self.run.executor.transport.hung:
            self._ask(wrong)
        for draft, judged in wrong:
            self._wrong(draft, judged)
        self.progress(self.tried)
        return answered

    def _keep(self, draft: Draft, answer: Signature) -> None:
        self.tried.signatures += self.corpus.add(draft, answer)

    def _own(self, draft: Draft, result: CaseResult) -> CaseResult:
        return self.run.evaluator.own(requirement_of(result, draft), result)

    def _listen(self, judged: CaseResult, wrong: list[tuple[Draft, CaseResult]]) -> None:
        """Raises TargetGoneError where the target does not answer any more."""
        self._silent = self._silent + 1 if judged.seen.failure is not None else 0
        if judged.seen.failure is Failure.REFUSED or self._silent >= SILENT:
            self._ask(wrong)
            self._silent = 0

    def _ask(self, wrong: list[tuple[Draft, CaseResult]]) -> None:
        """Raises TargetGoneError where the target answers nothing at all; what was wrong by then comes first."""
        gone = silence(self.run.executor.transport)
        if not gone:
            return
        for draft, one in wrong:
            if one.seen.failure is not Failure.REFUSED:
                self._tell(draft, replace(one, probe=replace(one.probe, repeatable=False)))
        raise TargetGoneError(gone)

    def _wrong(self, draft: Draft, judged: CaseResult) -> None:
        """A wrong answer: reported, once it is shrunk, where it is not known yet."""
        raw = key_of(judged, requirement_of(judged, draft))
        if not self._findings.worth(raw, draft.operation):
            rest = self._besides(draft, judged)
            if rest is None:
                return
            draft, judged = rest
            raw = key_of(judged, requirement_of(judged, draft))
        draft, judged = self._shrunk(draft, judged)
        self._findings.show(draft, way_of(judged))
        if self._findings.add(raw, key_of(judged, requirement_of(judged, draft)), draft.operation):
            self._tell(draft, judged)

    def _besides(self, draft: Draft, judged: CaseResult) -> tuple[Draft, CaseResult] | None:
        """What is as wrong without the changes that are known to be; None where nothing is, or the oracle names it."""
        if any(violation.certain for violation in judged.expectation.violated) or self.over:
            return None
        rest = self._findings.besides(draft, way_of(judged))
        if rest is None:
            return None
        result = judged if rest == draft else Sender(self.run.evaluator.context).send(rest)
        own = self._own(rest, result) if result is not None else None
        if own is None or not own.failed or way_of(own) != way_of(judged):
            return None
        self._findings.looked_besides(rest, way_of(own))
        return rest, own

    def _shrunk(self, draft: Draft, judged: CaseResult) -> tuple[Draft, CaseResult]:
        sender, smallest = Sender(self.run.evaluator.context), judged

        def same(smaller: Draft) -> bool:
            nonlocal smallest
            result = None if self.over else sender.send(smaller)
            if result is None:
                return False
            self._keep(smaller, signature(result, smaller.operation))
            result = self._own(smaller, result)
            if not result.failed or way_of(result) != way_of(judged):
                return False
            smallest = result
            return True

        budget = SHRINK_UNANSWERED if judged.verdict is Verdict.TIMEOUT else SHRINK
        return shrunk(draft, same, budget), smallest

    def _tell(self, draft: Draft, judged: CaseResult) -> None:
        requirement = requirement_of(judged, draft)
        found = self.run.evaluator.confirmed(requirement, judged)
        if not found.failed:
            return  # by now it is known that valid requests get this answer too
        if found.verdict is Verdict.FLAKY and judged.verdict is Verdict.TIMEOUT:
            # The machine may have had too much to do: an answer that comes when it is asked for again is no finding.
            self.tried.late += 1
            return
        # What comes and goes is one finding of an operation, whichever request meets it.
        unsteady = Key(draft.operation, Verdict.FLAKY, judged.seen.status, judged.seen.code)
        if found.verdict is not Verdict.FLAKY or self._findings.add(unsteady, unsteady, draft.operation):
            self._add(found)

    def _add(self, result: Result) -> None:
        self.tried.findings += 1
        self.tried.last_finding = time.monotonic()
        self.found(self.run.executor.tracker.redact.result(result))

    def _sequences(self) -> None:
        """A round of histories; of a machine that the target cannot show nothing is tried again."""
        requirement = self._histories.choose(self._possible)
        try:
            for result in self._histories.played(self.run.evaluator, requirement):
                example = result.counterexample
                answer = (example.status, example.code) if example is not None else (None, None)
                key = Key(requirement.id, result.verdict, *answer)
                if self._findings.add(key, key, requirement.operation):
                    self._add(result)
        except NotJudgedError as why:
            self._possible.remove(requirement)
            self.notes.append(f"{requirement.id} was not tried: {why}")
        except OutOfTimeError:
            return
        self.tried.drafts[SEQUENCES] = self.tried.drafts.get(SEQUENCES, 0) + 1
        self.progress(self.tried)
