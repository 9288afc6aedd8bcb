"""Faults of what must be unique: not compared, compared too widely, compared among too few."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import unquote_plus

from kms_targets.reference.faults.fault import (
    Change,
    Fault,
    Kind,
    of,
)
from kms_targets.reference.operations.custom_key_stores.create import uniqueness
from kms_targets.reference.operations.custom_key_stores.page import (
    CLUSTER,
    ENDPOINT,
    NAME,
    PATH,
    TYPE,
    UNIQUES,
    cluster_key,
    endpoint_asks,
    is_external,
    is_hsm,
    is_vpc,
    name_key,
    service_key,
)
from kms_targets.reference.rules import Problem, Request, Rules, Service
from kms_targets.reference.state.stores import Keys, Values

Key = Callable[[Values], Keys]


def faults() -> Iterator[Fault]:
    """All of them."""
    for unique in UNIQUES:
        slug = {"CustomKeyStoreName": "name", "CloudHsmClusterId": "cluster", "XksProxyUri": "uri"}.get(
            unique.name, "endpoint" if unique.name == "XksProxyUriEndpoint" else "service"
        )
        yield _fault(f"{slug}-unique-missing", unique.name, "is not checked", asks=_nothing)
    for name, rule, how, key in _OTHER_KEYS:
        yield _fault(name, rule, how, claims=key, asks=key)
    yield _fault("name-unique-like", NAME, "is asked for with a _ for any character", asks=name_key, claims=_like)
    yield Fault(
        "name-unique-ends",
        of(f"unique.{NAME}"),
        Kind.UNIQUE,
        "a name is looked for among the first and the last store alone",
        _among_the_ends,
    )
    for name, how, asks in _OTHER_QUESTIONS:
        yield _fault(name, "XksProxyUriEndpoint", how, asks=asks)
    # Two clusters of one backup history are no two values of a member: the error's own requirement knows such a pair.
    alone = _fault(
        "cluster-unique-alone", CLUSTER, "without its backup history", asks=_cluster_alone, claims=_cluster_alone
    )
    yield replace(alone, requirement=of("error.CloudHsmClusterInUseException"))


def _folded(key: Key) -> Key:
    return lambda values: tuple(str(k).casefold() for k in key(values))


def _trimmed(values: Values) -> Keys:
    return tuple(str(key).strip() for key in name_key(values))


def _spaces_as_one(values: Values) -> Keys:
    return tuple(re.sub(r"\s+", " ", str(key)) for key in name_key(values))


def _normalised(values: Values) -> Keys:
    return tuple(unicodedata.normalize("NFKC", str(key)) for key in name_key(values))


def _to_nul(values: Values) -> Keys:
    return tuple(str(key).partition("\0")[0] for key in name_key(values))


def _like(values: Values) -> Keys:
    """What a question is answered with where its last character matches any other: as SQL's LIKE does."""
    return tuple(found for key in name_key(values) for found in dict.fromkeys((str(key), f"{str(key)[:-1]}_")))


def _name_by_type(values: Values) -> Keys:
    return ((values.get(TYPE), values.get(NAME)),)


def _cluster_alone(values: Values) -> Keys:
    return (values[CLUSTER],) if is_hsm(values) and CLUSTER in values else ()


def _each(edit: Callable[[str], str]) -> Key:
    return lambda values: tuple(edit(str(key)) for key in name_key(values))


def _latin(name: str) -> str:
    return name.encode("latin-1", "replace").decode("latin-1")


def _path_alone(values: Values) -> Keys:
    return (values.get(PATH),) if is_external(values) else ()


def _endpoint_alone(values: Values) -> Keys:
    return (values.get(ENDPOINT),) if is_external(values) else ()


def _path_tidied(values: Values) -> Keys:
    return (values.get(ENDPOINT, "") + re.sub("/+", "/", values.get(PATH, "")),) if is_external(values) else ()


def _path_folded(values: Values) -> Keys:
    return (values.get(ENDPOINT, "") + values.get(PATH, "").lower(),) if is_external(values) else ()


def _service_id(values: Values) -> Keys:
    return tuple(str(key).rpartition(".")[2] for key in service_key(values))


