"""Cases made ready to leave: their placeholders filled, the secrets in them known to the redaction."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from kms_conformance.execution.judging.expectations import facts
from kms_conformance.execution.probes.prepared_case import PreparedCase, secret_values, spellings
from kms_conformance.execution.probes.probe import Setup
from kms_conformance.execution.probes.references import refers, resolved
from kms_conformance.execution.sending.transport import encoded
from kms_conformance.execution.snippets.redaction import Redactor
from kms_specification import service_model
from kms_specification.facts import Json
from kms_strategies.cases import Case
from kms_strategies.placeholders import Substitution
from kms_strategies.requests.examples import Request

CANARY = 7  # characters that a secret must have for its repetition to be no chance


@cache
def sensitive(operation: str) -> frozenset[str]:
    """The names of the members of an operation that hold secrets."""
    return frozenset(path.rpartition(".")[2] for path, member in facts(operation).walk() if member.sensitive)


@cache
def undisclosed(operation: str) -> frozenset[str]:
    """Those that no operation returns: DescribeCustomKeyStores shows AccessKeyId, but never the keys."""
    return sensitive(operation) - service_model.returned()


@dataclass(frozen=True, slots=True)
class Preparer:
    """Fills cases. `private` are the secrets of a profile; `notify` is called with every request that is prepared."""

    random: Random
    redact: Redactor
    private: frozenset[str] = frozenset()
    notify: Callable[[Json], None] = lambda request: None

    def substitution(self, operation: str) -> Substitution:
        """A way to fill requests that belong together."""
        return Substitution(self.random, sensitive(operation))

    def prepare(
        self, operation: str, case: Case, setup: tuple[Setup, ...] = (), substitution: Substitution | None = None
    ) -> PreparedCase:
        """The case filled, as other requests were where `substitution` is theirs."""
        fill = substitution or self.substitution(operation)
        templates = (*(s.request for s in setup), *case.before)
        before = tuple(as_object(fill(r)) for r in templates)
        request = fill(case.request)
        self.notify(request)
        secrets, marked = sensitive(operation), undisclosed(operation)
        canaries = tuple(fill.canaries(marked, CANARY))
        canaries += tuple(form for value in secret_values(marked, request) for form in spellings(value, canaries))
        self.redact.add(canaries)
        operations = (*(s.operation for s in setup), *(operation for _ in case.before))
        return PreparedCase(
            case,
            before,
            request,
            encoded(request),
            canaries,
            secrets,
            self.private,
            operations,
            templates,
        )

    def resolve(self, prepared: PreparedCase, known: Callable[[int, str], Json]) -> PreparedCase:
        """The case with its references to what was set up replaced."""
        if not refers(prepared.request):
            return prepared
        request = resolved(prepared.request, known)
        case = replace(prepared.case, request=resolved(prepared.case.request, known))
        return replace(prepared, case=case, request=request, body=encoded(request))


def as_object(value: Json) -> Request:
    """A request that is known to be an object."""
    assert isinstance(value, dict)
    return value


def stands_for(body: bytes, valid: Json) -> Json:
    """The request that changed bytes still are, or else the valid one that they were made of. Nothing at all is {}."""
    if not body:
        return {}
    try:
        found: Json = json.loads(body.decode())
    except (ValueError, RecursionError):
        return valid
    return found if isinstance(found, dict) else valid
