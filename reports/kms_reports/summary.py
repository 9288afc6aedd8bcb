"""What is said of a run as a whole: the verdict in a sentence, the counts, what is neither met nor broken. Pure."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kms_reports.result import (
    FAILED,
    FUZZ,
    PASSED,
    SKIPPED,
    Result,
    Run,
    Verdict,
)
from kms_reports.root_causes import Cause, causes
from kms_reports.root_causes.model import listed
from kms_reports.sanitize import (
    count,
    pretty,
    shown,
)

# What a requirement is, for somebody who only looks at the colours.
_NAMED_ELSEWHERE = frozenset({"known_operations"})  # a note names the first of them
NAMED = 5  # resources left behind that are named in a report for people
KINDS = ("met", "broken", "known", "observed", "skipped")


def kind(result: Result) -> str:
    """Which of KINDS a result is: `observed` never fails a run, `known` fails as the baseline says."""
    if result.failed:
        return "broken"
    if result.verdict is Verdict.EXPECTED_FAILURE:
        return "known"
    if result.verdict in SKIPPED:
        return "skipped"
    return "observed" if result.verdict in FAILED else "met"


@dataclass(frozen=True, slots=True)
class Skip:
    """Requirements that are neither met nor broken, for one reason."""

    verdict: Verdict
    reason: str
    ids: tuple[str, ...]


def sentence(run: Run) -> str:
    """The verdict on the target, in one plain sentence; a second tells of what is known to fail."""
    known = sum(r.verdict is Verdict.EXPECTED_FAILURE for r in run.results)
    verdict = _verdict(run, known)
    if known:
        verdict += f" {known:,} known to fail."
    return verdict if run.complete else f"The run was cut short. {verdict}"


def _verdict(run: Run, known: int) -> str:
    met = sum(r.verdict in PASSED for r in run.results)
    broken = len(run.broken)
    against = sum(r.verdict is Verdict.UNEXPECTED_PASS for r in run.broken)
    if run.depth == FUZZ:
        return f"{count(broken, 'finding')} in {count(run.counts.judged, 'request')} that were judged."
    if 0 < broken == against:
        return f"Nothing new is broken; {met + against:,} met, {against:,} of them against the baseline."
    if broken == 1:
        return f"1 requirement broken; {met:,} met."
    if broken:
        return f"{count(broken, 'requirement')} broken by {count(len(causes(run.results)), 'cause')}; {met:,} met."
    if known and run.complete:
        return f"Nothing new is broken; {met:,} met."
    if met == 0:
        return "Nothing could be judged." if run.complete else "Nothing was judged."
    if not run.complete:
        return f"{count(met, 'requirement')} met, none broken so far."
    if met == 1:
        return "The one requirement that could be judged is met."
    return f"All {met:,} requirements that could be judged are met."


def counted(run: Run) -> str:
    """How many requirements there are of each kind, those not reached among the skipped."""
    if run.depth == FUZZ:
        return f"{len({result.id for result in run.broken}):,} broken; of the others nothing is said"
    kinds = [kind(result) for result in run.everything]
    counts = ", ".join(f"{kinds.count(one):,} {one}" for one in KINDS if one in kinds) or "no requirements"
    return counts if run.complete else f"{counts}; the run was cut short"


def operation_unknown(run: Run) -> bool:
    """Whether the run found nothing but that the operation is not implemented."""
    return bool(run.broken) and all(
        r.verdict is Verdict.NOT_IMPLEMENTED if r.failed else r.verdict in SKIPPED for r in run.results
    )


def next_steps(run: Run, found: Sequence[Cause]) -> list[tuple[str, str]]:
    """What to do next, each with the command to type."""
    if not found or "://" not in run.target:
        return []
    results, example = run.reports.get("results"), found[0].example
    one = shlex.quote(shown(example.id))
    way = shown(run.reached_by) or f"--target-url {shlex.quote(shown(run.target))}"
    if results:
        again = f"kms-conformance replay {shlex.quote(shown(results))} --only {one} {way}"
    else:
        depth = f"--depth {shlex.quote(shown(run.depth))} " if run.depth not in (FUZZ, "default") else ""
        again = f"kms-conformance run {depth}--only {one} {way}{_made_by(example)}"
    return [("To test the first cause again", again)]


def by_verdict(found: Sequence[Cause]) -> str:
    """How many causes have each verdict, the commonest first."""
    counted = Counter(str(cause.verdict) for cause in found)
    return ", ".join(f"{n:,} {verdict}" for verdict, n in counted.most_common())


def all_evidence(run: Run) -> str:
    """The command that shows each cause with its evidence; empty where nothing was kept to make it of."""
    results = run.reports.get("results")
    return f"kms-conformance report {shlex.quote(shown(results))} -v" if results else ""


def _made_by(result: Result) -> str:
    """The option of `run` for who made the request that breaks it, where that is not the suite itself."""
    generator = result.counterexample.generator if result.counterexample is not None else ""
    return f" --generator {shlex.quote(shown(generator))}" if generator else ""


def good(run: Run) -> bool:
    """Whether the run is whole, judged something and found nothing broken; of a search, whether it found nothing."""
    if run.depth == FUZZ:
        return run.complete and not run.broken
    judged = PASSED | {Verdict.EXPECTED_FAILURE}
    return run.complete and not run.broken and any(r.verdict in judged for r in run.results)


def verdicts(run: Run) -> str:
    """Requirements by verdict."""
    return ", ".join(f"{n:,} {verdict}" for verdict, n in run.verdicts.items()) or "no requirements"


def cases(run: Run) -> str:
    """Cases planned, sent, answered and judged, and what was sent beside them."""
    c = run.counts
    if run.killed:
        return f"{c.judged:,} judged; how many were planned and sent, the file does not say"
    if c.planned == c.sent == c.answered == c.judged:
        counts = f"{c.planned:,} planned, sent, answered and judged"
    else:
        counts = f"{c.planned:,} planned, {c.sent:,} sent, {c.answered:,} answered, {c.judged:,} judged"
    return f"{counts}; {count(c.setup_requests, 'setup request')}" if c.setup_requests else counts


def speed(run: Run) -> str:
    """How long it took, start-up and cleanup included, and how fast it went."""
    if run.killed:
        return f"about {run.seconds:,.1f} s"
    setup = f" ({run.setup_seconds:,.1f} s of it before the first test)" if run.setup_seconds else ""
    return f"{run.seconds + run.setup_seconds:,.1f} s{setup}, {run.requests_per_second:,.0f} requests/s"


def sections(run: Run) -> list[tuple[str, list[Skip]]]:
    """What is neither met nor broken, under a heading each: by reason, the commonest first."""
    headings = (("known to fail", "known"), ("not judged", "skipped"))
    groups = [(heading, _by_reason([r for r in run.everything if kind(r) == which])) for heading, which in headings]
    return [(heading, skips) for heading, skips in groups if skips]


def _by_reason(results: list[Result]) -> list[Skip]:
    found: dict[tuple[Verdict, str], list[tuple[str, str]]] = {}  # ids, each with its reason
    for result in results:
        reason = brief(result.reason) or "no reason given"
        found.setdefault((result.verdict, _group(reason)), []).append((result.id, reason))
    skips = [
        Skip(verdict, _one_for_all(reason for _, reason in members), tuple(id for id, _ in members))
        for (verdict, _), members in found.items()
    ]
    return sorted(skips, key=lambda skip: -len(skip.ids))


# Reasons of one kind: what differs in them, and what is said of them all. A `{}` is what differs, each once.
_ALIKE = (
    (re.compile(r"\[(\w+)\.[\w.-]+\]"), ""),
    (re.compile(r"^(\w+) is not implemented: .*"), "the target does not implement {}"),
    (
        re.compile(r"^it needs (\w+), which the target does not know.*"),
        "it needs what the target lacks: {}",
    ),
    (
        re.compile(r"^a request that prepares was not answered as it has to be: (\w+).*"),
        "it could not be prepared with {}",
    ),
    (re.compile(r"^every case is hidden by something else: (.*)"), "every case is hidden by something else"),
)


def _group(reason: str) -> str:
    """What reasons have in common that one line can tell."""
    for number, (pattern, said) in enumerate(_ALIKE):
        found = pattern.search(reason)
        if found:
            return said or f"{number} {found[1]}"
    return reason


def _one_for_all(reasons: Iterable[str]) -> str:
    """One reason for all of them: where they differ, what differs, or the section of a profile that would lift all."""
    different = list(dict.fromkeys(reasons))
    if len(different) == 1:
        return different[0]
    pattern, said = next(pair for pair in _ALIKE if pair[0].search(different[0]))
    if said:
        return said.format(listed(found[1] for one in different if (found := pattern.search(one))))
    section = min((one for reason in different if (one := pattern.search(reason))), key=lambda one: len(one[0]))
    return f"each needs a section of its own in a profile, [{section[1]}.NAME], such as {section[0]}"


_ALTERNATIVES = re.compile(r"(HTTP \d{3}(?: \w+)?) instead of [^()]*")


def brief(reason: str) -> str:
    """A reason without the list of all that would have been right."""
    return shown(_ALTERNATIVES.sub(r"\1", reason))


def remarks(run: Run) -> list[str]:
    """What a reader must not miss beside the verdict."""
    c = run.counts
    remarks = [shown(note) for note in run.notes]
    if run.complete and not c.planned == c.sent == c.judged:
        remarks.append("Cases planned, sent and judged differ: this report is not whole.")
    passed = {"late answer": c.passed_over_late, "service error": c.passed_over_errors}
    told = " and ".join(count(number, noun) for noun, number in passed.items() if number)
    remarks += [f"Passed over, as any service has a few, and asked for anew: {told}."] if told else []
    advice = [r for r in run.results if r.verdict in FAILED and not r.failed]
    remarks += [f"Advice (this never fails a run): {shown(r.id)}.{_sentence(shown(r.reason))}" for r in advice]
    if run.leaked:
        remarks.append(f"{count(len(run.leaked), 'resource')} left behind: {_few(run.leaked)}.")
    return remarks


def _few(leaked: Sequence[str]) -> str:
    """The first of many resources by name: the ledger and the results have all of them."""
    named, more = ", ".join(map(shown, leaked[:NAMED])), len(leaked) - NAMED
    return f"{named}, and {more:,} more, all of them in the ledger and the results" if more > 0 else named


def _sentence(reason: str) -> str:
    """A reason as a sentence after another one; empty where there is none."""
    return f" {reason[0].upper()}{reason[1:]}." if reason else ""


def cleanup(run: Run) -> str:
    """The command that deletes what was left behind; empty where nothing was."""
    if not run.leaked:
        return ""
    return f"kms-conformance cleanup {shlex.quote(shown(run.ledger)) if run.ledger else 'LEDGER'}"


def environment(run: Run) -> list[tuple[str, str]]:
    """What calibration found, as lines to read."""
    return [
        (shown(str(key)).replace("_", " "), _readable(value))
        for key, value in run.environment.items()
        if key not in _NAMED_ELSEWHERE
    ]


def _readable(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return brief(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(_readable(v) for v in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{shown(str(k)).replace('_', ' ')}: {_readable(v)}" for k, v in value.items()) or "none"
    return "none" if value is None else pretty(value)
