"""The result of a run: the one model that every report is made of, and its JSON Lines form.

Nothing here knows how a verdict came about; a run recorded last year reads back the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA = 1


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
class Counterexample:
    """The smallest request found that breaks a requirement, and what came back.

    `request` is the JSON body, or None where the body is no JSON: then `body_base64` holds its bytes. Secrets in it
    are stand-ins of the same length and alphabet. `answer` is the start of the response body, in which every secret
    that was sent is blotted out. `curl`, `aws_cli` and `boto3` send the same request (the last two are empty where
    the tool cannot send it); where other requests have to come first, so do their lines, and `before` has them in
    order, each an object with `operation` and `request`.
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


@dataclass(frozen=True, slots=True)
class Result:
    """What was found about one requirement. `seconds` is time spent on it, `cases` how many answers were judged."""

    id: str
    operation: str
    level: str
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


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases: decided on, sent, answered by the target, and judged. `helpers` are requests that no case is made of."""

    planned: int = 0
    sent: int = 0
    answered: int = 0
    judged: int = 0
    setup_requests: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.planned + other.planned,
            self.sent + other.sent,
            self.answered + other.answered,
            self.judged + other.judged,
            self.setup_requests + other.setup_requests,
        )


@dataclass(slots=True)
class Run:
    """A whole run. `started` is ISO 8601 in UTC; `leftovers` are the stores that could not be deleted.

    `notes` are sentences that whoever reads a report should see, such as that its file was torn.
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

    @property
    def broken(self) -> list[Result]:
        """The results that turn the run red."""
        return [r for r in self.results if r.failed]

    @property
    def requests_per_second(self) -> float:
        """Cases and helpers together; 0.0 where no time was measured."""
        sent = self.counts.sent + self.counts.setup_requests
        return round(sent / self.seconds, 1) if self.seconds > 0 else 0.0

    @property
    def verdicts(self) -> dict[str, int]:
        """How many requirements have each verdict that occurs, in the order of Verdict."""
        found = [r.verdict for r in self.results]
        return {str(v): found.count(v) for v in Verdict if v in found}
