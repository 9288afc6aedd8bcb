"""Sequences played against a target: step by step, with the keys that they share made once a run."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from kms_conformance.checks.keys.judgement import Finding, finding
from kms_conformance.checks.keys.makers import filled
from kms_conformance.checks.keys.port import MAKING, NotShownError, Port, Request, Resource, resource
from kms_conformance.checks.keys.relations import MISSING, at
from kms_reports.result import Verdict
from kms_specification.facts import Json
from kms_strategies.sequences.keys.language import Demonstration, Outcome, Step
from kms_strategies.sequences.keys.resources import RECIPES
from kms_targets.http.response import Observation

MOST_PAGES = 200
PAUSE = 0.1  # seconds between two reads that may stay behind
# Operations that are not sent again: they change something.
_CHANGING = (
    *("Create", "Delete", "Update", "Put", "Tag", "Untag", "Enable", "Disable", "Schedule", "Cancel"),
    *("Import", "Rotate", "Replicate", "Retire", "Revoke", "Connect", "Disconnect"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it was sent, and its answer."""

    operation: str
    request: Request
    seen: Observation
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """What a demonstration came to, and the requests of the sequence that settled it, the last of which shows it."""

    verdict: Verdict
    explanation: str
    sent: tuple[Sent, ...] = ()


@dataclass
class Run:
    """One run against a target: what sequences share, and what was made and is not removed yet.

    The answers of a shared resource are known by its name; one that could not be made by the reason. `allowed` are the
    operations, each with its Region, that have succeeded.
    """

    port: Port
    word: str = field(default_factory=lambda: secrets.token_hex(4))
    _shared: dict[str, dict[str, Json] | NotShownError] = field(default_factory=dict)
    _made: list[Resource] = field(default_factory=list)
    allowed: set[tuple[str, str | None]] = field(default_factory=set)
    _played: int = 0

    def play(self, shown: Demonstration) -> Played:
        """The verdict on one requirement: the first sequence that is not as it has to be, or that all are."""
        last = Played(Verdict.VACUOUS, "there is no sequence for it")
        for steps in shown.sequences:
            last = self._sequence(steps)
            if last.verdict is not Verdict.CONFORMS:
                break
        return last

    def close(self) -> None:
        """Removes what sequences shared."""
        self._remove(self._made)

    def shared(self, name: str) -> dict[str, Json]:
        """The answers of a shared resource, which is made first. Raises NotShownError where it cannot be."""
        if name not in self._shared:
            sequence = _Sequence(self, f"{self.word}-{name}", self._made)
            try:
                found = sequence.run(RECIPES[name].steps)
                if found is not None:
                    raise NotShownError(f"it needs a {name} key or store, and {found.explanation}")
                self._shared[name] = sequence.answers
            except NotShownError as why:
                self._shared[name] = why
        answers = self._shared[name]
        if isinstance(answers, NotShownError):
            raise answers
        return answers

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
            self._remove(made)
        return Played(verdict.verdict, verdict.explanation, tuple(sequence.sent))

    def _remove(self, made: list[Resource]) -> None:
        """Removes what was made, the last first. What cannot be removed stays in the ledger."""
        while made:
            last = made.pop()
            if last.before:
                self.port.call(last.before, last.request, last.region)
            seen = self.port.call(last.operation, last.request, last.region)
            if seen.success or seen.code in {"NotFoundException", "KMSInvalidStateException"}:
                self.port.removed(last)


@dataclass
class _Sequence:
    """One sequence: its answers by name, the word that no other has, and what it made."""

    run_: Run
    word: str
    made: list[Resource]
    answers: dict[str, Json] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)

    def run(self, steps: tuple[Step, ...]) -> Finding | None:
        """What is wrong, or None. Raises NotShownError where a step that prepares does not come out."""
        lacking = next((step.operation for step in steps if step.operation in self.run_.port.lacks), None)
        if lacking is not None:
            raise NotShownError(f"it needs {lacking}, which the target does not know")
        for step in steps:
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
        words: dict[str, Callable[[], Json]] = {
            "run": lambda: self.run_.word,
            "unique": lambda: self.word,
            "elsewhere": lambda: self.run_.port.elsewhere,
            "fixture": lambda: dict(self.run_.port.fixtures),
        }
        if name in words:
            root = words[name]()
        else:
            root = self.answers[name] if name in self.answers else dict(self.run_.shared(name))
        found = at(root, way)
        if found is MISSING:
            missing = f"the target has no {way} to offer" if name == "fixture" else f"an answer has no {way}"
            raise NotShownError(missing)
        return found  # type: ignore[return-value]

    def _step(self, step: Step) -> Finding | None:
        request = filled(step.request, self.lookup)
        if not isinstance(request, dict):
            raise NotShownError(f"there is no request to {step.operation}")
        region = str(filled(step.region, self.lookup)) if step.region else None
        until = time.monotonic() + self.run_.port.lag
        while True:
            seen, answer = self._asked(step, request, region)
            found = self._finding(step, seen, answer, region)
            if found is None or step.operation.startswith(_CHANGING) or time.monotonic() >= until:
                break
            time.sleep(PAUSE)
        if step.name:
            self.answers[step.name] = request | (answer if isinstance(answer, dict) else {})
        return found

    def _finding(self, step: Step, seen: Observation, answer: Json, region: str | None) -> Finding | None:
        """What is wrong with an answer. Who has been let in once was not turned away for who they are."""
        if seen.success:
            self.run_.allowed.add((step.operation, region))
        if step.outcome is Outcome.ANYTHING:
            return None
        return finding(step, seen, answer, self.lookup, allowed=(step.operation, region) in self.run_.allowed)

    def _asked(self, step: Step, request: Request, region: str | None) -> tuple[Observation, Json]:
        """One answer, with those of all its pages where they are asked for."""
        seen = self._sent(step.operation, request, region)
        if not step.pages or not seen.success:
            return seen, seen.json
        pages: list[Json] = [seen.json]
        entries: list[Json] = []
        while True:
            page = pages[-1]
            listed = page.get(step.pages) if isinstance(page, dict) else None
            if not isinstance(page, dict) or not isinstance(listed, list):
                return seen, {"Pages": pages}
            repeated = any(entry in entries for entry in listed)
            entries += listed
            if page.get("Truncated") is not True or repeated:  # A list that begins again has no end.
                return seen, {**page, step.pages: entries, "Pages": pages}
            if not isinstance(page.get("NextMarker"), str):
                return seen, {"Pages": pages}  # Truncated, and no way to go on: the list is not there.
            if len(pages) >= MOST_PAGES:
                raise NotShownError(f"{step.operation} has more pages than are read")
            seen = self._sent(step.operation, {**request, "Marker": page["NextMarker"]}, region)
            if not seen.success:
                return seen, seen.json
            pages.append(seen.json)

    def _sent(self, operation: str, request: Request, region: str | None) -> Observation:
        making = operation in MAKING
        if making:
            self.run_.port.intend(operation, request, region)
        seen = self.run_.port.call(operation, request, region)
        self.sent.append(Sent(operation, request, seen, region))
        thing = resource(operation, request, seen.json, region) if making and seen.success else None
        if thing is not None:
            self.made.append(thing)
            self.run_.port.made(thing)
        return seen
