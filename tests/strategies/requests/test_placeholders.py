"""What is filled when a request is sent."""

from __future__ import annotations

from random import Random
from typing import Any

from kms_strategies.placeholders import LOWER, WIDE, Substitution, stand_in

TEMPLATE: Any = {"EncryptionContext": {LOWER * 8: WIDE, f"{LOWER * 3}a": "b", "purpose": LOWER}}


def test_the_keys_of_a_map_are_filled_too() -> None:
    sent: Any = Substitution(Random(1))(TEMPLATE)
    assert not {LOWER, WIDE} & set("".join(sent["EncryptionContext"]))
    assert [len(key) for key in sent["EncryptionContext"]] == [8, 4, 7]


def test_what_is_shown_instead_has_other_keys_too() -> None:
    sent: Any = Substitution(Random(1))(TEMPLATE)
    shown: Any = stand_in(TEMPLATE, sent)
    assert sent["EncryptionContext"].keys() & shown["EncryptionContext"].keys() == {"purpose"}
    assert [len(key) for key in shown["EncryptionContext"]] == [8, 4, 7]
    assert not {LOWER, WIDE} & set("".join(shown["EncryptionContext"]))
