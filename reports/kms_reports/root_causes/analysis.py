"""The failing results of a run, explained by the rules; what no rule explains is a cause of its own."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from kms_reports.identity import PROTOCOL
from kms_reports.result import Result
from kms_reports.root_causes import headlines
from kms_reports.root_causes.examples import preference, size
from kms_reports.root_causes.model import Cause, Rule, listed
from kms_reports.root_causes.rules import RULES
from kms_reports.sanitize import shown


def causes(results: Iterable[Result]) -> list[Cause]:
    """The causes of what fails, the one that explains most requirements first."""
    everything = list(results)
    left = {index: result for index, result in enumerate(everything) if result.failed}
    found: list[Cause] = []
    for stage in sorted({rule.stage for rule in RULES}):
        competing = [_Units(rule, everything) for rule in RULES if rule.stage == stage]
        while left:
            candidates = (pair for units in competing for pair in units.candidates(left))
            best = max(candidates, key=lambda pair: len(pair[1]), default=None)
            if best is None:
                break
            rule, explained = best
            found.append(_cause(rule, [left.pop(index) for index in explained]))
    found += [Cause("", headlines.headline(result), (result,)) for result in left.values()]
    return sorted(found, key=lambda cause: (-len(cause.results), size(cause.example), cause.example.id))


class _Units:
    """The results of a run in the units of one rule."""

    def __init__(self, rule: Rule, everything: Sequence[Result]) -> None:
        self._rule = rule
        self._everything = everything
        self._units: dict[Hashable, list[int]] = {}
        for index, result in enumerate(everything):
            key = rule.unit(result)
            if key is not None:
                self._units.setdefault(key, []).append(index)

    def candidates(self, left: Mapping[int, Result]) -> Iterator[tuple[Rule, list[int]]]:
        """What the rule explains of the results that are left, by their indices."""
        merged: dict[Hashable, list[int]] = {}
        for indices in self._units.values():
            failing = [i for i in indices if i in left and left[i].verdict in self._rule.verdicts]
            if failing and self._rule.holds([left[i] for i in failing], [self._everything[i] for i in indices]):
                for index in failing:
                    merged.setdefault(self._rule.merged(left[index]), []).append(index)
        yield from ((self._rule, sorted(found)) for found in merged.values() if len(found) >= self._rule.least)


def _cause(rule: Rule, results: list[Result]) -> Cause:
    best_first = sorted(results, key=lambda result: (not rule.shows(result), preference(result)))
    return Cause(rule.name, _placed(rule.sentence(results), results), tuple(best_first))


def _placed(sentence: str, results: Sequence[Result]) -> str:
    """The sentence with the operations in which it was seen, where it names none of them."""
    names = dict.fromkeys(result.operation for result in results if result.operation not in ("", PROTOCOL))
    if not names or " operations" in sentence or any(re.search(rf"\b{re.escape(name)}\b", sentence) for name in names):
        return sentence
    return f"{sentence} (by {shown(listed(names))})"
