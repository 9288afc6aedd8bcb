"""What the documentation strings demand of requests in prose alone, row by row, each beside its sentence.

The service model's own constraints are read by `service_model`; the operations with a reference page are in modules of
their own. A row is used where the installed model has the members that it names, so that older models stay readable.
"""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.facts import Affix, Choice, Condition, Length, Range, Size, SizeBy, Source
from kms_specification.pages.requests.key_creation import CREATE_KEY, tagged
from kms_specification.pages.requests.prose_row import Prose, of_member
from kms_specification.service_model import said

_LIMIT = "If you include a value, it must be between {} and {}, inclusive."


def _page_limit(operation: str, most: int) -> Prose:
    """The prose has a smaller bound than the model: values between the two are disputed."""
    source = of_member(operation, "Limit", _LIMIT.format(1, most))
    return Prose(ranges={"Limit": Range(1, most, source, disputed_max=1000)})


def _data_key(operation: str) -> Prose:
    sentence = "Use either the KeySpec or NumberOfBytes parameters (but not both)."
    return Prose(choices=(Choice("KeySpec-or-NumberOfBytes", ("KeySpec", "NumberOfBytes"), said(operation, sentence)),))


def _ciphertext(operation: str) -> Prose:
    sentence = (
        "This parameter is required in all cases except when DryRun is true and DryRunModifiers is set to "
        "IGNORE_CIPHERTEXT."
    )
    source = of_member(operation, "CiphertextBlob", sentence)
    # The sentence of InvalidCiphertextException speaks of a ciphertext that is missing.
    errors = ("InvalidCiphertextException",)
    condition = Condition("CiphertextBlob-unless-DryRun", {}, "CiphertextBlob", errors, source, "DryRun")
    return Prose(conditions=(condition,))


# The length in bytes of what each signing algorithm signs, by the hash in its name.
_DIGESTS = {"SHA_256": 32, "SHA_384": 48, "SHA_512": 64}
_ALGORITHMS = (
    *(f"RSASSA_{padding}_{digest}" for padding in ("PSS", "PKCS1_V1_5") for digest in _DIGESTS),
    *(f"ECDSA_{digest}" for digest in _DIGESTS),
    "ED25519_PH_SHA_512",
)
_SM3 = 32
_EXTERNAL_MU = 64


def _digest(operation: str) -> tuple[SizeBy, SizeBy]:
    mu = "When the value of MessageType is EXTERNAL_MU the length of the Message value must be 64 bytes."
    sentence = (
        "When the value of MessageType is DIGEST, the length of the Message value must match the length of hashed "
        "messages for the specified signing algorithm."
    )
    sizes = {name: (size, size) for name in _ALGORITHMS for hash_, size in _DIGESTS.items() if name.endswith(hash_)}
    sizes["SM2DSA"] = (_SM3, _SM3)
    source, other = (of_member(operation, "MessageType", words) for words in (sentence, mu))
    external = {"EXTERNAL_MU": (_EXTERNAL_MU, _EXTERNAL_MU)}
    return (
        SizeBy("DIGEST-length", "Message", "SigningAlgorithm", sizes, source, {"MessageType": "DIGEST"}),
        SizeBy("EXTERNAL_MU-length", "Message", "MessageType", external, other),
    )


def _signed(operation: str) -> Prose:
    source = of_member("Sign", "Message", "Messages can be 0-4096 bytes.")
    return Prose(sizes={"Message": Size(1, 4096, source, certain_min=False)}, sizes_by=_digest(operation))


_ALIAS = "alias/"
BEGINS = {
    "CreateAlias": "This value must begin with alias/ followed by a name, such as alias/ExampleAlias.",
    "UpdateAlias": "This value must begin with alias/ followed by the alias name, such as alias/ExampleAlias.",
    "DeleteAlias": "The alias name must begin with alias/ followed by the alias name, such as alias/ExampleAlias.",
}


def _alias(operation: str, *more: Affix) -> Prose:
    errors = ("InvalidAliasNameException", "NotFoundException")
    source = of_member(operation, "AliasName", BEGINS[operation])
    first = Affix("AliasName-begins-with-alias", "AliasName", _ALIAS, errors, source)
    return Prose(narrower_patterns={"AliasName": r"alias/[a-zA-Z0-9/_-]+"}, affixes=(first, *more))


