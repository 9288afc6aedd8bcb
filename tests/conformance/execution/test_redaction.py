"""Secrets taken out of what is shown: those that were given for ever, those that were made up for very long."""

from __future__ import annotations

from kms_conformance.execution.probes.prepared_case import hidden
from kms_conformance.execution.snippets.redaction import REMEMBERED, Redactor
from kms_strategies.placeholders import LOWER


def test_what_was_given_is_known_for_ever_and_what_was_made_up_for_long() -> None:
    redact = Redactor()
    redact.keep(["given-secret"])
    for number in range(3 * REMEMBERED):
        redact.add([f"{number:012d}"])
    assert redact("is given-secret it") == "is ************ it"
    assert redact(f"is {2 * REMEMBERED:012d} it") == "is ************ it"
    assert redact(f"is {3 * REMEMBERED - 1:012d} it") == "is ************ it"
    # Forgotten, so that the memory of a run does not grow with its requests.
    assert redact(f"is {0:012d} it") == f"is {0:012d} it"


class Read(str):
    """A text that counts how often it is looked into."""

    looks = 0

    def __getitem__(self, key: object) -> str:
        Read.looks += 1
        return super().__getitem__(key)  # type: ignore[index]


def test_secrets_of_many_lengths_take_one_walk_over_a_text() -> None:
    redact = Redactor()
    redact.add(["mark" + "x" * size for size in range(200)])
    text = Read("an answer of some thousand characters " * 100)
    assert redact(text) == text
    assert Read.looks < 10 * len(text), "each length is sought by itself"


def test_of_secrets_that_overlap_no_letter_is_left() -> None:
    redact = Redactor()
    redact.add(["abcdefghij", "ghijklmnopqr", "abc"])
    assert redact("zabcdefghijklmnopqrz") == "z" + "*" * 18 + "z"
    assert redact("abcd") == "***d"


def test_of_a_map_the_keys_that_were_sent_are_shown() -> None:
    template = {"EncryptionContext": {LOWER * 4: "a", "b": LOWER}, "Secret": LOWER * 3}
    sent = {"EncryptionContext": {"bcde": "a", "b": "c"}, "Secret": "bcd"}
    shown = hidden(template, sent, frozenset({"Secret"}), frozenset())
    assert shown == sent | {"Secret": "cbb"}
