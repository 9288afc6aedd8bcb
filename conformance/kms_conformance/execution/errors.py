"""Why something cannot be judged: what a check, the executor and the evaluator say to each other by raising."""

from __future__ import annotations


class SetupFailedError(Exception):
    """A request that had to succeed first did not. The message says what came back."""


class NotJudgedError(Exception):
    """A requirement cannot be judged here. The message is the reason, `vacuous` says that it never can be."""

    def __init__(self, reason: str, *, vacuous: bool = False) -> None:
        super().__init__(reason)
        self.vacuous = vacuous


LIMITS = TIME_IS_OVER, REQUESTS_ARE_SPENT, NO_ROOM_LEFT = (
    "the time of the run is over",
    "the run has sent as many requests as it may",
    "what the run has made could not be deleted and fills the account: what needs room for more was not judged",
)


class OutOfTimeError(Exception):
    """The run has to end. The message is which of its LIMITS is reached."""
