"""A cause, and what rules read of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kms_reports.result import SKIPPED, Result, Verdict


@dataclass(frozen=True, slots=True)
class Cause:
    """What one change to the target would mend.

    `rule` names the rule that found it, empty where none did. `results` are the requirements that it explains, at
    least one, the best example first.
    """

    rule: str
    sentence: str
    results: tuple[Result, ...]

    @property
    def example(self) -> Result:
        """The result whose counterexample shows the cause best."""
        return self.results[0]

    @property
    def verdict(self) -> Verdict:
        """That of the example."""
        return self.example.verdict

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that it concerns, in the order of the run."""
        return tuple(dict.fromkeys(result.operation for result in self.results))


@dataclass(frozen=True, slots=True)
class Rule:
    """One known cause.

    Results for which `unit` gives the same key are one unit; those of it that fail with one of the `verdicts` are
    explained where `holds` says so of them and of the whole unit. Units with the same `merged` key are one cause, if it
    explains `least` requirements or more. Rules of one `stage` compete: the cause that explains most is taken first.
    The example is one of those for which `shows` is true, if there are any.
    """

    name: str
    stage: int
    verdicts: frozenset[Verdict]
    unit: Callable[[Result], Any]
    holds: Callable[[Sequence[Result], Sequence[Result]], bool]
    sentence: Callable[[Sequence[Result]], str]
    merged: Callable[[Result], Any] = lambda result: ""
    least: int = 2
    shows: Callable[[Result], bool] = lambda result: True


REFUSED = frozenset({Verdict.CONFORMS, Verdict.WRONG_CODE, Verdict.WRONG_STATUS, Verdict.MALFORMED_ERROR})
"""Verdicts on an invalid request that was refused, rightly or not: something is checked."""


def never_refused(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    """Whether none of the peers, which all demand a refusal, saw one, and few of them could not be judged."""
    unknown = sum(peer.verdict is Verdict.INAPPLICABLE for peer in peers)
    return unknown < len(failing) and all(peer.verdict not in REFUSED for peer in peers)


def accepted_alone(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    """Whether all peers that were judged are accepted."""
    return all(peer.verdict in SKIPPED or peer.verdict is Verdict.ACCEPTED_INVALID for peer in peers)


def always(failing: Sequence[Result], peers: Sequence[Result]) -> bool:
    """Whatever else was found."""
    return True


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names once each, in order, the first few of them."""
    found = list(dict.fromkeys(names))
    if len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return ", ".join(found[:-1]) + " and " + found[-1] if len(found) > 1 else "".join(found)
