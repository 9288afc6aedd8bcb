"""Endpoints that are right but different with keys: each answers every operation, and each difference is there."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kms_targets.reference.conforming_variants import VARIATIONS
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from tests.support.keys.account import KEYS, PRINCIPAL, REQUESTS, Account

OF_KEYS = [name for name in VARIATIONS if name.startswith("keys-")]


def account(name: str) -> Account:
    return Account(VARIATIONS[name].change(PAGE))


def test_there_are_many() -> None:
    assert len(OF_KEYS) >= 15


@pytest.mark.parametrize("name", [name for name in OF_KEYS if not name.endswith(("-denied", "-late"))])
def test_every_operation_succeeds(name: str) -> None:
    for operation, request in REQUESTS.items():
        found = account(name)
        answer = found.ask(operation, request(found))
        assert answer.status == 200, (operation, answer)


@pytest.mark.parametrize("name", [name for name in OF_KEYS if name.endswith("-denied")])
def test_what_is_denied_is_denied_before_anything_else(name: str) -> None:
    (denied, *_), found = sorted(VARIATIONS[name].change(PAGE).denied), account(name)
    assert found.ask(denied, {}).code == found.ask(denied, {"KeyId": 5}).code == "AccessDeniedException"


def code(name: str, operation: str, **request: Any) -> str | None:
    return account(name).ask(operation, request).code


def test_lookups_come_first() -> None:
    assert code("keys-lookup-first", "Encrypt", KeyId="none", Plaintext="") == "NotFoundException"
    assert code("keys-one-error", "Encrypt", KeyId="none", Plaintext="") == "ValidationException"


def test_one_broken_constraint_or_all_of_them() -> None:
    request = {"KeyId": "", "Plaintext": ""}
    messages = [found.ask("Encrypt", request).body["message"] for found in (Account(PAGE), account("keys-one-error"))]
    assert [message.split(" ")[0] for message in messages] == ["2", "1"]


def test_keys_of_others_are_there_and_a_page_does_not_hold_them() -> None:
    found = account("keys-older").must("ListAliases", {})
    assert (len(found["Aliases"]), found["Truncated"]) == (50, True)
    (first, *_) = account("keys-predefined").must("ListAliases", {})["Aliases"]
    assert "TargetKeyId" not in first


def test_a_quota_of_forty_keys() -> None:
    found = account("keys-quota")
    for _ in range(40):
        found.must("CreateKey", {})
    assert found.ask("CreateKey", {}).code == "LimitExceededException"


def test_lists_lag_behind() -> None:
    found = account("keys-lag")
    found.key()
    assert found.must("ListKeys", {})["Keys"] == []


def test_a_new_key_is_found_a_little_later() -> None:
    found = account("keys-found-late")
    key = found.must("CreateKey", {})["KeyMetadata"]["KeyId"]
    assert found.ask("DescribeKey", {"KeyId": key}).code == "NotFoundException"
    time.sleep(0.25)
    assert found.must("DescribeKey", {"KeyId": key})["KeyMetadata"]["KeyId"] == key


def test_lengths_are_counted_in_utf16() -> None:
    description = {"Description": "\U0001f511" * 5000}
    assert Account(PAGE).ask("CreateKey", description).status == 200
    assert code("keys-utf16", "CreateKey", **description) == "ValidationException"


def test_ids_arns_markers_and_pages_are_different() -> None:
    assert len(account("keys-ids-short").key()) < 36
    made = account("keys-other-account").must("CreateKey", {})["KeyMetadata"]
    assert ":000000000000:" in made["Arn"]
    for name, size in (("keys-markers-hex", 32), ("keys-markers-long", 1000)):
        found = account(name)
        assert {found.key(key) for key in ("symmetric", "other")}
        page = found.must("ListKeys", {"Limit": 1})
        assert len(page["NextMarker"]) == size
        assert not found.must("ListKeys", {"Marker": page["NextMarker"]})["Truncated"]
    found = account("keys-small-pages")
    assert all(found.key(name) for name in KEYS)
    assert len(found.must("ListKeys", {})["Keys"]) == 3


def test_members_are_added_and_left_out() -> None:
    found = account("keys-extra-members")
    assert "RequestId" in found.must("DescribeKey", {"KeyId": found.key()})
    found = account("keys-without-material-ids")
    assert "CurrentKeyMaterialId" not in found.must("DescribeKey", {"KeyId": found.key()})["KeyMetadata"]
    found = account("keys-sparse")
    metadata = found.must("DescribeKey", {"KeyId": found.key()})["KeyMetadata"]
    assert (metadata["Enabled"], "MultiRegion" in metadata) == (True, False)
    assert found.must("ListGrants", {"KeyId": found.key()}) == {}


def test_other_codes_where_the_documents_leave_a_choice() -> None:
    assert code("keys-long-is-limit", "CreateKey", Description="d" * 8193) == "LimitExceededException"
    tags = [{"TagKey": "k" * 129, "TagValue": ""}]
    assert code("keys-family-codes", "CreateKey", Tags=tags) == "TagException"
    assert code("keys-arn-not-found", "DescribeKey", KeyId="arn:aws:kms:nowhere") == "NotFoundException"
    for name, operation, wanted in (
        ("keys-disabled-is-state", "DisableKey", "KMSInvalidStateException"),
        ("keys-pending-is-disabled", "ScheduleKeyDeletion", "DisabledException"),
    ):
        found = account(name)
        found.must(operation, {"KeyId": found.key()})
        grant = {"KeyId": found.key(), "GranteePrincipal": PRINCIPAL, "Operations": ["Encrypt"]}
        assert found.ask("CreateGrant", grant).code == wanted
