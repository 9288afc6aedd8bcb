"""The setup of one attempt: what has to exist is made, or was made for an earlier one that shares it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from kms_conformance.execution.actions.asking import Asker, CrowdedError
from kms_conformance.execution.errors import SetupFailedError
from kms_conformance.execution.judging.verdicts import briefly
from kms_conformance.execution.knowledge.lag import ReadLag
from kms_conformance.execution.probes.preparation import Preparer
from kms_conformance.execution.probes.prepared_case import PreparedCase
from kms_conformance.execution.probes.probe import Setup
from kms_conformance.execution.probes.shared_setups import SetUp, SharedSetups
from kms_conformance.execution.resource_tracker import Resource, ResourceTracker
from kms_conformance.execution.sending.transport import encoded
from kms_specification.facts import Json
from kms_specification.oracle import Expectation
from kms_specification.pages.resources import created_by
from kms_specification.violations.relations import values_at
from kms_strategies.requests.examples import Request
from kms_targets.http.response import Observation


@dataclass(slots=True)
class SettingUp:
    """Sets up what one attempt needs. `made` are the resources that are deleted at the end of the attempt."""

    tracker: ResourceTracker
    asker: Asker
    shared: SharedSetups
    made: list[Resource]
    _there: list[SetUp] = field(default_factory=list)

    def set_up(self, prepared: PreparedCase, setups: tuple[Setup, ...], preparer: Preparer) -> PreparedCase:
        """The case with its references resolved. Raises StaleConnectionError, CrowdedError and SetupFailedError."""
        if not prepared.operations:
            return prepared  # and so there is nothing to refer to
        for number, request in enumerate(prepared.before):
            setup = setups[number] if number < len(setups) else None
            if setup is not None and setup.shared:
                self._there.append(self.shared.of(setup) or self._first(setup, request))
            else:
                self._there.append(self._done(prepared.operations[number], request))
        prepared = replace(prepared, before=tuple(done.request for done in self._there))

        def known(number: int, path: str) -> Json:
            value: Json = self._there[number].seen.json
            if path:
                return next(values_at(path, value), None)
            kind = created_by(prepared.operations[number])
            return kind.made_by(prepared.before[number], value) if kind is not None else None

        return preparer.resolve(prepared, known)

    @property
    def resources(self) -> tuple[Resource, ...]:
        """What the attempt has to find there."""
        return tuple(done.resource for done in self._there if done.resource is not None)

    def answered(self, seen: Observation) -> None:
        """What a request may have changed is shared no more, and is deleted at the end of the attempt."""
        if seen.failure is None and not seen.success:
            return
        for resource in self.resources:
            if resource not in self.made:
                self.shared.give_up(resource)
                self.made.append(resource)

    def unknown_yet(self, seen: Observation, expectation: Expectation, lag: ReadLag) -> bool:
        """Whether a target that finds nothing may only not know yet what was made just now."""
        codes = set(seen.codes.values())
        unknown = [d.at for d in self._there if d.resource is not None and d.resource.type.gone & codes]
        if not unknown or any(expectation.of(code) is not None for code in codes):
            return False
        return not lag.caught_up(time.monotonic() - max(unknown), right=False)

    def _first(self, setup: Setup, request: Request) -> SetUp:
        """What later attempts share, and so outlives this one. Its name is in the ledger before it is asked for."""
        self.tracker.intend([(setup.operation, request)])
        try:
            done = self._done(setup.operation, request)
        except (SetupFailedError, CrowdedError):
            self.tracker.withdraw([(setup.operation, request)])
            raise
        if done.resource is not None:
            self.made.remove(done.resource)
        self.shared.keep(setup, done)
        return done

    def _done(self, operation: str, request: Request) -> SetUp:
        answer = self.asker.ask(operation, encoded(request), lambda s: not s.success)
        if not answer.success:
            raise SetupFailedError(f"the store that has to exist first could not be made: {briefly(answer)}")
        resource = self.tracker.take_in(operation, request, answer)
        if resource is not None:
            self.made.append(resource)
        return SetUp(request, answer, resource)
