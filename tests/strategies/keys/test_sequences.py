"""The sequences as data: whole, in order, and of requests that the model knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from kms_specification import service_model
from kms_specification.catalog import OPERATIONS
from kms_specification.facts import Json
from kms_specification.pages.keys import BEHAVIOURS
from kms_specification.pages.keys.lifecycle.key_states import HISTORY
from kms_specification.pages.resources import CUSTOM_KEY_STORE
from kms_specification.violations.requests import violations
from kms_strategies.requests.examples import example
from kms_strategies.sequences.keys import SEQUENCES
from kms_strategies.sequences.keys.language import Made, Maker, Outcome, Step, Template
from kms_strategies.sequences.keys.requests import changing, kind, takes_a_key, valid
from kms_strategies.sequences.keys.resources import RECIPES

EVERYWHERE = {"ValidationException", "AccessDeniedException"}
WORDS = {"run", "unique", "elsewhere", "fixture"}
WHOLE = re.compile(r"\{([^{}]*)\}")
# Values of references, by the last word of each; any other is bytes.
VALUES = {
    "KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
    "Arn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "AliasName": "alias/one",
    "elsewhere": "us-west-2",
    "Mac": "QUJD" * 10 + "QUI=",
    "SharedSecretCiphertextBlob": "QUJD" * 256,
}
REFERENCE = re.compile(r"\{([A-Za-z][\w-]*)[.}]")
ALL = [(shown.id, steps) for shown in SEQUENCES.values() for steps in shown.sequences]
RECIPE_STEPS = [(recipe.name, recipe.steps) for recipe in RECIPES.values()]


def references(template: Template) -> Iterator[str]:
    """The first words of all references in a template."""
    if isinstance(template, str):
        yield from REFERENCE.findall(template)
    elif isinstance(template, Made):
        yield from references(template.of)
    elif isinstance(template, Mapping):
        yield from (found for value in template.values() for found in references(value))
    elif isinstance(template, (list, tuple)):
        yield from (found for value in template for found in references(value))


def test_every_behaviour_has_sequences_and_every_sequence_a_behaviour() -> None:
    drawn = {b.id for b in BEHAVIOURS if (b.operation, b.subject) == HISTORY}
    assert len(drawn) == 1, "the state machine draws the sequences of one requirement"
    assert set(SEQUENCES) == {behaviour.id for behaviour in BEHAVIOURS} - drawn
    assert [shown.id for shown in SEQUENCES.values() if not shown.sequences] == []


def test_the_last_step_is_judged() -> None:
    assert [id for id, steps in ALL if not steps[-1].judged] == []


def test_the_operation_of_an_error_is_the_one_that_is_refused() -> None:
    for id, steps in ALL:
        operation, aspect, error = id.split(".", 2)
        if aspect == "error":
            judged = [step for step in steps if step.judged and step.outcome is not Outcome.SUCCESS]
            assert [step.operation for step in judged] == [operation], id
            assert error in judged[0].errors, id


def test_what_a_step_refers_to_was_answered_before() -> None:
    for id, steps in ALL + RECIPE_STEPS:
        known = WORDS | set(RECIPES)
        for step in steps:
            checked = [check.value for check in step.checks]
            assert {*references([checked, step.region])} <= known | {step.name}, id
            assert {*references(step.request)} <= known, id
            known = known | ({step.name} if step.name else set())


def test_requests_have_members_that_the_model_knows() -> None:
    for id, steps in ALL + RECIPE_STEPS:
        for step in steps:
            if isinstance(step.request, Mapping):
                assert set(step.request) <= members(step.operation), id
            assert not step.pages or step.pages in output(step.operation), id


def test_answers_are_held_to_members_that_the_model_knows() -> None:
    for id, steps in ALL:
        for step in steps:
            held = {check.member.partition(".")[0] for check in step.checks}
            # Plaintexts are named where they must not be.
            assert held <= output(step.operation) | {"Pages", "Plaintext", "PrivateKeyPlaintext"}, id


def test_an_error_that_is_accepted_is_listed_for_the_operation() -> None:
    for id, steps in ALL:
        for step in steps:
            assert step.errors <= service_model.error_names(step.operation) | EVERYWHERE, id


def placed(template: Template) -> Json:
    """A template with a value in place of each reference and of each computed value."""
    if isinstance(template, Made):
        is_key = template.by is Maker.PEER_PUBLIC_KEY
        return example(OPERATIONS["DeriveSharedSecret"].member("PublicKey")) if is_key else "QUJD"
    if isinstance(template, str):
        whole = WHOLE.fullmatch(template)
        found = VALUES.get(whole[1].rpartition(".")[2], "QUJD") if whole else template
        return re.sub(r"\{[^{}]*AccountId\}", "111122223333", found).replace("{unique}", "one")
    if isinstance(template, Mapping):
        return {member: placed(value) for member, value in template.items()}
    return [placed(value) for value in template] if isinstance(template, (list, tuple)) else template  # type: ignore[return-value]


# Where a target takes what it has to refuse, or does more than it has to, no other requirement is to suffer.
SPOILING = frozenset(
    {
        *("DisableKey", "ScheduleKeyDeletion", "ImportKeyMaterial", "DeleteImportedKeyMaterial", "UpdatePrimaryRegion"),
        *("EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand", "PutKeyPolicy", "TagResource", "CreateGrant"),
    }
)
# The keys that sequences share and whose material, state and rotation none of them relies on.
# That of `left-store` is put back by the one that does.
MAY_BE_SPOILT = frozenset({"scratch", "other-signing", "other-hmac", "left-store"})


def test_no_key_is_spoilt_that_others_rely_on() -> None:
    for id, steps in ALL:
        for step in steps:
            if step.operation in SPOILING - {"CreateGrant", "TagResource"} and isinstance(step.request, Mapping):
                shared = {*references(step.request.get("KeyId"))} & set(RECIPES)
                assert shared <= MAY_BE_SPOILT, id
    for operation in SPOILING:
        assert changing(operation) or kind(operation) in ("importable", "moved-primary"), operation


@pytest.mark.parametrize("name", [name for name in OPERATIONS if takes_a_key(name)])
def test_a_valid_request_breaks_nothing(name: str) -> None:
    assert violations(OPERATIONS[name], placed(valid(name))) == ()


@cache
def members(operation: str) -> frozenset[str]:
    return frozenset(member.name for member in service_model.members(operation))


@cache
def output(operation: str) -> frozenset[str]:
    return frozenset(member.name for member in service_model.output(operation))


# Members whose values make another request of it. Which key specs there are in a Region is for nobody to say.
TELLING = frozenset(
    {"EncryptionAlgorithm", "SigningAlgorithm", "MessageType", "ImportType", "WrappingAlgorithm", "Origin"}
)


def parts(step: Step) -> Iterator[tuple[str, str, str]]:
    """What a request has: its members, without the values that no document tells from each other."""
    request = step.request if isinstance(step.request, Mapping) else {}
    for member, value in request.items():
        yield step.operation, member, str(value) if member in TELLING else ""


def test_each_member_of_a_request_that_succeeds_is_in_one_that_is_judged() -> None:
    """Where it is in requests alone that prepare others, a target that refuses it is blamed for nothing.

    The operations on custom key stores have checks of their own.
    """
    succeed = [
        step
        for _, steps in ALL
        for step in steps
        if step.outcome is Outcome.SUCCESS and not step.operation.endswith(CUSTOM_KEY_STORE.list_member)
    ]
    judged = {part for step in succeed if step.judged for part in parts(step)}
    assert sorted({part for step in succeed for part in parts(step)} - judged) == []
