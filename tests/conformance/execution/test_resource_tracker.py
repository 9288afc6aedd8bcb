"""The resource tracker, with answers from a script: when a resource counts as gone, and what the ledger is told."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from kms_conformance.execution.judging.expectations import expected_there
from kms_conformance.execution.resource_tracker import Resource, ResourceTracker
from kms_specification.facts.resources import ResourceType
from kms_specification.pages.resources import CUSTOM_KEY_STORE, KEY
from tests.support.servers.scripted import Events, executor

DONE: tuple[int, Any] = (200, {})


def error(code: str, status: int = 400) -> tuple[int, Any]:
    return status, {"__type": code}


def described(state: str) -> tuple[int, Any]:
    return 200, {"KeyMetadata": {"KeyId": "r-1", "KeyState": state}}


class Deletion(NamedTuple):
    """A resource, what each operation answers in turn, and whether the resource is gone; the last answer stays."""

    kind: ResourceType
    answers: dict[str, list[tuple[int, Any]]]
    gone: bool


UNKNOWN = error("CustomKeyStoreNotFoundException")


def listing(*ids: str, **rest: Any) -> tuple[int, Any]:
    return 200, {"CustomKeyStores": [{"CustomKeyStoreId": one} for one in ids], **rest}


def lost(descriptions: list[tuple[int, Any]], *, gone: bool) -> Deletion:
    """A store that the target does not find where it is to delete it."""
    answers = {"DeleteCustomKeyStore": [UNKNOWN], "DescribeCustomKeyStores": descriptions}
    return Deletion(CUSTOM_KEY_STORE, answers, gone)


DELETIONS = {
    "a key that is deleted": Deletion(KEY, {"ScheduleKeyDeletion": [DONE]}, True),
    "a key whose deletion was scheduled by a request under test": Deletion(
        KEY,
        {"ScheduleKeyDeletion": [error("KMSInvalidStateException")], "DescribeKey": [described("PendingDeletion")]},
        True,
    ),
    "a primary key that waits for its replicas": Deletion(
        KEY,
        {
            "ScheduleKeyDeletion": [error("KMSInvalidStateException")],
            "DescribeKey": [described("PendingReplicaDeletion")],
        },
        True,
    ),
    "a key of which only the error code is unusual": Deletion(
        KEY, {"ScheduleKeyDeletion": [error("DisabledException")], "DescribeKey": [described("PendingDeletion")]}, True
    ),
    "a key in a state in which it stays": Deletion(
        KEY, {"ScheduleKeyDeletion": [error("KMSInvalidStateException")], "DescribeKey": [described("Updating")]}, False
    ),
    "a key that cannot be described": Deletion(
        KEY,
        {
            "ScheduleKeyDeletion": [error("KMSInvalidStateException")],
            "DescribeKey": [error("AccessDeniedException")],
        },
        False,
    ),
    "a key that the caller may not delete": Deletion(
        KEY,
        {"ScheduleKeyDeletion": [error("AccessDeniedException")], "DescribeKey": [described("Enabled")]},
        False,
    ),
    "a store that has to be disconnected": Deletion(
        CUSTOM_KEY_STORE,
        {
            "DeleteCustomKeyStore": [error("CustomKeyStoreInvalidStateException"), DONE],
            "DisconnectCustomKeyStore": [DONE],
        },
        True,
    ),
    "a store that cannot be disconnected": Deletion(
        CUSTOM_KEY_STORE,
        {
            "DeleteCustomKeyStore": [error("CustomKeyStoreInvalidStateException")],
            "DisconnectCustomKeyStore": [error("CustomKeyStoreInvalidStateException")],
        },
        False,
    ),
    "a store that is neither found nor listed, though it was made": lost([UNKNOWN, listing()], gone=True),
    "a store that is not found, and listed": lost([UNKNOWN, listing("r-2", "r-1")], gone=False),
    "a store that is not found, where the list has no end": lost([UNKNOWN, listing(Truncated=True)], gone=False),
    "a store that is not found, where there is no list": lost([UNKNOWN], gone=False),
    "a store that is found, though not to be deleted": lost([listing("r-1")], gone=False),
    "a key that is neither found nor listed": Deletion(
        KEY,
        {
            "ScheduleKeyDeletion": [error("NotFoundException")],
            "DescribeKey": [error("NotFoundException")],
            "ListKeys": [(200, {"Keys": [{"KeyId": "r-2"}], "Truncated": False})],
        },
        True,
    ),
    "a store where the target has no deletion": Deletion(
        CUSTOM_KEY_STORE, {"DeleteCustomKeyStore": [error("UnknownOperationException")]}, False
    ),
}


def deleted(one: Deletion, times: int = 1) -> tuple[ResourceTracker, bool, Events]:
    left = {operation: list(answers) for operation, answers in one.answers.items()}
    events: Events = []

    def answer(operation: str, request: Any) -> tuple[int, Any]:
        found = left[operation]
        return found.pop(0) if len(found) > 1 else found[0]

    tracker = executor(events, answer).tracker
    resource = Resource(one.kind, "r-1", {})
    tracker.resources[resource.key] = resource
    gone = [tracker.delete(resource) for _ in range(times)]
    return tracker, gone[-1], events


@pytest.mark.parametrize("name", DELETIONS)
def test_when_a_resource_is_gone(name: str) -> None:
    one = DELETIONS[name]
    tracker, gone, events = deleted(one)
    assert gone is one.gone
    assert bool(tracker.resources) is not one.gone
    assert (("deleted", "r-1") in events) is one.gone


def test_a_resource_that_was_deleted_before_and_is_unknown_now_is_gone() -> None:
    answers = {"DeleteCustomKeyStore": [DONE, error("CustomKeyStoreNotFoundException")]}
    assert deleted(Deletion(CUSTOM_KEY_STORE, answers, True), times=2)[1]


def test_deletions_are_given_up_where_the_target_has_none() -> None:
    answers = {"DeleteCustomKeyStore": [error("UnknownOperationException")]}
    tracker, _, events = deleted(Deletion(CUSTOM_KEY_STORE, answers, False), times=5)
    assert tracker.deletions.gave_up(CUSTOM_KEY_STORE)
    assert CUSTOM_KEY_STORE.name in tracker.deletions.forbidden
    assert len(events) == 1


NEW = {"CustomKeyStoreName": "first", "CloudHsmClusterId": "cluster-1234567890a"}
STORES = ({"CustomKeyStoreId": "cks-1", "NewCustomKeyStoreName": "second"}, {"CustomKeyStoreId": "cks-2"})


def updated() -> ResourceTracker:
    """Two stores that cannot be deleted, the first of which was given another name."""
    tracker = executor([], lambda operation, request: DONE).tracker
    for name in ("cks-1", "cks-2"):
        resource = Resource(CUSTOM_KEY_STORE, name, {**NEW, "CustomKeyStoreName": name})
        tracker.resources[resource.key] = resource
    seen, _ = tracker.call("UpdateCustomKeyStore", dict(STORES[0]))
    tracker.take_in_update("UpdateCustomKeyStore", dict(STORES[0]), seen)
    return tracker


def test_a_store_that_stays_has_what_an_update_gave_it() -> None:
    tracker = updated()
    assert [one["CustomKeyStoreName"] for one in tracker.of_type(CUSTOM_KEY_STORE)] == ["second", "cks-2"]
    assert tracker.stores()["cks-1"]["CustomKeyStoreName"] == "second"


@pytest.mark.parametrize(("name", "codes"), [("second", ["CustomKeyStoreNameInUseException"]), ("cks-1", [])])
def test_what_a_store_that_stays_has_is_in_use_for_an_update_of_another(name: str, codes: list[str]) -> None:
    tracker = updated()
    request: dict[str, Any] = {**STORES[1], "NewCustomKeyStoreName": name}
    found = expected_there("UpdateCustomKeyStore", request, {"cks-2": {**NEW}}, None, tracker.stores())
    assert found is not None
    assert [o.code for o in found.outcomes if o.code == "CustomKeyStoreNameInUseException"] == codes
    assert found.rejected is bool(codes)
