"""The pure model of keys: by hand, and against an automaton of its own for all short sequences."""

from __future__ import annotations

from itertools import product

import pytest

from kms_specification.pages.keys.lifecycle.transitions import KeyState
from kms_specification.state.keys import Expected, Keys, after, expect, wrong

KEY, OTHER = "k1", "k2"
OPERATIONS = ("EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion")
# State by state, written down again: where each operation leads, or that it is refused.
BY_HAND = {
    ("Enabled", "EnableKey"): "Enabled",
    ("Enabled", "DisableKey"): "Disabled",
    ("Enabled", "ScheduleKeyDeletion"): "PendingDeletion",
    ("Enabled", "CancelKeyDeletion"): None,
    ("Disabled", "EnableKey"): "Enabled",
    ("Disabled", "DisableKey"): "Disabled",
    ("Disabled", "ScheduleKeyDeletion"): "PendingDeletion",
    ("Disabled", "CancelKeyDeletion"): None,
    ("PendingDeletion", "EnableKey"): None,
    ("PendingDeletion", "DisableKey"): None,
    ("PendingDeletion", "ScheduleKeyDeletion"): None,
    ("PendingDeletion", "CancelKeyDeletion"): "Disabled",
}


def made(*ids: str) -> Keys:
    keys = Keys()
    for key in ids or (KEY, OTHER):
        keys = after(keys, "CreateKey", {}, {"KeyMetadata": {"KeyId": key, "Arn": f"arn:{key}"}})
    return keys


def test_a_new_key_may_be_creating_at_first() -> None:
    expected = expect(Keys(), "CreateKey", {})
    assert all(wrong(expected, None, {"KeyMetadata": {"KeyState": s}}) is None for s in ("Enabled", "Creating"))


def in_state(state: KeyState) -> Keys:
    keys = made()
    return Keys({**keys.states, KEY: state}, keys.arns, {"alias/a": KEY}, keys.sealed)


def encrypted(keys: Keys, blob: str = "blob", **more: object) -> Keys:
    request = {"KeyId": KEY, "Plaintext": "p", **more}
    return after(keys, "Encrypt", request, {"CiphertextBlob": blob})  # type: ignore[arg-type]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_short_sequences_go_where_the_automaton_goes(length: int) -> None:
    for sequence in product(OPERATIONS, repeat=length):
        keys, state = made(KEY), "Enabled"
        for operation in sequence:
            expected = expect(keys, operation, {"KeyId": KEY})
            leads_to = BY_HAND[state, operation]
            assert expected.succeeds is (leads_to is not None), sequence
            assert expected.errors == (set() if leads_to else {"KMSInvalidStateException"}), sequence
            if leads_to is not None:
                keys, state = after(keys, operation, {"KeyId": KEY}, {}), leads_to
            described = expect(keys, "DescribeKey", {"KeyId": KEY}).answer
            assert described["KeyMetadata.KeyState"] == state
            assert described["KeyMetadata.Enabled"] is (state == "Enabled")


@pytest.mark.parametrize("name", [KEY, f"arn:{KEY}", "alias/a"])
def test_a_key_is_described_by_each_of_its_names(name: str) -> None:
    expected = expect(in_state(KeyState.DISABLED), "DescribeKey", {"KeyId": name})
    assert expected.answer["KeyMetadata.KeyId"] == KEY


@pytest.mark.parametrize("operation", [*OPERATIONS])
def test_an_alias_does_not_name_a_key_to_what_changes_it(operation: str) -> None:
    expected = expect(in_state(KeyState.ENABLED), operation, {"KeyId": "alias/a"})
    assert expected == Expected(errors=frozenset({"NotFoundException"}))


@pytest.mark.parametrize(
    ("state", "errors"),
    [
        (KeyState.ENABLED, set()),
        (KeyState.DISABLED, {"DisabledException", "KMSInvalidStateException"}),
        (KeyState.PENDING_DELETION, {"DisabledException", "KMSInvalidStateException"}),
    ],
)
def test_only_an_enabled_key_encrypts_and_decrypts(state: KeyState, errors: set[str]) -> None:
    keys = encrypted(in_state(state))
    for operation, request in (("Encrypt", {"KeyId": KEY}), ("Decrypt", {"CiphertextBlob": "blob"})):
        expected = expect(keys, operation, request)  # type: ignore[arg-type]
        assert expected.errors == errors
        assert expected.succeeds is not bool(errors)


