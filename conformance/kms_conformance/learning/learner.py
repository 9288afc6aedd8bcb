"""Everything that is to be found out of one target, in an order in which the requests go furthest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from kms_conformance.learning.budget import Budget, SpentError
from kms_conformance.learning.inventory import Fact, documented
from kms_conformance.learning.members.enumerations import default, enumeration
from kms_conformance.learning.members.lengths import (
    Bounds,
    Lengths,
    by_pattern,
)
from kms_conformance.learning.members.presence import presence
from kms_conformance.learning.members.uniqueness import uniqueness
from kms_conformance.learning.membership_oracle import (
    MembershipOracle,
    NowhereError,
    UnsettledError,
    UnsteadyError,
)
from kms_conformance.learning.patterns.pattern_learner import Pattern
from kms_conformance.learning.patterns.queries import Questions
from kms_reports.learn.learned import (
    Found,
    Row,
    order,
)
from kms_specification.facts import Member
from kms_strategies.automata.dfa import minimal
from kms_strategies.cases import Case
from kms_strategies.mutation.mutants import LONGEST

STEADY = 4  # times that the same request is sent before anything is found out
OTHERS = 700  # requests that are left for each pattern that is not settled yet
SPENT = "the requests are used up: give more with --max-requests"

Tell = Callable[[str], None]


@dataclass
class Learner:
    """Finds facts out. `tell` is called with what is being found out; `notes` are sentences about the whole."""

    oracle: MembershipOracle
    budget: Budget
    wanted: tuple[Fact, ...]
    tell: Tell
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _bounds: dict[str, Bounds] = field(default_factory=dict)
    _odd: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _patterns: list[tuple[Pattern, int, str]] = field(default_factory=list)

    def learn(self) -> list[Row]:
        """All rows, in order. Whatever the target does, it ends within its requests."""
        trouble = self._useless() or self._steady()
        if trouble:
            self.notes.append(trouble)
            return [self._row(fact, Found.UNSETTLED, trouble) for fact in self.wanted]
        for names in self._small():
            self._find(names)
        self._settle()
        self._prove()
        self._remark()
        return self._ordered()

    def interrupted(self) -> list[Row]:
        """The rows that there are, and that the rest is not settled."""
        self.notes.append("it was interrupted")
        done = {(row.member, row.fact) for row in self.rows}
        rest = [fact for fact in self.wanted if (fact.member, fact.fact) not in done]
        self.rows += [self._row(fact, Found.UNSETTLED, "it was interrupted") for fact in rest]
        return self._ordered()

    def _ordered(self) -> list[Row]:
        return order(self.rows, ((fact.member, fact.fact) for fact in self.wanted))

    def _useless(self) -> str:
        """Why there is nothing to start from: no valid request is taken. Or ''."""
        calibration = self.oracle.calibration
        if not calibration.implemented:
            return f"{self.oracle.operation.name} is not implemented: {calibration.answer}"
        if not self.oracle.examples:
            return f"every valid request is refused ({next(iter(calibration.refused.values()), 'without a word')})"
        return ""

    def _steady(self) -> str:
        """What makes the target useless for all of this: it says something else each time, or nothing. Or ''."""
        self.tell("whether it answers the same each time")
        examples = self.oracle.examples
        try:
            for variant, request in examples.items():
                for case in (Case(request, variant), Case({}, variant)):
                    answer = self.oracle.ask(case)
                    for _ in range(STEADY):
                        if self.oracle.ask(case).taken is not answer.taken:
                            raise UnsteadyError
        except SpentError:
            return SPENT
        except UnsteadyError:
            return "the target answers the same request now so, now so: nothing can be found out"
        except UnsettledError as why:
            return f"{why}: nothing can be found out"
        return ""

    def _small(self) -> Iterator[tuple[Fact, ...]]:
        """All facts but patterns; both lengths of a member together."""
        done: set[Fact] = set()
        for fact in self.wanted:
            if fact.fact != "pattern" and fact not in done:
                both = (Fact(fact.member, "length.min"), Fact(fact.member, "length.max"))
                found = tuple(f for f in both if f in self.wanted) if fact in both else (fact,)
                done.update(found)
                yield found

    def _find(self, some: tuple[Fact, ...]) -> None:
        first = some[0]
        self.tell(f"{first.member}: {first.fact.partition('.')[0]}")
        start = self.budget.spent
        try:
            rows = [row for row in self._found(first) if any(row.fact == fact.fact for fact in some)]
        except (SpentError, NowhereError, UnsettledError) as why:
            rows = [self._row(fact, _because(why), _said(why)) for fact in some]
        self.rows += [_with(row, self.budget.spent - start) for row in rows]

    def _found(self, fact: Fact) -> Iterable[Row]:
        operation = self.oracle.operation
        if fact.fact == "unique":
            return [uniqueness(self.oracle, next(r for r in operation.uniqueness if r.name == fact.member))]
        member = operation.member(fact.member)
        if fact.fact == "enum":
            return [enumeration(self.oracle, fact.member, member)]
        if fact.fact == "default":
            return [default(self.oracle, fact.member, member)]
        if fact.fact == "needed":
            return [presence(self.oracle, fact.member)]
        lengths = Lengths(self.oracle, fact.member, member)
        rows, self._bounds[fact.member] = lengths.rows()
        self._odd[fact.member] = tuple(lengths.odd)
        return rows

    def _settle(self) -> None:
        """Every pattern, the smallest first: a hypothesis that nothing speaks against, or why there is none."""
        operation = self.oracle.operation
        waiting = [fact for fact in self.wanted if fact.fact == "pattern"]
        waiting.sort(key=lambda fact: _states(operation.member(fact.member)))
        for n, fact in enumerate(waiting):
            self.tell(f"{fact.member}: pattern")
            start = self.budget.spent
            try:
                pattern = self._pattern(fact.member)
            except NowhereError as why:
                self.rows.append(self._row(fact, Found.INAPPLICABLE, str(why)))
                continue
            trouble = ""
            try:
                pattern.settle(max(self.budget.left - OTHERS * (len(waiting) - n - 1), 0))
            except (SpentError, UnsettledError) as why:
                trouble = _said(why)
            self._patterns.append((pattern, self.budget.spent - start, trouble))
            self._measure_again(fact.member, pattern)

    def _measure_again(self, path: str, pattern: Pattern) -> None:
        """Lengths for which only values were tried that have been found to look wrong: with such that look right.

        Where the documented pattern decides a length, nobody can tell which of the two is checked otherwise.
        """
        member, found = self.oracle.operation.member(path), pattern.hypothesis
        sides = dict(zip(("length.min", "length.max"), by_pattern(member), strict=True))
        old = [row for row in self.rows if row.member == path and sides.get(row.fact) is False]
        if not pattern.settled or not pattern.differs or all(row.found is Found.SAME for row in old):
            return
        assert found is not None
        assert member.pattern is not None
        like = replace(member, pattern=replace(member.pattern, expression=found.expression))
        try:
            rows, self._bounds[path] = Lengths(self.oracle, path, like, really=found.node).rows()
            new = {row.fact: row for row in rows}
            self.rows = [_with(new[row.fact], row.requests) if row in old else row for row in self.rows]
            if pattern.questions.widen(*self._lengths(path)):
                pattern.settle(self.budget.left // 2)
        except (SpentError, NowhereError, UnsettledError):
            return

    def _pattern(self, path: str) -> Pattern:
        """What is to be found out of a member's pattern."""
        member, variant = self.oracle.operation.member(path), self.oracle.hosts(path)[0]
        questions = Questions(self.oracle, path, member, variant, *self._lengths(path), self._odd.get(path, ()))
        return Pattern(questions, self.budget)

    def _lengths(self, path: str) -> tuple[int, int]:
        """Lengths that are documented, and taken: values of others show nothing of the pattern."""
        member = self.oracle.operation.member(path)
        length = member.length
        least, most = (length.least, length.most) if length else (0, LONGEST)
        measured, sides = self._bounds.get(path), by_pattern(member)
        if measured is not None:
            least = least if sides[0] else max(least, measured.least)
            most = most if sides[1] or measured.most is None else min(most, measured.most)
        if length and least > most:
            return length.least, length.most  # whatever was measured, it was no length
        return least, most

    def _prove(self) -> None:
        """What is left of the requests: the complete sets, in turns, the smallest first."""
        for n, (pattern, spent, trouble) in enumerate(self._patterns):
            start = self.budget.spent
            self.tell(f"{pattern.questions.path}: pattern, complete set")
            try:
                while not trouble and pattern.prove(self.budget.left):
                    pass
            except (SpentError, UnsettledError) as why:
                trouble = "" if pattern.settled else _said(why)
            self._patterns[n] = (pattern, spent + self.budget.spent - start, trouble)
        self.rows += [_with(pattern.row(trouble), spent) for pattern, spent, trouble in self._patterns]

    def _remark(self) -> None:
        """What a reader should know of the whole."""
        if any(row.note == str(UnsteadyError()) for row in self.rows):
            self.notes.append("the target answered the same request now so, now so: see the rows that are not settled")
        differing = [row for row in self.rows if row.found is Found.DIFFERS]
        if differing and not self.oracle.refused:
            self.notes.append("nothing that was asked was refused: the target seems to check nothing")

    def _row(self, fact: Fact, found: Found, why: str) -> Row:
        return Row(fact.member, fact.fact, documented(self.oracle.operation, fact), "", found, note=why)


def _because(why: Exception) -> Found:
    return Found.INAPPLICABLE if isinstance(why, NowhereError) else Found.UNSETTLED


def _said(why: Exception) -> str:
    return SPENT if isinstance(why, SpentError) else str(why)


def _with(row: Row, requests: int) -> Row:
    return replace(row, requests=requests)


def _states(member: Member) -> int:
    return len(minimal(member.pattern.expression).steps) if member.pattern else 0
