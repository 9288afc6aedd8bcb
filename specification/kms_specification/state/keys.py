"""The keys of an account, their aliases and what they encrypted, as requests that succeed change them. A pure value.

What an operation makes of a key's state stands in a table of the pages. Honest where the documents are open: where two
things are wrong with a request either error is right, and a target that is pending deletion may get an alias moved to
it or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kms_specification.facts import Json
from kms_specification.pages.keys.lifecycle.transitions import (
    CREATE,
    CREATE_ALIAS,
    DECRYPT,
    DELETE_ALIAS,
    DESCRIBE,
    ENCRYPT,
    OF_ALIASES,
    TRANSITIONS,
    UPDATE_ALIAS,
    KeyState,
)

NOT_FOUND, INVALID_STATE, DISABLED = "NotFoundException", "KMSInvalidStateException", "DisabledException"
INVALID_CIPHERTEXT, INCORRECT_KEY = "InvalidCiphertextException", "IncorrectKeyException"
ALREADY_EXISTS = "AlreadyExistsException"
_ENABLED, _PENDING = KeyState.ENABLED, KeyState.PENDING_DELETION
# The errors with which a key that is not enabled refuses to encrypt or decrypt.
UNUSABLE = frozenset({DISABLED, INVALID_STATE})

Context = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a ciphertext holds: the id of its key, the plaintext in base 64, and the context."""

    key: str
    plaintext: str
    context: Context


