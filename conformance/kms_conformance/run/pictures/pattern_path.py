"""The automaton of a documented pattern, and the way of the value that breaks it, for the picture of the finding."""

from __future__ import annotations

from kms_conformance.execution.judging.expectations import facts
from kms_reports.result import Counterexample, Edge, PatternPath, Verdict
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.relations import values_at
from kms_strategies.automata.condensed import Graph, condensed

MOST = 24  # states that can be drawn well
_ACCEPTED = {Verdict.ACCEPTED_INVALID: False, Verdict.WRONG_CODE: False, Verdict.REJECTED_VALID: True}
"""Whether the pattern accepts the value, by what is said of the target."""


def pattern_path(requirement: Requirement, shown: Counterexample) -> PatternPath | None:
    """The picture's data; None where the value is none, or the pattern by itself does not explain the verdict.

    The value is the one that is shown: a stand-in, where it is a secret.
    """
    if requirement.aspect is not Aspect.PATTERN:
        return None
    member = facts(requirement.operation).member(requirement.subject)
    values = [value for value in values_at(requirement.subject, shown.request) if isinstance(value, str)]
    if member is None or member.pattern is None or len(values) != 1:
        return None
    graph = condensed(member.pattern.expression, values[0])
    if _ACCEPTED.get(shown.verdict, graph.accepted) is not graph.accepted:
        return None
    return _kept(member.pattern.expression, graph, len(values[0]))


def _kept(expression: str, graph: Graph, length: int) -> PatternPath:
    small = graph.states <= MOST
    return PatternPath(
        pattern=expression,
        states=graph.states,
        accepting=graph.accepting,
        edges=tuple(Edge(edge.start, edge.end, edge.label) for edge in graph.edges) if small else (),
        path=graph.path if small else (),
        end=graph.end,
        read=graph.read,
        length=length,
        leaves=graph.leaves,
        other=graph.other,
    )
