"""What is said of an answer that an account has no room."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from kms_conformance.execution.actions.control_requests import ControlRequests
from kms_targets.http.client import Exchange
from kms_targets.http.response import Observation


@pytest.mark.parametrize("status", [400, 500])
def test_it_is_named_by_its_code_whatever_the_status(status: int) -> None:
    seen = Observation(Exchange(status=status, headers=(), seconds=0.1, body=b'{"__type": "LimitExceededException"}'))
    sender: Any = SimpleNamespace(operation="CreateCustomKeyStore", no_room=lambda right, seen: True)
    right: Any = None
    why = ControlRequests.varying(sender, right, seen)
    assert why.startswith("LimitExceededException is about what the account holds")