@dataclass(frozen=True, slots=True)
class Keys:
    """States and ARNs of keys by their ids, ids by aliases, and what is known to be in ciphertexts."""

    states: Mapping[str, KeyState] = field(default_factory=dict)
    arns: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, Sealed] = field(default_factory=dict)

    def named(self, name: Json, *, alias: bool) -> str | None:
        """The id of a key by its id, its ARN or, where allowed, its alias; None where no key has the name."""
        if name in self.states:
            return str(name)
        by_arn = next((key for key, arn in self.arns.items() if arn == name), None)
        return by_arn or (self.aliases.get(str(name)) if alias else None)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a request may come to: success with these members, where `succeeds`, or one of the errors."""

    succeeds: bool = False
    errors: frozenset[str] = frozenset()
    answer: Mapping[str, Json] = field(default_factory=dict)


def expect(keys: Keys, operation: str, request: Mapping[str, Json]) -> Expected:
    """What a request may come to, as the keys are. Raises KeyError for an operation that changes no key here."""
    if operation == CREATE:
        return Expected(succeeds=True)  # a key may be Creating at first: what it is next is seen when it is described
    if operation in OF_ALIASES:
        return _of_alias(keys, operation, request)
    if operation == DECRYPT:
        return _decrypted(keys, request)
    key = keys.named(request.get("KeyId"), alias=operation in {DESCRIBE, ENCRYPT})
    if key is None:
        return Expected(errors=frozenset({NOT_FOUND}))
    state = keys.states[key]
    if operation == DESCRIBE:
        described: dict[str, Json] = {"KeyId": key, "KeyState": str(state), "Enabled": state is _ENABLED}
        return Expected(succeeds=True, answer={f"KeyMetadata.{member}": value for member, value in described.items()})
    if operation == ENCRYPT:
        return _used(state, {"KeyId": keys.arns[key]})
    if state in TRANSITIONS[operation]:
        return Expected(succeeds=True)
    return Expected(errors=frozenset({INVALID_STATE}))


def after(keys: Keys, operation: str, request: Mapping[str, Json], answer: Json) -> Keys:
    """The keys once a request has succeeded with `answer`; one that is refused changes nothing."""
    members = answer if isinstance(answer, dict) else {}
    if operation == CREATE:
        metadata = members.get("KeyMetadata")
        made = metadata if isinstance(metadata, dict) else {}
        key, arn = str(made.get("KeyId")), str(made.get("Arn"))
        return replace(keys, states={**keys.states, key: _ENABLED}, arns={**keys.arns, key: arn})
    if operation in {CREATE_ALIAS, UPDATE_ALIAS}:
        target = keys.named(request.get("TargetKeyId"), alias=False)
        return replace(keys, aliases={**keys.aliases, str(request.get("AliasName")): str(target)})
    if operation == DELETE_ALIAS:
        return replace(keys, aliases={n: k for n, k in keys.aliases.items() if n != request.get("AliasName")})
    key_id = keys.named(request.get("KeyId"), alias=operation == ENCRYPT)
    if key_id is None:
        return keys
    if operation == ENCRYPT:
        held = Sealed(key_id, str(request.get("Plaintext")), _context(request))
        return replace(keys, sealed={**keys.sealed, str(members.get("CiphertextBlob")): held})
    state = TRANSITIONS.get(operation, {}).get(keys.states[key_id])
    return keys if state is None else replace(keys, states={**keys.states, key_id: state})


def wrong(expected: Expected, code: str | None, answer: Json) -> str | None:
    """What is wrong with an answer, or None. `code` is the error, or None for a success."""
    if code is not None:
        wanted = " or ".join(sorted(expected.errors) or ["success"])
        return None if code in expected.errors else f"{code} instead of {wanted}"
    if not expected.succeeds:
        return f"success instead of {' or '.join(sorted(expected.errors))}"
    for way, value in expected.answer.items():
        found = answer
        for member in way.split("."):
            found = found.get(member) if isinstance(found, dict) else None
        if found is None and value is False:
            continue  # SDKs read what is left out as false
        if found != value or isinstance(found, bool) != isinstance(value, bool):
            return f"{way} is {found!r}, not {value!r}"
    return None


def _context(request: Mapping[str, Json]) -> Context:
    pairs = request.get("EncryptionContext")
    return frozenset((name, str(value)) for name, value in pairs.items()) if isinstance(pairs, dict) else frozenset()


def _used(state: KeyState, answer: Mapping[str, Json], wrong: frozenset[str] = frozenset()) -> Expected:
    """A cryptographic operation with a key in a state, in which `wrong` is wrong besides."""
    errors = wrong | (frozenset() if state is _ENABLED else UNUSABLE)
    return Expected(errors=errors) if errors else Expected(succeeds=True, answer=answer)


def _decrypted(keys: Keys, request: Mapping[str, Json]) -> Expected:
    held = keys.sealed.get(str(request.get("CiphertextBlob")))
    errors = frozenset(_wrong_key(keys, request, held))
    if held is None:
        return Expected(errors=errors | {INVALID_CIPHERTEXT})
    if held.context != _context(request):
        errors |= {INVALID_CIPHERTEXT}
    return _used(keys.states[held.key], {"Plaintext": held.plaintext, "KeyId": keys.arns[held.key]}, errors)


def _wrong_key(keys: Keys, request: Mapping[str, Json], held: Sealed | None) -> Iterator[str]:
    """The errors for a KeyId that is not the one of the key that encrypted."""
    if "KeyId" not in request:
        return
    key = keys.named(request["KeyId"], alias=True)
    if key is None:
        yield from (NOT_FOUND, INCORRECT_KEY)
        return
    if held is None or key != held.key:
        yield INCORRECT_KEY
        yield from UNUSABLE if keys.states[key] is not _ENABLED else ()


def _of_alias(keys: Keys, operation: str, request: Mapping[str, Json]) -> Expected:
    """A request for an alias: it must be free, or taken, and its target a key that stays."""
    errors: set[str] = set()
    taken = request.get("AliasName") in keys.aliases
    if operation == CREATE_ALIAS and taken:
        errors.add(ALREADY_EXISTS)
    if operation != CREATE_ALIAS and not taken:
        errors.add(NOT_FOUND)
    if operation == DELETE_ALIAS:
        return Expected(succeeds=not errors, errors=frozenset(errors))
    target = keys.named(request.get("TargetKeyId"), alias=False)
    if target is None:
        return Expected(errors=frozenset(errors | {NOT_FOUND}))
    pending = keys.states[target] is _PENDING
    open_to_both = operation == UPDATE_ALIAS and not errors
    refused = frozenset(errors | ({INVALID_STATE} if pending else set()))
    return Expected(succeeds=not errors and (not pending or open_to_both), errors=refused)
