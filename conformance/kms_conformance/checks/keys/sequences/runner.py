"""Sequences played against a target: step by step, with the keys that they share made once a run."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from kms_conformance.checks.keys.sequences.judgement import Finding, about_the_request, finding, repeatable
from kms_conformance.checks.keys.sequences.makers import computed, filled
from kms_conformance.checks.keys.sequences.paging import all_pages
from kms_conformance.checks.keys.sequences.played import Played, Sent, misfits_of, strings
from kms_conformance.checks.keys.sequences.port import (
    MAKING,
    NotShownError,
    Port,
    Request,
    Resource,
    changes,
    remove,
    resource,
)
from kms_conformance.checks.keys.sequences.regions import one_for_all
from kms_conformance.checks.keys.sequences.relations import MISSING, account, at
from kms_conformance.execution.judging.verdicts import answer_text
from kms_reports.result import FAILED, Verdict
from kms_specification.facts import Json
from kms_strategies.sequences.keys.language import Demonstration, Outcome, Step, Template
from kms_strategies.sequences.keys.requests import key_id, takes_a_key, valid
from kms_strategies.sequences.keys.resources import RECIPES
from kms_targets.http.response import Observation

_NO_ROOM = "LimitExceededException"
PAUSE = 0.1  # seconds between two reads that may stay behind
_REFUSED = frozenset({Outcome.REFUSAL, Outcome.ERRORS})
_NAMES = ("Id", "Arn")  # how the members that name a resource end


@dataclass
class Run:
    """One run against a target: what sequences share, and what was made and is not removed yet.

    Of a shared resource that could not be made the reason is kept. `allowed` are the operations, each with its Region,
    that have succeeded; `ended` is what was made and removed again.
    """

    port: Port
    word: str = field(default_factory=lambda: secrets.token_hex(4))
    ended: list[Resource] = field(default_factory=list)
    _shared: dict[str, _Sequence | NotShownError] = field(default_factory=dict)
    _made: list[Resource] = field(default_factory=list)
    allowed: set[tuple[str, str | None]] = field(default_factory=set)
    _played: int = 0
    _spoilt: Counter[str] = field(default_factory=Counter)
    _lacking: dict[str, bool] = field(default_factory=dict)  # the Regions asked for, and whether there is none

    def play(self, shown: Demonstration) -> Played:
        """The verdict on one requirement: the first sequence that is wrong, or that cannot be shown, or that all are
        as they have to be. One that cannot be shown hides no other that is wrong."""
        found = Played(Verdict.VACUOUS, "there is no sequence for it")
        for number, steps in enumerate(shown.sequences):
            one = self._sequence(steps)
            if one.verdict in FAILED:
                return one
            if number == 0 or found.verdict is Verdict.CONFORMS:
                found = one
        return found

    def request(self, template: Template) -> Json:
        """A template filled with what sequences share. Raises NotShownError where that cannot be made."""
        self._played += 1
        return filled(template, _Sequence(self, f"{self.word}-{self._played}", self._made).lookup)

    def enter(self, region: str) -> None:
        """Another Region is about to be asked. Raises NotShownError where the target has one Region alone."""
        if region not in self._lacking:
            key = self.request({"KeyId": key_id("scratch.key")})
            self._lacking[region] = isinstance(key, dict) and one_for_all(self.port, key, region)
        if self._lacking[region]:
            raise NotShownError(f"the target has one Region alone: {region} has the same keys, with the same ARNs")

    def close(self) -> None:
        """Removes what sequences shared."""
        self._forget_ended(self._made)
        remove(self.port, self._made)

    def shared(self, name: str) -> _Sequence:
        """A shared resource, which is made first. Raises NotShownError where it cannot be."""
        if name not in self._shared:
            anew = f"-{self._spoilt[name]}" if self._spoilt[name] else ""
            sequence = _Sequence(self, f"{self.word}-{name}{anew}", self._made, for_all=True)
            try:
                found = sequence.run(RECIPES[name].steps)
                if found is not None:
                    raise NotShownError(f"it needs {name}, and {found.explanation}")
                self._shared[name] = sequence
            except NotShownError as why:
                self._shared[name] = why
            self._forget_ended(self._made)
        shared = self._shared[name]
        if isinstance(shared, NotShownError):
            raise shared
        return shared

    def spoilt(self, request: Json) -> None:
        """A request succeeded that had to be refused: what it names of what is shared is made anew when needed."""
        named = set(strings(request))
        for name, one in list(self._shared.items()):
            if isinstance(one, _Sequence) and not named.isdisjoint(strings(dict(one.answers))):
                del self._shared[name]
                self._spoilt[name] += 1

    def made_for(self, request: Json) -> tuple[Sent, ...]:
        """The requests that made what a request refers to, of the resources that sequences share, in order."""
        needed, found = set(strings(request)), list[Sent]()
        shared = (one for one in self._shared.values() if isinstance(one, _Sequence))
        made = [sent for one in shared for sent in self._with_shared(one)]
        for one in reversed([one for number, one in enumerate(made) if one not in made[:number]]):
            if one.seen.success and not needed.isdisjoint(strings(one.seen.json)):
                needed.update(strings(dict(one.request)))
                found.append(one)
        return tuple(reversed(found))

    def _forget_ended(self, made: list[Resource]) -> None:
        """What a sequence has removed itself needs no removing."""
        for thing in [thing for thing in made if thing in self.ended]:
            made.remove(thing)
            self.ended.remove(thing)
            self.port.removed(thing)

    def _with_shared(self, sequence: _Sequence) -> tuple[Sent, ...]:
        """The requests of a sequence, after those of the shared resources that it refers to."""
        sent: list[Sent] = []
        for shared in sequence.shared.values():
            sent += self._with_shared(shared)
        unique = [one for number, one in enumerate(sent) if one not in sent[:number]]
        return (*unique, *sequence.sent)

    def _sequence(self, steps: tuple[Step, ...]) -> Played:
        self._played += 1
        made: list[Resource] = []
        sequence = _Sequence(self, f"{self.word}-{self._played}", made)
        try:
            found = sequence.run(steps)
            verdict = Played(found.verdict, found.explanation) if found else Played(Verdict.CONFORMS, "as it has to be")
        except NotShownError as why:
            verdict = Played(Verdict.INAPPLICABLE, str(why))
        finally:
            self._forget_ended(made)
            remove(self.port, made)
        return replace(verdict, sent=tuple(sequence.sent), shared=self._with_shared(sequence), step=sequence.last)


@dataclass
class _Sequence:
    """One sequence: its answers by name, the word that no other has, what it made, and what of others it refers to.

    `last` is the step that was sent last. `for_all`: what it makes is shared by the sequences of the run.
    """

    run_: Run
    word: str
    made: list[Resource]
    answers: dict[str, Json] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    shared: dict[str, _Sequence] = field(default_factory=dict)
    last: Step | None = None
    for_all: bool = False
    misfits: dict[str, str] = field(default_factory=dict)  # by reference, what is wrong with the form of a value

    def run(self, steps: tuple[Step, ...]) -> Finding | None:
        """What is wrong, or None. Raises NotShownError where a step that prepares does not come out."""
        lacking = next((step.operation for step in steps if step.operation in self.run_.port.lacks), None)
        if lacking is not None:
            raise NotShownError(f"it needs {lacking}, which the target does not know")
        for step in steps:
            self.last = step
            found = self._step(step)
            if found is None:
                continue
            if not step.judged:
                raise NotShownError(f"a request that prepares was not answered as it has to be: {found.explanation}")
            return found
        return None

    def lookup(self, reference: str) -> Json:
        """The value of a reference. Raises NotShownError where there is none."""
        name, _, way = reference.partition(".")
        fixture = way.partition(".")[0]
        words: dict[str, Callable[[], Json]] = {
            "run": lambda: self.run_.word,
            "unique": lambda: self.word,
            "elsewhere": lambda: self.run_.port.elsewhere,
            "fixture": lambda: {fixture: self.run_.port.fixture(fixture)},
            **{known: partial(self.answers.get, known) for known in self.answers},
        }
        root = words[name]() if name in words else self._of_shared(name)
        shared = self.shared.get(name)
        if why := (shared.misfits.get(way) if shared else self.misfits.get(reference)):
            raise NotShownError(why)
        found = at(root, way)
        if found is MISSING:
            found = account(root, way)
        if found is MISSING:
            raise NotShownError(f"an answer has no {way}")
        if found == "" and way.endswith(_NAMES):
            raise NotShownError(f"an answer has an empty {way}")
        return found  # type: ignore[return-value]

    def _of_shared(self, name: str) -> Json:
        if name not in self.shared:
            self.shared[name] = self.run_.shared(name)
        return dict(self.shared[name].answers)

    def _step(self, step: Step) -> Finding | None:
        request = filled(step.request, self.lookup)
        if not isinstance(request, dict):
            raise NotShownError(f"there is no request to {step.operation}")
        region = str(filled(step.region, self.lookup)) if step.region else None
        if region is not None:
            self.run_.enter(region)
        time.sleep(step.after)
        first, before, again = time.monotonic(), len(self.sent), False
        while True:
            waited = time.monotonic() - first  # not with the time that the answer takes, which is no lag
            del self.sent[before:]  # of what is asked again the last time is shown
            seen, answer = self._asked(step, request, region)
            found = self._finding(step, seen, answer, region)
            if (found is not None and found.settled) or not repeatable(step, seen, right=again and found is None):
                break
            if self.run_.port.caught_up(waited, right=found is None):
                break
            again = True
            time.sleep(PAUSE)
        self.sent[before] = replace(self.sent[before], after=step.after, computed=computed(step.request))
        if step.name:
            self.answers[step.name] = request | (answer if isinstance(answer, dict) else {})
            if seen.success:
                self.misfits |= misfits_of(step, answer)
        if seen.success and step.outcome in _REFUSED and changes(step.operation):
            self.run_.spoilt(request)
        return found

    def _finding(self, step: Step, seen: Observation, answer: Json, region: str | None) -> Finding | None:
        """What is wrong with an answer. Who has been let in once was not turned away for who they are."""
        known = (step.operation, region)
        if seen.success:
            self.run_.allowed.add(known)
        if step.outcome is Outcome.ANYTHING:
            return None
        no_room = step.operation in MAKING and seen.code == _NO_ROOM and _NO_ROOM not in step.errors
        if seen.throttled or (no_room and (step.outcome is Outcome.SUCCESS or self._full(step.operation))):
            raise NotShownError(f"{step.operation}: {answer_text(seen)}")
        if seen.failure is None and known not in self.run_.allowed:
            about_the_request(step, seen, unknown=self.run_.port.unknown(step.operation, seen))
        if step.pages and seen.success and isinstance(answer, dict) and step.pages not in answer and "Pages" in answer:
            why = "Truncated is true without a NextMarker" if "Truncated" in answer else f"there is no {step.pages}"
            return Finding(Verdict.STATE_VIOLATION, f"{step.operation}: {why}")
        return finding(step, seen, answer, self.lookup)

    def _full(self, operation: str) -> bool:
        """Whether a valid request is refused for want of room too, so that this says nothing about another request."""
        request = self.run_.request(valid(operation) if takes_a_key(operation) else {})
        seen = self._sent(operation, dict(request) if isinstance(request, dict) else {}, None)
        del self.sent[-1]
        return seen.code == _NO_ROOM

    def _asked(self, step: Step, request: Request, region: str | None) -> tuple[Observation, Json]:
        """One answer, with those of all its pages where they are asked for."""
        seen = self._sent(step.operation, request, region)
        if not step.pages or not seen.success:
            return seen, seen.json
        return all_pages(
            seen, step.pages, lambda marker: self._sent(step.operation, {**request, "Marker": marker}, region)
        )

    def _sent(self, operation: str, request: Request, region: str | None) -> Observation:
        making = operation in MAKING
        if making:
            self.run_.port.intend(operation, request, region, shared=self.for_all)
        seen = self.run_.port.call(operation, request, region)
        self.sent.append(Sent(operation, request, seen, region))
        thing = resource(operation, request, seen.json, region) if making and seen.success else None
        if thing is not None:
            self.run_.ended[:] = [ended for ended in self.run_.ended if ended != thing]
            self.made.append(thing)
            self.run_.port.made(thing)
        if seen.success:
            self._note_end(operation, request, region)
        return seen

    def _note_end(self, operation: str, request: Request, region: str | None) -> None:
        """Notes what a request has removed, or has kept from being removed after all."""
        ended = self.run_.ended
        if operation == "CancelKeyDeletion":
            ended[:] = [thing for thing in ended if not thing.ended_by("ScheduleKeyDeletion", request, region)]
        ended += [thing for thing in self.made if thing.ended_by(operation, request, region) and thing not in ended]
