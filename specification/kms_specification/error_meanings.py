"""What the errors of KMS say, by the service model's own sentences: about which member, and what must have been sent.

`FAMILIES`: an error whose sentence speaks of a member is as right as ValidationException where that member breaks a
constraint. `CAUSES`: an error that cannot be caused by a request in which none of these members is present.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kms_specification.facts import Json, Operation

VALIDATION = "ValidationException"
SERIALIZATION = "SerializationException"
DRY_RUN = "DryRun"
DRY_RUN_ERROR = "DryRunOperationException"

# Members that name a key, or an alias that stands for one, or another thing that is looked up.
KEY_IDENTIFIERS = frozenset({"KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId"})
IDENTIFIERS = KEY_IDENTIFIERS | {"AliasName", "GrantId", "GrantToken", "PolicyName"}
STORES = frozenset({"CustomKeyStoreId", "CustomKeyStoreName"})
PRINCIPALS = frozenset(
    {"GranteePrincipal", "RetiringPrincipal", "GranteeServicePrincipal", "RetiringServicePrincipal", "Constraints"}
)
TAGS = frozenset({"Tags", "TagKeys"})
_SUPPORTED_OR_NOT = frozenset(
    {
        *("KeySpec", "CustomerMasterKeySpec", "KeyUsage", "KeyPairSpec", "Origin", "XksKeyId", "MultiRegion"),
        *("Policy", "Tags", "ReplicaRegion", "PrimaryRegion", "Recipient"),
    }
)
_PROXY = frozenset(
    {
        "XksProxyConnectivity",
        "XksProxyUriEndpoint",
        "XksProxyUriPath",
        "XksProxyVpcEndpointServiceName",
        "XksProxyAuthenticationCredential",
    }
)
# “This parameter is valid only for custom key stores with a CustomKeyStoreType of …”: no error is named for it, and one
# of KMS says that “a specified parameter is not supported or a specified resource is not valid for this operation”.
NOT_SUPPORTED = "UnsupportedOperationException"
OF_ONE_KIND_OF_STORE = _PROXY | {"XksProxyVpcEndpointServiceOwner", "CloudHsmClusterId", "KeyStorePassword"}
# Faults of the service: an answer that says nothing about the request, which may be made once more.
RETRIED: Mapping[str, str] = {
    "DependencyTimeoutException": (
        "The system timed out while trying to fulfill the request. You can retry the request."
    ),
    "KMSInternalException": (
        "The request was rejected because an internal exception occurred. The request can be retried."
    ),
    "KeyUnavailableException": (
        "The request was rejected because the specified KMS key was not available. You can retry the request."
    ),
}


class Family(NamedTuple):
    """An error and the members that its sentence speaks of; the sentence is the model's own."""

    error: str
    members: frozenset[str]
    sentence: str


FAMILIES: tuple[Family, ...] = (
    Family("TagException", TAGS, "The request was rejected because one or more tags are not valid."),
    Family(
        "InvalidArnException",
        KEY_IDENTIFIERS | PRINCIPALS | {"Policy"},
        "The request was rejected because a specified ARN, or an ARN in a key policy, is not valid.",
    ),
    Family(
        "InvalidAliasNameException",
        frozenset({"AliasName"}),
        "The request was rejected because the specified alias name is not valid.",
    ),
    Family(
        "InvalidMarkerException",
        frozenset({"Marker"}),
        "The request was rejected because the marker that specifies where pagination should next begin is not valid.",
    ),
    Family(
        "MalformedPolicyDocumentException",
        frozenset({"Policy"}),
        "The request was rejected because the specified policy is not syntactically or semantically correct.",
    ),
    Family(
        "InvalidGrantTokenException",
        frozenset({"GrantTokens", "GrantToken"}),
        "The request was rejected because the specified grant token is not valid.",
    ),
    Family(
        "InvalidGrantIdException",
        frozenset({"GrantId"}),
        "The request was rejected because the specified GrantId is not valid.",
    ),
    Family(
        "InvalidImportTokenException",
        frozenset({"ImportToken"}),
        "The request was rejected because the provided import token is invalid or is associated with a different KMS "
        "key.",
    ),
    Family(
        "IncorrectKeyMaterialException",
        frozenset({"EncryptedKeyMaterial"}),
        "The request was rejected because the key material in the request is, expired, invalid, or does not meet "
        "expectations.",
    ),
    Family(
        "InvalidCiphertextException",
        frozenset({"CiphertextBlob", "EncryptedKeyMaterial"}),
        "From the Decrypt or ReEncrypt operation, the request was rejected because the specified ciphertext, or "
        "additional authenticated data incorporated into the ciphertext, such as the encryption context, is corrupted, "
        "missing, or otherwise invalid.",
    ),
    Family(
        "KMSInvalidSignatureException",
        frozenset({"Signature"}),
        "The request was rejected because the signature verification failed.",
    ),
    Family(
        "KMSInvalidMacException",
        frozenset({"Mac"}),
        "The request was rejected because the HMAC verification failed.",
    ),
    Family(
        "NotFoundException",
        IDENTIFIERS,
        "The request was rejected because the specified entity or resource could not be found.",
    ),
    Family(
        "CustomKeyStoreNotFoundException",
        STORES,
        "The request was rejected because KMS cannot find a custom key store with the specified key store name or ID.",
    ),
)

