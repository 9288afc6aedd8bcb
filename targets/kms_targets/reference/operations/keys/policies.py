"""Key policies: what is one, and that it lets its owner put another."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import Any

from kms_targets.reference.operations.calls import NOT_FOUND, behaviour, find, invalid, key_for, refuse
from kms_targets.reference.operations.keys.listing import Item, page
from kms_targets.reference.rules import Call

DEFAULT = "default"
_MALFORMED = "MalformedPolicyDocumentException"


def put_key_policy(call: Call) -> dict[str, Any]:
    """Another policy for a key."""
    key = find(call, call.values["KeyId"])
    name = call.values.get("PolicyName", DEFAULT)
    if name == "AWS_RAM":
        invalid("The AWS_RAM policy can only be managed by the RAM service.")
    if name != DEFAULT:
        invalid("PolicyName must be default.")
    policy = checked_policy(call)
    key.policy = policy
    return {}


def get_key_policy(call: Call) -> dict[str, Any]:
    """The policy of a key, as it was put."""
    key = key_for(call)
    name = call.values.get("PolicyName", DEFAULT)
    if name != DEFAULT:
        refuse(NOT_FOUND, f"The key has no policy of the name {name}.")
    return {"Policy": key.policy, "PolicyName": DEFAULT}


def list_key_policies(call: Call) -> dict[str, Any]:
    """The names of the policies of a key: there is one."""
    key = key_for(call)
    return page(call, "PolicyNames", [Item(1, 0.0, DEFAULT)], key.id)


def checked_policy(call: Call) -> str:
    """The policy of a request, or the default one. Refuses what is no policy or locks its owner out."""
    text: str | None = call.values.get("Policy")
    if text is None:
        return _default(call)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        refuse(_MALFORMED, "The policy is not valid JSON.")
    statements = document.get("Statement") if isinstance(document, dict) else None
    statements = [statements] if isinstance(statements, dict) else statements
    if not isinstance(statements, list) or not statements or not all(_is_statement(one) for one in statements):
        refuse(_MALFORMED, "Each statement of a key policy has an Effect and a Principal.")
    if not call.values.get("BypassPolicyLockoutSafetyCheck") and not any(_lets(call, one) for one in statements):
        refuse(_MALFORMED, "The new key policy will not allow you to update the key policy in the future.")
    return text


def _is_statement(statement: Any) -> bool:
    effect = isinstance(statement, dict) and statement.get("Effect") in ("Allow", "Deny")
    return effect and bool(statement.get("Principal"))


def _lets(call: Call, statement: dict[str, Any]) -> bool:
    """Whether a statement allows the account to put a policy."""
    account = behaviour(call).account
    principal = statement["Principal"]
    names = principal.get("AWS", []) if isinstance(principal, dict) else principal
    names = names if isinstance(names, list) else [names]
    mine = any(name == "*" or account in str(name) or ":root" in str(name) for name in names)
    actions = statement.get("Action", [])
    actions = actions if isinstance(actions, list) else [actions]
    puts = any(fnmatchcase("kms:putkeypolicy", str(action).lower()) for action in actions)
    return statement["Effect"] == "Allow" and mine and puts and bool(statement.get("Resource"))


def _default(call: Call) -> str:
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{behaviour(call).account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Id": "key-default-1", "Statement": [statement]}, indent=2)