@pytest.mark.parametrize(
    ("request_", "errors"),
    [
        ({}, set()),
        ({"KeyId": KEY}, set()),
        ({"KeyId": "alias/a"}, set()),
        ({"KeyId": OTHER}, {"IncorrectKeyException"}),
        ({"KeyId": "nobody"}, {"IncorrectKeyException", "NotFoundException"}),
        ({"EncryptionContext": {"Stage": "one"}}, {"InvalidCiphertextException"}),
        (
            {"KeyId": OTHER, "EncryptionContext": {"Stage": "one"}},
            {"IncorrectKeyException", "InvalidCiphertextException"},
        ),
        ({"CiphertextBlob": "unknown"}, {"InvalidCiphertextException"}),
    ],
)
def test_what_is_wrong_with_a_ciphertext(request_: dict[str, object], errors: set[str]) -> None:
    keys = encrypted(in_state(KeyState.ENABLED))
    expected = expect(keys, "Decrypt", {"CiphertextBlob": "blob", **request_})  # type: ignore[dict-item]
    assert expected.errors == errors
    assert expected.succeeds is not bool(errors)
    if not errors:
        assert expected.answer == {"Plaintext": "p", "KeyId": f"arn:{KEY}"}


def test_a_context_is_the_same_in_any_order_and_none_is_an_empty_one() -> None:
    keys = encrypted(made(), EncryptionContext={"a": "1", "b": "2"})
    right = {"CiphertextBlob": "blob", "EncryptionContext": {"b": "2", "a": "1"}}
    assert expect(keys, "Decrypt", right).succeeds  # type: ignore[arg-type]
    keys = encrypted(made(), EncryptionContext={})
    assert expect(keys, "Decrypt", {"CiphertextBlob": "blob"}).succeeds


@pytest.mark.parametrize(
    ("operation", "alias", "target", "state", "succeeds", "errors"),
    [
        ("CreateAlias", "alias/b", KEY, KeyState.ENABLED, True, set()),
        ("CreateAlias", "alias/a", KEY, KeyState.ENABLED, False, {"AlreadyExistsException"}),
        ("CreateAlias", "alias/b", "nobody", KeyState.ENABLED, False, {"NotFoundException"}),
        ("CreateAlias", "alias/a", "nobody", KeyState.ENABLED, False, {"AlreadyExistsException", "NotFoundException"}),
        ("CreateAlias", "alias/b", KEY, KeyState.PENDING_DELETION, False, {"KMSInvalidStateException"}),
        ("UpdateAlias", "alias/a", OTHER, KeyState.ENABLED, True, set()),
        ("UpdateAlias", "alias/b", OTHER, KeyState.ENABLED, False, {"NotFoundException"}),
        ("UpdateAlias", "alias/a", KEY, KeyState.PENDING_DELETION, True, {"KMSInvalidStateException"}),
        ("DeleteAlias", "alias/a", KEY, KeyState.PENDING_DELETION, True, set()),
        ("DeleteAlias", "alias/b", KEY, KeyState.ENABLED, False, {"NotFoundException"}),
    ],
)
def test_aliases(operation: str, alias: str, target: str, state: KeyState, succeeds: bool, errors: set[str]) -> None:
    expected = expect(in_state(state), operation, {"AliasName": alias, "TargetKeyId": target})
    assert (expected.succeeds, expected.errors) == (succeeds, errors)


def test_an_alias_moves_and_goes() -> None:
    keys = in_state(KeyState.ENABLED)
    keys = after(keys, "UpdateAlias", {"AliasName": "alias/a", "TargetKeyId": f"arn:{OTHER}"}, {})
    assert keys.named("alias/a", alias=True) == OTHER
    keys = after(keys, "DeleteAlias", {"AliasName": "alias/a"}, {})
    assert keys.named("alias/a", alias=True) is None


@pytest.mark.parametrize(
    ("expected", "code", "answer", "problem"),
    [
        (Expected(succeeds=True), None, {}, None),
        (Expected(succeeds=True), "NotFoundException", {}, "NotFoundException instead of success"),
        (Expected(errors=frozenset({"A", "B"})), None, {}, "success instead of A or B"),
        (Expected(errors=frozenset({"A", "B"})), "B", {}, None),
        (Expected(succeeds=True, answer={"K.S": "x"}), None, {"K": {"S": "x"}}, None),
        (Expected(succeeds=True, answer={"K.S": "x"}), None, {"K": {}}, "K.S is None, not 'x'"),
        (Expected(succeeds=True, answer={"E": True}), None, {"E": 1}, "E is 1, not True"),
        (Expected(succeeds=True, answer={"E": True}), None, {}, "E is None, not True"),
        (Expected(succeeds=True, answer={"E": False}), None, {}, None),
    ],
)
def test_an_answer_is_held_to_what_is_expected(
    expected: Expected, code: str | None, answer: dict[str, object], problem: str | None
) -> None:
    assert wrong(expected, code, answer) == problem  # type: ignore[arg-type]
