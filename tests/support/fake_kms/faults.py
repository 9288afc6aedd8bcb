"""Words for what is wrong with a KMS: an operation that ignores, changes or forgets something."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any

from tests.support.fake_kms import specs
from tests.support.fake_kms.kms import OPERATIONS, Operation
from tests.support.fake_kms.state import Body, Key, Refused, State

Faults = Mapping[str, Operation]


def ignoring(operation: str) -> Faults:
    """The operation succeeds and does nothing."""
    return {operation: lambda state, region, request: {}}


def asked(change: Callable[[Body], Body], *operations: str) -> Faults:
    """The operations take the request for another."""
    return {name: _asked(OPERATIONS[name], change) for name in operations}


def _asked(right: Operation, change: Callable[[Body], Body]) -> Operation:
    return lambda state, region, request: right(state, region, change(request))


def answered(operation: str, change: Callable[[Body], Body]) -> Faults:
    """The operation answers something else."""
    return {operation: lambda state, region, request: change(OPERATIONS[operation](state, region, request))}


def accepting(operation: str, code: str, answer: Body) -> Faults:
    """The operation succeeds where it would be refused with the code."""

    def accept(state: State, region: str, request: Body) -> Body:
        try:
            return OPERATIONS[operation](state, region, request)
        except Refused as why:
            if why.code == code:
                return answer
            raise

    return {operation: accept}


def touching(operation: str, touch: Callable[[Key], None], *, first: bool = False) -> Faults:
    """The operation does something else to the key, before or after."""

    def both(state: State, region: str, request: Body) -> Body:
        if first:
            touch(state.key(region, request["KeyId"]))
            return OPERATIONS[operation](state, region, request)
        answer = OPERATIONS[operation](state, region, request)
        touch(state.key(region, request["KeyId"]))
        return answer

    return {operation: both}


def without(*members: str) -> Callable[[Body], Body]:
    return lambda body: {name: value for name, value in body.items() if name not in members}


def with_context(change: Callable[[dict[str, str]], dict[str, str]]) -> Callable[[Body], Body]:
    return lambda body: body | {"EncryptionContext": change(body.get("EncryptionContext") or {})}


def set_to(member: str, value: Any) -> Callable[[Body], Body]:
    return lambda body: body | {member: value}


def longer(member: str) -> Callable[[Body], Body]:
    return lambda body: body | {member: b64encode(b64decode(body[member]) + b"\0").decode()}


def backwards(member: str) -> Callable[[Body], Body]:
    return lambda body: body | {member: b64encode(b64decode(body[member])[::-1]).decode()}


def marker_moved(by: int) -> Callable[[Body], Body]:
    return lambda body: body | ({"Marker": str(int(body["Marker"]) + by)} if "Marker" in body else {})


def lowered(body: Body) -> Body:
    return body | {"Tags": [tag | {"TagKey": tag["TagKey"].lower()} for tag in body["Tags"]]}


def state_is(state: str) -> Callable[[Key], None]:
    def touch(key: Key) -> None:
        key.state = state

    return touch


def forgets(member: str, value: Any) -> Callable[[Key], None]:
    return lambda key: setattr(key, member, value)


def raising(operation: str, code: str) -> Faults:
    """The operation is refused."""

    def refuse(state: State, region: str, request: Body) -> Body:
        raise Refused(code)

    return {operation: refuse}


def another_public_key(body: Body) -> Body:
    return body | {"PublicKey": specs.text(specs.der(specs.generate("ECC_NIST_P256").public_key()))}


def alias_taken_over(state: State, region: str, request: Body) -> Body:
    state.aliases.pop((region, request["AliasName"]), None)
    return OPERATIONS["CreateAlias"](state, region, request)


def renamed_to_id(member: str = "KeyId") -> Callable[[Body], Body]:
    return lambda body: body | {member: body[member].rpartition("/")[2]}
