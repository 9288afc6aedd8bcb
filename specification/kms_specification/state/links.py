"""Which request can follow another, since it names what that made or takes what that returned: derived from data.

The data are the resource types and the shapes of the service model: two members of one shape mean the same kind of
thing. No operation is named here, and none that lists: what others have made is nothing to follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kms_specification import service_model
from kms_specification.facts.resources import ResourceType
from kms_specification.pages.resources import KEY, created_by
from kms_specification.service_model import inputs, outputs

# “If you use an encryption context to encrypt data, you must specify the same encryption context to decrypt the data.”
_THE_SAME_AGAIN = "EncryptionContextType"
_ALIAS_NAME = "alias name"  # by these words the documentation lets the name of an alias stand for its key


@dataclass(frozen=True, slots=True)
class Value:
    """Where a value stands: at a path of the answer, or of the request. `listed`: it is the one entry of a list."""

    path: str
    in_request: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A request to `target` that can follow another, with the members that it takes from that."""

    name: str
    target: str
    members: Mapping[str, Value]


@cache
def links(operation: str) -> tuple[Link, ...]:
    """The links that start at an operation, each with a name of its own. Raises KeyError for an unknown operation."""
    found: dict[str, Link] = {}
    for target in service_model.operation_names():
        for suffix, members in _ways(operation, target):
            name = f"{target}{suffix}" if target in found else target
            found.setdefault(name, Link(name, target, members))
    return tuple(found.values())


def _ways(operation: str, target: str) -> Iterator[tuple[str, dict[str, Value]]]:
    """The ways in which an operation can follow another, each with what tells its name from the first."""
    kind = created_by(operation)
    named = _resource(kind, operation, target) if kind is not None else {}
    if named:
        yield "", _completed(operation, target, named)
    for member, value in _returned(operation, target):
        if member not in named:
            whole = _completed(operation, target, {member: value})
            yield f"With{member}", whole
            for same, said in _the_same_again(operation, target).items():
                yield f"With{same}", {**whole, same: said}
    if kind is not None and kind.chosen_id:
        taken = {m: Value(kind.id_path, in_request=True) for m in _of_keys(target) if _may_be_an_alias(target, m)}
        if taken:
            yield f"By{kind.name}", taken


def _resource(kind: ResourceType, operation: str, target: str) -> dict[str, Value]:
    """The members of a request that name a resource which was made just before, and the one that it belongs to."""
    id_ = Value(kind.id_path, in_request=kind.chosen_id)
    members = _of_keys(target) if kind is KEY else tuple(m for m in inputs(target) if m == kind.id_member)
    named = dict.fromkeys(members, id_)
    parent = kind.parent_member
    return named | {parent: Value(parent, in_request=True)} if named and parent in inputs(target) else named


def _of_keys(operation: str) -> tuple[str, ...]:
    """The members that name the key of a request: the usual one, or those that it needs."""
    shapes = inputs(operation)
    if KEY.id_member in shapes:
        return (KEY.id_member,)
    of_a_key = inputs(KEY.delete)[KEY.id_member]
    return tuple(m for m, s in shapes.items() if s == of_a_key and service_model.is_required(operation, m))


def _may_be_an_alias(operation: str, member: str) -> bool:
    return _ALIAS_NAME in service_model.said_of_input(operation, member)


def _returned(operation: str, target: str) -> Iterator[tuple[str, Value]]:
    """The members of a request whose value an operation returns and was not given: bytes, or what stands for a new
    resource. Secrets are left out."""
    for name, shape in outputs(operation).items():
        if name in inputs(operation) or not (service_model.is_opaque(shape) or created_by(operation)):
            continue
        for member, taken in inputs(target).items():
            if service_model.entry_shape(taken) == shape:
                yield member, Value(name, listed=True)
            elif (member, taken) == (name, shape):
                yield member, Value(name)


def _completed(operation: str, target: str, taken: Mapping[str, Value]) -> dict[str, Value]:
    """What is taken, with what belongs to it: what the answer repeats of the request, and what both have to say."""
    answer, request, found = outputs(operation), inputs(operation), dict(taken)
    for member, shape in inputs(target).items():
        if member in found or request.get(member) != shape:
            continue
        if answer.get(member) == shape:
            found[member] = Value(member)
        elif service_model.is_required(operation, member) and service_model.is_required(target, member):
            found[member] = Value(member, in_request=True)
    named = KEY.id_member in answer and not {m for m in found if m in _of_keys(target)}
    return found | {member: Value(KEY.id_member) for member in _of_keys(target) if named}


def _the_same_again(operation: str, target: str) -> dict[str, Value]:
    """What was said of what was returned. Of two, the first is of what is taken, the last of what is returned."""
    said, again = ([m for m, s in inputs(one).items() if s == _THE_SAME_AGAIN] for one in (operation, target))
    return {again[0]: Value(said[-1], in_request=True)} if said and again else {}
