"""What is sent and what comes back, as values: a message, the bytes that it leaves as, an exchange."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kms_specification.wire.forms import USUAL, Form


class Failure(StrEnum):
    """Why there is no HTTP answer."""

    REFUSED = "the connection was refused"
    TLS = "the TLS handshake failed"
    TIMEOUT = "no complete answer came in time"
    DROPPED = "the connection was closed before the answer was complete"
    NOT_HTTP = "the answer is not HTTP"
    TOO_LARGE = "the answer is larger than 8 MiB"


@dataclass(frozen=True, slots=True)
class Message:
    """A request before it is signed. `target` None leaves the X-Amz-Target header out.

    One whose `form` is not the usual has a connection of its own, since its state afterwards is unknown.
    """

    body: bytes
    target: str | None
    form: Form = USUAL

    @property
    def targets(self) -> tuple[str, ...]:
        """The values of X-Amz-Target, one header each."""
        return self.form.target_values(self.target)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message and the bytes it is sent as.

    `held` is sent when the target asks for it with 100 (Continue), or after CONTINUE seconds. `ends`: nothing more will
    be sent over the connection after these bytes, and the request says so.
    """

    message: Message
    sent: bytes
    held: bytes = b""
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came back. `seconds` is from the first byte sent to the last received, or until it was given up.

    `reused`: the connection had carried an answer before, so that a target which closes idle connections may have
    closed it before it saw this request. `reached`: somebody accepted the connection.
    """

    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float
    failure: Failure | None = None
    detail: str = ""
    reused: bool = False
    reached: bool = True