# Whose sentence speaks of what is missing, so that a member's absence may cause it.
OF_ABSENCE = frozenset({"InvalidCiphertextException"})

# Besides those of the families: what must be present for an error to be caused by the request or by what it names.
CAUSES: Mapping[str, frozenset[str]] = {
    **{family.error: family.members for family in FAMILIES if family.error not in OF_ABSENCE},
    "MalformedPolicyDocumentException": frozenset({"Policy"}),
    "InvalidArnException": KEY_IDENTIFIERS | PRINCIPALS | {"Policy"},
    "NotFoundException": IDENTIFIERS | {"CiphertextBlob", "RetiringPrincipal", "RetiringServicePrincipal"},
    "IncorrectKeyException": frozenset({"KeyId", "SourceKeyId"}),
    DRY_RUN_ERROR: frozenset({DRY_RUN}),
    "UnsupportedOperationException": KEY_IDENTIFIERS | STORES | _SUPPORTED_OR_NOT,
    "ExpiredImportTokenException": frozenset({"ImportToken"}),
    "CustomKeyStoreNameInUseException": frozenset({"NewCustomKeyStoreName", "CustomKeyStoreName"}),
    "CustomKeyStoreInvalidStateException": STORES | KEY_IDENTIFIERS,
    "CloudHsmClusterNotFoundException": frozenset({"CloudHsmClusterId"}),
    "CloudHsmClusterInUseException": frozenset({"CloudHsmClusterId"}),
    "CloudHsmClusterNotRelatedException": frozenset({"CloudHsmClusterId"}),
    "CloudHsmClusterNotActiveException": STORES | {"CloudHsmClusterId"},
    "CloudHsmClusterInvalidConfigurationException": STORES | {"CloudHsmClusterId"},
    "XksProxyUriInUseException": _PROXY,
    "XksProxyUriEndpointInUseException": _PROXY,
    "XksProxyVpcEndpointServiceInUseException": _PROXY,
    "XksProxyUriUnreachableException": _PROXY,
    "XksProxyInvalidResponseException": _PROXY,
    "XksProxyInvalidConfigurationException": _PROXY,
    "XksProxyIncorrectAuthenticationCredentialException": _PROXY,
    "XksProxyVpcEndpointServiceNotFoundException": _PROXY,
    "XksProxyVpcEndpointServiceInvalidConfigurationException": _PROXY,
    "XksKeyNotFoundException": frozenset({"XksKeyId"}),
    "XksKeyAlreadyInUseException": frozenset({"XksKeyId"}),
    "XksKeyInvalidConfigurationException": frozenset({"XksKeyId"}),
}


# “It can contain only alphanumeric characters, forward slashes (/), underscores (_), and dashes (-).” None that a
# reserved one begins with.
PLAIN_ALIAS = re.compile("alias/(?!aws|alias)[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*")
# Values that an error cannot speak of: a plain alias name, and the id of a key, which is no ARN.
_UNSUSPECTED: Mapping[str, re.Pattern[str]] = {
    "InvalidAliasNameException": PLAIN_ALIAS,
    "InvalidArnException": re.compile("(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"),
}
# “The key ARN KMS key associated with the grant”: an id is no ARN, though the operation says that it takes either.
_WANTS_AN_ARN = frozenset({("RetireGrant", "InvalidArnException")})

# Whose sentence speaks of one thing that was specified, which an empty list does not hold.
_OF_ONE_GIVEN = frozenset({"InvalidGrantTokenException"})


# Which the model lists for most of the operations that have such a member, and forgets for some: an endpoint that looks
# at all markers, grant tokens, ARNs and aliases in one place is as right.
_OF_ANY_OPERATION = frozenset(
    {"InvalidMarkerException", "InvalidGrantTokenException", "InvalidArnException", "InvalidAliasNameException"}
)


def family_of(operation: Operation, path: str) -> Iterator[str]:
    """The errors that speak of the member at a path, and that an operation lists or could list as others do."""
    top = path.partition(".")[0]
    known = {error.name for error in operation.errors} | {family.error for family in unlisted(operation)}
    return (family.error for family in FAMILIES if top in family.members and family.error in known)


def unlisted(operation: Operation) -> Iterator[Family]:
    """What speaks of a member of an operation that does not list it, though others do."""
    members, listed = {m.name for m in operation.members}, {error.name for error in operation.errors}
    for family in FAMILIES if not operation.exact else ():
        if family.error in _OF_ANY_OPERATION and family.error not in listed and members & (family.members - {"Policy"}):
            yield family


def can_cause(operation: str, error: str, request: Mapping[str, Json]) -> bool:
    """Whether a request for an operation can have caused an error, whatever there is in the account."""
    members = CAUSES.get(error)
    plain = None if (operation, error) in _WANTS_AN_ARN else _UNSUSPECTED.get(error)
    if members is None:
        return True
    nothing: tuple[Json, ...] = (None, False, []) if error in _OF_ONE_GIVEN else (None, False)
    values = [value for member in members if (value := request.get(member)) not in nothing]
    return any(plain is None or not isinstance(value, str) or plain.fullmatch(value) is None for value in values)
