"""The endpoint without HTTP: a target and a body in, an answer out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from kms_targets.reference.json11 import PREFIX
from kms_targets.reference.operations import dispatch
from kms_targets.reference.operations.custom_key_stores.connection import (
    connect,
    delete,
    disconnect,
)
from kms_targets.reference.operations.custom_key_stores.create import CREDENTIAL, uniqueness
from kms_targets.reference.operations.custom_key_stores.describe import describe
from kms_targets.reference.operations.custom_key_stores.members import read
from kms_targets.reference.operations.custom_key_stores.update import update
from kms_targets.reference.operations.custom_key_stores.xks_client import asked
from kms_targets.reference.operations.dispatch import OPERATIONS as KEY_OPERATIONS
from kms_targets.reference.rules import Answer, Operation, Problem, RefusalError, Request, Rules, WrongTypeError
from kms_targets.reference.state.keys import Alias, Vault
from kms_targets.reference.state.stores import Account, Habits, Values
from kms_targets.reference.tables.behaviour import Behaviour

CREATE = PREFIX + "CreateCustomKeyStore"
OTHERS: dict[str, Operation] = {
    PREFIX + "DescribeCustomKeyStores": describe,
    PREFIX + "UpdateCustomKeyStore": update,
    PREFIX + "ConnectCustomKeyStore": connect,
    PREFIX + "DisconnectCustomKeyStore": disconnect,
    PREFIX + "DeleteCustomKeyStore": delete,
}
THROTTLED = Problem("ThrottlingException", "Rate exceeded")
DENIED = Problem("AccessDeniedException", "The caller has no permission to perform this operation.")


class Endpoint:
    """One account in one Region, behind the rules it was made with."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.account = Account(
            rules.uniques, Habits(rules.new_id, rules.first_state, rules.kept, rules.lag, rules.describe)
        )
        self.vault = Vault(self._connected)
        self.asked = 0
        self.valid = 0
        top = {path: text for path, text in rules.texts.items() if "." not in path}
        self._members = tuple((path, path, text) for path, text in top.items())
        for number in range(rules.holds):
            self.account.add(_older_store(number))
        self._begin(rules.behaviour)

    async def answer(self, target: str, body: bytes, region: str | None = None) -> Answer:
        """The answer to any request. `target` is the value of X-Amz-Target, empty where there is none; `region` the
        Region that the request is signed for, which operations on keys look at."""
        rules = self.rules
        self.asked += 1
        if rules.throttled_every and self.asked % rules.throttled_every == 0:
            return self._told(THROTTLED, {})
        try:
            return await self._answer(rules.target(target), body, region or rules.behaviour.home)
        except WrongTypeError:
            return self._told(rules.wrong_type, {})
        except RefusalError as refusal:
            return self._told(refusal.result, {})

    async def _answer(self, target: str, body: bytes, region: str) -> Answer:
        rules = self.rules
        operation = OTHERS.get(target)
        name = target.removeprefix(PREFIX)
        of_keys = target != name and name in KEY_OPERATIONS and name not in rules.missing
        if operation is None and target != CREATE and not of_keys:
            return self._told(rules.unknown_operation, {})
        if name in rules.denied:
            return self._told(DENIED, {})
        try:
            value = rules.parse(body or (b"" if target == CREATE else rules.nothing))
        except (ValueError, RecursionError):
            return self._told(rules.malformed, {})
        found = rules.object_of(value)
        if found is None:
            return self._told(rules.not_an_object, {})
        if of_keys:
            return self._told(dispatch.answer(self, region, name, found), {})
        if operation is None:
            return await self._create(found)
        instead = rules.instead.get(name)
        return self._told(instead(self, found, operation) if instead else operation(self, found), {})

    async def _create(self, body: Mapping[str, Any]) -> Answer:
        rules, values = self.rules, self._read(body)
        request = Request(body, values)
        problem: Problem | None = None
        for step in rules.steps:
            problem = step(self, request)
            if problem is not None:
                break
        else:
            self.valid += 1
            problem = rules.accepted(self, values) if rules.accepted else None
            if problem is None and rules.proxying is not None:
                problem = await asked(rules.proxying, values) or uniqueness(self, request)
        if problem is not None:
            if rules.rejected is not None:
                rules.rejected(self, problem, values)
            return self._told(problem, values)
        if rules.pause:
            await asyncio.sleep(rules.pause)
        return rules.success_form(self.account.add(values))

    def _read(self, body: Mapping[str, Any]) -> Values:
        """The members of a CreateCustomKeyStore, defaults filled in. A credential stands there as an empty string."""
        values = read(body, self._members, self.rules.null_refused)
        credential = body.get(CREDENTIAL)
        if credential is not None:
            values.update(self.read_credential(credential))
            values[CREDENTIAL] = ""
        elif CREDENTIAL in self.rules.null_refused and CREDENTIAL in body:
            raise WrongTypeError
        for member, default in self.rules.defaults.items():
            values.setdefault(member, default)
        return values

    def read_credential(self, value: object) -> Values:
        """The two keys of a credential, by path. Raises WrongTypeError where it is no object."""
        found = self.rules.credential_of(value)
        if found is None:
            raise WrongTypeError
        inner = ((path.partition(".")[2], path, text) for path, text in self.rules.texts.items() if "." in path)
        return read(found, inner, self.rules.null_refused)

    def _begin(self, behaviour: Behaviour) -> None:
        """Makes the keys and aliases that are there before anybody asked."""
        region = self.vault.region(behaviour.home)
        for number in range(behaviour.older_keys):
            dispatch.answer(self, region.name, "CreateKey", {"Description": f"older {number}"})
        for number, key in enumerate(list(region.keys)):
            older = {"AliasName": f"alias/older-{number}", "TargetKeyId": key}
            dispatch.answer(self, region.name, "CreateAlias", older)
        for name in behaviour.predefined:
            region.aliases[name] = Alias(name, self.vault.next_number(), None, 0.0, 0.0)

    def _connected(self, store_id: str) -> bool:
        store = self.account.stores.get(store_id)
        return store is not None and store.state == "CONNECTED"

    def _told(self, result: Answer | Problem, values: Values) -> Answer:
        if isinstance(result, Answer):
            return result
        override = self.rules.sent.get(result.cause)
        if override is not None:
            result = result._replace(code=override[0], status=override[1])
        return self.rules.error_form(result, values)


def _older_store(number: int) -> Values:
    """A store that was there before anybody asked."""
    return {
        "CustomKeyStoreName": f"older-{number}",
        "CustomKeyStoreType": "AWS_CLOUDHSM",
        "CloudHsmClusterId": f"cluster-older22222{'234567ab'[number % 8]}{'234567ab'[number // 8 % 8]}",
        "TrustAnchorCertificate": "older",
    }
