"""How plainly a value breaks a pattern or an enumeration: what is wrong at a glance is shown where any is taken."""

from __future__ import annotations

from kms_conformance.execution.judging.expectations import facts
from kms_specification.facts import Json
from kms_specification.requirements.registry import Aspect, Requirement
from kms_specification.violations.relations import values_at
from kms_strategies.automata.dfa import START, Automaton, minimal

_OF_VALUES = frozenset({Aspect.ENUM, Aspect.PATTERN})
PLAIN = (False, 0)
PARTS = 10  # a value that is right up to its last part is less plain than one that is wrong from the first


def plainness(requirement: Requirement, request: Json) -> tuple[bool, int]:
    """A sort key: the plainest value is the least. First those that no tidying makes right, then those wrong early.

    Tidying is to strip blanks and control characters, or to change the case. Other kinds of requirement are all alike.
    """
    if requirement.aspect not in _OF_VALUES:
        return PLAIN
    member = facts(requirement.operation).member(requirement.subject)
    values = list(values_at(requirement.subject, request))
    if len(values) != 1 or not isinstance(values[0], str):
        return PLAIN
    value = values[0]
    if member.enumeration is not None and requirement.aspect is Aspect.ENUM:
        known = {one.casefold() for one in member.enumeration.values}
        return (_odd(value) or value.strip().replace("-", "_").casefold() in known, 0)
    return PLAIN if member.pattern is None else _unlike(minimal(member.pattern.expression), value)


def _unlike(automaton: Automaton, value: str) -> tuple[bool, int]:
    tidied = value.strip()
    nearly = any(automaton.accepts(one) for one in (tidied, tidied.lower(), tidied.upper(), tidied.swapcase()))
    return (_odd(value) or nearly, PARTS * _right(automaton, value) // max(len(value), 1))


def _odd(value: str) -> bool:
    return not (value.isascii() and value.isprintable()) or value != value.strip()


def _right(automaton: Automaton, value: str) -> int:
    """How many characters of the value are read before nothing can make it match any more."""
    state = START
    for read, character in enumerate(value):
        state = automaton.steps[state][automaton.letter(character)]
        if state not in automaton.accepting and set(automaton.steps[state]) == {state}:
            return read
    return len(value)
