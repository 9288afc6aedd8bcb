"""Faults in what a key policy has to say, and in which there are by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.words import Row, Values, around, asked, default, faults_of, only_if, without
from kms_targets.reference.rules import Call, KeyOperation, Result

_MALFORMED = "MalformedPolicyDocumentException"
_OWNER = "arn:aws:iam::111122223333:root"
_BYPASS = "BypassPolicyLockoutSafetyCheck"


def _statements(values: Values) -> list[dict[str, object]]:
    """The statements of a policy that is one."""
    try:
        document = json.loads(values.get("Policy", "{}"))
    except ValueError:
        return []
    found = document.get("Statement", []) if isinstance(document, dict) else []
    return [one for one in found if isinstance(one, dict)]


def _whole(values: Values) -> bool:
    return all({"Action", "Resource"} <= statement.keys() for statement in _statements(values))


def _principals(call: Call, plain: KeyOperation) -> Result:
    """A statement without a principal is for nobody, and is kept."""
    found = _statements(call.values)
    if not found or all("Principal" in statement for statement in found):
        return plain(call)
    whole = [statement for statement in found if "Principal" in statement]
    policy = json.dumps({"Version": "2012-10-17", "Statement": whole})
    return plain(replace(call, values={**call.values, "Policy": policy}))


def _objects_alone(values: Values) -> Values:
    """Statements that are none are left out."""
    found = _statements(values)
    return {**values, "Policy": json.dumps({**json.loads(values["Policy"]), "Statement": found})} if found else values


def _default_for_none(values: Values) -> Values:
    """A policy that is an object without statements is taken for one that allows everything."""
    if "Policy" not in values or not values["Policy"].startswith("{") or _statements(values):
        return values
    allowed = {"Effect": "Allow", "Principal": {"AWS": _OWNER}, "Action": "kms:*", "Resource": "*"}
    return {**values, "Policy": json.dumps({"Version": "2012-10-17", "Statement": [allowed]})}


_RULES: tuple[Row, ...] = (
    (
        "PutKeyPolicy.state.malformed-statement",
        "statements that are none are left out",
        asked(_objects_alone, "PutKeyPolicy"),
    ),
    *(
        (
            f"{operation}.state.lockout",
            "a policy may lock its owner out",
            asked(lambda values: {**values, _BYPASS: True}, operation),
        )
        for operation in ("CreateKey", "PutKeyPolicy")
    ),
    *(
        (f"{operation}.state.lockout", "a policy may be empty", asked(_default_for_none, operation))
        for operation in ("CreateKey", "PutKeyPolicy")
    ),
    (f"PutKeyPolicy.state.{_BYPASS}", "the safety check is never left out", asked(without(_BYPASS), "PutKeyPolicy")),
    *(
        (
            f"{operation}.state.Principal-required",
            "a statement needs no principal",
            around(_principals, operation),
        )
        for operation in ("CreateKey", "PutKeyPolicy")
    ),
    (
        "PutKeyPolicy.state.ineffective-statement",
        "a statement that has no effect is refused",
        only_if(_whole, _MALFORMED, "PutKeyPolicy"),
    ),
    (
        "PutKeyPolicy.state.PolicyName",
        "every policy is the policy default",
        asked(without("PolicyName"), "PutKeyPolicy"),
    ),
    *(
        (
            f"{operation}.state.PolicyName-default",
            "PolicyName is required",
            only_if(lambda values: "PolicyName" in values, "ValidationException", operation),
        )
        for operation in ("PutKeyPolicy", "GetKeyPolicy")
    ),
    (
        "GetKeyPolicy.state.PolicyName",
        "a policy of any name is the policy default",
        asked(lambda values: default("PolicyName", "default")(without("PolicyName")(values)), "GetKeyPolicy"),
    ),
)


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_RULES)
