"""An answer read the way AWS's SDKs read it: the status, the error code wherever it stands, the JSON body."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kms_specification.error_meanings import RETRIED
from kms_targets.http.client import Exchange, Failure

SERVER_ERROR = 500
UNAVAILABLE = 503
_CODE = re.compile(r"[A-Za-z0-9._-]{1,128}")
# Codes that say nothing of the request itself: the target asks to be left alone for a while.
THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "EC2ThrottledException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
# Codes that say that the target does not know the operation.
UNKNOWN_OPERATION = frozenset(
    {
        "UnknownOperationException",
        "UnknownOperation",
        "InvalidAction",
        "NotImplemented",
        "NotImplementedException",
        "NotImplementedError",
        "OperationNotImplemented",
        "UnsupportedOperation",
        "UnsupportedOperationException",
    }
)
# Codes that say that the caller was turned away, whatever the request: AWS's own, and those of other services that
# endpoints borrow. Each with and without the ending that the names of shapes have.
_REFUSALS = (
    "AccessDenied",
    "AuthFailure",
    "ExpiredToken",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignature",
    "MissingAuthenticationToken",
    "OptInRequired",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "Unauthorized",
    "UnauthorizedOperation",
    "UnrecognizedClient",
)
# NotAuthorizedException is not among them: KMS says so of aliases whose names are AWS's own.
REFUSED_CALLER = frozenset({*_REFUSALS, *(f"{code}Exception" for code in _REFUSALS), "NotAuthorized"})


@dataclass(frozen=True)
class Observation:
    """An exchange and what an SDK would make of it."""

    exchange: Exchange

    @property
    def status(self) -> int | None:
        """The HTTP status, or None where there was no answer."""
        return self.exchange.status

    @property
    def failure(self) -> Failure | None:
        """Why there is no answer, or None where there is one."""
        return self.exchange.failure

    @cached_property
    def json(self) -> Any:
        """The body as JSON in UTF-8, or None where it is none. Of equal keys the last holds, as for AWS's SDKs."""
        try:
            return _DECODER.decode(self.exchange.body.decode("utf-8"))
        except (ValueError, RecursionError):
            return None

    @cached_property
    def codes(self) -> dict[str, str]:
        """The error code by where it stands: `__type`, `code`, `X-Amzn-Errortype`. Prefixes and URIs are cut off.

        Words that no SDK has as the name of an error (empty, with spaces, unprintable, endless) are no code.
        """
        said: list[tuple[str, Any]] = []
        if isinstance(self.json, dict):
            said += [(place, self.json.get(place)) for place in ("__type", "code", "Code")]
        said += [("X-Amzn-Errortype", v) for name, v in self.exchange.headers if name.lower() == "x-amzn-errortype"]
        return {place: code for place, value in said if isinstance(value, str) and (code := _bare(value))}

    @cached_property
    def code(self) -> str | None:
        """The error code, the first that is there; None for a success and for an error that says none."""
        return next(iter(self.codes.values()), None) if not self.success else None

    @property
    def success(self) -> bool:
        """Whether an SDK would take the answer for a success: by the status alone."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def throttled(self) -> bool:
        """Whether the target only asks to slow down."""
        return self.status == 429 or self.code in THROTTLED

    @property
    def overloaded(self) -> bool:
        """Whether a server, or a proxy before it, says 503 by itself, as where it has too much to do for a while."""
        return self.status == UNAVAILABLE and not self.codes

    @property
    def fault_to_retry(self) -> str:
        """The code of a fault of the service, of which the documents say to retry; empty for any other answer."""
        codes = set(self.codes.values())
        if self.status is None or self.status < SERVER_ERROR or len(codes) != 1:
            return ""
        return next(iter(codes)) if codes <= RETRIED.keys() else ""

    @property
    def unknown_operation(self) -> bool:
        """Whether the target says that it does not know the operation."""
        return self.status == 501 or self.code in UNKNOWN_OPERATION

    def text(self, most: int = 600) -> str:
        """The start of the body as text, at most so many characters."""
        return self.exchange.body[: most * 4].decode("utf-8", "replace")[:most]


def _bare(said: str) -> str:
    """`com.amazonaws.kms#NotFoundException:http://…` is NotFoundException; empty where there is no such word."""
    code = said.partition(":")[0].rpartition("#")[2].strip()
    return code if _CODE.fullmatch(code) else ""


def _no_json(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_json)
