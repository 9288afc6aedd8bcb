"""Resource types: what makes, names and deletes each."""

from __future__ import annotations

from kms_specification import service_model
from kms_specification.pages.resources import ALIAS, CUSTOM_KEY_STORE, GRANT, KEY, TYPES, created_by


def test_every_operation_of_a_resource_type_is_in_the_service_model() -> None:
    known = service_model.document()["operations"]
    named = {n for t in TYPES.values() for n in (t.create, t.delete, t.list, t.before_delete) if n}
    assert named <= known.keys()
    assert [created_by(t.create) for t in TYPES.values()] == [*TYPES.values()]


def test_where_the_id_of_a_new_resource_stands() -> None:
    assert KEY.made_by({}, {"KeyMetadata": {"KeyId": "k"}}) == "k"
    assert ALIAS.made_by({"AliasName": "alias/a"}, None) == "alias/a"
    assert CUSTOM_KEY_STORE.made_by({}, {"CustomKeyStoreId": 1}) is None


def test_what_a_deletion_says() -> None:
    assert KEY.deletion("k") == {"KeyId": "k", "PendingWindowInDays": 7}
    assert GRANT.deletion("g", "k") == {"KeyId": "k", "GrantId": "g"}
