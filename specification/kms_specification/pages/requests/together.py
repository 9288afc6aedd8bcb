"""Values of members that go together, or do not, by the documentation strings: rows beside their sentences.

Where the installed model lacks a member that a row names, the row is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from kms_specification.facts import Allowed, Elsewhere, Permitted, Source, Together
from kms_specification.pages.custom_key_stores import not_for_the_type
from kms_specification.pages.requests.key_creation import ABSENT, CREATE_KEY_TOGETHER, PRESENT
from kms_specification.pages.requests.prose_row import of_member
from kms_specification.service_model import inputs, said

_IMPORT = (
    Together(
        "state.ValidTo-required",
        {"ExpirationModel": ABSENT},
        {"ValidTo": PRESENT},
        of_member(
            "ImportKeyMaterial",
            "ExpirationModel",
            "The default is KEY_MATERIAL_EXPIRES.",
        ),
    ),
    Together(
        "state.ValidTo-omitted",
        {"ExpirationModel": ("KEY_MATERIAL_DOES_NOT_EXPIRE",)},
        {"ValidTo": ABSENT},
        of_member(
            "ImportKeyMaterial",
            "ExpirationModel",
            "When value is KEY_MATERIAL_DOES_NOT_EXPIRE, you must omit the ValidTo parameter.",
        ),
    ),
    Together(
        "rule.NEW_KEY_MATERIAL-without-KeyMaterialId",
        {"ImportType": ("NEW_KEY_MATERIAL",)},
        {"KeyMaterialId": ABSENT},
        of_member(
            "ImportKeyMaterial",
            "KeyMaterialId",
            "You cannot specify a key material ID with ImportType set to NEW_KEY_MATERIAL.",
        ),
    ),
)

_SERVICE = "GranteeServicePrincipal"
_CREATE_GRANT = (
    Together(
        f"rule.{_SERVICE}-requires-SourceArn",
        {_SERVICE: PRESENT},
        {"Constraints.SourceArn": PRESENT},
        of_member(
            "CreateGrant",
            _SERVICE,
            "When you specify a GranteeServicePrincipal, you must also specify a SourceArn grant constraint.",
        ),
    ),
    Together(
        f"rule.{_SERVICE}-requires-retiring-principal",
        {_SERVICE: PRESENT, "RetiringPrincipal": ABSENT},
        {"RetiringServicePrincipal": PRESENT},
        of_member(
            "CreateGrant",
            _SERVICE,
            "In addition, you must specify either a RetiringPrincipal or a RetiringServicePrincipal.",
        ),
    ),
)


def _policy_name(operation: str, names: tuple[str, ...], sentence: str, *errors: str) -> Together:
    source = of_member(operation, "PolicyName", sentence)
    return Together("rule.PolicyName-valid", {}, {"PolicyName": (*names, *ABSENT)}, source, errors)


def _message_types(operation: str) -> tuple[Together, ...]:
    return tuple(
        Together(
            f"rule.{algorithm}-MessageType",
            {"SigningAlgorithm": (algorithm,)},
            {"MessageType": allowed},
            _said_of_edwards(operation, algorithm, str(allowed[0])),
        )
        for algorithm, allowed in (("ED25519_SHA_512", ("RAW", *ABSENT)), ("ED25519_PH_SHA_512", ("DIGEST",)))
    )


def _said_of_edwards(operation: str, algorithm: str, message_type: str) -> Source:
    sentence = f"{algorithm} signing algorithm requires KMS MessageType:{message_type}"
    return of_member(operation, "MessageType", sentence)


_ASYMMETRIC = ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE")
_MODIFIERS = "DryRunModifiers"


def _without_context(operation: str, side: str = "") -> Together:
    """An encryption context does not go with an algorithm of asymmetric keys; an empty one is none.

    Where ciphertext is not looked at, "KMS performs only authorization validation": the context may not be, either.
    """
    algorithm, context = f"{side}EncryptionAlgorithm", f"{side}EncryptionContext"
    sentence = "An encryption context is supported only on operations with symmetric encryption KMS keys."
    source = of_member(operation, context, sentence)
    looked_at: dict[str, Allowed] = {_MODIFIERS: ABSENT} if _MODIFIERS in inputs(operation) else {}
    when: dict[str, Allowed] = {algorithm: _ASYMMETRIC, **looked_at}
    return Together(f"rule.{context}-only-for-symmetric", when, {context: ({}, *ABSENT)}, source)


def _with_key(operation: str, side: str, requirement: str) -> tuple[Together, Together]:
    """Ciphertext of an asymmetric key does not say which key it is of, nor does one that is not looked at."""
    sentence = (
        "This parameter is required only when the ciphertext was encrypted under an asymmetric KMS key or when DryRun "
        "is true and DryRunModifiers is set to IGNORE_CIPHERTEXT."
    )
    source = of_member(operation, f"{side}KeyId", sentence)
    then = {f"{side}KeyId": PRESENT}
    unread: dict[str, Allowed] = {"DryRun": (True,), _MODIFIERS: (["IGNORE_CIPHERTEXT"],)}
    return (
        Together(requirement, {f"{side}EncryptionAlgorithm": _ASYMMETRIC}, then, source),
        Together("error.DryRunOperationException", unread, then, source),
    )


_SERVICE = "XksProxyVpcEndpointServiceName"
_OF_EXTERNAL = ("XksProxyUriEndpoint", "XksProxyUriPath", _SERVICE, "XksProxyAuthenticationCredential")
_UPDATE = "UpdateCustomKeyStore"


def _of_one_kind(member: str) -> Together:
    """No store is of both kinds, so that no request has members of both; an empty name of a service is none."""
    return Together(
        "state.other-kind",
        {member: PRESENT},
        {other: ("", *ABSENT) if other == _SERVICE else ABSENT for other in _OF_EXTERNAL},
        of_member(
            _UPDATE,
            member,
            "This parameter is valid only for custom key stores with a CustomKeyStoreType of AWS_CLOUDHSM.",
        ),
        tuple(dict.fromkeys((*not_for_the_type(member), *not_for_the_type(_SERVICE)))),
    )


# By operation.
TOGETHER: Mapping[str, tuple[Together, ...]] = {
    "CreateKey": CREATE_KEY_TOGETHER,
    "ImportKeyMaterial": _IMPORT,
    "CreateGrant": _CREATE_GRANT,
    "RetireGrant": (
        Together(
            "rule.GrantId-requires-KeyId",
            {"GrantToken": ABSENT, "GrantId": PRESENT},
            {"KeyId": PRESENT},
            said(
                "RetireGrant",
                "To identify the grant to retire, use a grant token, or both the grant ID and a key identifier (key ID "
                "or key ARN) of the KMS key.",
            ),
        ),
    ),
    "PutKeyPolicy": (
        _policy_name(
            "PutKeyPolicy",
            ("default",),
            "Valid values are default and AWS_RAM, but you can set only the default key policy.",
        ),
    ),
    "GetKeyPolicy": (
        _policy_name(
            "GetKeyPolicy", ("default", "AWS_RAM"), "Valid values are default and AWS_RAM.", "NotFoundException"
        ),
    ),
    "Encrypt": (_without_context("Encrypt"),),
    "Decrypt": (_without_context("Decrypt"), *_with_key("Decrypt", "", "state.KeyId-required")),
    "ReEncrypt": (
        _without_context("ReEncrypt", "Source"),
        _without_context("ReEncrypt", "Destination"),
        *_with_key("ReEncrypt", "Source", "rule.asymmetric-requires-SourceKeyId"),
    ),
    _UPDATE: tuple(_of_one_kind(member) for member in ("CloudHsmClusterId", "KeyStorePassword")),
    "Sign": _message_types("Sign"),
    "Verify": _message_types("Verify"),
}

# Values in AWS's own examples of requests that succeed, though the patterns of their members do not take them.
_CLI = "AWS CLI Command Reference, kms"
_EXAMPLES = tuple(
    Permitted(member, value, {}, Source(_CLI, "create-custom-key-store and update-custom-key-store, Examples", words))
    for member, value, words in (
        ("CloudHsmClusterId", "cluster-1a23b4cdefg", "--cloud-hsm-cluster-id cluster-1a23b4cdefg"),
        (
            "XksProxyAuthenticationCredential.AccessKeyId",
            "ABCDE12345670EXAMPLE",
            '--xks-proxy-authentication-credential "AccessKeyId=ABCDE12345670EXAMPLE',
        ),
    )
)

PERMITTED: Mapping[str, tuple[Permitted, ...]] = {
    "CreateCustomKeyStore": _EXAMPLES,
    "UpdateCustomKeyStore": (
        *_EXAMPLES,
        Permitted(
            "XksProxyVpcEndpointServiceName",
            "",
            # Without the connectivity the store may be public already: it has none to be taken away.
            {"XksProxyConnectivity": ("PUBLIC_ENDPOINT", *ABSENT)},
            of_member(
                "UpdateCustomKeyStore",
                "XksProxyConnectivity",
                "If you change the XksProxyConnectivity to PUBLIC_ENDPOINT, you must also change the "
                "XksProxyUriEndpoint and specify a null or empty string for the XksProxyVpcEndpointServiceName value.",
            ),
        ),
    ),
}

# A key is in the Region of its ARN, and so is no other of its family.
ELSEWHERE: Mapping[str, tuple[Elsewhere, ...]] = {
    "ReplicateKey": (
        Elsewhere(
            "state.own-Region",
            "ReplicaRegion",
            "KeyId",
            ("AlreadyExistsException", "UnsupportedOperationException"),
            of_member(
                "ReplicateKey",
                "ReplicaRegion",
                "The replica must be in a different Amazon Web Services Region than its primary key and other replicas "
                "of that primary key, but in the same Amazon Web Services partition.",
            ),
            partition=True,
        ),
    ),
    "UpdatePrimaryRegion": (
        Elsewhere(
            "state.no-replica",
            "PrimaryRegion",
            "KeyId",
            ("NotFoundException", "UnsupportedOperationException"),
            of_member("UpdatePrimaryRegion", "PrimaryRegion", "There must be an existing replica key in this Region."),
            partition=True,
        ),
    ),
}
