"""Which answers are right for the next request of any sequence on keys, whatever its members: pure and total.

What the model of keys knows exactly, it says; of any other request that names a key in a state which refuses it, that
it does not succeed; of everything else the oracle says what it says of an account that is unknown.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kms_specification.catalog import operation as operation_of
from kms_specification.error_meanings import KEY_IDENTIFIERS
from kms_specification.facts import Json, Operation, Source
from kms_specification.oracle import BAD_REQUEST, SUCCESS, Expectation, Outcome, expect, merged
from kms_specification.pages.keys.lifecycle.transitions import (
    CAUSE,
    CREATE,
    CREATE_ALIAS,
    DECRYPT,
    DELETE_ALIAS,
    DESCRIBE,
    ENCRYPT,
    FORGETTING,
    MODELLED,
    TRANSITIONS,
    UPDATE_ALIAS,
)
from kms_specification.requirements.registry import find
from kms_specification.state import keys as model
from kms_specification.state.keys import DISABLED, INVALID_STATE, Expected, Keys

_SYMMETRIC = "SYMMETRIC_DEFAULT"
# A key that is made with these alone is one of KMS's own material, in one Region, with the usual policy.
_OF_PLAIN_KEYS = frozenset(
    {"Description", "Tags", "KeySpec", "CustomerMasterKeySpec", "KeyUsage", "BypassPolicyLockoutSafetyCheck"}
)
_OPEN = UPDATE_ALIAS  # see the model of keys: to a key that is pending deletion an alias may be moved or not
_BY_ALIAS = frozenset({DESCRIBE, ENCRYPT, DECRYPT})
_WORDS = re.compile("[A-Za-z0-9 ._-]{1,256}")  # a context of such words is one and the same to everybody


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """The keys that were made and are understood, which of them encrypt, and the aliases that were made for them."""

    keys: Keys = field(default_factory=Keys)
    symmetric: frozenset[str] = frozenset()
    aliases: frozenset[str] = frozenset()


def expect_of_keys(known: KnownKeys, operation: str, request: Json) -> tuple[Expectation, Expected | None]:
    """The answers that are right, and what the model has to say of them, where it knows the request exactly.

    Raises KeyError for an operation that no document knows.
    """
    page = operation_of(operation)
    anywhere = expect(page, request)
    if not isinstance(request, dict) or anywhere.rejected:
        return anywhere, None
    given = {member: value for member, value in request.items() if value is not None}
    if _exact(known, operation, given):
        expected = model.expect(known.keys, operation, given)
        ways = [o for o in anywhere.outcomes if o.code is SUCCESS and expected.succeeds]
        ways += (_refused(page, code, _names(known, operation, given)) for code in sorted(expected.errors))
        return Expectation(tuple(ways), anywhere.violated, rejected=not expected.succeeds), expected
    causes = tuple(dict.fromkeys(_refusing(known, operation, given)))
    if not causes:
        return anywhere, None
    codes = [code for code in (INVALID_STATE, DISABLED) if page.status_of(code, 0)] or [INVALID_STATE]
    refusals = [_refused(page, code, causes) for code in codes]
    others = [outcome for outcome in anywhere.outcomes if outcome.code is not SUCCESS]
    return Expectation(merged((*refusals, *others)), anywhere.violated, rejected=True), None


def after(known: KnownKeys, operation: str, request: Mapping[str, Json], answer: Json) -> KnownKeys:
    """What is known once a request has succeeded with `answer`; one that is refused changes nothing."""
    given = {member: value for member, value in request.items() if value is not None}
    if operation == CREATE:
        return _made(known, given, answer)
    if operation in FORGETTING:
        return _without(known, {key for _, key in _named(known, given)})
    if operation in {CREATE_ALIAS, UPDATE_ALIAS}:
        name, target = str(given.get("AliasName")), known.keys.named(given.get("TargetKeyId"), alias=False)
        if target is None or (operation == UPDATE_ALIAS and name not in known.keys.aliases):
            aliases = {n: k for n, k in known.keys.aliases.items() if n != name}
            return replace(known, keys=replace(known.keys, aliases=aliases), aliases=known.aliases - {name})
        return replace(known, keys=model.after(known.keys, operation, given, answer), aliases=known.aliases | {name})
    if operation in TRANSITIONS or operation == DELETE_ALIAS or _exact(known, operation, given):
        return replace(known, keys=model.after(known.keys, operation, given, answer))
    return known


def _made(known: KnownKeys, given: Mapping[str, Json], answer: Json) -> KnownKeys:
    """A key that was made, where it is one of those that are understood."""
    found = answer.get("KeyMetadata") if isinstance(answer, dict) else None
    if not isinstance(found, dict) or not given.keys() - {"Origin", "MultiRegion"} <= _OF_PLAIN_KEYS:
        return known
    usual = {"Origin": "AWS_KMS", "MultiRegion": False, "KeyState": "Enabled"}
    if any(where.get(member, value) != value for where in (given, found) for member, value in usual.items()):
        return known
    if not isinstance(found.get("KeyId"), str) or not isinstance(found.get("Arn"), str):
        return known
    keys = model.after(known.keys, CREATE, given, answer)
    spec = given.get("KeySpec") or given.get("CustomerMasterKeySpec") or _SYMMETRIC
    symmetric = {str(found["KeyId"])} if spec == _SYMMETRIC else set()
    return replace(known, keys=keys, symmetric=known.symmetric | symmetric)


def _without(known: KnownKeys, gone: set[str]) -> KnownKeys:
    keys = known.keys
    aliases = {name: key for name, key in keys.aliases.items() if key not in gone}
    left = Keys(
        {key: state for key, state in keys.states.items() if key not in gone},
        {key: arn for key, arn in keys.arns.items() if key not in gone},
        aliases,
        {blob: held for blob, held in keys.sealed.items() if held.key not in gone},
    )
    return KnownKeys(left, known.symmetric - gone, known.aliases - (keys.aliases.keys() - aliases.keys()))


def _named(known: KnownKeys, given: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """The members that name keys which are known, each with the id of its key."""
    for member in sorted(KEY_IDENTIFIERS & given.keys()):
        key = known.keys.named(given[member], alias=True)
        if key is not None:
            yield member, key


def _refusing(known: KnownKeys, operation: str, given: Mapping[str, Json]) -> Iterator[str]:
    """The requirements by which a request is refused for the state of a key that it names."""
    for _, key in _named(known, given):
        cause = CAUSE.get(known.keys.states[key])
        requirement = f"{cause}.state.{operation}"
        if cause is not None and operation != _OPEN and find(requirement) is not None:
            yield requirement


def _exact(known: KnownKeys, operation: str, given: Mapping[str, Json]) -> bool:
    """Whether the model knows what comes of a request: all its members, and all that they name."""
    if operation not in MODELLED or not given.keys() <= MODELLED[operation]:
        return False
    if given.get("EncryptionAlgorithm", _SYMMETRIC) != _SYMMETRIC:
        return False
    looks: dict[str, Callable[[Json], bool]] = {
        "KeyId": lambda value: _understood(known, operation, value),
        "TargetKeyId": lambda value: known.keys.named(value, alias=False) in known.symmetric,
        "AliasName": lambda value: value in known.aliases,
        "CiphertextBlob": lambda value: value in known.keys.sealed,
        "Plaintext": _canonical,
        "EncryptionContext": _plain_context,
    }
    if not all(looks[member](value) for member, value in given.items() if member in looks):
        return False
    alias = known.keys.aliases.get(str(given.get("AliasName")))
    return operation != UPDATE_ALIAS or alias is None or alias in known.symmetric


def _understood(known: KnownKeys, operation: str, name: Json) -> bool:
    key = known.keys.named(name, alias=operation in _BY_ALIAS)
    return key is not None and (operation not in {ENCRYPT, DECRYPT} or key in known.symmetric)


def _canonical(value: Json) -> bool:
    """Whether bytes are written in the one way in which every service writes them."""
    try:
        return base64.b64encode(base64.b64decode(str(value), validate=True)).decode("ascii") == value
    except (binascii.Error, ValueError):
        return False


def _plain_context(value: Json) -> bool:
    if not isinstance(value, dict):
        return False
    return all(isinstance(v, str) and _WORDS.fullmatch(v) and _WORDS.fullmatch(k) for k, v in value.items())


def _names(known: KnownKeys, operation: str, given: Mapping[str, Json]) -> tuple[str, ...]:
    """The requirements that a refusal rests on, by the states of the keys that a request names."""
    causes = (CAUSE.get(known.keys.states[key]) for _, key in _named(known, given))
    return tuple(f"{cause}.state.{operation}" for cause in causes if cause is not None)


def _refused(page: Operation, code: str, requirements: tuple[str, ...]) -> Outcome:
    """An error, with the requirement that it rests on, else that of the error itself."""
    names = (*requirements, f"{page.name}.error.{code}")
    known = next((found for name in names if (found := find(name)) is not None), None)
    source: Source = known.source if known is not None else page.success_source
    return Outcome(code, page.status_of(code, BAD_REQUEST), names, source)
