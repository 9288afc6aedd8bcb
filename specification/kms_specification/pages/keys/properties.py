"""What a key has besides its material: metadata, description, policy and tags."""

from __future__ import annotations

from kms_specification.facts import Source
from kms_specification.pages.keys.behaviour import COMPLETE, CORE, STRICT, Behaviour, row
from kms_specification.pages.requests.key_creation import TAG_GUIDE

_MALFORMED = "The request was rejected because the specified policy is not syntactically or semantically correct."
_ONE_TAG = (
    "If you specify an existing tag key with a different tag value, KMS replaces the current tag value with the "
    "specified one."
)
_USAGE_OF_SPEC = "CreateKeyRequest.KeyUsage"

PROPERTIES: tuple[Behaviour, ...] = (
    row(
        CORE,
        "CreateKey",
        "defaults",
        "Without parameters it is a symmetric key for encryption with material of KMS, in one Region.",
        "The default value for KeySpec, SYMMETRIC_DEFAULT, the default value for KeyUsage, ENCRYPT_DECRYPT, and the "
        "default value for Origin, AWS_KMS, create a symmetric encryption KMS key with KMS key material.",
    ),
    row(
        CORE,
        "CreateKey",
        "KeySpec",
        "A key has the KeySpec and KeyUsage that were asked for.",
        "To create an asymmetric KMS key, use the KeySpec parameter to specify the type of key material in the KMS "
        "key. Then, use the KeyUsage parameter to determine whether the KMS key will be used to encrypt and decrypt or "
        "sign and verify.",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "CustomerMasterKeySpec",
        "CustomerMasterKeySpec and KeySpec have the same value.",
        "The KeySpec and CustomerMasterKeySpec fields have the same value.",
        at="KeyMetadata.CustomerMasterKeySpec",
    ),
    row(
        CORE,
        "CreateKey",
        "Description",
        "A key has the description that was given; without one it is empty.",
        "The default value is an empty string (no description).",
        at="CreateKeyRequest.Description",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "CreationDate",
        "A key says that it was made at the time at which it was.",
        "The date and time when the KMS key was created.",
        at="KeyMetadata.CreationDate",
    ),
    row(
        CORE,
        "CreateKey",
        "fresh",
        "No two keys have the same id.",
        "The globally unique identifier for the KMS key.",
        at="KeyMetadata.KeyId",
    ),
    row(
        CORE,
        "CreateKey",
        "listed",
        "ListKeys has the new key.",
        "Gets a list of all KMS keys in the caller's Amazon Web Services account and Region.",
        at="ListKeys",
    ),
    row(
        STRICT,
        "CreateKey",
        "KeyUsage-required",
        "A KeySpec of an asymmetric or HMAC key without a KeyUsage is refused.",
        "This parameter is optional when you are creating a symmetric encryption KMS key; otherwise, it is required.",
        at=_USAGE_OF_SPEC,
    ),
    row(
        STRICT,
        "CreateKey",
        "KeyUsage-of-KeySpec",
        "A KeyUsage that the KeySpec does not allow is refused.",
        "For asymmetric KMS keys with ECC_SECG_P256K1 key pairs, specify SIGN_VERIFY.",
        at=_USAGE_OF_SPEC,
    ),
    row(
        CORE,
        "CreateKey",
        "Policy",
        "GetKeyPolicy returns the policy that CreateKey was given.",
        "The key policy to attach to the KMS key.",
        at="CreateKeyRequest.Policy",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "MalformedPolicyDocumentException",
        "A policy that is no JSON is refused with MalformedPolicyDocumentException or ValidationException.",
        _MALFORMED,
        at="MalformedPolicyDocumentException",
    ),
    row(
        CORE,
        "CreateKey",
        "Tags",
        "ListResourceTags returns the tags that CreateKey was given.",
        "Assigns one or more tags to the KMS key.",
        at="CreateKeyRequest.Tags",
    ),
    row(
        CORE,
        "DescribeKey",
        "KeyMetadata",
        "A key is described as CreateKey returned it.",
        "Provides detailed information about a KMS key.",
    ),
    row(
        COMPLETE,
        "DescribeKey",
        "algorithms",
        "A key is described with the algorithms of its own usage, and of no other.",
        "It also displays the key usage (encryption, signing, or generating and verifying MACs) and the algorithms "
        "that the KMS key supports.",
    ),
    row(
        CORE,
        "UpdateKeyDescription",
        "updated",
        "The key is described with the new description.",
        "Updates the description of a KMS key. To see the description of a KMS key, use DescribeKey.",
    ),
    row(
        CORE,
        "GetKeyPolicy",
        "default",
        "A key that was given no policy has one, in JSON, by the name default.",
        "If you do not provide a key policy, KMS attaches a default key policy to the KMS key.",
        at="CreateKeyRequest.Policy",
    ),
    row(
        CORE,
        "PutKeyPolicy",
        "returned",
        "GetKeyPolicy returns the policy that was put.",
        "Attaches a key policy to the specified KMS key.",
    ),
    row(
        COMPLETE,
        "PutKeyPolicy",
        "MalformedPolicyDocumentException",
        "A policy that is no JSON is refused with MalformedPolicyDocumentException or ValidationException, and the key "
        "keeps the one it has.",
        _MALFORMED,
        at="MalformedPolicyDocumentException",
    ),
    row(
        CORE,
        "ListKeyPolicies",
        "default",
        "The policies of a key are named, default among them.",
        "Gets the names of the key policies that are attached to a KMS key.",
    ),
    row(
        CORE,
        "TagResource",
        "listed",
        "ListResourceTags returns the tags that were added.",
        "To add a tag, specify a new tag key and a tag value.",
    ),
    row(
        CORE,
        "TagResource",
        "replaced",
        "A tag that is set again has the new value alone.",
        _ONE_TAG,
        at="TagResourceRequest.Tags",
    ),
    row(
        COMPLETE,
        "TagResource",
        "kept",
        "The other tags of a key are kept.",
        "Adds or edits tags on a customer managed key.",
    ),
    row(
        COMPLETE,
        "TagResource",
        "case",
        "Tag keys that differ in case alone are two.",
        "Each tag consists of a tag key and a tag value, both of which are case-sensitive strings.",
    ),
    row(
        COMPLETE,
        "TagResource",
        "empty-value",
        "A tag may have an empty value.",
        "The tag value can be an empty (null) string.",
    ),
    row(
        COMPLETE,
        "TagResource",
        "one-value",
        "A tag key that a request has twice stands on the key once at most.",
        "You cannot have more than one tag on a KMS key with the same tag key.",
        at="TagResourceRequest.Tags",
    ),
    Behaviour(
        "TagResource",
        "limit",
        "A key that has 50 tags gets no other.",
        Source(TAG_GUIDE, "Tag naming limits", "Maximum number of tags per resource – 50"),
        COMPLETE,
    ),
    row(
        COMPLETE,
        "TagResource",
        "rejected",
        "A request that is refused for one of its tags adds none of the others.",
        "The request was rejected because one or more tags are not valid.",
        at="TagException",
    ),
    row(
        CORE,
        "UntagResource",
        "removed",
        "A tag that was removed is listed no more, and the others are.",
        "Deletes tags from a customer managed key.",
    ),
    row(
        COMPLETE,
        "UntagResource",
        "absent",
        "A tag key that the key does not have is no error.",
        "Also, if the specified tag key isn't found on the KMS key, it doesn't throw an exception or return a "
        "response.",
    ),
)
