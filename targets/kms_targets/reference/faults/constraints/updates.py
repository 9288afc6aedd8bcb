"""Faults of the constraints of UpdateCustomKeyStore alone: what it takes or refuses unlike CreateCustomKeyStore."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.constraints.lengths import DECIDED_BY_PATTERN
from kms_targets.reference.faults.fault import SLUGS, Change, Fault, Kind, rule, text
from kms_targets.reference.operations.custom_key_stores.members import OWNER
from kms_targets.reference.operations.custom_key_stores.page import (
    ACCESS_KEY,
    ANCHOR,
    CLUSTER,
    CREDENTIAL,
    NAME,
    SECRET_KEY,
    TEXTS,
    TYPE,
)
from kms_targets.reference.operations.custom_key_stores.replacements import UPDATE, Body, instead_of
from kms_targets.reference.rules import NO_BOUND, Answer, Operation, Problem, Rules, Service
from kms_targets.reference.tables.shapes import changed

_NOT_CHANGED = (TYPE, ANCHOR)
_KEYS = (ACCESS_KEY, SECRET_KEY)
# A store takes no other value of these than its own, so that none shows the bound.
_ANOTHER_IS_UNRELATED = (CLUSTER,)


def faults() -> Iterator[Fault]:
    """All of them."""
    for member, plain in TEXTS.items():
        if member not in _NOT_CHANGED:
            hidden = DECIDED_BY_PATTERN.get(member, ())
            taken = text(member, read=lambda value: None)
            taken = _both(taken, _not_required(member)) if member in _KEYS else taken
            yield _fault(member, "type", "wrong-is-absent", "may be of any JSON type", taken)
            if plain.least and "min" not in hidden:
                yield _text(member, "length.min", "min-missing", "has no minimum length", least=0)
            if plain.most < NO_BOUND and "max" not in hidden:
                yield _text(member, "length.max", "max-missing", "has no maximum length", most=NO_BOUND)
            if plain.matches is not None:
                yield _text(member, "pattern", "pattern-missing", "may break its pattern", matches=None)
            if plain.allowed:
                yield _text(member, "enum", "enum-missing", "may have any value", allowed=())
            if member not in _ANOTHER_IS_UNRELATED and "max" not in hidden and plain.most < NO_BOUND:
                yield _text(
                    member, "length.max", "max-strict", "has a maximum length one too small", most=plain.most - 1
                )
    for key in _KEYS:
        yield _fault(key, "required", "required-missing", "may be absent", _not_required(key))
    wrong_type = rule(credential_of=lambda value: value if isinstance(value, dict) else {})
    needs_none = _both(wrong_type, _both(_not_required(ACCESS_KEY), _not_required(SECRET_KEY)))
    yield _fault(CREDENTIAL, "type", "wrong-is-empty", "may be of any JSON type", needs_none)
    for aspect, slug, how, changes in _OF_OWNER:
        yield _fault(OWNER, aspect, slug, how, _owner(**changes))


def _text(member: str, aspect: str, slug: str, how: str, **changes: Any) -> Fault:
    return _fault(member, aspect, slug, how, text(member, **changes))


def _fault(member: str, aspect: str, slug: str, how: str, change: Change) -> Fault:
    named = f"New{NAME}" if member == NAME else member
    return Fault(
        f"update-{SLUGS.get(member, 'owner')}-{slug}",
        f"{UPDATE}.{named}.{aspect}",
        Kind.STATE,
        f"an update: {named} {how}",
        instead_of(UPDATE, _going_by(change)),
    )


def _going_by(change: Change) -> Any:
    """An update goes by other rules."""

    def instead(endpoint: Service, body: Body, plain: Operation) -> Answer | Problem:
        rules = endpoint.rules
        endpoint.rules = change(rules)
        try:
            return plain(endpoint, body)
        finally:
            endpoint.rules = rules

    return instead


_OF_OWNER: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("type", "wrong-is-absent", "may be of any JSON type", {"take": lambda v: v if isinstance(v, str) else None}),
    ("pattern", "pattern-missing", "may break its pattern", {"matches": None}),
)


def _owner(**changes: Any) -> Change:
    def change(rules: Rules) -> Rules:
        inputs = rules.behaviour.inputs
        shape = changed(inputs[UPDATE], (OWNER,), **changes)
        return replace(rules, behaviour=replace(rules.behaviour, inputs={**inputs, UPDATE: shape}))

    return change


def _not_required(key: str) -> Change:
    def change(rules: Rules) -> Rules:
        return rule(required=rules.required - {key})(rules)

    return change


def _both(first: Change, second: Change) -> Change:
    return lambda rules: second(first(rules))
