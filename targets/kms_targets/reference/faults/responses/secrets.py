"""Faults of secrecy: a password or a secret key that comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference import json11
from kms_targets.reference.faults.fault import (
    Change,
    Fault,
    Kind,
    of,
    rule,
)
from kms_targets.reference.operations.custom_key_stores.page import NAME, PASSWORD, SECRET_KEY
from kms_targets.reference.operations.custom_key_stores.replacements import DESCRIBE, Body, instead_of, list_edited
from kms_targets.reference.rules import Answer, Problem, RefusalError, Rules, Service
from kms_targets.reference.state.stores import Entry, Store, Values


def faults() -> Iterator[Fault]:
    """All of them."""
    yield _fault("describe-shows-password", "a store is described with its password", _described(_with_password))
    yield _fault("describe-shows-secret-key", "a store is described with its secret key", _described(_with_secret_key))
    yield _fault(
        "error-shows-password", "errors of validation repeat the password", _told(PASSWORD, "ValidationException")
    )
    yield _fault(
        "error-shows-secret-key", "errors of validation repeat the secret key", _told(SECRET_KEY, "ValidationException")
    )
    yield _fault(
        "in-use-shows-password",
        "the error for a name in use repeats the password",
        _told(PASSWORD, "CustomKeyStoreNameInUseException"),
    )
    yield _fault(
        "in-use-shows-secret-key",
        "the error for a URI in use repeats the secret key",
        _told(SECRET_KEY, "XksProxyUriInUseException"),
    )
    yield _fault(
        "success-shows-password", "the answer to a new store repeats the password", _granted(_in_body(PASSWORD))
    )
    yield _fault(
        "header-shows-password", "a header of that answer repeats the password", _granted(_in_header(PASSWORD))
    )
    yield _fault(
        "header-shows-secret-key", "a header of that answer repeats the secret key", _granted(_in_header(SECRET_KEY))
    )
    yield _fault("length-shows-secret-key", "the error for a long name repeats the secret key", _long_name)
    yield _fault("other-shows-body", "the error for what is no object repeats it", rule(object_of=_object_or_repeat))
    yield _fault("malformed-shows-body", "the error for a malformed body repeats it", rule(parse=_parse_or_repeat))
    yield from _later()


def _later() -> Iterator[Fault]:
    """A new store that is asked for by itself is described without them."""
    yield _fault(
        "list-shows-password",
        "the list of all stores has passwords",
        instead_of(DESCRIBE, list_edited(_with_passwords)),
    )
    shown = _described(_with_secret_key, lambda store: store.values is not store.made)
    yield _fault("changed-shows-secret-key", "a store that was changed is described with its secret key", shown)
    shown = _described(_with_password, lambda store: store.state != "DISCONNECTED")
    yield _fault("connected-shows-password", "a store that was connected is described with its password", shown)


def _with_passwords(endpoint: Service, body: Body, stores: list[Entry]) -> list[Entry]:
    for entry in stores:
        store = endpoint.account.stores.get(entry["CustomKeyStoreId"])
        if store is not None:
            _with_password(entry, store.values)
    return stores


def _fault(name: str, description: str, change: Change) -> Fault:
    return Fault(f"secret-{name}", of("state.secrets"), Kind.SECRET, description, change)


def _described(edit: Callable[[Entry, Values], None], when: Callable[[Store], bool] = lambda _: True) -> Change:
    def change(rules: Rules) -> Rules:
        plain = rules.describe

        def describe(store: Store) -> Entry:
            entry = plain(store)
            if when(store):
                edit(entry, store.values)
            return entry

        return replace(rules, describe=describe)

    return change


def _with_password(entry: Entry, values: Values) -> None:
    if PASSWORD in values:
        entry["KeyStorePassword"] = values[PASSWORD]


def _with_secret_key(entry: Entry, values: Values) -> None:
    if "XksProxyConfiguration" in entry:
        entry["XksProxyConfiguration"]["RawSecretAccessKey"] = values.get(SECRET_KEY)


def _told(member: str, code: str) -> Change:
    def change(rules: Rules) -> Rules:
        plain = rules.error_form

        def form(problem: Problem, values: Values) -> Answer:
            if problem.code == code and member in values:
                problem = problem._replace(message=f"{problem.message} (sent: {values[member]})")
            return plain(problem, values)

        return replace(rules, error_form=form)

    return change


def _long_name(rules: Rules) -> Rules:
    plain = rules.error_form

    def form(problem: Problem, values: Values) -> Answer:
        if problem.cause == f"{NAME}.length.max" and SECRET_KEY in values:
            problem = problem._replace(message=f"{problem.message} (sent: {values[SECRET_KEY]})")
        return plain(problem, values)

    return replace(rules, error_form=form)


def _object_or_repeat(value: object) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return value
    raise RefusalError(Problem("SerializationException", f"This is no object: {value}"))


def _granted(edit: Callable[[Store], Answer]) -> Change:
    return rule(success_form=edit)


def _in_body(member: str) -> Callable[[Store], Answer]:
    return lambda store: json11.success({"CustomKeyStoreId": store.id, member: store.values.get(member)})


def _in_header(member: str) -> Callable[[Store], Answer]:
    def answer(store: Store) -> Answer:
        shown = store.values.get(member, "").encode("ascii", "replace").translate(None, bytes(range(32)) + b"\x7f")
        return json11.success({"CustomKeyStoreId": store.id})._replace(headers=((b"x-amzn-debug", shown),))

    return answer


def _parse_or_repeat(body: bytes) -> object:
    try:
        return json11.parse(body)
    except (ValueError, RecursionError):
        shown = body.decode("utf-8", "replace")
        raise RefusalError(Problem("SerializationException", f"The body is not valid JSON: {shown}")) from None
