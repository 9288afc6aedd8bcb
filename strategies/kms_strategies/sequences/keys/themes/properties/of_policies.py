"""How policies are seen to be those that were given."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Template,
    given,
    refused,
    shows,
    then,
)
from kms_strategies.sequences.keys.requests import key_id, policy
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY
from kms_strategies.sequences.keys.themes.properties.of_keys import KINDS, SCRATCH

_MALFORMED = "MalformedPolicyDocumentException"
# So that nothing is wrong with a policy but what it is.
_UNLOCKED: dict[str, Template] = {"BypassPolicyLockoutSafetyCheck": True}
_NO_JSON = '{"Version": "2012-10-17", "Statement": ['
_POLICY: dict[str, Template] = KEY | {"PolicyName": "default"}
_SCRATCH_POLICY: dict[str, Template] = SCRATCH | {"PolicyName": "default"}
_SHARED_POLICY: dict[str, Template] = {"KeyId": key_id("symmetric.key"), "PolicyName": "default"}
POLICIES: tuple[Demonstration, ...] = (
    shows(
        "CreateKey.state.Policy",
        (
            then("CreateKey", {"Policy": policy("symmetric.key", "Given")}, name="key"),
            then("GetKeyPolicy", _POLICY, Check("Policy", Relation.SAME_JSON, policy("symmetric.key", "Given"))),
        ),
        *(
            (
                then("CreateKey", kind | {"Policy": policy("symmetric.key", "Given")}, name="key"),
                then("GetKeyPolicy", _POLICY, Check("Policy", Relation.SAME_JSON, policy("symmetric.key", "Given"))),
            )
            for kind in KINDS
        ),
    ),
    shows(
        f"CreateKey.error.{_MALFORMED}",
        (refused("CreateKey", {"Policy": _NO_JSON}, _MALFORMED, "ValidationException"),),
        (refused("CreateKey", {"Policy": "[]"} | _UNLOCKED, _MALFORMED, "ValidationException"),),
    ),
    shows("GetKeyPolicy.state.default", (then("GetKeyPolicy", _SHARED_POLICY, Check("Policy", Relation.IS_JSON)),)),
    shows(
        "PutKeyPolicy.state.returned",
        (
            then("PutKeyPolicy", _SCRATCH_POLICY | {"Policy": policy("scratch.key", "Put")}),
            then("GetKeyPolicy", _SCRATCH_POLICY, Check("Policy", Relation.SAME_JSON, policy("scratch.key", "Put"))),
        ),
    ),
    shows(
        f"PutKeyPolicy.error.{_MALFORMED}",
        (
            given("PutKeyPolicy", _SCRATCH_POLICY | {"Policy": policy("scratch.key", "Put")}),
            given("GetKeyPolicy", _SCRATCH_POLICY, Check("Policy", Relation.SAME_JSON, policy("scratch.key", "Put"))),
            refused("PutKeyPolicy", _SCRATCH_POLICY | {"Policy": _NO_JSON}, _MALFORMED, "ValidationException"),
            then("GetKeyPolicy", _SCRATCH_POLICY, Check("Policy", Relation.SAME_JSON, policy("scratch.key", "Put"))),
        ),
        (refused("PutKeyPolicy", _SCRATCH_POLICY | {"Policy": "[]"} | _UNLOCKED, _MALFORMED, "ValidationException"),),
    ),
    shows(
        "ListKeyPolicies.state.default",
        (
            then(
                "ListKeyPolicies",
                {"KeyId": key_id("symmetric.key")},
                Check("PolicyNames", Relation.CONTAINS, "default"),
                pages="PolicyNames",
            ),
        ),
    ),
)
