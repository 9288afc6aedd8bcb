"""How a request stands in an HTTP message: words only, no bytes and no rule.

The usual form is that of AWS's SDKs. Every other is one that HTTP or JSON allows, or that a careless client sends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

CONTENT_TYPE = "application/x-amz-json-1.1"


class Framing(StrEnum):
    """How it is said where the body ends."""

    LENGTH = "a Content-Length"
    NO_LENGTH = "no Content-Length, and no body"
    CHUNKED = "chunks"
    CONTINUED = "a Content-Length, the body sent after 100 (Continue) or a second"
    CUT_SHORT = "a Content-Length of which only half is sent before the sender ends its side"
    TOO_SHORT = "a Content-Length that is one less than the body has"


class Spelling(StrEnum):
    """How the names of the headers are written."""

    USUAL = "as the documents write them"
    LOWER = "in lower case"
    UPPER = "in upper case"
    SWAPPED = "with upper and lower case swapped"

    def of(self, name: str) -> str:
        """The name of a header, spelled so."""
        return _SPELLED[self](name)


_SPELLED: Mapping[Spelling, Callable[[str], str]] = {
    Spelling.USUAL: str,
    Spelling.LOWER: str.lower,
    Spelling.UPPER: str.upper,
    Spelling.SWAPPED: str.swapcase,
}


class Signing(StrEnum):
    """What the signature is worth."""

    SIGNED = "signed"
    UNSIGNED = "no signature"
    FORGED = "a signature made with another secret"
    EXPIRED = "a signature of yesterday"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a request. `content_type` None leaves the header out.

    `targets` are the values of X-Amz-Target, one header each, in the place of the one that names the operation.
    """

    method: str = "POST"
    content_type: str | None = CONTENT_TYPE
    targets: tuple[str, ...] | None = None
    framing: Framing = Framing.LENGTH
    spelling: Spelling = Spelling.USUAL
    signing: Signing = Signing.SIGNED

    @property
    def usual(self) -> bool:
        """Whether AWS's SDKs send it so."""
        return self == USUAL

    def target_values(self, target: str | None) -> tuple[str, ...]:
        """The values of X-Amz-Target, one header each; `target` is that of the operation, and None leaves it out."""
        if self.targets is not None:
            return self.targets
        return () if target is None else (target,)


USUAL = Form()
