"""Which check a requirement gets. A check registers itself; the one that says most of the requirement is taken.

    @check(Aspect.LENGTH_MAX)
    def longest(requirement: Requirement, context: Context) -> Steps:
        yield Probe(operation=requirement.operation, sent=Case(...))

Adding a check is one decorated function in a module that `checks/__init__.py` imports.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kms_conformance.execution.context import Context
from kms_conformance.execution.driver import Steps
from kms_specification.requirements.registry import Aspect, Requirement

Check = Callable[[Requirement, Context], Steps]


@dataclass(frozen=True, slots=True)
class _Registered:
    aspect: Aspect
    subject: str | None
    operations: frozenset[str] | None
    check: Check

    def suits(self, requirement: Requirement) -> bool:
        """Whether it is for that requirement."""
        return (
            self.aspect is requirement.aspect
            and self.subject in (None, requirement.subject)
            and (self.operations is None or requirement.operation in self.operations)
        )

    @property
    def weight(self) -> tuple[bool, bool]:
        """How much it says of its requirements: named operations come before a named subject."""
        return self.operations is not None, self.subject is not None


_REGISTERED: list[_Registered] = []


def check(
    *aspects: Aspect, subject: str | None = None, operations: Collection[str] | None = None
) -> Callable[[Check], Check]:
    """Registers a check for requirements of some aspects, for one subject or any, of some operations or of any."""

    def register(function: Check) -> Check:
        for aspect in aspects:
            new = _Registered(aspect, subject, None if operations is None else frozenset(operations), function)
            twice = [r.check.__name__ for r in _REGISTERED if (r.aspect, r.subject, r.operations) == _key(new)]
            if twice:
                raise ValueError(f"{function.__name__} and {twice[0]} are both for {aspect} {subject or ''}".rstrip())
            _REGISTERED.append(new)
        return function

    return register


def _key(one: _Registered) -> tuple[Aspect, str | None, frozenset[str] | None]:
    return one.aspect, one.subject, one.operations


def check_of(requirement: Requirement) -> Check:
    """The function that checks a requirement. Raises LookupError where there is none."""
    found = [one for one in _REGISTERED if one.suits(requirement)]
    if not found:
        raise LookupError(f"no check is registered for {requirement.id}")
    return max(found, key=lambda one: one.weight).check
