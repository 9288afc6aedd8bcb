"""Whether a target can be judged at all, by its first answers; where not, the one line that says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kms_conformance.execution.executor import Executor
from kms_conformance.execution.knowledge.availability import no_answer
from kms_specification.pages.resources import LISTS
from kms_targets import TargetError
from kms_targets.http.client import Failure
from kms_targets.http.response import REFUSED_CALLER, Observation

_ADVICE: Mapping[Failure, str] = {
    Failure.REFUSED: "is it started, and is the port right?",
    Failure.TLS: "is there a server that speaks TLS? otherwise use http://",
    Failure.TIMEOUT: "is it ready? give it longer with --wait SECONDS",
    Failure.DROPPED: "is the scheme right, http:// or https://?",
    Failure.NOT_HTTP: "is the port right?",
    Failure.TOO_LARGE: "is this a KMS endpoint?",
}
# The same by what OpenSSL says of a certificate: of the target's, or of the one that the target wants to see.
_OF_TLS: Mapping[str, str] = {
    "mismatch": "call it by a name that its certificate is for",
    "expired": "give it a new certificate, or test it all the same with --insecure",
    "not yet valid": "give it a new certificate, or test it all the same with --insecure",
    "local issuer": "give the CA that signed its certificate with --ca-file",
    "self-signed": "give the CA that signed its certificate with --ca-file",
    "verify failed": "give the CA that signed its certificate with --ca-file",
    "alert": "does it want a certificate of the caller? give one that it trusts with --client-cert",
    "version number": "it does not speak TLS: use http://",
}


def usable(seen: Observation, takes_others: Callable[[], bool]) -> None:
    """Raises TargetError for an answer after which nothing can be judged."""
    if seen.failure in (Failure.REFUSED, Failure.TLS, Failure.NOT_HTTP, Failure.TIMEOUT):
        raise TargetError(f"{no_answer(seen)}; {_advice(seen.failure, seen.exchange.detail)}")
    refused = REFUSED_CALLER.intersection(seen.codes.values())
    if refused and not takes_others():
        raise TargetError(
            f"the target refuses the caller: {next(iter(refused))}; set credentials or region in a profile"
        )
    if seen.throttled:
        raise TargetError("the target throttles every request: wait, or give a lower --rate")


def _advice(failure: Failure, detail: str) -> str:
    return next((advice for words, advice in _OF_TLS.items() if words in detail), _ADVICE[failure])


def speaks(executor: Executor, seen: Observation) -> bool:
    """Whether the target speaks AWS JSON 1.1. Raises TargetError where none of a few answers is of it."""
    if _readable(seen) or any(_readable(executor.transport.call(name, {})) for name in LISTS):
        return True
    if seen.failure is not None:
        raise TargetError(f"{no_answer(seen)}; {_advice(seen.failure, seen.exchange.detail)}")
    said = {name.lower(): value[:100] for name, value in seen.exchange.headers}
    if seen.status is not None and 300 <= seen.status < 400:
        raise TargetError(f"the target redirects to {said.get('location', 'nowhere')!r}: give the final URL")
    encoding = said.get("content-encoding", "identity")
    if encoding != "identity":
        raise TargetError(f"the target answers in {encoding!r}, and nothing but 'identity' was asked for")
    kind = f"content type {said['content-type']!r}" if "content-type" in said else "no content type"
    raise TargetError(
        f"the target does not speak the KMS API (it answers HTTP {seen.status} with {kind}): is the URL right?"
    )


def _readable(seen: Observation) -> bool:
    return bool(seen.codes) or (seen.success and isinstance(seen.json, dict)) or seen.status == 501
