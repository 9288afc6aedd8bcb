"""What every operation on keys does first: find its key, see whether its state and usage fit, end where it is dry."""

from __future__ import annotations

import re
import time
from typing import Any, NoReturn

from kms_targets.reference.operations.validation import VALIDATION
from kms_targets.reference.rules import Call, Problem, RefusalError
from kms_targets.reference.state.keys import Alias, Key
from kms_targets.reference.tables.behaviour import Behaviour

NOT_FOUND = "NotFoundException"
_ARN = re.compile(r"arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):(key|alias)/(.+)")
_DRY = "The request would have succeeded, but the DryRun option is set."


def behaviour(call: Call) -> Behaviour:
    """The tables that an operation goes by."""
    return call.service.rules.behaviour


def refuse(code: str, message: str, status: int = 400) -> NoReturn:
    """Ends the request with an error."""
    raise RefusalError(Problem(code, message, status))


def invalid(message: str) -> NoReturn:
    """Ends the request with ValidationException."""
    refuse(VALIDATION, message)


def refuse_listed(call: Call, code: str, other: str, message: str) -> NoReturn:
    """Ends the request with `code` where the operation lists it, and with `other` where it does not."""
    refuse(code if code in behaviour(call).errors[call.operation] else other, message)


def find(call: Call, given: str) -> Key:
    """The key of an identifier, whatever its state: a key id, a key ARN and, for some operations, an alias."""
    name = given
    kind = "alias" if given.startswith("alias/") else "key"
    if given.startswith("arn:"):
        parts = _ARN.fullmatch(given)
        if parts is None:
            refuse_listed(call, "InvalidArnException", NOT_FOUND, f"Invalid arn {given}")
        region, account, kind, name = parts.groups()
        if (region, account) != (call.region.name, behaviour(call).account):
            refuse(NOT_FOUND, f"{kind.capitalize()} '{given}' does not exist")
        name = f"alias/{name}" if kind == "alias" else name
        if kind == "alias" and call.operation not in behaviour(call).by_alias:
            refuse_listed(call, "InvalidArnException", NOT_FOUND, f"Invalid arn {given}")
    if kind == "alias":
        if call.operation not in behaviour(call).by_alias:
            refuse(NOT_FOUND, f"Invalid keyId '{given}'")
        return target(call, alias(call, name))
    key = call.region.keys.get(name)
    if key is None or key.created > time.time() - behaviour(call).keys_lag:
        refuse(NOT_FOUND, f"Key '{arn(call, 'key', name)}' does not exist")
    return key


def alias(call: Call, name: str) -> Alias:
    """The alias of that name."""
    found = call.region.aliases.get(name)
    if found is None:
        refuse(NOT_FOUND, f"Alias {arn(call, 'alias', name.removeprefix('alias/'))} is not found.")
    return found


def target(call: Call, found: Alias) -> Key:
    """The key that an alias stands for."""
    key = call.region.keys.get(found.target or "")
    if key is None:
        refuse(NOT_FOUND, f"The alias {found.name} has no key.")
    return key


def arn(call: Call, kind: str, name: str) -> str:
    """The ARN of a key or an alias of this account and Region."""
    return f"arn:aws:kms:{call.region.name}:{behaviour(call).account}:{kind}/{name}"


def state_of(call: Call, key: Key) -> str:
    """The state of a key now."""
    return call.service.vault.state(key)


def require_state(call: Call, key: Key) -> None:
    """Refuses the request where the operation is not valid in the key's state."""
    state = state_of(call, key)
    code = behaviour(call).states.get(call.operation, {}).get(state)
    if code is not None:
        words = re.sub(r"(?<!^)(?=[A-Z])", " ", state).lower()
        refuse(code, f"{key.arn} is {words}.")


def require_usage(call: Call, key: Key) -> None:
    """Refuses the request where the key is for something else."""
    usage = behaviour(call).usages.get(call.operation)
    if usage is not None and key.usage != usage:
        refuse(
            "InvalidKeyUsageException", f"{key.arn} key usage is {key.usage} which is not valid for {call.operation}."
        )


def key_for(call: Call, member: str = "KeyId") -> Key:
    """The key that a member names, in a state and of a usage that the operation accepts; grant tokens are looked at."""
    key = find(call, call.values[member])
    grant_tokens(call)
    require_state(call, key)
    require_usage(call, key)
    return key


def grant_tokens(call: Call) -> None:
    """Refuses tokens that CreateGrant did not give, where the operation lists that error."""
    if "InvalidGrantTokenException" not in behaviour(call).errors[call.operation]:
        return
    known = {token for grant in call.region.grants.values() for token in grant.tokens}
    if not known.issuperset(call.values.get("GrantTokens", ())):
        refuse("InvalidGrantTokenException", "The grant token is not valid.")


def dry_run(call: Call) -> None:
    """Ends a request that would succeed, where it is only a trial."""
    if call.values.get("DryRun"):
        refuse("DryRunOperationException", _DRY)


def algorithm(call: Call, key: Key, chosen: str) -> None:
    """Refuses an algorithm that the key does not support."""
    if chosen not in behaviour(call).specs[key.spec][key.usage]:
        refuse("InvalidKeyUsageException", f"{chosen} is not supported by {key.arn} of key spec {key.spec}.")


def recipient(call: Call) -> None:
    """Refuses every attestation document: none that an enclave did not sign is valid."""
    if "Recipient" in call.values:
        invalid("The attestation document is not valid.")


def record(call: Call, key: Key) -> None:
    """Remembers the last successful cryptographic operation of a key."""
    key.used = (call.operation, time.time())


def seconds(moment: float) -> float:
    """A time as the protocol has it: seconds with milliseconds."""
    return round(moment, 3)


def present(**members: Any) -> dict[str, Any]:
    """Members that are there, without those that are None."""
    return {name: value for name, value in members.items() if value is not None}
