"""Faults in how a key is made, one behaviour each."""

from __future__ import annotations

from collections.abc import Iterator

from kms_targets.reference.faults.fault import Fault
from kms_targets.reference.faults.keys.lifecycle.lives import DAY, META
from kms_targets.reference.faults.keys.words import (
    Row,
    Values,
    answered,
    around,
    asked,
    changed,
    default,
    faults_of,
    ignoring,
    inside,
    recoded,
    retried,
    set_to,
    without,
)
from kms_targets.reference.rules import Call, KeyOperation, Result


def _last_part(name: str) -> str:
    """An ARN, and a path for the id in it: the last part is the id."""
    before, _, path = name.partition("/")
    return f"{before}/{path.rpartition('/')[2]}" if before.startswith("arn:") and "/" in path else name


_CREATION: tuple[Row, ...] = (
    (
        "CreateKey.state.CreationDate",
        "a key was made when time began",
        answered(inside("KeyMetadata", set_to("CreationDate", 0.0)), "CreateKey", "DescribeKey"),
    ),
    (
        "CreateKey.state.enabled",
        "a new key is disabled",
        around(lambda call, plain: _then_disabled(call, plain), "CreateKey"),
    ),
    (
        "CreateKey.state.defaults",
        "a key is one of several Regions by default, it says",
        answered(inside(META, set_to("MultiRegion", True)), "CreateKey"),
    ),
    (
        "CreateKey.state.KeySpec",
        "an RSA_3072 key says that it is RSA_2048",
        asked(
            changed("KeySpec", lambda spec: {"RSA_3072": "RSA_2048", "ECC_NIST_P384": "ECC_NIST_P256"}.get(spec, spec)),
            "CreateKey",
        ),
    ),
    (
        "CreateKey.state.CustomerMasterKeySpec",
        "CustomerMasterKeySpec is always SM2",
        answered(inside(META, set_to("CustomerMasterKeySpec", "SM2")), "CreateKey", "DescribeKey"),
    ),
    ("CreateKey.state.Description", "the description is not kept", asked(without("Description"), "CreateKey")),
    (
        "CreateKey.state.fresh",
        "keys of one description have one id",
        around(lambda call, plain: _same_again(call, plain), "CreateKey"),
    ),
    ("CreateKey.state.listed", "no key is listed", answered(set_to("Keys", []), "ListKeys")),
    ("ListKeys.state.ResourceOwners", "ResourceOwners is not read", asked(without("ResourceOwners"), "ListKeys")),
    (
        "CreateKey.state.KeyUsage-required",
        "the KeyUsage of an asymmetric key is SIGN_VERIFY by default",
        asked(lambda values: _with_usage(values), "CreateKey"),
    ),
    (
        "CreateKey.state.KeyUsage-of-KeySpec",
        "a KeyUsage that does not go with KeySpec is another one",
        retried("ValidationException", lambda call: _other_usages(call), "CreateKey"),
    ),
    ("CreateKey.state.Policy", "the policy is not kept", asked(without("Policy"), "CreateKey")),
    (
        "CreateKey.error.MalformedPolicyDocumentException",
        "a policy that is no JSON makes a key with the default one",
        retried("MalformedPolicyDocumentException", lambda call: [without("Policy")(call.values)], "CreateKey"),
    ),
    (
        "CreateKey.error.MalformedPolicyDocumentException",
        "any JSON is a policy, which makes a key with the default one",
        asked(lambda values: without("Policy")(values) if values.get("Policy") == "[]" else values, "CreateKey"),
    ),
    ("CreateKey.state.Tags", "the tags are not kept", asked(without("Tags"), "CreateKey")),
    (
        "CreateKey.state.MultiRegion",
        "a multi-Region key is a replica",
        answered(
            inside(
                META,
                changed("MultiRegionConfiguration", lambda found: {**found, "MultiRegionKeyType": "REPLICA"}),
            ),
            "CreateKey",
            "DescribeKey",
        ),
    ),
    (
        "DescribeKey.state.KeyMetadata",
        "DescribeKey has another date of creation",
        answered(inside(META, changed("CreationDate", lambda date: date + DAY)), "DescribeKey"),
    ),
    (
        "DescribeKey.state.algorithms",
        "signing keys are described with encryption algorithms too",
        answered(inside(META, default("EncryptionAlgorithms", ["SYMMETRIC_DEFAULT"])), "DescribeKey", "CreateKey"),
    ),
    (
        "DescribeKey.state.malformed-arn",
        "an ARN that is none is an InternalFailure",
        recoded("InvalidArnException", "InternalFailure", "DescribeKey"),
    ),
    (
        "DescribeKey.state.malformed-arn",
        "the service in an ARN is not read",
        asked(changed("KeyId", lambda name: name.replace(":sqs:", ":kms:")), "DescribeKey"),
    ),
    (
        "DescribeKey.state.malformed-arn",
        "of an ARN what stands after its last slash is read",
        asked(changed("KeyId", _last_part), "DescribeKey"),
    ),
    ("UpdateKeyDescription.state.updated", "nothing is changed", ignoring("UpdateKeyDescription")),
)


def _then_disabled(call: Call, plain: KeyOperation) -> Result:
    result = plain(call)
    call.region.keys[result[META]["KeyId"]].enabled = False
    return {META: {**result[META], "Enabled": False, "KeyState": "Disabled"}}


def _same_again(call: Call, plain: KeyOperation) -> Result:
    same = (key for key in call.region.keys.values() if key.description == call.values.get("Description", ""))
    found = next((key for key in same if key.spec == call.values.get("KeySpec", "SYMMETRIC_DEFAULT")), None)
    result = plain(call)
    if found is None or found.usage != result[META]["KeyUsage"] or found.origin != result[META]["Origin"]:
        return result
    return {META: {**result[META], "KeyId": found.id, "Arn": found.arn}}


def _with_usage(values: Values) -> Values:
    spec = values.get("KeySpec", "SYMMETRIC_DEFAULT")
    usage = "GENERATE_VERIFY_MAC" if spec.startswith("HMAC") else "SIGN_VERIFY"
    return values if spec == "SYMMETRIC_DEFAULT" else default("KeyUsage", usage)(values)


def _other_usages(call: Call) -> Iterator[Values]:
    if "KeyUsage" in call.values:
        for usage in ("SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC"):
            yield {**call.values, "KeyUsage": usage}


def faults() -> Iterator[Fault]:
    """All of them."""
    return faults_of(_CREATION)
