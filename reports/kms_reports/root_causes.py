"""Failing results as causes: what one change to the target would mend is told once.

A cause is never a value or a message text: those differ where the bug is the same. The table says what it is. Where
the acceptable codes count, results are of one cause when some code is acceptable to all of them: answering with that
code would mend them all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kms_reports import sanitize
from kms_reports.result import (
    Acceptable,
    Counterexample,
    Result,
    Verdict,
)

SAME: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.WRONG_CODE: ("status", "code", "acceptable codes"),
    Verdict.WRONG_STATUS: ("status", "acceptable statuses"),
    Verdict.MALFORMED_ERROR: ("status",),
    Verdict.MALFORMED_RESPONSE: ("operation", "status"),
    Verdict.SERVER_FAULT: ("status", "code"),
    Verdict.TIMEOUT: (),
    Verdict.NOT_IMPLEMENTED: ("status", "code"),
    Verdict.REJECTED_VALID: ("operation", "status", "code"),
    Verdict.UNEXPECTED_PASS: (),
}
"""What results of one cause have in common beside the verdict. Not in the table: each requirement is its own cause."""

REFUSALS = (".required", ".type", ".length.min", ".length.max", ".range.min", ".range.max", ".pattern", ".enum")
FEW = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """What one change to the target would mend. `results` has at least one, smallest counterexample first."""

    verdict: Verdict
    title: str
    results: tuple[Result, ...]

    @property
    def smallest(self) -> Result:
        """The result to show."""
        return self.results[0]


def causes(results: Iterable[Result]) -> list[Cause]:
    """The causes of what fails among all results of a run, smallest first."""
    everything = list(results)
    unchecked = _unchecked(everything)
    found: dict[tuple[str, ...], list[_Draft]] = {}
    for result in sorted((r for r in everything if r.failed), key=_size):
        common = _common(result)
        drafts = found.setdefault(_key(result, unchecked), [])
        for draft in drafts:
            if draft.common == common or draft.common & common:
                draft.results.append(result)
                draft.common &= common
                break
        else:
            drafts.append(_Draft([result], common))
    made = [draft.cause(key) for key, drafts in found.items() for draft in drafts]
    return sorted(made, key=lambda cause: _size(cause.smallest))


@dataclass(slots=True)
class _Draft:
    results: list[Result]
    common: frozenset[str]

    def cause(self, key: tuple[str, ...]) -> Cause:
        first = self.results[0]
        title = UNCHECKED if key[1:] == (UNCHECKED, first.operation) else _title(first, self.common)
        return Cause(first.verdict, title, tuple(self.results))


UNCHECKED = "invalid requests succeed; nothing of the operation is checked"


def _unchecked(results: list[Result]) -> set[str]:
    """Operations that accept whatever breaks a constraint: FEW or more do, and none that demands a refusal is met."""
    refusals = [r for r in results if ".rule." in r.id or r.id.endswith(REFUSALS)]
    met = {r.operation for r in refusals if r.verdict is Verdict.CONFORMS}
    accepting = [r.operation for r in refusals if r.failed and r.verdict is Verdict.ACCEPTED_INVALID]
    return {operation for operation in accepting if accepting.count(operation) >= FEW} - met


def _key(result: Result, unchecked: set[str]) -> tuple[str, ...]:
    if result.verdict is Verdict.ACCEPTED_INVALID and result.operation in unchecked:
        return (result.verdict, UNCHECKED, result.operation)
    same = SAME.get(result.verdict)
    if same is None or (same and result.counterexample is None):
        return (result.verdict, result.operation, result.id)
    values = {"operation": result.operation, "status": "", "code": ""}
    if result.counterexample is not None:
        values |= {"status": str(result.counterexample.status), "code": str(result.counterexample.code)}
    return (result.verdict, *(values[name] for name in same if name in values))


def _common(result: Result) -> frozenset[str]:
    """What was acceptable, in so far as it is part of the cause."""
    if result.counterexample is None:
        return frozenset()
    for name in SAME.get(result.verdict, ()):
        if name in ACCEPTABLE:
            return frozenset(ACCEPTABLE[name](a) for a in result.counterexample.acceptable)
    return frozenset()


ACCEPTABLE: Mapping[str, Callable[[Acceptable], str]] = {
    "acceptable codes": lambda a: a.code or "success",
    "acceptable statuses": lambda a: f"HTTP {a.status}",
}


def _size(result: Result) -> tuple[int, str]:
    """Characters of the request; without a counterexample, after all others."""
    shown = result.counterexample
    if shown is None:
        return (1 << 62, result.id)
    if shown.body_base64 is not None:
        return (len(shown.body_base64) * 3 // 4, result.id)
    try:
        return (len(json.dumps(shown.request, separators=(",", ":"), ensure_ascii=False)), result.id)
    except (TypeError, ValueError, RecursionError):
        return (1 << 61, result.id)


def headline(result: Result) -> str:
    """What is wrong with one failing result, without its verdict."""
    return _title(result, _common(result))


def _title(result: Result, common: frozenset[str]) -> str:
    shown = result.counterexample
    if shown is None:
        return TITLES[result.verdict].format(answer="a wrong answer", status="a wrong status", wanted="the right one")
    answer = observed(shown)
    wanted = " or ".join(sorted(common)) or "the right one"
    if result.verdict is Verdict.WRONG_CODE:
        answer = _code(shown) or answer
    return TITLES[result.verdict].format(answer=answer, status=f"HTTP {shown.status}", wanted=wanted)


def observed(shown: Counterexample) -> str:
    """What came back, in a few words."""
    if shown.status is None:
        return "no answer in time" if shown.verdict is Verdict.TIMEOUT else "no HTTP answer"
    success = 200 <= shown.status < 300
    return f"HTTP {shown.status} {_code(shown) or ('success' if success else 'without an error code')}"


def _code(shown: Counterexample) -> str:
    return sanitize.cut(sanitize.shown(shown.code or ""), sanitize.LONG)


TITLES: Mapping[Verdict, str] = {
    Verdict.ACCEPTED_INVALID: "an invalid request succeeds",
    Verdict.REJECTED_VALID: "a valid request is refused: {answer}",
    Verdict.WRONG_CODE: "{answer} instead of {wanted}",
    Verdict.WRONG_STATUS: "{status} instead of {wanted}",
    Verdict.MALFORMED_ERROR: "an error that an SDK cannot read: {answer}",
    Verdict.MALFORMED_RESPONSE: "a success that is not as documented: {answer}",
    Verdict.SERVER_FAULT: "the server fails: {answer}",
    Verdict.TIMEOUT: "no answer in time",
    Verdict.STATE_VIOLATION: "the state afterwards is not as documented",
    Verdict.SECRET_DISCLOSED: "an answer repeats a secret that was sent",
    Verdict.FLAKY: "the same request is judged differently when sent again",
    Verdict.NOT_IMPLEMENTED: "the operation is not implemented: {answer}",
    Verdict.UNEXPECTED_PASS: "met, though the baseline expects a failure",
}


def compact(ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids in few lines, by operation: those of one member share a line, as `Member.{length.max, pattern}`."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in ids:
        operation, _, rest = one.partition(".")
        member, dot, aspect = rest.partition(".")
        stem, leaf = (member + dot, aspect) if aspect else ("", rest)
        found.setdefault(operation, {}).setdefault(stem, []).append(leaf)
    return {operation: [_braced(*pair) for pair in stems.items()] for operation, stems in found.items()}


def _braced(stem: str, leaves: list[str]) -> str:
    if not stem:
        return ", ".join(leaves)
    return stem + (leaves[0] if len(leaves) == 1 else "{" + ", ".join(leaves) + "}")
