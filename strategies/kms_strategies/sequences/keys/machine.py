"""A state machine that draws histories of keys, aliases and ciphertexts, each answer held to the model of keys.

Keys, aliases and ciphertexts are drawn by number, so that a history that shrinks stays one. Of the target it knows only
how to call it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kms_specification.facts import Json
from kms_specification.pages.keys.lifecycle.transitions import READING, TRANSITIONS
from kms_specification.state.keys import Keys, after, expect, wrong
from kms_strategies.sequences.keys.requests import MESSAGE, NOBODY, OTHER_MESSAGE

# Sends a request: the code of the error, or None for a success, and the body. Without an answer it was not sent.
Call = Callable[[str, Mapping[str, Json]], tuple[str | None, Json] | None]

MOST = 3  # keys at once
ALIASES = 3
CONTEXTS: tuple[dict[str, Json], ...] = ({}, {"Stage": "one"}, {"Stage": "two"}, {"Stage": "one", "team": "kms"})
_PAIRS = (("ScheduleKeyDeletion", "CancelKeyDeletion"), ("DisableKey", "EnableKey"))
_FEW = st.integers(0, 3)
# Orders of four operations on one key, for what goes wrong only after some of them. The first is none at all, so that
# a failure shrinks to those that it takes.
_ORDERS = st.tuples(*[st.sampled_from(("", *TRANSITIONS, "Encrypt", "Decrypt"))] * 4)
# What is done in a step, the more often the more it leads to.
_ACTS = (
    *("create", "describe", "describe_alias", "unknown"),
    *("transition", "transition", "there_and_back", "life", "life"),
    *("encrypt", "encrypt", "decrypt", "decrypt", "decrypt_with_key"),
    *("create_alias", "create_alias", "update_alias", "delete_alias"),
)


class WrongAnswerError(AssertionError):
    """An answer that is not right for the keys that are there. `requests` are all that were sent, in order."""

    def __init__(self, why: str, requests: Sequence[tuple[str, Mapping[str, Json]]]) -> None:
        super().__init__(why)
        self.requests = tuple(requests)


def _nothing(why: str) -> None:
    """Nothing to do."""


def _final(right: bool) -> bool:
    """An answer of a target whose reads are never behind its writes."""
    return True


@dataclass(frozen=True, slots=True)
class _Target:
    """How histories are sent and judged: see `machine`."""

    begin: Callable[[], str]
    call: Call
    end: Callable[[], None]
    wrong_answer: Callable[[str], None]
    final: Callable[[bool], bool]


class _Actions(RuleBasedStateMachine):
    """The keys that are there, and what was sent."""

    def __init__(self, target: _Target) -> None:
        super().__init__()
        self.target = target
        self.keys = Keys()
        self.sent: list[tuple[str, Mapping[str, Json]]] = []
        self.word = target.begin()

    def teardown(self) -> None:
        self.target.end()

    @initialize()
    def first(self) -> None:
        self._send("CreateKey", {})

    # One rule for all: of several Hypothesis leaves some out of each run, and runs this short need every one.
    @rule(act=st.sampled_from(_ACTS), data=st.data())
    def step(self, act: str, data: st.DataObject) -> None:
        getattr(self, act)(data)

    def create(self, data: st.DataObject) -> None:
        if len(self.keys.states) < MOST:
            self._send("CreateKey", {})
        else:
            self.describe(data)

    def describe(self, data: st.DataObject) -> None:
        self._send("DescribeKey", {"KeyId": self._key(data)})

    def describe_alias(self, data: st.DataObject) -> None:
        self._send("DescribeKey", {"KeyId": self._alias(data)})

    def unknown(self, data: st.DataObject) -> None:
        operation = data.draw(st.sampled_from(("DescribeKey", *TRANSITIONS)))
        self._send(operation, {"KeyId": NOBODY})

    def transition(self, data: st.DataObject) -> None:
        key = self._key(data)
        self._change(data.draw(st.sampled_from(tuple(TRANSITIONS))), key)
        self._send("DescribeKey", {"KeyId": key})

    def life(self, data: st.DataObject) -> None:
        """A few operations on one key, one after the other."""
        key = self._key(data)
        for operation in filter(None, data.draw(_ORDERS)):
            if operation == "Encrypt":
                self._send(operation, {"KeyId": key, "Plaintext": MESSAGE})
            elif operation == "Decrypt":
                self._send(operation, {"CiphertextBlob": [OTHER_MESSAGE, *self.keys.sealed][-1]})
            else:
                self._change(operation, key)

    def there_and_back(self, data: st.DataObject) -> None:
        there, back = data.draw(st.sampled_from(_PAIRS))
        key = self._key(data)
        for operation in (there, back, "DescribeKey"):
            self._send(operation, {"KeyId": key})

    def encrypt(self, data: st.DataObject) -> None:
        name = self._alias(data) if data.draw(_FEW) == 3 else self._key(data)
        plaintext = data.draw(st.sampled_from((MESSAGE, OTHER_MESSAGE)))
        self._send("Encrypt", {"KeyId": name, "Plaintext": plaintext, **self._context(data)})

    def decrypt(self, data: st.DataObject) -> None:
        self._send("Decrypt", {"CiphertextBlob": self._blob(data), **self._context(data)})

    def decrypt_with_key(self, data: st.DataObject) -> None:
        request = {"CiphertextBlob": self._blob(data), "KeyId": self._key(data), **self._context(data)}
        self._send("Decrypt", request)

    def create_alias(self, data: st.DataObject) -> None:
        self._send("CreateAlias", {"AliasName": self._alias(data), "TargetKeyId": self._key(data)})

    def update_alias(self, data: st.DataObject) -> None:
        self._send("UpdateAlias", {"AliasName": self._alias(data), "TargetKeyId": self._key(data)})

    def delete_alias(self, data: st.DataObject) -> None:
        self._send("DeleteAlias", {"AliasName": self._alias(data)})

    def _change(self, operation: str, key: str) -> None:
        window: dict[str, Json] = {"PendingWindowInDays": 7} if operation == "ScheduleKeyDeletion" else {}
        self._send(operation, {"KeyId": key, **window})

    def _send(self, operation: str, request: Mapping[str, Json]) -> None:
        expected = expect(self.keys, operation, request)
        self.sent.append((operation, request))
        while True:
            answered = self.target.call(operation, request)
            if answered is None:
                return
            code, answer = answered
            problem = wrong(expected, code, answer)
            if (code is None and operation not in READING) or self.target.final(problem is None):
                break
        if problem is not None:
            self.target.wrong_answer(f"{operation}: {problem}")
            raise WrongAnswerError(f"{operation}: {problem}", self.sent)
        if code is None:
            self.keys = after(self.keys, operation, request, answer)

    def _key(self, data: st.DataObject) -> str:
        """A key that is there, by its id or its ARN."""
        number, form = data.draw(_FEW), data.draw(st.integers(0, 1))
        known = list(self.keys.arns.items())
        return known[number % len(known)][form] if known else NOBODY

    def _alias(self, data: st.DataObject) -> str:
        return f"alias/{self.word}-{data.draw(_FEW) % ALIASES}"

    def _context(self, data: st.DataObject) -> dict[str, Json]:
        context = data.draw(st.sampled_from(CONTEXTS))
        return {"EncryptionContext": context} if context else {}

    def _blob(self, data: st.DataObject) -> str:
        """A ciphertext that was made, the last one first; where there is none yet, bytes that are no ciphertext."""
        blobs = list(self.keys.sealed)[::-1]
        return blobs[data.draw(_FEW) % len(blobs)] if blobs else OTHER_MESSAGE


def machine(
    *,
    begin: Callable[[], str],
    call: Call,
    end: Callable[[], None],
    wrong_answer: Callable[[str], None] = _nothing,
    final: Callable[[bool], bool] = _final,
) -> type[RuleBasedStateMachine]:
    """A state machine that sends each request as it is drawn, and raises WrongAnswerError for a wrong answer.

    `begin` returns a word that no history had before, of which aliases are made; `end` is called when one is over, and
    `wrong_answer` before the error is raised, with what is wrong. `final` says whether an answer, right or not, is the
    last word of the target, or may be behind what was asked before: then the same is asked again.
    """
    target = _Target(begin, call, end, wrong_answer, final)

    class History(_Actions):
        def __init__(self) -> None:
            super().__init__(target)

    return History
