"""CreateCustomKeyStore: the steps that examine a request, in the order in which `page.py` puts them."""

from __future__ import annotations

import random

from kms_targets.reference.fixtures import environment_problem
from kms_targets.reference.operations.custom_key_stores.members import (
    OWNER,
    VALIDATION,
    absent,
    broken,
    checked,
    first_of,
    label,
)
from kms_targets.reference.rules import Answer, Problem, Request, Service
from kms_targets.reference.state.stores import Store

CREDENTIAL = "XksProxyAuthenticationCredential"


def constraints(endpoint: Service, request: Request) -> Problem | None:
    """Each member by itself: presence, lengths, pattern, valid values."""
    rules, values = endpoint.rules, request.values
    problems: list[Problem] = []
    owner = checked(endpoint, "CreateCustomKeyStore", OWNER, request.body)
    for path, text in rules.texts.items():
        value = values.get(path)
        if value is not None:
            problems += broken(path, text, value)
        elif path in rules.required and (not path.startswith(CREDENTIAL) or CREDENTIAL in values):
            problems.append(absent(path))
    return first_of(problems) or (owner if isinstance(owner, Problem) else None)


def conditions(endpoint: Service, request: Request) -> Problem | None:
    """Members that others make necessary."""
    values = request.values
    for need in endpoint.rules.needs:
        if all(values.get(m) == v for m, v in need.when) and not need.met(need.member, request):
            because = " and ".join(f"{label(m)} is {v}" for m, v in need.when)
            return Problem(VALIDATION, f"{label(need.member)} is required where {because}.", 400, f"rule.{need.name}")
    return None


def uniqueness(endpoint: Service, request: Request) -> Problem | None:
    """What another store has already."""
    rule = endpoint.account.clash(request.values)
    return None if rule is None else Problem(rule.error, rule.message(request.values), 400, f"unique.{rule.name}")


def quota(endpoint: Service, request: Request) -> Problem | None:
    """How many stores there may be."""
    most = endpoint.rules.quota
    if most is None or len(endpoint.account.stores) < most:
        return None
    message = f"The quota of {most} custom key stores is exceeded."
    return Problem("LimitExceededException", message, 400, "error.LimitExceededException")


def environment(endpoint: Service, request: Request) -> Problem | None:
    """The cluster, the proxy or the endpoint service behind the store."""
    return environment_problem(endpoint.rules.surroundings, request.values)


def new_id(number: int) -> str:
    """An id as the service makes them."""
    return f"cks-{random.getrandbits(68):017x}"


def success_form(store: Store) -> Answer:
    """The id of the new store."""
    return Answer(200, b'{"CustomKeyStoreId":"%b"}' % store.id.encode())
