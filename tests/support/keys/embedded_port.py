"""The embedded endpoint as a port of the sequence runner, asked without a socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kms_targets.reference.rules import Rules
from tests.support.fake_kms.kms import FakeKms
from tests.support.keys.account import Account, Body
from tests.support.plain_client import hsm, public


@dataclass
class EmbeddedPort(FakeKms):
    """An embedded endpoint that goes by these rules, in the place of the fake."""

    account: Account | None = None

    def answer(self, operation: str, request: Mapping[str, Any], region: str | None = None) -> tuple[int, Body]:
        """The status and the body."""
        assert self.account is not None
        found = self.account.ask(operation, request, region or "us-east-1")
        return found.status, found.body


def embedded(rules: Rules) -> EmbeddedPort:
    """A new endpoint with an account that has nothing in it."""
    stores = {name: hsm() for name in ("store", "idle_store", "other_store")}
    more = {"external_store": public(), "other_external_store": public(), "store_key": {"Origin": "AWS_CLOUDHSM"}}
    return EmbeddedPort(account=Account(rules), fixtures={**stores, **more})
