"""Which operations a sequence is made of, and which requirement its answers belong to.

There are two families: what custom key stores are asked for, and all the rest, which is about keys. Each has a
requirement on whole histories, to which an answer belongs where no other requirement is named by the oracle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kms_conformance.checks.generated.attribution import attributed
from kms_conformance.execution.context import Context
from kms_conformance.execution.probes.probe import CaseResult
from kms_specification.aspects import CONSTRAINTS, Aspect
from kms_specification.catalog import OPERATIONS
from kms_specification.facts.resources import ResourceType
from kms_specification.pages.custom_key_stores import CREATE, STORE_OPERATIONS
from kms_specification.pages.keys.lifecycle.transitions import TRANSITIONS
from kms_specification.pages.resources import CUSTOM_KEY_STORE, KEY, MADE_ELSEWHERE, created_by
from kms_specification.requirements.registry import Requirement, find
from kms_specification.state.links import links

HISTORY = "history"
TOGETHER = 5  # operations that sequences have beside those that each of them needs


@dataclass(frozen=True, slots=True)
class Family:
    """The operations of sequences that begin with the creation of a resource of a type.

    `home` is the id of the requirement on histories or, where that is not judged, of the one that asked first.
    """

    kind: ResourceType
    operations: tuple[str, ...]
    home: str

    def requirements(self, result: CaseResult, context: Context) -> tuple[str, ...]:
        """The ids of the requirements that an answer shows something of; `home` where none is judged after it."""
        if any(v.certain for v in result.expectation.violated):
            return tuple(filter(partial(_judged_after, context), attributed(result))) or (self.home,)
        named = (r for o in result.expectation.outcomes for r in o.requirements if result.expectation.rejected)
        return (next(filter(partial(_judged_after, context), named), self.home),)


def family(requirement: Requirement, context: Context) -> Family | None:
    """The family whose sequences a requirement asks for, of the operations that the target has.

    None where there is none, or where the requirement may be judged while something else happens.
    """
    if not _asks(requirement):
        return None
    kind = _kind(requirement.operation)
    tested = {name for name in context.tested if _kind(name) is kind} | {requirement.operation}
    joined = {link.target for name in tested for link in links(name)}
    joined |= {name for name in OPERATIONS if any(link.target in tested for link in links(name))}
    names = [name for name in OPERATIONS if name in tested | joined and _kind(name) is kind]
    known = tuple(n for n in names if n not in MADE_ELSEWHERE and context.calibrated(n).implemented)
    home = f"{kind.create}.{Aspect.STATE}.{HISTORY}"
    return Family(kind, known, home if home in context.selected else requirement.id)


def groups(family: Family) -> Iterator[tuple[str, ...]]:
    """The operations of a family, a few at a time, beside those that each sequence needs: what makes the resource, and
    what changes its state. Of many operations a sequence would hardly ever have two that have to do with each other.
    """
    if family.kind.create not in family.operations:
        return
    core = [n for n in family.operations if n in TRANSITIONS or n == family.kind.create]
    others: list[str] = []
    for name in family.operations:
        following = [] if created_by(name) else [link.target for link in links(name)]
        beside = dict.fromkeys((name, *following))
        others += [n for n in beside if n in family.operations and n not in (*core, *others)]
    for start in range(0, max(len(others), 1), TOGETHER):
        yield (*core, *others[start : start + TOGETHER])


def _judged_after(context: Context, identity: str) -> bool:
    """Whether a requirement is judged, and once the sequences are played."""
    known = find(identity)
    return identity in context.selected and known is not None and _asks(known)


def _kind(operation: str) -> ResourceType:
    return CUSTOM_KEY_STORE if operation in (CREATE, *STORE_OPERATIONS) else KEY


def _asks(requirement: Requirement) -> bool:
    """Whether nothing else is judged at the same time: a sequence has stores, of which there is room for a few."""
    if requirement.operation not in OPERATIONS or requirement.aspect in CONSTRAINTS:
        return False
    history = (requirement.aspect, requirement.subject) == (Aspect.STATE, HISTORY)
    return requirement.operation != CREATE or history
