"""Secrets taken out of what is shown: those that were given for ever, those that were made up for very long."""

from __future__ import annotations

from kms_conformance.execution.snippets.redaction import REMEMBERED, Redactor


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
