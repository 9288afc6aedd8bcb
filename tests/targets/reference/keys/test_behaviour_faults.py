"""No fault of the behaviour of keys is one that nobody can see: it changes some fact of the stories about its theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest

from kms_targets.reference.faults import FAULTS, Fault, Kind
from kms_targets.reference.operations.cryptography import data_keys as pairs
from kms_targets.reference.operations.cryptography import imports as wrapping
from kms_targets.reference.operations.cryptography import material
from kms_targets.reference.operations.custom_key_stores.page import PAGE
from kms_targets.reference.operations.dispatch import OPERATIONS
from kms_targets.reference.rules import Rules
from tests.support.keys import algorithm_stories as algorithms
from tests.support.keys import answer_stories as answers
from tests.support.keys import encryption_stories as sealing
from tests.support.keys import history_stories as histories
from tests.support.keys import life_stories as lives
from tests.support.keys import material_stories as materials
from tests.support.keys import near_stories as near
from tests.support.keys import rule_stories as rules_of
from tests.support.keys import store_stories as stores_of
from tests.support.keys import stories
from tests.support.keys import value_stories as values
from tests.support.keys.account import Account, Answered

BEHAVIOUR = {name: fault for name, fault in FAULTS.items() if fault.kind is Kind.BEHAVIOUR}
STORIES = {
    f"{story.__module__}.{story.__name__}".removeprefix("tests.support.keys."): story
    for story in (
        sealing.encryption,
        sealing.rsa_encryption,
        sealing.re_encryption,
        stories.data_keys,
        stories.signatures,
        stories.macs,
        stories.secrets,
        stories.encapsulation,
        lives.creation,
        lives.states,
        lives.imports,
        lives.aliases,
        lives.tags_and_policies,
        lives.grants,
        lives.rotation,
        lives.replicas,
        stores_of.stores,
        stores_of.external_stores,
        lives.pages,
        rules_of.kinds,
        rules_of.policies,
        rules_of.grant_forms,
        rules_of.last_uses,
        rules_of.uses_by_region,
        rules_of.import_forms,
        rules_of.expiry,
        rules_of.wrapping,
        rules_of.rotation_dates,
        rules_of.replica_properties,
        rules_of.waiting,
        rules_of.algorithms,
        rules_of.families,
        rules_of.exact,
        algorithms.sizes,
        algorithms.uses,
        algorithms.named_grants,
        algorithms.statements,
        algorithms.halves,
        algorithms.verified,
        algorithms.larger_secrets,
        algorithms.ml_dsa,
        algorithms.prehashed,
        algorithms.sealing,
        algorithms.replica_keys,
        materials.rotated_material,
        materials.imported_material,
        materials.material_of_hmac_keys,
        materials.key_pairs,
        materials.ways_to_wrap,
        materials.new_material_deleted,
        materials.several_materials,
        materials.later_material,
        answers.said,
        answers.disabled_trials,
        answers.beside,
        answers.moved,
        answers.apart,
        answers.longer_hashes,
        answers.near_ciphertexts,
        answers.trials,
        answers.regions,
        histories.unchanged,
        histories.moved_primaries,
        histories.kept_apart,
        histories.names,
        histories.by_arn,
        histories.by_alias,
        histories.made_otherwise,
        histories.states,
        histories.named_grants,
        near.longer_proofs,
        near.contexts_of_rsa_keys,
        near.unnamed_algorithms,
        near.other_contexts,
        near.no_trials,
        near.message_types,
        near.unread_ciphertext,
        near.data_keys,
        near.names,
        near.rejected_tags,
        near.imports,
        values.kinds_of_keys,
        values.many_tags,
        values.algorithms_by_name,
        values.other_kinds,
    )
}


@pytest.fixture(autouse=True)
def _rsa_keys_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An RSA key takes a tenth of a second to make, and one is as good as another."""
    monkeypatch.setattr(material, "new_private_key", _private_key)


@cache
def _rsa(spec: str) -> Any:
    return pairs.new_private_key(spec)


def _private_key(spec: str) -> Any:
    return _rsa(spec) if spec.startswith("RSA_") else pairs.new_private_key(spec)


def _operations(fault: Fault) -> list[str]:
    return [part for part in fault.requirement.split(".") if part in OPERATIONS]


@dataclass
class Watching(Account):
    """An account that knows the JSON types in all its answers."""

    types: set[str] = field(default_factory=set)

    def ask(self, operation: str, request: Mapping[str, Any], region: str = "us-east-1") -> Answered:
        answer = super().ask(operation, request, region)
        self.types.update(_types(operation, answer.body))
        return answer


def _types(path: str, value: Any) -> Iterator[str]:
    yield f"{path} {type(value).__name__}"
    if isinstance(value, dict):
        for step, inner in value.items():
            yield from _types(f"{path}.{step}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _types(f"{path}[]", inner)


def _story(rules: Rules, name: str) -> Iterator[Any]:
    """The facts of a story, up to where it cannot go on, and in the end the types of all answers."""
    account = Watching(rules)
    try:
        yield from STORIES[name](account)
        yield sorted(account.types)
    except (AssertionError, KeyError, ValueError, TypeError) as end:
        yield type(end).__name__


@cache
def _plain_story(name: str) -> list[Any]:
    return list(_story(PAGE, name))


@cache
def _plain_operation(operation: str) -> list[Any]:
    return list(stories.of_operation(PAGE, operation))


def _operation(rules: Rules, operation: str) -> list[Any]:
    try:
        return list(stories.of_operation(rules, operation))
    except (AssertionError, KeyError, ValueError, TypeError) as end:
        return [type(end).__name__]


def _first_difference(rules: Rules, name: str) -> bool:
    plain = iter(_plain_story(name))
    return any(fact != next(plain, None) for fact in _story(rules, name)) or next(plain, None) is not None


@pytest.mark.parametrize("name", BEHAVIOUR)
def test_the_fault_changes_some_fact(name: str) -> None:
    fault = BEHAVIOUR[name]
    rules = fault.change(PAGE)
    operations = _operations(fault)
    seen = any(_operation(rules, one) != _plain_operation(one) for one in operations)
    assert seen or any(_first_difference(rules, story) for story in STORIES)


@pytest.mark.parametrize("name", STORIES)
def test_a_story_ends_and_is_the_same_twice(name: str) -> None:
    facts = _plain_story(name)
    assert isinstance(facts[-1], list), facts[-1]
    assert list(_story(PAGE, name)) == facts


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_asked_of_an_operation_is_answered_the_same_twice(operation: str) -> None:
    assert _operation(PAGE, operation) == _plain_operation(operation)


def test_each_behaviour_has_one_fault_that_is_named_after_it() -> None:
    """What breaks it in another way has a name of its own."""
    requirements = {fault.requirement for fault in BEHAVIOUR.values()}
    assert {requirement.replace(".", "-").replace("_", "-") for requirement in requirements} <= BEHAVIOUR.keys()
    assert len(requirements) >= 300
    assert wrapping.DAY == stories.DAY
