"""What schemathesis finds with the same schema: the yardstick of the scoreboard.

It is given the operation as OpenAPI, as `export` writes it, and sends data that the schema allows, which must
succeed, and data that it does not, which must be refused. What it says of the plain endpoint is no finding.
"""

from __future__ import annotations

from kms_conformance.checks.generated.schemathesis import loaded
from kms_conformance.execution.actions.hypothesis_search import SearchOptions, search

EXAMPLES = 60  # of each kind
TIMEOUT = 5.0  # seconds for an answer


def findings(url: str) -> tuple[set[str], int]:
    """The kinds of failure that it sees at an endpoint, and how many cases it sent."""
    from schemathesis import GenerationMode

    operation = loaded("CreateCustomKeyStore", url)
    found: list[str] = []
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        positive = mode is GenerationMode.POSITIVE

        def send(case: object, positive: bool = positive) -> str:
            return _said(case, positive=positive)

        strategy = operation.as_strategy(generation_mode=mode)
        found += search(strategy, send, lambda _: False, SearchOptions(examples=EXAMPLES, seed=1))[0]
    return set(found) - {""}, len(found)


def _said(case: object, *, positive: bool) -> str:
    """What is wrong with the answer to a case; empty where nothing is."""
    try:
        status = case.call(timeout=TIMEOUT).status_code  # type: ignore[attr-defined]
    except OSError:
        return "no answer"
    if status >= 500:
        return "server error"
    if positive:
        return "valid data refused" if status >= 400 else ""
    return "invalid data accepted" if status < 400 else ""
