"""Where page and service model differ, both are quoted, whichever of them is silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kms_specification.facts import (
    Enumeration,
    Error,
    Kind,
    Length,
    Member,
    Operation,
    Source,
)
from kms_specification.page_model_drift import Difference, differences
from kms_specification.pages import create_custom_key_store

PAGE = create_custom_key_store.OPERATION
SOURCE = Source("nowhere", "nothing", "Nothing.")
KNOWN = set(differences(PAGE))
SERVICE = "amazonaws\\.vpce\\.([a-z]+-){2,3}\\d+\\.vpce-svc-[0-9a-z]+$"
CREDENTIAL = "XksProxyAuthenticationCredential"


def changed(name: str, **changes: object) -> Operation:
    """The page with another fact of one member."""
    members = [replace(m, **changes) if m.name == name else m for m in PAGE.members]  # type: ignore[arg-type]
    return replace(PAGE, members=tuple(members))


def test_what_page_and_model_say_of_the_operation_today() -> None:
    assert {
        Difference("XksProxyVpcEndpointServiceOwner", "member", None, "present"),
        Difference("KeyStorePassword", "sensitive", None, "yes"),
        Difference(f"{CREDENTIAL}.AccessKeyId", "length", None, "20 to 30"),
        Difference(f"{CREDENTIAL}.AccessKeyId", "pattern", None, "^[A-Z2-7]+$"),
        Difference(f"{CREDENTIAL}.AccessKeyId", "sensitive", None, "yes"),
        Difference(f"{CREDENTIAL}.RawSecretAccessKey", "length", None, "43 to 64"),
        Difference(f"{CREDENTIAL}.RawSecretAccessKey", "pattern", None, "^[a-zA-Z0-9\\/+=]+$"),
        Difference(f"{CREDENTIAL}.RawSecretAccessKey", "sensitive", None, "yes"),
        Difference("XksProxyVpcEndpointServiceName", "pattern", f"^com\\.{SERVICE}", f"^(com|eu)\\.{SERVICE}"),
    } == KNOWN


@pytest.mark.parametrize(
    ("page", "difference"),
    [
        (changed("CustomKeyStoreName", kind=Kind.LIST), ("CustomKeyStoreName", "type", "array", "string")),
        (changed("CustomKeyStoreName", required=None), ("CustomKeyStoreName", "required", None, "yes")),
        (changed("TrustAnchorCertificate", required=SOURCE), ("TrustAnchorCertificate", "required", "yes", None)),
        (
            changed("KeyStorePassword", length=Length(8, 32, SOURCE)),
            ("KeyStorePassword", "length", "8 to 32", "7 to 32"),
        ),
        (
            changed("CustomKeyStoreType", enumeration=Enumeration(("X", "AWS_CLOUDHSM"), SOURCE)),
            ("CustomKeyStoreType", "enum", "AWS_CLOUDHSM | X", "AWS_CLOUDHSM | EXTERNAL_KEY_STORE"),
        ),
        (
            changed("CustomKeyStoreType", enumeration=None),
            ("CustomKeyStoreType", "enum", None, "AWS_CLOUDHSM | EXTERNAL_KEY_STORE"),
        ),
        (
            replace(PAGE, members=(*PAGE.members, Member("Other", Kind.STRING, SOURCE))),
            ("Other", "member", "present", None),
        ),
        (
            replace(PAGE, errors=(*PAGE.errors, Error("OtherException", 400, SOURCE))),
            ("error.OtherException", "error", "listed", None),
        ),
        (
            replace(PAGE, errors=tuple(e for e in PAGE.errors if e.name != "KMSInternalException")),
            ("error.KMSInternalException", "error", None, "listed"),
        ),
    ],
)
def test_a_fact_that_the_page_told_otherwise(
    page: Operation, difference: tuple[str, str, str | None, str | None]
) -> None:
    assert set(differences(page)) - KNOWN == {Difference(*difference)}


def test_differences_come_in_the_order_of_their_paths() -> None:
    page = replace(PAGE, members=(*PAGE.members, *(Member(n, Kind.STRING, SOURCE) for n in ("Z", "A"))))
    assert [d.path for d in differences(page) if d.fact == "member"] == ["A", "XksProxyVpcEndpointServiceOwner", "Z"]
    facts = [d.path for d in differences(page) if d.fact == "sensitive"]
    assert facts == sorted(facts)
