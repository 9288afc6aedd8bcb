"""Which of the operations on custom key stores a target has, found out once a run."""

from __future__ import annotations

from dataclasses import dataclass

from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError
from kms_specification.pages.custom_key_stores import (
    CONNECT,
    CREATE,
    DESCRIBE,
    DISCONNECT,
    ID,
)


@dataclass(slots=True)
class Abilities:
    """`stuck`: a store that was connected could not be disconnected and deleted in time."""

    context: Context
    stuck: bool = False

    def reason_against(self, operation: str) -> str:
        """Why an operation on stores that are there cannot be used; empty where it can."""
        nobody = f"cks-{self.context.executor.tools.preparer.random.getrandbits(68):017x}"
        return self.context.reason_against(operation, {} if operation == DESCRIBE else {ID: nobody})

    def need(self, *operations: str) -> None:
        """Raises NotJudgedError where the target does not have an operation, or not for this caller."""
        for operation in operations:
            why = self.reason_against(operation)
            if why:
                raise NotJudgedError(why)

    def unconnectable(self) -> str:
        """Why no store should be connected: it could not be, or would stay. Empty where it may be."""
        if self.stuck:
            return "a store that was connected could not be disconnected and deleted in time: see lag in a profile"
        return self.reason_against(CONNECT) or self.reason_against(DISCONNECT)

    def unplayable(self, operation: str) -> str:
        """Why no step of a history should be of an operation; empty where it may be."""
        if operation == CREATE:
            return ""
        return self.unconnectable() if operation == CONNECT else self.reason_against(operation)

    def note_stuck(self, *, stuck: bool) -> None:
        """Notes whether a store that was connected stays."""
        self.stuck = stuck


def abilities(context: Context) -> Abilities:
    """Those of the target of a run."""
    found = context.memory.setdefault("abilities of custom key stores", Abilities(context))
    assert isinstance(found, Abilities)
    return found
