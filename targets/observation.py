"""An answer read the way AWS's SDKs read it: the status, the error code wherever it stands, the JSON body."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from targets.client import Exchange, Failure

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
# Codes that say that the caller was turned away, whatever the request.
REFUSED_CALLER = frozenset(
    {
        "AccessDeniedException",
        "AccessDenied",
        "ExpiredTokenException",
        "ExpiredToken",
        "IncompleteSignatureException",
        "IncompleteSignature",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "MissingAuthenticationTokenException",
        "MissingAuthenticationToken",
        "NotAuthorized",
        "OptInRequired",
        "RequestExpired",
        "SignatureDoesNotMatch",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
    }
)


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
        """The body as JSON, or None where it is none."""
        try:
            return json.loads(self.exchange.body)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def codes(self) -> dict[str, str]:
        """The error code by where it stands: `__type`, `code`, `X-Amzn-Errortype`. Prefixes and URIs are cut off."""
        found: dict[str, str] = {}
        if isinstance(self.json, dict):
            for place in ("__type", "code", "Code"):
                value = self.json.get(place)
                if isinstance(value, str) and _bare(value):
                    found[place] = _bare(value)
        for name, value in self.exchange.headers:
            if name.lower() == "x-amzn-errortype" and _bare(value):
                found["X-Amzn-Errortype"] = _bare(value)
        return found

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
    def unknown_operation(self) -> bool:
        """Whether the target says that it does not know the operation."""
        return self.status == 501 or self.code in UNKNOWN_OPERATION

    def text(self, most: int = 600) -> str:
        """The start of the body as text, at most so many characters."""
        return self.exchange.body[: most * 4].decode("utf-8", "replace")[:most]


def _bare(code: str) -> str:
    """`com.amazonaws.kms#NotFoundException:http://…` is NotFoundException."""
    return code.partition(":")[0].rpartition("#")[2].strip()