_OTHER_KEYS: tuple[tuple[str, str, str, Key], ...] = (
    ("name-unique-folded", "CustomKeyStoreName", "is compared without regard to case", _folded(name_key)),
    ("name-unique-trimmed", "CustomKeyStoreName", "is compared without white space around it", _trimmed),
    ("name-unique-one-space", "CustomKeyStoreName", "is compared with each run of white space as one", _spaces_as_one),
    ("name-unique-normalised", "CustomKeyStoreName", "is compared in Unicode's form NFKC", _normalised),
    ("name-unique-to-nul", "CustomKeyStoreName", "is compared up to a NUL", _to_nul),
    ("name-unique-by-type", "CustomKeyStoreName", "is compared among stores of one type", _name_by_type),
    ("name-unique-unquoted", "CustomKeyStoreName", "is compared as if it stood in a URL", _each(unquote_plus)),
    ("name-unique-one-dash", "CustomKeyStoreName", "is compared with _ for -", _each(lambda n: n.replace("-", "_"))),
    ("name-unique-in-latin", "CustomKeyStoreName", "is compared in Latin 1, the rest as ?", _each(_latin)),
    ("name-unique-last-part", "CustomKeyStoreName", "is compared after a slash", _each(lambda n: n.rpartition("/")[2])),
    ("name-unique-last-64", "CustomKeyStoreName", "is compared by its last 64 characters", _each(lambda n: n[-64:])),
    ("cluster-unique-folded", "CloudHsmClusterId", "is compared without regard to case", _folded(cluster_key)),
    ("uri-unique-path-alone", "XksProxyUri", "is compared by path alone", _path_alone),
    ("uri-unique-endpoint-alone", "XksProxyUri", "is compared by endpoint alone", _endpoint_alone),
    ("uri-unique-path-folded", "XksProxyUri", "is compared without regard to the case of the path", _path_folded),
    ("uri-unique-path-tidied", "XksProxyUri", "is compared with each run of slashes as one", _path_tidied),
    ("service-unique-id-alone", "XksProxyVpcEndpointServiceName", "is compared by its last part alone", _service_id),
)


def _nothing(values: Values) -> Keys:
    return ()


def _any_other(values: Values) -> Keys:
    return (("external", values.get(ENDPOINT)),) if is_external(values) else ()


def _as_vpc_alone(values: Values) -> Keys:
    return endpoint_asks(values) if is_vpc(values) else ()


def _as_public_alone(values: Values) -> Keys:
    return () if is_vpc(values) else endpoint_asks(values)


def _of_vpc_alone(values: Values) -> Keys:
    return (("vpc", values.get(ENDPOINT)),) if is_external(values) else ()


_OTHER_QUESTIONS: tuple[tuple[str, str, Key], ...] = (
    ("endpoint-unique-any", "is asked for between two public stores too", _any_other),
    ("endpoint-unique-new-vpc", "is not asked for where the new store is public", _as_vpc_alone),
    ("endpoint-unique-new-public", "is not asked for where the new store has VPC connectivity", _as_public_alone),
    ("endpoint-unique-old-vpc", "is not asked for where the store that exists is public", _of_vpc_alone),
)


def _among_the_ends(rules: Rules) -> Rules:
    def step(endpoint: Service, request: Request) -> Problem | None:
        problem = uniqueness(endpoint, request)
        stores = list(endpoint.account.stores.values())
        ends = {store.values.get(NAME) for store in (*stores[:1], *stores[-1:])}
        named = problem is not None and problem.cause == f"unique.{NAME}"
        return None if named and request.values.get(NAME) not in ends else problem

    return replace(rules, steps=tuple(step if old is uniqueness else old for old in rules.steps))


def _fault(name: str, rule: str, how: str, *, asks: Key, claims: Key | None = None) -> Fault:
    return Fault(name, of(f"unique.{rule}"), Kind.UNIQUE, f"that {rule} is unique {how}", _other(rule, asks, claims))


def _other(name: str, asks: Key, claims: Key | None) -> Change:
    def change(rules: Rules) -> Rules:
        return replace(
            rules,
            uniques=tuple(
                replace(u, asks=asks, claims=claims or u.claims) if u.name == name else u for u in rules.uniques
            ),
        )

    return change
