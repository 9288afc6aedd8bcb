"""The result of a run: the one model that every report is made of, and its JSON Lines form.

Nothing here knows how a verdict came about; a run recorded last year reads back the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kms_reports import identity

SCHEMA = 1
FUZZ = "fuzz"
"""The depth of a run that searched without end: its results are its findings alone."""
NOT_REACHED = "not reached"
"""The reason of a requirement that an interrupted run had no time for."""
OURS = "an error of ours"
"""How the note on an error of the suite itself begins."""


class Verdict(StrEnum):
    """What is said of a requirement."""

    CONFORMS = "conforms"
    ACCEPTED_INVALID = "accepted-invalid"
    REJECTED_VALID = "rejected-valid"
    WRONG_CODE = "wrong-code"
    WRONG_STATUS = "wrong-status"
    MALFORMED_ERROR = "malformed-error"
    MALFORMED_RESPONSE = "malformed-response"
    SERVER_FAULT = "server-fault"
    TIMEOUT = "timeout"
    STATE_VIOLATION = "state-violation"
    SECRET_DISCLOSED = "secret-disclosed"
    FLAKY = "flaky"
    NOT_IMPLEMENTED = "not-implemented"
    INAPPLICABLE = "inapplicable"
    VACUOUS = "vacuous"
    EXPECTED_FAILURE = "expected-failure"
    UNEXPECTED_PASS = "unexpected-pass"


PASSED = frozenset({Verdict.CONFORMS})
SKIPPED = frozenset({Verdict.INAPPLICABLE, Verdict.VACUOUS, Verdict.EXPECTED_FAILURE})
FAILED = frozenset(Verdict) - PASSED - SKIPPED


@dataclass(frozen=True, slots=True)
class Acceptable:
    """One answer that would have been right. `code` None is success."""

    code: str | None
    status: int
    source: str

    def __str__(self) -> str:
        return f"HTTP {self.status} {self.code or 'success'}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Lengths, sizes or numbers that were sent, each with whether it was accepted, and the documented bounds.

    `unit` is empty for numbers. A bound that is None does not exist.
    """

    unit: str
    least: int | None
    most: int | None
    points: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """From one state of an automaton to another, over the characters that the label describes."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class PatternPath:
    """The smallest automaton of a documented pattern, runs of states joined, and the way of a value through it.

    States are numbered from 0, the start. `path` are the edges that the value takes, each once, by their numbers; where
    there are too many states to draw, both are empty. Of the value's `length` characters it follows `read`, to `end`, a
    state; `leaves` is the character that no edge takes there, empty where the value ends there. `other` is the alphabet
    of which an edge labelled “other” takes what is left.
    """

    pattern: str
    states: int
    accepting: tuple[int, ...]
    edges: tuple[Edge, ...]
    path: tuple[int, ...]
    end: int
    read: int
    length: int
    leaves: str = ""
    other: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the value matches the pattern."""
        return not self.leaves and self.end in self.accepting


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The smallest request found that breaks a requirement, and what came back.

    `request` is the JSON body, or None where the body is no JSON, or JSON that is spelled otherwise than usual: then
    `body_base64` holds its bytes. Secrets in it are stand-ins of the same length and alphabet. `answer` is the response
    body, or its first 65,536 characters, in which every secret that was sent is redacted; `answer_bytes` is how long
    the body was, 0 where that is not known. `curl`, `aws_cli` and `boto3` send the same
    request (the last two are empty where the tool cannot send it); where other requests have to come first, so do their
    lines, and `before` has them in order, each an object with `operation` and `request`. `generator` is who made the
    request, where that is not the suite itself. `scale`, where a bound is broken, is what was accepted beside it;
    `pattern_path`, where a pattern is broken, its automaton and the way of the value through it.
    """

    operation: str
    request: Any
    status: int | None
    code: str | None
    acceptable: tuple[Acceptable, ...]
    curl: str
    verdict: Verdict
    explanation: str
    body_base64: str | None = None
    answer: str = ""
    aws_cli: str = ""
    boto3: str = ""
    before: tuple[Mapping[str, Any], ...] = ()
    generator: str = ""
    scale: Scale | None = None
    pattern_path: PatternPath | None = None
    answer_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What was found about one requirement. `seconds` is time spent on it, `cases` how many answers have a verdict.

    `tier` is core, complete or strict; empty in files that were written before there were tiers.
    """

    id: str
    operation: str
    level: str
    tier: str = field(default="", kw_only=True)
    verdict: Verdict
    reason: str = ""
    cases: int = 0
    seconds: float = 0.0
    statement: str = ""
    source: str = ""
    counterexample: Counterexample | None = None

    @property
    def failed(self) -> bool:
        """Whether the requirement turns a run red: what was only observed never does."""
        return self.verdict in FAILED and self.level != "observed"

    @property
    def aspect(self) -> str:
        """What of the operation or member is required: one of `identity.ASPECTS` for ids of the registry."""
        return identity.parse(self.id).aspect

    @property
    def subject(self) -> str:
        """The member path, condition, error or behaviour; empty for the operation itself."""
        return identity.parse(self.id).subject


