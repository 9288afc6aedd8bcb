"""One pytest item for each requirement, under a collector of our own.

The items are no Python functions: a project's `python_files`, `python_functions`, fixtures and import mode do not
apply. Their node ids are `kms_conformance::REQUIREMENT-ID` wherever the package is installed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from kms_reports.result import SKIPPED, Result
from kms_specification.requirements.registry import Requirement

NODE = "kms_conformance"
Evaluate = Callable[[Requirement], Result]


class RequirementFailedError(Exception):
    """The target does not meet a requirement. The message is the verdict and its reason."""


class RequirementItem(pytest.Item):
    """Evaluates one requirement."""

    def __init__(self, *, requirement: Requirement, evaluate: Evaluate, **node: Any) -> None:
        super().__init__(**node)
        self.requirement = requirement
        self._evaluate = evaluate

    def runtest(self) -> None:
        """Raises RequirementFailedError for a verdict that fails, and skips for one that says nothing."""
        result = self._evaluate(self.requirement)
        self.user_properties += [("verdict", str(result.verdict)), ("level", str(self.requirement.level))]
        if result.failed:
            raise RequirementFailedError(f"{result.verdict}: {result.reason}")
        if result.verdict in SKIPPED:
            pytest.skip(f"{result.verdict}: {result.reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The verdict alone; a traceback only for an error of the suite itself."""
        if isinstance(excinfo.value, RequirementFailedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[str | os.PathLike[str], int | None, str]:
        """A location that does not depend on where the package is installed."""
        return NODE, 0, f"requirement {self.requirement.id}"


class Suite(pytest.Collector):
    """The selected requirements, in the order of the registry."""

    def __init__(self, *, requirements: Sequence[Requirement], evaluate: Evaluate, **node: Any) -> None:
        super().__init__(**node)
        self._requirements = requirements
        self._evaluate = evaluate

    def collect(self) -> Iterator[RequirementItem]:
        """An item for each requirement."""
        for requirement in self._requirements:
            yield RequirementItem.from_parent(
                self, name=requirement.id, requirement=requirement, evaluate=self._evaluate
            )


def suite(session: pytest.Session, requirements: Sequence[Requirement], evaluate: Evaluate) -> Suite:
    """The collector of a session."""
    return Suite.from_parent(session, name=NODE, nodeid=NODE, requirements=requirements, evaluate=evaluate)
