"""Messages that are odd, around a body that is not: the target, the method, other headers, the framing, the signature.

A server, or a proxy before it, may refuse most of them before an application has seen them: whoever does need not know
how AWS writes errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kms_specification import service_model
from kms_specification.pages.resources import created_by
from kms_specification.wire.acceptable import (
    ANOTHER_METHOD,
    AS_USUAL,
    INCOMPLETE,
    OPEN_TO_ANYBODY,
    REFUSED_BY_ANYBODY,
    TOO_LONG,
    UNCHANGED,
)
from kms_specification.wire.forms import Form, Framing, Signing, Spelling
from kms_strategies.requests.wire.oddity import Oddity


def _other_services(operation: str) -> tuple[Oddity, ...]:
    return (
        Oddity("another service", OPEN_TO_ANYBODY, form=Form(targets=(f"NoSuchService.{operation}",))),
        Oddity("an operation without a service", OPEN_TO_ANYBODY, form=Form(targets=(operation,))),
    )


def _no_operations(operation: str) -> tuple[Oddity, ...]:
    return (
        Oddity("an empty X-Amz-Target", REFUSED_BY_ANYBODY, form=Form(targets=("",))),
        Oddity(
            "a service without an operation",
            REFUSED_BY_ANYBODY,
            form=Form(targets=(f"{service_model.target_prefix()}.",)),
        ),
    )


def _repeated(operation: str) -> tuple[Oddity, ...]:
    target = f"{service_model.target_prefix()}.{operation}"
    other = f"{service_model.target_prefix()}.NoSuchOperation"
    return (
        Oddity("X-Amz-Target twice", OPEN_TO_ANYBODY, form=Form(targets=(target, target))),
        Oddity("two values of X-Amz-Target", OPEN_TO_ANYBODY, form=Form(targets=(target, other)), thorough=True),
    )


def _white_space(operation: str) -> tuple[Oddity, ...]:
    target = f"{service_model.target_prefix()}.{operation}"
    return (
        Oddity("white space before X-Amz-Target's value", OPEN_TO_ANYBODY, form=Form(targets=(f" \t{target}",))),
        Oddity("white space after X-Amz-Target's value", OPEN_TO_ANYBODY, form=Form(targets=(f"{target} \t",))),
    )


def _methods(operation: str) -> tuple[Oddity, ...]:
    safe = UNCHANGED if created_by(operation) is not None else ANOTHER_METHOD
    return (
        Oddity("GET", safe, form=Form(method="GET")),
        *(
            Oddity(name, ANOTHER_METHOD, form=Form(method=name), thorough=name in ("PATCH", "DELETE", "OPTIONS"))
            for name in ("PUT", "PATCH", "DELETE", "OPTIONS", "FROB")
        ),
    )


def _content_types(operation: str) -> tuple[Oddity, ...]:
    quick = ("application/json", "text/plain", None)
    thorough = (
        "application/x-amz-json-1.0",
        "application/x-amz-json-1.1; charset=utf-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    )
    return tuple(
        Oddity(
            f"the content type {name}" if name else "no content type",
            OPEN_TO_ANYBODY,
            form=Form(content_type=name),
            thorough=name in thorough,
        )
        for name in (*quick, *thorough)
    )


def _spellings(operation: str) -> tuple[Oddity, ...]:
    return tuple(
        Oddity(f"headers {spelling}", AS_USUAL, form=Form(spelling=spelling), thorough=spelling is Spelling.SWAPPED)
        for spelling in (Spelling.LOWER, Spelling.UPPER, Spelling.SWAPPED)
    )


def _chunked(operation: str) -> tuple[Oddity, ...]:
    return (Oddity("the body in chunks", OPEN_TO_ANYBODY, form=Form(framing=Framing.CHUNKED)),)


def _continued(operation: str) -> tuple[Oddity, ...]:
    return (Oddity("Expect: 100-continue", OPEN_TO_ANYBODY, form=Form(framing=Framing.CONTINUED)),)


def _lengths(operation: str) -> tuple[Oddity, ...]:
    return (
        Oddity("half of the body that Content-Length promises", INCOMPLETE, form=Form(framing=Framing.CUT_SHORT)),
        Oddity("a Content-Length one byte too small", TOO_LONG, form=Form(framing=Framing.TOO_SHORT)),
    )


def _signatures(operation: str) -> tuple[Oddity, ...]:
    """The first shows whether signatures are checked at all."""
    return tuple(
        Oddity(str(signing), REFUSED_BY_ANYBODY, form=Form(signing=signing))
        for signing in (Signing.FORGED, Signing.UNSIGNED, Signing.EXPIRED)
    )


TABLE: Mapping[str, Callable[[str], tuple[Oddity, ...]]] = {
    "other-service": _other_services,
    "empty-target": _no_operations,
    "repeated-target": _repeated,
    "target-white-space": _white_space,
    "method": _methods,
    "content-type": _content_types,
    "header-case": _spellings,
    "chunked-body": _chunked,
    "expect-continue": _continued,
    "content-length": _lengths,
    "signature": _signatures,
}
