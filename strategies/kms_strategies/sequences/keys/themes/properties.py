"""How metadata, descriptions, policies and tags are seen to be those that were given."""

from __future__ import annotations

from kms_strategies.sequences.keys.language import (
    Check,
    Demonstration,
    Relation,
    Step,
    Template,
    absent,
    different,
    equal,
    given,
    lacks,
    lists,
    refused,
    shows,
    then,
    tried,
)
from kms_strategies.sequences.keys.requests import MESSAGE, arn, key_id, metadata, policy
from kms_strategies.sequences.keys.resources import create
from kms_strategies.sequences.keys.themes.lifecycle.key_states import KEY

_MALFORMED = "MalformedPolicyDocumentException"
# So that nothing is wrong with a policy but what it is.
_UNLOCKED: dict[str, Template] = {"BypassPolicyLockoutSafetyCheck": True}
_NO_JSON = '{"Version": "2012-10-17", "Statement": ['
_SCRATCH: dict[str, Template] = {"KeyId": key_id("scratch.key")}
_POLICY: dict[str, Template] = KEY | {"PolicyName": "default"}
_SCRATCH_POLICY: dict[str, Template] = _SCRATCH | {"PolicyName": "default"}
_SHARED_POLICY: dict[str, Template] = {"KeyId": key_id("symmetric.key"), "PolicyName": "default"}
_SPACED = " two  spaces, and one at each end "
_LISTED: Template = {"KeyId": key_id("key"), "KeyArn": arn("key")}
_METADATA = (
    "KeyId",
    "Arn",
    "AWSAccountId",
    "CreationDate",
    "KeyUsage",
    "KeySpec",
    "Origin",
    "KeyManager",
    "MultiRegion",
    "CurrentKeyMaterialId",
)


def _tag(key: str, value: str) -> Template:
    return {"TagKey": key, "TagValue": value}


def _tagged(*tags: Template) -> Step:
    return given("TagResource", _SCRATCH | {"Tags": list(tags)})


def _tags(*checks: Check) -> Step:
    return then("ListResourceTags", KEY, *checks, pages="Tags")


def _scratch_tags(*checks: Check) -> Step:
    return then("ListResourceTags", _SCRATCH, *checks, pages="Tags")


def _described(description: str) -> tuple[Step, ...]:
    return (
        then("UpdateKeyDescription", _SCRATCH | {"Description": description}),
        then(
            "DescribeKey",
            _SCRATCH,
            equal("KeyMetadata.Description", description) if description else absent("KeyMetadata.Description"),
        ),
    )


def _created(request: dict[str, Template], *checks: Check) -> tuple[Step, ...]:
    return (then("CreateKey", request, *checks),)


def _is(spec: str, usage: str) -> tuple[Check, Check]:
    return equal("KeyMetadata.KeySpec", spec), equal("KeyMetadata.KeyUsage", usage)


def _as_created(resource: str) -> tuple[Step, ...]:
    return (
        then(
            "DescribeKey",
            {"KeyId": key_id(f"{resource}.key")},
            Check("KeyMetadata", Relation.AGREES, {"of": metadata(f"{resource}.key"), "members": _METADATA}),
        ),
    )


def _works(operation: str, resource: str, member: str, algorithm: str, **request: Template) -> tuple[Step, ...]:
    """The key does it with the algorithm, and is described with it."""
    named: dict[str, Template] = {"KeyId": key_id(f"{resource}.key")}
    return (
        given(operation, named | request),
        then("DescribeKey", named, Check(f"KeyMetadata.{member}", Relation.CONTAINS, algorithm)),
    )


def _algorithms(resource: str, member: str, algorithm: str) -> tuple[Step, ...]:
    others = {"EncryptionAlgorithms", "SigningAlgorithms", "MacAlgorithms"} - {member}
    return (
        then(
            "DescribeKey",
            {"KeyId": key_id(f"{resource}.key")},
            Check(f"KeyMetadata.{member}", Relation.CONTAINS, algorithm),
            *(absent(f"KeyMetadata.{other}") for other in sorted(others)),
        ),
    )