@dataclass(frozen=True, slots=True)
class Planned:
    """A requirement that a run means to test, as far as it is known before."""

    id: str
    level: str = ""
    tier: str = ""
    statement: str = ""
    source: str = ""

    def not_reached(self) -> Result:
        """What is said of it where the run ended before its turn came."""
        return Result(
            self.id,
            identity.parse(self.id).operation,
            self.level,
            Verdict.INAPPLICABLE,
            NOT_REACHED,
            statement=self.statement,
            source=self.source,
            tier=self.tier,
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases: planned, sent, answered by the target, given a verdict. `setup_requests` are requests that are no case.

    `passed_over_late` and `passed_over_errors` are answers that had no say, since any target may have some:
    they came too late, or were errors of the service that the documents allow to retry. All was asked for anew.
    """

    planned: int = 0
    sent: int = 0
    answered: int = 0
    judged: int = 0
    setup_requests: int = 0
    passed_over_late: int = 0
    passed_over_errors: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.planned + other.planned,
            self.sent + other.sent,
            self.answered + other.answered,
            self.judged + other.judged,
            self.setup_requests + other.setup_requests,
            self.passed_over_late + other.passed_over_late,
            self.passed_over_errors + other.passed_over_errors,
        )


@dataclass(slots=True)
class Run:
    """A whole run. `started` is ISO 8601 in UTC; `leaked` are the resources that could not be deleted.

    `planned` are the requirements that the run means to test, where that is known. `seconds` is the time of the tests
    and `setup_seconds` the time from the start of the process to the first test. `reports` are the files that were
    written, by format. `killed` says that a file of the run has no end: what was sent is not known, and `seconds` is
    what its results took. `reached_by` are the words of a command line that reach the target as the run did. `notes`
    are sentences for the reader of a report, such as that its file was torn.
    """

    version: str
    target: str
    depth: str
    seed: int
    started: str
    environment: Mapping[str, Any] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    seconds: float = 0.0
    complete: bool = False
    leaked: list[str] = field(default_factory=list)
    ledger: str = ""
    notes: list[str] = field(default_factory=list)
    planned: tuple[Planned, ...] = ()
    setup_seconds: float = 0.0
    reports: dict[str, str] = field(default_factory=dict)
    reached_by: str = ""
    killed: bool = False

    def not_reached(self) -> list[Result]:
        """Of an interrupted run: a result for each planned requirement that has none."""
        if self.complete:
            return []
        found = {result.id for result in self.results}
        return [planned.not_reached() for planned in self.planned if planned.id not in found]

    @property
    def everything(self) -> list[Result]:
        """All results, and those of the requirements that were not reached."""
        return [*self.results, *self.not_reached()]

    @property
    def broken(self) -> list[Result]:
        """The results that turn the run red."""
        return [r for r in self.results if r.failed]

    @property
    def requests_per_second(self) -> float:
        """Cases and setup requests together; 0.0 where no time was measured."""
        sent = self.counts.sent + self.counts.setup_requests
        return round(sent / self.seconds, 1) if self.seconds > 0 else 0.0

    @property
    def verdicts(self) -> dict[str, int]:
        """How many requirements have each verdict that occurs, in the order of Verdict."""
        found = [r.verdict for r in self.results]
        return {str(v): found.count(v) for v in Verdict if v in found}
