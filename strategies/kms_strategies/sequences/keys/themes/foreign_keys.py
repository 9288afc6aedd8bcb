"""How an operation is seen to take the ARN of a key of its own account and Region alone."""

from __future__ import annotations

from collections.abc import Iterator

from kms_specification.pages.keys.foreign_keys import ACCOUNT, OF_ALIASES, OPERATIONS, REGION
from kms_specification.pages.keys.names.identifiers import BY_ANY_NAME
from kms_strategies.sequences.keys.language import (
    Demonstration,
    Made,
    Maker,
    Step,
    Template,
    given,
    ref,
    refused,
    shows,
)
from kms_strategies.sequences.keys.requests import alias_arn, arn, kind, valid
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import described

_ANOTHER = ((ACCOUNT, Maker.OTHER_ACCOUNT), (REGION, Maker.OTHER_REGION))
_OF_SHARED: dict[str, str] = {"symmetric": "alias", "signing": "signing-alias"}
# Operations that change what others rely on: they are sent for a key that may be spoilt.
_ON_SCRATCH = frozenset({"EnableKeyRotation", "TagResource", "UpdateKeyDescription", "PutKeyPolicy", "CreateGrant"})
# Operations that end the use of a key: they are sent for one of their own, which has to be as it was.
_ENDING = frozenset({"DisableKey", "ScheduleKeyDeletion"})


def _sequences(operation: str, another: Maker) -> Iterator[tuple[Step, ...]]:
    """The operation takes the ARN of a key, and not the one that differs in its account or Region."""
    if operation in _ENDING:
        foreign = valid(operation, key=Made(another, (arn("key"),)))
        control = (create(), create("other"), given(operation, valid(operation, key=arn("other"))))
        yield (*control, refused(operation, foreign), described("Enabled", enabled=True))
        return
    key = "scratch.key" if operation in _ON_SCRATCH else f"{kind(operation)}.key"
    yield (
        given(operation, valid(operation, key=arn(key))),
        refused(operation, valid(operation, key=Made(another, (arn(key),)))),
    )
    if operation in dict(BY_ANY_NAME):
        named = alias_arn(key, ref(f"{_OF_SHARED[kind(operation)]}.made.AliasName"))
        yield (
            given(operation, valid(operation, key=named)),
            refused(operation, valid(operation, key=Made(another, (named,)))),
        )


_ALIAS: dict[str, Template] = {"AliasName": "alias/{unique}-name"}
_MINE: dict[str, Template] = {"TargetKeyId": arn("scratch.key")}
_MADE = given("CreateAlias", _ALIAS | _MINE)


def _target(operation: str, subject: str, another: Maker) -> Demonstration:
    """An alias is made for a key by its ARN, and for none by the ARN that differs."""
    foreign: dict[str, Template] = {"TargetKeyId": Made(another, (arn("scratch.key"),))}
    name: dict[str, Template] = _ALIAS if operation == "UpdateAlias" else {"AliasName": "alias/{unique}-other"}
    return shows(f"{operation}.state.{subject}", (_MADE, refused(operation, name | foreign)))


FOREIGN_KEYS: tuple[Demonstration, ...] = (
    *(
        shows(f"{operation}.state.{subject}", *_sequences(operation, another))
        for subject, another in _ANOTHER
        for operation in OPERATIONS
    ),
    *(_target(operation, REGION, Maker.OTHER_REGION) for operation, _ in OF_ALIASES),
    _target("UpdateAlias", ACCOUNT, Maker.OTHER_ACCOUNT),
)