_KEYS = (
    shows(
        "CreateKey.state.defaults",
        _created(
            {},
            equal("KeyMetadata.KeySpec", "SYMMETRIC_DEFAULT"),
            equal("KeyMetadata.KeyUsage", "ENCRYPT_DECRYPT"),
            equal("KeyMetadata.Origin", "AWS_KMS"),
            Check("KeyMetadata.MultiRegion", Relation.DIFFERENT_OR_ABSENT, True),
        ),
    ),
    shows(
        "CreateKey.state.KeySpec",
        *(
            (
                then("CreateKey", {"KeySpec": spec, "KeyUsage": usage}, *_is(spec, usage), name="key"),
                then("DescribeKey", KEY, *_is(spec, usage)),
            )
            for spec, usage in (("ECC_NIST_P384", "SIGN_VERIFY"), ("HMAC_384", "GENERATE_VERIFY_MAC"))
        ),
        *(
            (then("DescribeKey", {"KeyId": key_id(f"{resource}.key")}, *_is(spec, usage)),)
            for resource, spec, usage in (
                ("rsa-encryption", "RSA_2048", "ENCRYPT_DECRYPT"),
                ("rsa-signing", "RSA_2048", "SIGN_VERIFY"),
                ("signing", "ECC_NIST_P256", "SIGN_VERIFY"),
                ("agreement", "ECC_NIST_P256", "KEY_AGREEMENT"),
                ("hmac", "HMAC_256", "GENERATE_VERIFY_MAC"),
            )
        ),
    ),
    shows(
        "CreateKey.state.CustomerMasterKeySpec",
        *(
            (
                then(
                    "DescribeKey",
                    {"KeyId": key_id(f"{resource}.key")},
                    equal("KeyMetadata.CustomerMasterKeySpec", spec),
                    equal("KeyMetadata.KeySpec", spec),
                ),
            )
            for resource, spec in (("symmetric", "SYMMETRIC_DEFAULT"), ("rsa-signing", "RSA_2048"))
        ),
    ),
    shows(
        "CreateKey.state.Description",
        _created({"Description": "a key of its own"}, equal("KeyMetadata.Description", "a key of its own")),
        _created({}, absent("KeyMetadata.Description")),
        (
            then("CreateKey", {"Description": _SPACED}, equal("KeyMetadata.Description", _SPACED), name="key"),
            then("DescribeKey", KEY, equal("KeyMetadata.Description", _SPACED)),
        ),
    ),
    shows(
        "CreateKey.state.CreationDate",
        _created({}, Check("KeyMetadata.CreationDate", Relation.DAYS_FROM_NOW, 0)),
    ),
    shows(
        "CreateKey.state.fresh",
        (create(), then("CreateKey", {}, different("KeyMetadata.KeyId", key_id("key")))),
    ),
    shows(
        "CreateKey.state.listed",
        *(
            (create(), *steps, then("ListKeys", {}, lists("Keys", _LISTED), pages="Keys"))
            for steps in ((), (given("DisableKey", KEY),), (given("ScheduleKeyDeletion", KEY),))
        ),
    ),
    shows(
        "CreateKey.state.KeyUsage-required",
        (
            given("CreateKey", {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}),
            refused("CreateKey", {"KeySpec": "ECC_NIST_P256"}),
        ),
        (
            given("CreateKey", {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}),
            refused("CreateKey", {"KeySpec": "HMAC_256"}),
        ),
    ),
    shows(
        "CreateKey.state.KeyUsage-of-KeySpec",
        (
            given("CreateKey", {"KeySpec": "ECC_SECG_P256K1", "KeyUsage": "SIGN_VERIFY"}),
            refused("CreateKey", {"KeySpec": "ECC_SECG_P256K1", "KeyUsage": "ENCRYPT_DECRYPT"}),
            refused("CreateKey", {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "SIGN_VERIFY"}),
        ),
    ),
    shows(
        "DescribeKey.state.KeyMetadata",
        (
            then(
                "DescribeKey",
                {"KeyId": key_id("symmetric.key")},
                equal("KeyMetadata.KeyId", key_id("symmetric.key")),
                Check("KeyMetadata", Relation.AGREES, {"of": metadata("symmetric.key"), "members": _METADATA}),
            ),
        ),
        *(
            _as_created(resource)
            for resource in ("signing", "rsa-encryption", "agreement", "hmac", "external", "primary")
        ),
    ),
    shows(
        "DescribeKey.state.algorithms",
        _algorithms("symmetric", "EncryptionAlgorithms", "SYMMETRIC_DEFAULT"),
        _algorithms("signing", "SigningAlgorithms", "ECDSA_SHA_256"),
        _algorithms("hmac", "MacAlgorithms", "HMAC_SHA_256"),
        _algorithms("agreement", "KeyAgreementAlgorithms", "ECDH"),
        (
            then(
                "DescribeKey",
                {"KeyId": key_id("symmetric.key")},
                Check("KeyMetadata.EncryptionAlgorithms", Relation.LISTS_ONLY, "SYMMETRIC_DEFAULT"),
            ),
        ),
        *(
            _works("Sign", "rsa-signing", "SigningAlgorithms", signing, Message=MESSAGE, SigningAlgorithm=signing)
            for signing in ("RSASSA_PSS_SHA_256", "RSASSA_PKCS1_V1_5_SHA_512")
        ),
        *(
            _works(
                "Encrypt", "rsa-encryption", "EncryptionAlgorithms", named, Plaintext=MESSAGE, EncryptionAlgorithm=named
            )
            for named in ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
        ),
        # What it is described with works.
        (
            create(KeySpec="HMAC_384", KeyUsage="GENERATE_VERIFY_MAC"),
            given("DescribeKey", KEY, name="d"),
            then("GenerateMac", KEY | {"Message": MESSAGE, "MacAlgorithm": "{d.KeyMetadata.MacAlgorithms.0}"}),
        ),
    ),
    shows(
        "UpdateKeyDescription.state.updated",
        (*_described("first"), *_described("then")),
        _described("long " * 1638 + "ok"),  # 8,192 characters, the most there may be
        _described(_SPACED),
        (given("UpdateKeyDescription", _SCRATCH | {"Description": "first"}), *_described("")),
    ),
)
_POLICIES = (
    shows(
        "CreateKey.state.Policy",
        (
            then("CreateKey", {"Policy": policy("symmetric.key", "Given")}, name="key"),
            then("GetKeyPolicy", _POLICY, Check("Policy", Relation.SAME_JSON, policy("symmetric.key", "Given"))),
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
_TAGS = (
    shows(
        "CreateKey.state.Tags",
        (
            then("CreateKey", {"Tags": [_tag("stage", "one"), _tag("team", "kms")]}, name="key"),
            _tags(lists("Tags", _tag("stage", "one")), lists("Tags", _tag("team", "kms"))),
        ),
    ),
    shows(
        "TagResource.state.listed",
        (
            then("TagResource", _SCRATCH | {"Tags": [_tag("{unique}-stage", "one")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "one"))),
        ),
    ),
    shows(
        "TagResource.state.replaced",
        (
            _tagged(_tag("{unique}-stage", "one")),
            then("TagResource", _SCRATCH | {"Tags": [_tag("{unique}-stage", "two")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "two")), lacks("Tags", _tag("{unique}-stage", "one"))),
        ),
    ),
    shows(
        "TagResource.state.kept",
        (
            _tagged(_tag("{unique}-stage", "one")),
            then("TagResource", _SCRATCH | {"Tags": [_tag("{unique}-team", "kms")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "one")), lists("Tags", _tag("{unique}-team", "kms"))),
        ),
    ),
    shows(
        "TagResource.state.case",
        (
            _tagged(_tag("{unique}-Stage", "Two")),
            then("UntagResource", _SCRATCH | {"TagKeys": ["{unique}-stage"]}),
            _scratch_tags(lists("Tags", _tag("{unique}-Stage", "Two"))),
        ),
        (
            _tagged(_tag("{unique}-stage", "one")),
            then("TagResource", _SCRATCH | {"Tags": [_tag("{unique}-Stage", "two")]}),
            _scratch_tags(lists("Tags", _tag("{unique}-stage", "one")), lists("Tags", _tag("{unique}-Stage", "two"))),
        ),
    ),
    shows(
        "TagResource.state.empty-value",
        (
            then("TagResource", _SCRATCH | {"Tags": [_tag("{unique}-stage", "")]}),
            _scratch_tags(lists("Tags", {"TagKey": "{unique}-stage"})),
        ),
    ),
    shows(
        "TagResource.state.one-value",
        (
            _tagged(_tag("{unique}-team", "kms")),
            tried("TagResource", _SCRATCH | {"Tags": [_tag("{unique}-stage", "one"), _tag("{unique}-stage", "two")]}),
            _scratch_tags(Check("Tags", Relation.LISTS_AT_MOST_ONE, {"TagKey": "{unique}-stage"})),
        ),
    ),
    shows(
        "UntagResource.state.removed",
        (
            # One of those that stay begins as one that is removed.
            _tagged(
                _tag("{unique}-stage", "one"),
                _tag("{unique}-team", "kms"),
                _tag("{unique}-stages", "two"),
                _tag("{unique}-owner", "nobody"),
            ),
            then("UntagResource", _SCRATCH | {"TagKeys": ["{unique}-stage", "{unique}-owner"]}),
            _scratch_tags(
                lacks("Tags", {"TagKey": "{unique}-stage"}),
                lacks("Tags", {"TagKey": "{unique}-owner"}),
                lists("Tags", _tag("{unique}-team", "kms")),
                lists("Tags", _tag("{unique}-stages", "two")),
            ),
        ),
    ),
    shows(
        "UntagResource.state.absent",
        (
            _tagged(_tag("{unique}-team", "kms")),
            then("UntagResource", _SCRATCH | {"TagKeys": ["{unique}-stage"]}),
            _scratch_tags(lists("Tags", _tag("{unique}-team", "kms"))),
        ),
    ),
)

PROPERTIES: tuple[Demonstration, ...] = (*_KEYS, *_POLICIES, *_TAGS)
