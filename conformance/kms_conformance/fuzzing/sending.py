"""Drafts sent: as cases where the request is JSON as everybody writes it, as bytes where it is spelled otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from kms_conformance.checks.requests.one_sided import may_be_made
from kms_conformance.checks.wire.changed_bytes import changed
from kms_conformance.execution.context import Context
from kms_conformance.execution.errors import NotJudgedError, SetupFailedError
from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.probe import CaseResult, Probe
from kms_conformance.execution.sending.transport import encoded
from kms_specification.violations.requests import variant_of
from kms_strategies.cases import Case, Wire, breaks
from kms_strategies.fuzzing.draft import Draft
from kms_strategies.fuzzing.slips import slipped

LARGEST = 60_000  # bytes of a request that is sent: a server may refuse larger ones before it reads them


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends drafts in a run."""

    context: Context

    def send(self, draft: Draft) -> CaseResult | None:
        """The answer, judged; None where the draft cannot be sent here, or what it needs is not there."""
        return next((result for _, result in self.send_all([draft])), None)

    def send_all(self, drafts: Sequence[Draft]) -> Iterator[tuple[Draft, CaseResult]]:
        """The answer to each draft that can be sent, judged."""
        waiting = [(draft, probe) for draft in drafts if (probe := self.probe(draft)) is not None]
        while waiting:
            try:
                with closing(self.context.executor.all([probe for _, probe in waiting])) as answers:
                    for result in answers:
                        yield waiting.pop(0)[0], result
            except (SetupFailedError, NotJudgedError):
                waiting.pop(0)

    def probe(self, draft: Draft) -> Probe | None:
        """What is sent for a draft; None where it cannot be sent here."""
        operation, known = facts(draft.operation), self.context.calibrated(draft.operation)
        base = known.examples.get(draft.variant)
        if base is None or not known.implemented:
            return None
        request = draft.request(base)
        if len(slipped(encoded(request), draft.slips)) > LARGEST:
            return None
        variant = variant_of(operation, request) or draft.variant
        case = Case(request, variant)
        if not breaks(operation, case) or draft.slips:
            # Of a variant whose valid requests are refused calibration has told; what costs money is not made.
            refused = operation.exact and variant in known.refused
            if refused or not may_be_made(self.context, operation.name):
                return None
        if draft.slips:
            return changed(operation.name, case, partial(_made, draft))
        return Probe(operation=operation.name, sent=case)


def _made(draft: Draft, body: bytes) -> Wire:
    return Wire(slipped(body, draft.slips), "changed bytes", draft.operation)
