"""Why something cannot be judged: what a check, the executor and the evaluator say to each other by raising."""

from __future__ import annotations


class SetupFailedError(Exception):
    """A request that had to succeed first did not. The message says what came back."""


class NotJudgedError(Exception):
    """A requirement cannot be judged here. The message is the reason, `vacuous` says that it never can be."""

    def __init__(self, reason: str, *, vacuous: bool = False) -> None:
        super().__init__(reason)
        self.vacuous = vacuous


class OutOfTimeError(Exception):
    """The time that the run was given is over."""
