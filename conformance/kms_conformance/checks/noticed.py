"""What is noticed of every answer of a run for a requirement that comes later."""

from __future__ import annotations

from dataclasses import dataclass, field

from kms_conformance.checks import secrets
from kms_conformance.checks.wire import boto3
from kms_conformance.execution.probes.notices import Look
from kms_conformance.execution.probes.probe import CaseResult
from kms_conformance.settings.depth import Depth


def looks(depth: Depth) -> dict[str, Look]:
    """What is looked for at a depth. At `quick`, boto3 reads the first answer of each kind, beyond it every one."""
    read: dict[str, Look] = {boto3.UNREAD: boto3.unread, boto3.UNTYPED: boto3.untyped}
    if depth is Depth.QUICK:
        read = {name: FirstOfEach(look) for name, look in read.items()}
    return {secrets.DISCLOSURES: secrets.discloses, **read}


@dataclass(slots=True)
class FirstOfEach:
    """Looks at the first answer of each operation, status and code."""

    look: Look
    _seen: set[object] = field(default_factory=set)

    def __call__(self, result: CaseResult) -> bool:
        """What `look` says of the first of each kind; of others nothing."""
        kind = (result.operation, result.seen.status, tuple(result.seen.codes.items()))
        new = kind not in self._seen
        self._seen.add(kind)
        return new and self.look(result)
