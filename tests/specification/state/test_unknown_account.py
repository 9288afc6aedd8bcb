"""What may be answered where nothing is known of the account: each acceptable code, typed from the model."""

from __future__ import annotations

from typing import Any

import pytest

from kms_specification.catalog import operation as facts_of
from kms_specification.oracle import Expectation, expect
from kms_specification.violations.requests import SERIALIZATION, VALIDATION

STORE = {"CustomKeyStoreId": "cks-1234567890abcdef0"}
NOT_FOUND, STATE = "CustomKeyStoreNotFoundException", "CustomKeyStoreInvalidStateException"
IN_USE, MARKER = "CustomKeyStoreNameInUseException", "InvalidMarkerException"
CLUSTER = {"CloudHsmClusterNotActiveException", "CloudHsmClusterInvalidConfigurationException"}
RENAMED = STORE | {"NewCustomKeyStoreName": "two"}
PASSWORD = STORE | {"KeyStorePassword": "long enough"}
DESCRIBE, UPDATE = "DescribeCustomKeyStores", "UpdateCustomKeyStore"
CONNECT, DISCONNECT, DELETE = "ConnectCustomKeyStore", "DisconnectCustomKeyStore", "DeleteCustomKeyStore"
TYPE = {VALIDATION, SERIALIZATION}


def answers(operation: str, request: Any) -> Expectation:
    """What may be answered where nothing is known of the account."""
    return expect(facts_of(operation), request)


CODES: tuple[tuple[str, Any, set[str | None]], ...] = (
    (DESCRIBE, {}, {None}),
    (DESCRIBE, {"Limit": 1}, {None}),
    (DESCRIBE, {"Limit": 0}, {VALIDATION}),
    (DESCRIBE, {"Limit": 1.5}, {None, *TYPE}),
    (DESCRIBE, {"Limit": "1"}, TYPE),
    (DESCRIBE, {"Limit": True}, TYPE),
    (DESCRIBE, {"Marker": None}, {None}),
    (DESCRIBE, {"Marker": "m"}, {None, VALIDATION, MARKER}),
    (DESCRIBE, {"Foreign": 1}, {None, *TYPE}),
    (DESCRIBE, STORE, {None, NOT_FOUND}),
    (DESCRIBE, {"CustomKeyStoreName": "one"}, {None, NOT_FOUND}),
    (DESCRIBE, STORE | {"CustomKeyStoreName": "one"}, {NOT_FOUND, VALIDATION}),
    (DESCRIBE, {"CustomKeyStoreName": ""}, {NOT_FOUND, VALIDATION, "LimitExceededException"}),
    (DESCRIBE, [], TYPE),
    (CONNECT, STORE, {None, NOT_FOUND, STATE, *CLUSTER}),
    (CONNECT, {}, {VALIDATION}),
    (CONNECT, {"CustomKeyStoreId": None}, TYPE),
    (DISCONNECT, STORE, {None, NOT_FOUND, STATE}),
    (DELETE, STORE, {None, NOT_FOUND, STATE, "CustomKeyStoreHasCMKsException"}),
    (
        DELETE,
        {"CustomKeyStoreId": ""},
        {VALIDATION, NOT_FOUND, STATE, "CustomKeyStoreHasCMKsException", "LimitExceededException"},
    ),
    (UPDATE, {}, {VALIDATION}),
    ("GenerateRandom", {"NumberOfBytes": 1}, {None}),
    ("GenerateRandom", {"NumberOfBytes": 0}, {VALIDATION}),
    ("GenerateRandom", STORE, {VALIDATION, "UnsupportedOperationException", NOT_FOUND, STATE}),
    ("GenerateRandom", STORE | {"NumberOfBytes": 8}, {None, "UnsupportedOperationException", NOT_FOUND, STATE}),
    ("DeleteAlias", {"AliasName": "alias/one"}, {None, "NotFoundException", "KMSInvalidStateException"}),
    # Without a member for a store the errors of stores are those of the key.
    ("DescribeKey", {"KeyId": "one"}, {None, VALIDATION, "NotFoundException", "InvalidArnException"}),
)


@pytest.mark.parametrize(("operation", "request_", "codes"), CODES)
def test_these_codes_are_acceptable_and_no_others(operation: str, request_: Any, codes: set[str | None]) -> None:
    found = expect(facts_of(operation), request_)
    assert {o.code for o in found.outcomes} == codes
    assert found.rejected == (None not in codes)
    assert all(o.status == (400 if o.code else 200) for o in found.outcomes)
    assert all(o.requirements and o.requirements[0].startswith((f"{operation}.", "protocol.")) for o in found.outcomes)
    inconclusive = [o for o in found.outcomes if o.inconclusive]
    assert [o.requirements for o in inconclusive] == [(f"{operation}.error.{o.code}",) for o in inconclusive]


def test_an_update_may_break_what_the_new_values_are_for() -> None:
    renamed, changed, nothing = (answers(UPDATE, r) for r in (RENAMED, PASSWORD, STORE))
    assert renamed
    assert changed
    assert nothing
    assert renamed.of(IN_USE)
    assert not renamed.of(VALIDATION)
    for found in (changed, nothing):
        assert found.of(VALIDATION)
        assert not found.of(SERIALIZATION)
        assert not found.of(IN_USE)
        assert found.of(STATE)
    assert found.accepts


def test_what_the_account_says_hides_whether_a_constraint_is_kept() -> None:
    found = answers(DELETE, {"CustomKeyStoreId": ""})
    assert found
    assert {o.code: o.inconclusive for o in found.outcomes}[STATE]
    assert not {o.code: o.inconclusive for o in found.outcomes}[VALIDATION]


def test_a_rule_speaks_in_its_own_words() -> None:
    found = answers(DESCRIBE, {"Limit": 0})
    limit = found and found.of(VALIDATION)
    assert limit
    assert limit.requirements == ("DescribeCustomKeyStores.Limit.range.min",)
    assert "min: 1, max: 1000" in limit.source.sentence
    open_ = answers(DESCRIBE, {"Marker": "m"})
    assert open_
    assert (open_.outcomes[0].requirements, open_.outcomes[1].requirements) == ((f"{DESCRIBE}.implemented",),) * 2


def test_the_page_is_judged_as_where_no_store_is_known() -> None:
    found = answers("CreateCustomKeyStore", {"CustomKeyStoreName": "x" * 257})
    assert found
    assert found.rejected
    assert found.of("LimitExceededException")
    with pytest.raises(KeyError):
        answers("NoSuchOperation", {})


def test_an_operation_without_an_answer_has_no_members_in_it() -> None:
    from kms_specification import service_model

    assert service_model.output("DeleteAlias") == ()
    assert [m.name for m in service_model.output("CreateCustomKeyStore")] == ["CustomKeyStoreId"]
    assert service_model.summary("DeleteAlias") == "Deletes the specified alias."
