"""What the documentation strings demand of requests in prose alone, row by row, each beside its sentence.

The service model's own constraints are read by `service_model`; the operations with a reference page are in modules of
their own. A row is used where the installed model has the members that it names, so that older models stay readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kms_specification.facts import Affix, Choice, Condition, Range, Size, SizeBy, Source
from kms_specification.service_model import said

TAG_GUIDE = "AWS General Reference, Tagging AWS resources"
_LIMIT = "If you include a value, it must be between {} and {}, inclusive."


class Prose(NamedTuple):
    """What the documentation string of one operation adds to its model. Members are named by their paths.

    `length_error` is an error that the operation does not list and that is as right for a length that is wrong.
    """

    required: Mapping[str, Source] = {}
    ranges: Mapping[str, Range] = {}
    sizes: Mapping[str, Size] = {}
    narrower_patterns: Mapping[str, str] = {}
    conditions: tuple[Condition, ...] = ()
    choices: tuple[Choice, ...] = ()
    affixes: tuple[Affix, ...] = ()
    sizes_by: tuple[SizeBy, ...] = ()
    length_error: str = ""


def _member(operation: str, member: str, sentence: str) -> Source:
    return said(f"{operation}Request.{member}", sentence)


def _page_limit(operation: str, most: int) -> Prose:
    """The prose has a smaller bound than the model: values between the two are disputed."""
    source = _member(operation, "Limit", _LIMIT.format(1, most))
    return Prose(ranges={"Limit": Range(1, most, source, disputed_max=1000)})


def _data_key(operation: str) -> Prose:
    sentence = "Use either the KeySpec or NumberOfBytes parameters (but not both)."
    return Prose(choices=(Choice("KeySpec-or-NumberOfBytes", ("KeySpec", "NumberOfBytes"), said(operation, sentence)),))


def _ciphertext(operation: str) -> Prose:
    sentence = (
        "This parameter is required in all cases except when DryRun is true and DryRunModifiers is set to "
        "IGNORE_CIPHERTEXT."
    )
    source = _member(operation, "CiphertextBlob", sentence)
    return Prose(conditions=(Condition("CiphertextBlob-unless-DryRun", {}, "CiphertextBlob", (), source, "DryRun"),))


_MANY_TAGS = Size(None, 50, Source(TAG_GUIDE, "Tag naming limits", "Maximum number of tags per resource – 50"))


def _tagged(operation: str) -> Prose:
    reserved = Source(TAG_GUIDE, "Tag naming limits", "The aws: prefix is reserved for AWS use.")
    return Prose(
        sizes={"Tags": _MANY_TAGS},
        affixes=(Affix("TagKey-reserved", "Tags.item.TagKey", "aws:", ("TagException",), reserved, allowed=False),),
    )


# The length in bytes of what each signing algorithm signs, by the hash in its name.
_DIGESTS = {"SHA_256": 32, "SHA_384": 48, "SHA_512": 64}
_ALGORITHMS = (
    *(f"RSASSA_{padding}_{digest}" for padding in ("PSS", "PKCS1_V1_5") for digest in _DIGESTS),
    *(f"ECDSA_{digest}" for digest in _DIGESTS),
)


def _digest(operation: str) -> SizeBy:
    sentence = (
        "When the value of MessageType is DIGEST, the length of the Message value must match the length of hashed "
        "messages for the specified signing algorithm."
    )
    sizes = {name: (size, size) for name in _ALGORITHMS for hash_, size in _DIGESTS.items() if name.endswith(hash_)}
    source = _member(operation, "MessageType", sentence)
    return SizeBy("DIGEST-length", "Message", "SigningAlgorithm", sizes, source, {"MessageType": "DIGEST"})


def _signed(operation: str) -> Prose:
    source = _member("Sign", "Message", "Messages can be 0-4096 bytes.")
    return Prose(sizes={"Message": Size(1, 4096, source, certain_min=False)}, sizes_by=(_digest(operation),))


_ALIAS = "alias/"
_BEGINS = {
    "CreateAlias": "This value must begin with alias/ followed by a name, such as alias/ExampleAlias.",
    "UpdateAlias": "This value must begin with alias/ followed by the alias name, such as alias/ExampleAlias.",
    "DeleteAlias": "The alias name must begin with alias/ followed by the alias name, such as alias/ExampleAlias.",
}


def _alias(operation: str, *more: Affix) -> Prose:
    errors = ("InvalidAliasNameException", "NotFoundException")
    source = _member(operation, "AliasName", _BEGINS[operation])
    first = Affix("AliasName-begins-with-alias", "AliasName", _ALIAS, errors, source)
    return Prose(narrower_patterns={"AliasName": r"alias/[a-zA-Z0-9/_-]+"}, affixes=(first, *more))


_RESERVED = Affix(
    "AliasName-reserved",
    "AliasName",
    "alias/aws/",
    ("InvalidAliasNameException", "NotAuthorizedException"),
    _member("CreateAlias", "AliasName", "The alias name cannot begin with alias/aws/."),
    allowed=False,
)

_NOT_SYMMETRIC = (
    *(f"RSA_{size}" for size in (2048, 3072, 4096)),
    *(f"ECC_NIST_P{size}" for size in (256, 384, 521)),
    "ECC_SECG_P256K1",
    *(f"HMAC_{size}" for size in (224, 256, 384, 512)),
)
_EXTERNAL = {"Origin": "EXTERNAL_KEY_STORE"}
_CREATE_KEY = Prose(
    sizes={"Tags": _MANY_TAGS},
    affixes=_tagged("CreateKey").affixes,
    conditions=(
        Condition(
            "asymmetric-or-HMAC-requires-KeyUsage",
            {"KeySpec": _NOT_SYMMETRIC},
            "KeyUsage",
            (),
            _member(
                "CreateKey",
                "KeyUsage",
                "This parameter is optional when you are creating a symmetric encryption KMS key; otherwise, it is "
                "required.",
            ),
        ),
        Condition(
            "EXTERNAL_KEY_STORE-requires-XksKeyId",
            _EXTERNAL,
            "XksKeyId",
            (),
            _member(
                "CreateKey",
                "XksKeyId",
                "This parameter is required for a KMS key with an Origin value of EXTERNAL_KEY_STORE.",
            ),
        ),
        *(
            Condition(
                f"{origin}-requires-CustomKeyStoreId",
                {"Origin": origin},
                "CustomKeyStoreId",
                ("CustomKeyStoreNotFoundException",),
                _member("CreateKey", "Origin", sentence),
            )
            for origin, sentence in (
                (
                    "AWS_CLOUDHSM",
                    "You must also use the CustomKeyStoreId parameter to identify the CloudHSM key store.",
                ),
                (
                    "EXTERNAL_KEY_STORE",
                    "You must also use the CustomKeyStoreId parameter to identify the external key store and the "
                    "XksKeyId parameter to identify the associated external key.",
                ),
            )
        ),
    ),
)


def _either(operation: str, kind: str, *, must: bool) -> Choice:
    """A principal or a service principal, but not both."""
    names = (f"{kind}Principal", f"{kind}ServicePrincipal")
    verb = "must" if must else "can"
    source = _member(operation, names[0], f"You {verb} specify either {names[0]} or {names[1]}, but not both.")
    return Choice(f"one-{kind}Principal", names, source, least=int(must), certain=must)


_LARGEST = (
    "The maximum size of the data that you can encrypt varies with the type of KMS key and the encryption algorithm"
)

_DESCRIBE = "DescribeCustomKeyStores"
_UPDATE = "UpdateCustomKeyStore"
_CHANGES = (
    "NewCustomKeyStoreName",
    "KeyStorePassword",
    "CloudHsmClusterId",
    "XksProxyUriEndpoint",
    "XksProxyUriPath",
    "XksProxyVpcEndpointServiceName",
    "XksProxyVpcEndpointServiceOwner",
    "XksProxyAuthenticationCredential",
    "XksProxyConnectivity",
)
# Of what follows where both, or nothing to change, is there the documents say nothing.
_SELECTED = Choice(
    "id-or-name",
    ("CustomKeyStoreId", "CustomKeyStoreName"),
    said(
        _DESCRIBE,
        "To get only information about a particular custom key store, use either the CustomKeyStoreName or "
        "CustomKeyStoreId parameter (but not both).",
    ),
    least=0,
    certain=False,
)
_CHANGED = Choice(
    "a-change",
    _CHANGES,
    said(_UPDATE, "Use the remaining optional parameters to change its properties."),
    most=len(_CHANGES),
    certain=False,
)

# By operation.
PROSE: Mapping[str, Prose] = {
    # The members are those of CreateCustomKeyStore, which lists LimitExceededException for their lengths.
    _DESCRIBE: Prose(choices=(_SELECTED,), length_error="LimitExceededException"),
    _UPDATE: Prose(choices=(_CHANGED,), length_error="LimitExceededException"),
    "CreateAlias": _alias("CreateAlias", _RESERVED),
    "UpdateAlias": _alias("UpdateAlias"),
    "DeleteAlias": _alias("DeleteAlias"),
    "CreateKey": _CREATE_KEY,
    "TagResource": _tagged("TagResource"),
    "ReplicateKey": _tagged("ReplicateKey"),
    "ScheduleKeyDeletion": Prose(
        ranges={
            "PendingWindowInDays": Range(
                7, 30, _member("ScheduleKeyDeletion", "PendingWindowInDays", _LIMIT.format(7, 30))
            )
        }
    ),
    "ListAliases": _page_limit("ListAliases", 100),
    "ListGrants": _page_limit("ListGrants", 100)._replace(choices=(_either("ListGrants", "Grantee", must=False),)),
    "ListResourceTags": _page_limit("ListResourceTags", 50),
    "ListRetirableGrants": _page_limit("ListRetirableGrants", 100)._replace(
        choices=(_either("ListRetirableGrants", "Retiring", must=True),)
    ),
    "CreateGrant": Prose(
        choices=(_either("CreateGrant", "Grantee", must=True), _either("CreateGrant", "Retiring", must=False))
    ),
    "RetireGrant": Prose(
        choices=(
            Choice(
                "GrantToken-or-GrantId",
                ("GrantToken", "GrantId"),
                said(
                    "RetireGrant",
                    "To identify the grant to retire, use a grant token, or both the grant ID and a key identifier "
                    "(key ID or key ARN) of the KMS key.",
                ),
                most=2,
            ),
        )
    ),
    "Decrypt": _ciphertext("Decrypt"),
    "ReEncrypt": _ciphertext("ReEncrypt"),
    "GenerateDataKey": _data_key("GenerateDataKey"),
    "GenerateDataKeyWithoutPlaintext": _data_key("GenerateDataKeyWithoutPlaintext"),
    "GenerateRandom": Prose(
        required={"NumberOfBytes": _member("GenerateRandom", "NumberOfBytes", "This parameter is required.")}
    ),
    "Encrypt": Prose(
        sizes_by=(
            SizeBy(
                "Plaintext-size-by-algorithm",
                "Plaintext",
                "EncryptionAlgorithm",
                {"RSAES_OAEP_SHA_1": (1, 470), "RSAES_OAEP_SHA_256": (1, 446), "SM2PKE": (1, 1024)},
                said("Encrypt", f"{_LARGEST} that you choose."),
            ),
        )
    ),
    "Sign": _signed("Sign"),
    "Verify": _signed("Verify"),
    "ImportKeyMaterial": Prose(
        conditions=(
            Condition(
                "KEY_MATERIAL_EXPIRES-requires-ValidTo",
                {"ExpirationModel": "KEY_MATERIAL_EXPIRES"},
                "ValidTo",
                (),
                _member(
                    "ImportKeyMaterial",
                    "ValidTo",
                    "This parameter is required when the value of the ExpirationModel parameter is "
                    "KEY_MATERIAL_EXPIRES.",
                ),
            ),
        )
    ),
}
