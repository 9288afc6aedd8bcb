"""The fake as a whole: which function answers which operation, and how tests change that."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kms_conformance.checks.keys.sequences.port import NotShownError
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation
from tests.support.fake_kms import belongings, cryptography, imports, lives
from tests.support.fake_kms.state import Body, Refused, State

REGION = "us-east-1"
Operation = Callable[[State, str, Body], Body]

OPERATIONS: dict[str, Operation] = {
    "Encrypt": cryptography.encrypt,
    "Decrypt": cryptography.decrypt,
    "ReEncrypt": cryptography.re_encrypt,
    "GenerateDataKey": cryptography.data_key,
    "GenerateDataKeyWithoutPlaintext": cryptography.without("Plaintext", cryptography.data_key),
    "GenerateDataKeyPair": cryptography.data_key_pair,
    "GenerateDataKeyPairWithoutPlaintext": cryptography.without("PrivateKeyPlaintext", cryptography.data_key_pair),
    "Sign": cryptography.sign,
    "Verify": cryptography.verify,
    "GenerateMac": cryptography.generate_mac,
    "VerifyMac": cryptography.verify_mac,
    "GetPublicKey": cryptography.public_key,
    "DeriveSharedSecret": cryptography.derive,
    "Encapsulate": cryptography.encapsulate,
    "Decapsulate": cryptography.decapsulate,
    "GenerateRandom": cryptography.random_bytes,
    "CreateKey": lives.create_key,
    "DescribeKey": lives.describe,
    "GetKeyLastUsage": lives.last_usage,
    "ListKeys": lives.list_keys,
    "EnableKey": lives.enable,
    "DisableKey": lives.disable,
    "ScheduleKeyDeletion": lives.schedule,
    "CancelKeyDeletion": lives.cancel,
    "EnableKeyRotation": lives.enable_rotation,
    "DisableKeyRotation": lives.disable_rotation,
    "GetKeyRotationStatus": lives.rotation_status,
    "RotateKeyOnDemand": lives.rotate,
    "ListKeyRotations": lives.list_rotations,
    "ReplicateKey": lives.replicate,
    "UpdatePrimaryRegion": lives.update_primary,
    "GetParametersForImport": imports.parameters,
    "ImportKeyMaterial": imports.import_material,
    "DeleteImportedKeyMaterial": imports.delete_material,
    "UpdateKeyDescription": belongings.describe_as,
    "CreateAlias": belongings.create_alias,
    "UpdateAlias": belongings.update_alias,
    "DeleteAlias": belongings.delete_alias,
    "ListAliases": belongings.list_aliases,
    "TagResource": belongings.tag,
    "UntagResource": belongings.untag,
    "ListResourceTags": belongings.list_tags,
    "PutKeyPolicy": belongings.put_policy,
    "GetKeyPolicy": belongings.get_policy,
    "ListKeyPolicies": belongings.list_policies,
    "CreateGrant": belongings.create_grant,
    "ListGrants": belongings.list_grants,
    "ListRetirableGrants": belongings.list_retirable,
    "RetireGrant": belongings.retire,
    "RevokeGrant": belongings.revoke,
    "CreateCustomKeyStore": belongings.create_store,
    "ConnectCustomKeyStore": belongings.connect,
    "DisconnectCustomKeyStore": belongings.disconnect,
    "DescribeCustomKeyStores": belongings.describe_stores,
    "DeleteCustomKeyStore": belongings.delete_store,
}


@dataclass
class FakeKms:
    """The fake, as a port of the sequence runner. `operations` is what a test replaces.

    `open` are the resources that were made and are not removed; `calls` are the operations in the order called.
    """

    operations: dict[str, Operation] = field(default_factory=lambda: dict(OPERATIONS))
    state: State = field(default_factory=State)
    lag: float = 0.0
    elsewhere: str = "eu-west-2"
    lacks: frozenset[str] = frozenset()
    open: list[Any] = field(default_factory=list)
    intended: int = 0
    calls: list[str] = field(default_factory=list)
    fixtures: Mapping[str, Any] = field(
        default_factory=lambda: {
            "store": {"CustomKeyStoreName": "one"},
            "idle_store": {"CustomKeyStoreName": "two"},
            "other_store": {"CustomKeyStoreName": "three"},
            "external_store": {"CustomKeyStoreName": "four", "CustomKeyStoreType": "EXTERNAL_KEY_STORE"},
            "other_external_store": {"CustomKeyStoreName": "five", "CustomKeyStoreType": "EXTERNAL_KEY_STORE"},
            "store_key": {"Origin": "AWS_CLOUDHSM"},
        }
    )

    def answer(self, operation: str, request: Mapping[str, Any], region: str | None = None) -> tuple[int, Body]:
        """The status and the body."""
        self.calls.append(operation)
        try:
            found = self.operations[operation](self.state, region or REGION, dict(request))
        except Refused as why:
            return 400, {"__type": why.code}
        self._note_use(operation, found, region or REGION)
        return 200, found

    def _note_use(self, operation: str, answer: Body, region: str) -> None:
        """A cryptographic operation is the last use of the keys that its answer names."""
        own = OPERATIONS.get(operation)
        if own is None or own.__module__ != cryptography.__name__:
            return
        for name in (str(answer.get(member, "")).rpartition("/")[2] for member in ("KeyId", "SourceKeyId")):
            if (region, name) in self.state.keys:
                self.state.keys[region, name].used = operation

    def call(self, operation: str, request: Mapping[str, Any], region: str | None) -> Observation:
        """The answer, as it comes over HTTP."""
        status, body = self.answer(operation, request, region)
        return Observation(Exchange(status, (), json.dumps(body).encode(), 0.0))

    def fixture(self, name: str) -> Any:
        """What a test offers. Raises NotShownError."""
        if name not in self.fixtures:
            raise NotShownError(f"there is no {name} here")
        return self.fixtures[name]

    def caught_up(self, waited: float, *, right: bool) -> bool:
        """Whether a wrong answer has stayed wrong for as long as reads may lag."""
        return right or waited >= self.lag

    def unknown(self, operation: str, seen: Observation) -> bool:
        """Whether the fake says so."""
        return seen.unknown_operation

    def intend(self, operation: str, request: Mapping[str, Any], region: str | None, *, shared: bool = False) -> None:
        """Counted."""
        self.intended += 1

    def made(self, resource: Any) -> None:
        """Kept until it is removed."""
        self.open.append(resource)

    def removed(self, resource: Any) -> None:
        """No more there."""
        self.open.remove(resource)