_RESERVED = Affix(
    "AliasName-reserved",
    "AliasName",
    "alias/aws/",
    ("InvalidAliasNameException", "NotAuthorizedException"),
    of_member("CreateAlias", "AliasName", "The alias name cannot begin with alias/aws/."),
    allowed=False,
)


def _either(operation: str, kind: str, *, must: bool) -> Choice:
    """A principal or a service principal, but not both."""
    names = (f"{kind}Principal", f"{kind}ServicePrincipal")
    verb = "must" if must else "can"
    source = of_member(operation, names[0], f"You {verb} specify either {names[0]} or {names[1]}, but not both.")
    return Choice(f"one-{kind}Principal", names, source, least=int(must))


CONTEXTS = ("EncryptionContextEquals", "EncryptionContextSubset")  # of the constraints of a grant
NOT_BOTH_CONTEXTS = Source(
    "AWS KMS Developer Guide",
    "Creating grants",
    "You can specify either EncryptionContextEquals or EncryptionContextSubset, but not both.",
)
_PAIRS = Size(
    None,
    8,
    of_member("CreateGrant", "Constraints", "Each constraint value can include up to 8 encryption context pairs."),
)
_PAIR_LENGTH = Length(
    None,
    384,
    of_member(
        "CreateGrant", "Constraints", "The encryption context value in each constraint cannot exceed 384 characters."
    ),
)

_LARGEST = (
    "The maximum size of the data that you can encrypt varies with the type of KMS key and the encryption algorithm"
)

_DESCRIBE = "DescribeCustomKeyStores"
_UPDATE = "UpdateCustomKeyStore"
_TOO_LONG = "LimitExceededException"
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
_SELECTED = Choice(
    "id-or-name",
    ("CustomKeyStoreId", "CustomKeyStoreName"),
    said(
        _DESCRIBE,
        "To get only information about a particular custom key store, use either the CustomKeyStoreName or "
        "CustomKeyStoreId parameter (but not both).",
    ),
    least=0,
)
# Of what follows where nothing to change is there the documents say nothing.
_CHANGED = Choice(
    "a-change",
    _CHANGES,
    said(_UPDATE, "Use the remaining optional parameters to change its properties."),
    most=len(_CHANGES),
    certain=False,
)

# By operation.
PROSE: Mapping[str, Prose] = {
    # Members of CreateCustomKeyStore, which lists LimitExceededException for lengths, and the id that it answers.
    _DESCRIBE: Prose(choices=(_SELECTED,), length_error=_TOO_LONG),
    _UPDATE: Prose(choices=(_CHANGED,), length_error=_TOO_LONG),
    "ConnectCustomKeyStore": Prose(length_error=_TOO_LONG),
    "DisconnectCustomKeyStore": Prose(length_error=_TOO_LONG),
    "DeleteCustomKeyStore": Prose(length_error=_TOO_LONG),
    "CreateAlias": _alias("CreateAlias", _RESERVED),
    "UpdateAlias": _alias("UpdateAlias"),
    "DeleteAlias": _alias("DeleteAlias"),
    "CreateKey": CREATE_KEY,
    "TagResource": tagged("TagResource"),
    "ReplicateKey": tagged("ReplicateKey"),
    "ScheduleKeyDeletion": Prose(
        ranges={
            "PendingWindowInDays": Range(
                7, 30, of_member("ScheduleKeyDeletion", "PendingWindowInDays", _LIMIT.format(7, 30))
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
        sizes={f"Constraints.{name}": _PAIRS for name in CONTEXTS},
        lengths={f"Constraints.{name}.value": _PAIR_LENGTH for name in CONTEXTS},
        choices=(_either("CreateGrant", "Grantee", must=True), _either("CreateGrant", "Retiring", must=False)),
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
        required={"NumberOfBytes": of_member("GenerateRandom", "NumberOfBytes", "This parameter is required.")}
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
                of_member(
                    "ImportKeyMaterial",
                    "ValidTo",
                    "This parameter is required when the value of the ExpirationModel parameter is "
                    "KEY_MATERIAL_EXPIRES.",
                ),
            ),
        )
    ),
}
