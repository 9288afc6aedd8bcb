"""Ways to answer an operation on keys wrongly, for tables of faults that each break one behaviour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from kms_targets.reference.faults.fault import Change, Fault, Kind
from kms_targets.reference.rules import Around, Call, KeyOperation, Problem, RefusalError, Result, Rules
from kms_targets.reference.state.keys import Key

Values = Mapping[str, Any]
# The requirement that is broken, what is wrong, and the change of the rules.
Row = tuple[str, str, Change]
# Faults that show in requests which have nothing to do with their requirement.
_SPREADING = frozenset(
    {
        "CancelKeyDeletion-output-types",
        "CreateAlias-state-usable",
        "CreateKey-state-enabled",
        "CreateKey-state-fresh",
        "CreateKey-state-pending-import",
        "Decrypt-error-IncorrectKeyException",
        "Decrypt-error-InvalidCiphertextException",
        "Decrypt-state-context",
        "Decrypt-state-context-case",
        "Decrypt-state-context-different",
        "Decrypt-state-context-missing",
        "Decrypt-state-context-order",
        "Decrypt-state-context-subset",
        "Decrypt-state-inverse",
        "Decrypt-state-truncated",
        "DeleteAlias-state-key-unaffected",
        "DeleteImportedKeyMaterial-state-pending-import",
        "DescribeKey-output-types",
        "DescribeKey-state-identifiers",
        "DisableKey-state-disabled",
        "EnableKey-state-enabled",
        "EnableKeyRotation-state-enabled",
        "Encrypt-output-types",
        "Encrypt-state-concealed",
        "GenerateDataKey-output-types",
        "GenerateDataKeyPair-output-types",
        "GenerateMac-state-key-different",
        "GenerateRandom-output-types",
        "GetKeyPolicy-output-types",
        "GetKeyPolicy-state-default",
        "GetKeyRotationStatus-state-default",
        "GetPublicKey-output-types",
        "ImportKeyMaterial-error-IncorrectKeyMaterialException",
        "ImportKeyMaterial-state-usable",
        "ListKeys-output-types",
        "ListResourceTags-output-types",
        "ReplicateKey-output-types",
        "ReplicateKey-state-listed",
        "RevokeGrant-state-revoked",
        "ScheduleKeyDeletion-output-types",
        "ScheduleKeyDeletion-state-pending",
        "Sign-state-ECDSA-SHA-256",
        "TagResource-state-listed",
        "UpdateAlias-state-moved",
        "UpdateKeyDescription-state-updated",
        "Verify-output-types",
        "Verify-error-KMSInvalidSignatureException",
        "Verify-state-algorithm-different",
        "Verify-state-key-different",
        "Verify-state-message-different",
    }
)


def faults_of(rows: tuple[Row, ...]) -> Iterator[Fault]:
    """A fault for each row, named after its requirement; where one has several, the others are numbered from 2."""
    seen = Counter[str]()
    for requirement, description, change in rows:
        name = requirement.replace(".", "-").replace("_", "-")
        seen[name] += 1
        name += f"-{seen[name]}" if seen[name] > 1 else ""
        yield Fault(name, requirement, Kind.BEHAVIOUR, description, change, name in _SPREADING)


def around(change: Around, *operations: str) -> Change:
    """Something else is done in the place of operations."""
    return lambda rules: replace(rules, around={**rules.around, **dict.fromkeys(operations, change)})


def tables(**changes: Any) -> Change:
    """Other tables of behaviour."""
    return lambda rules: replace(rules, behaviour=replace(rules.behaviour, **changes))


def asked(change: Callable[[Values], Values], *operations: str) -> Change:
    """The operations take the request for another."""
    return around(lambda call, plain: plain(replace(call, values=change(call.values))), *operations)


def answered(change: Callable[[Result], Result], *operations: str) -> Change:
    """The operations answer something else."""
    return around(lambda call, plain: change(plain(call)), *operations)


def ignoring(*operations: str) -> Change:
    """The operations succeed and do nothing, where they would succeed."""
    return around(lambda call, plain: {}, *operations)


def refusing(code: str, *operations: str) -> Change:
    """The operations are refused whatever the request is."""

    def refuse(call: Call, plain: KeyOperation) -> Result:
        raise RefusalError(Problem(code, "The request is refused."))

    return around(refuse, *operations)


def recoded(code: str, other: str, *operations: str) -> Change:
    """Another code where one would be sent."""
    return _refused_otherwise(code, Problem(other, "The request is refused."), *operations)


def restated(code: str, status: int, *operations: str) -> Change:
    """Another HTTP status where an error is sent."""
    return _refused_otherwise(code, Problem(code, "The request is refused.", status), *operations)


def _refused_otherwise(code: str, other: Problem, *operations: str) -> Change:
    def refuse_otherwise(call: Call, plain: KeyOperation, refusal: RefusalError) -> Result:
        raise RefusalError(other) from refusal

    return _where_refused(code, refuse_otherwise, *operations)


def accepting(code: str, answer: Result, *operations: str) -> Change:
    """Success where an error would be sent."""
    return _where_refused(code, lambda call, plain, refusal: answer, *operations)


def retried(code: str, others: Callable[[Call], Iterable[Values]], *operations: str) -> Change:
    """Other requests are tried in turn where an error would be sent."""

    def retry(call: Call, plain: KeyOperation, refusal: RefusalError) -> Result:
        for values in others(call):
            with suppress(RefusalError):
                return plain(replace(call, values=values))
        raise refusal

    return _where_refused(code, retry, *operations)


def _where_refused(
    code: str, otherwise: Callable[[Call, KeyOperation, RefusalError], Result], *operations: str
) -> Change:
    def attempt(call: Call, plain: KeyOperation) -> Result:
        try:
            return plain(call)
        except RefusalError as refusal:
            if not _is(refusal, code):
                raise
            return otherwise(call, plain, refusal)

    return around(attempt, *operations)


def only_if(condition: Callable[[Values], bool], code: str, *operations: str) -> Change:
    """Requests of which a condition does not hold are refused."""

    def check(call: Call, plain: KeyOperation) -> Result:
        if not condition(call.values):
            raise RefusalError(Problem(code, "The request is refused."))
        return plain(call)

    return around(check, *operations)


def touching(touch: Callable[[Key], None], *operations: str, first: bool = False) -> Change:
    """Something else is done to the key of the request, before or after the operation."""

    def both(call: Call, plain: KeyOperation) -> Result:
        key = named(call)
        if first and key is not None:
            touch(key)
        result = plain(call)
        if not first and key is not None:
            touch(key)
        return result

    return around(both, *operations)


def named(call: Call, member: str = "KeyId") -> Key | None:
    """The key whose id or ARN a member is."""
    return call.region.keys.get(str(call.values.get(member, "")).rpartition("/")[2])


def without(*members: str) -> Callable[[Values], dict[str, Any]]:
    """A request or an answer without these members."""
    return lambda body: {name: value for name, value in body.items() if name not in members}


def set_to(member: str, value: Any) -> Callable[[Values], dict[str, Any]]:
    """A request or an answer in which a member has another value, if it is there."""
    return lambda body: {**body, member: value} if member in body else dict(body)


def default(member: str, value: Any) -> Callable[[Values], dict[str, Any]]:
    """A request in which an absent member has a value."""
    return lambda body: {member: value, **body}


def changed(member: str, change: Callable[[Any], Any]) -> Callable[[Values], dict[str, Any]]:
    """A request or an answer in which a member is changed, if it is there."""
    return lambda body: {**body, member: change(body[member])} if member in body else dict(body)


def each(member: str, change: Callable[[Any], Any]) -> Callable[[Values], dict[str, Any]]:
    """A request or an answer in which each entry of a list is changed, if the list is there."""
    return changed(member, lambda entries: [change(entry) for entry in entries])


def inside(member: str, change: Callable[[Values], Values]) -> Callable[[Result], Result]:
    """An answer in which a structure is changed."""
    return lambda body: {**body, member: dict(change(body[member]))}


def attributes(**values: Any) -> Callable[[Key], None]:
    """Attributes of a key have other values."""

    def touch(key: Key) -> None:
        for name, value in values.items():
            setattr(key, name, value)

    return touch


def state_free(operation: str, *states: str) -> Change:
    """An operation that does not look at some states of its key."""

    def change(rules: Rules) -> Rules:
        known = rules.behaviour.states
        left = {state: code for state, code in known[operation].items() if state not in states}
        return tables(states={**known, operation: left})(rules)

    return change


def state_code(operation: str, state: str, code: str) -> Change:
    """Another code for a state of its key that an operation refuses."""

    def change(rules: Rules) -> Rules:
        known = rules.behaviour.states
        return tables(states={**known, operation: {**known[operation], state: code}})(rules)

    return change


def both(*changes: Change) -> Change:
    """Several changes that make one fault."""

    def change(rules: Rules) -> Rules:
        for one in changes:
            rules = one(rules)
        return rules

    return change


def same(member: str, data: bytes) -> Any:
    """An answer in which bytes are always the same."""
    return changed(member, lambda found: (data * len(found))[: len(found)])


def short(value: Any) -> str:
    """The id of a key's ARN."""
    return str(value).rpartition("/")[2]


def flipped(data: bytes) -> bytes:
    """Bytes of which the last bit is another."""
    return data[:-1] + bytes([data[-1] ^ 1])


def backwards(data: bytes) -> bytes:
    """Bytes in the other direction."""
    return data[::-1]


def longer(data: bytes) -> bytes:
    """Bytes with one more."""
    return data + b"\0"


def _is(refusal: RefusalError, code: str) -> bool:
    return isinstance(refusal.result, Problem) and refusal.result.code == code
