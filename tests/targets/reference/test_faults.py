"""Every fault of the endpoint is there, is named once, is blamed on a requirement, and can be asked over a socket."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from http.client import RemoteDisconnected
from typing import Any

import pytest

from kms_specification.requirements.registry import registry
from kms_targets.reference.faults import (
    FAULTS,
    FILES,
    Fault,
    Kind,
)
from kms_targets.reference.http.server import Embedded
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from kms_targets.reference.rules import Rules
from kms_targets.reference.tables.shapes import INPUTS
from tests.support.plain_client import (
    Client,
    hsm,
    public,
    vpc,
)


def test_names_are_slugs_and_each_fault_has_its_own() -> None:
    assert all(re.fullmatch("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", name) for name in FAULTS)
    lower = Counter(name.lower() for name in FAULTS)
    assert lower.most_common(1)[0][1] == 1


def test_each_fault_is_blamed_on_a_requirement_of_the_registry() -> None:
    known = {requirement.id for requirement in registry()}
    stores = [fault for fault in FAULTS.values() if not fault.of_keys]
    assert {f.name: f.requirement for f in stores if f.requirement not in known} == {}


def test_each_fault_of_keys_is_blamed_on_an_operation_and_an_aspect() -> None:
    for fault in (fault for fault in FAULTS.values() if fault.of_keys):
        operation, _, rest = fault.requirement.partition(".")
        assert operation in INPUTS, fault.name
        assert re.fullmatch(r"[A-Za-z0-9_.-]+", rest), fault.name


def test_there_are_many_and_of_every_kind() -> None:
    kinds = Counter(fault.kind for fault in FAULTS.values())
    assert len(FAULTS) >= 180
    assert set(kinds) == set(Kind)


def test_a_fault_changes_the_rules_and_leaves_the_page_as_it_is() -> None:
    before = repr(PAGE)
    for fault in FAULTS.values():
        changed: Rules = fault.change(PAGE)
        assert changed != PAGE, fault.name
    assert repr(PAGE) == before


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with Embedded(gallery=True) as endpoint:
        yield endpoint.url


Clients = Callable[..., Client]


@pytest.fixture
def clients(url: str) -> Iterator[Clients]:
    """Clients of one fault each, or of the plain rules where the name is none; closed at the end."""
    made: list[Client] = []

    def client(fault: str | None = None, token: str = "token") -> Client:
        place = f"fault/{fault}" if fault else "variation/ids-of-64"
        made.append(Client(f"{url}/{place}/{token}"))
        return made[-1]

    yield client
    for each in made:
        each.close()


def test_every_fault_can_be_served_and_answers_a_request_that_has_nothing_to_do_with_it(clients: Clients) -> None:
    client = clients()
    for name, fault in FAULTS.items():
        replies = [client.create(made(), f"/fault/{name}/served") for made in (hsm, public, vpc)]
        statuses = {reply.status for reply in replies}
        assert 200 in statuses or fault.spreads, name
        assert all(100 <= status < 600 for status in statuses), name


def test_the_same_fault_has_a_fresh_account_for_each_token(clients: Clients) -> None:
    request = hsm()
    for token in ("one", "two"):
        client = clients("output-id-twice", token)
        assert client.create(request).status == 200
        assert client.create(request).code == "CustomKeyStoreNameInUseException"


def test_the_gallery_has_the_plain_endpoint_and_nothing_else(clients: Clients) -> None:
    client = clients()
    assert client.create(hsm(), "/").status == 200
    for path in ("/fault", "/fault/nonsense/x", "/variation/nonsense/x", "/x"):
        assert client.create(hsm(), path).status == 404


# (fault, what is sent, what came back that the plain endpoint would not send)
VALIDATION = "ValidationException"
_SHOWN: tuple[tuple[str, Callable[[], dict[str, Any]], tuple[int, str | None]], ...] = (
    ("name-max-missing", lambda: hsm(CustomKeyStoreName="n" * 300), (200, None)),
    ("name-max-bytes", lambda: hsm(CustomKeyStoreName="é" * 200), (400, VALIDATION)),
    ("password-min-lax", lambda: hsm(KeyStorePassword="p" * 6), (200, None)),
    ("path-empty-is-absent", lambda: hsm(XksProxyUriPath=""), (200, None)),
    ("service-wrong-is-absent", lambda: public(XksProxyVpcEndpointServiceName=1), (200, None)),
    ("cluster-pattern-newline", lambda: hsm(CloudHsmClusterId="cluster-bbbbbbbbbbb\n"), (200, None)),
    ("path-pattern-one-digit", lambda: public(XksProxyUriPath="/kms/xks/v12"), (400, VALIDATION)),
    ("endpoint-pattern-http", lambda: public(XksProxyUriEndpoint="http://example.com"), (200, None)),
    ("type-enum-case", lambda: hsm(CustomKeyStoreType="aws_CloudHSM"), (200, None)),
    ("type-default-external", hsm, (400, VALIDATION)),
    ("password-need-missing", lambda: hsm(KeyStorePassword=...), (200, None)),
    ("anchor-need-null", lambda: hsm(TrustAnchorCertificate=None), (200, None)),
    ("service-need-always", public, (400, VALIDATION)),
    ("name-not-required", lambda: hsm(CustomKeyStoreName=...), (200, None)),
    ("name-null-suffices", lambda: hsm(CustomKeyStoreName=None), (200, None)),
    ("name-takes-number", lambda: hsm(CustomKeyStoreName=5), (200, None)),
    ("credential-takes-string", lambda: public(XksProxyAuthenticationCredential="x"), (200, None)),
    ("code-name-length-max", lambda: hsm(CustomKeyStoreName="n" * 257), (400, "ValidationError")),
    (
        "status-CloudHsmClusterId-pattern-404",
        lambda: hsm(CloudHsmClusterId="cluster-!bbbbbbbbbb"),
        (404, "ValidationException"),
    ),
    ("error-no-code", lambda: hsm(CustomKeyStoreName=""), (400, None)),
    ("error-html", lambda: hsm(CustomKeyStoreName=""), (400, None)),
    ("output-status-201", hsm, (201, None)),
    ("output-id-missing", hsm, (200, None)),
)


@pytest.mark.parametrize(("name", "made", "shown"), _SHOWN, ids=[name for name, _, _ in _SHOWN])
def test_a_request_shows_the_fault(
    clients: Clients, name: str, made: Callable[[], dict[str, Any]], shown: tuple[int, str | None]
) -> None:
    request = made()
    plain, faulty = clients(token=name), clients(name, "shown")
    right, wrong = plain.create(request), faulty.create(request)
    assert (wrong.status, wrong.code) == shown
    assert (right.status, right.code, sorted(right.result)) != (
        wrong.status,
        wrong.code,
        sorted(wrong.result) if wrong.result is not None else None,
    )


def test_a_deleted_store_that_keeps_its_name(clients: Clients) -> None:
    client = clients("deleted-keeps-CustomKeyStoreName")
    request = hsm()
    store_id = client.create(request).result["CustomKeyStoreId"]
    assert client.ask("DeleteCustomKeyStore", {"CustomKeyStoreId": store_id}).status == 200
    assert client.create(request).code == "CustomKeyStoreNameInUseException"


def test_a_rejected_request_that_leaves_a_store(clients: Clients) -> None:
    client = clients("rejected-constraint-leaves-store")
    assert client.create(hsm(KeyStorePassword="short")).code == "ValidationException"
    assert len(client.ask("DescribeCustomKeyStores", {}).result["CustomKeyStores"]) == 1


def test_a_secret_that_comes_back(clients: Clients) -> None:
    client = clients("secret-error-shows-password")
    assert "tellme" in client.create(hsm(KeyStorePassword="tellme")).result["message"]


def test_a_connection_that_is_dropped(clients: Clients) -> None:
    client = clients("wire-malformed-dropped")
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        client.send(b"{")
    client = clients("wire-malformed-dropped")
    assert client.create(hsm()).status == 200


def test_one_valid_request_in_ten_fails(clients: Clients) -> None:
    client = clients("tenth-500")
    assert [client.create(hsm()).status for _ in range(20)].count(500) == 2


def _blamed(kind: Kind) -> list[Fault]:
    return [fault for fault in FAULTS.values() if fault.kind is kind]


def test_every_uniqueness_rule_can_be_missing() -> None:
    missing = {f.requirement.rpartition(".")[2] for f in _blamed(Kind.UNIQUE) if f.name.endswith("-missing")}
    assert missing == {unique.name for unique in PAGE.uniques}


def test_every_need_can_be_missing_wrong_and_satisfied_by_null() -> None:
    ways = Counter(f.requirement for f in _blamed(Kind.CONDITION) if ".rule." in f.requirement)
    assert set(ways) == {f"CreateCustomKeyStore.rule.{need.name}" for need in PAGE.needs}
    assert min(ways.values()) == 3


def test_faults_of_one_name_are_numbered_and_none_is_lost() -> None:
    every = [fault for file in FILES for fault in file.faults()]
    assert len(FAULTS) == len(every)
    assert all(fault.name == name for name, fault in FAULTS.items())
    assert {"UpdateAlias-error-NotFoundException", "UpdateAlias-error-NotFoundException-2"} <= FAULTS.keys()
