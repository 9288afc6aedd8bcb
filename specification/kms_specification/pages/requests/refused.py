"""Forms of value that the documentation strings rule out though they meet every constraint of the service model.

Each is a behaviour requirement as well, shown in a run by a sequence of requests. Here the oracle learns of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kms_specification.error_meanings import KEY_IDENTIFIERS
from kms_specification.facts import Error, Refused
from kms_specification.pages.keys.names.identifiers import BY_ID_OR_ARN, ID_OR_ARN
from kms_specification.pages.keys.names.key_arns import NO_ALIAS
from kms_specification.pages.requests.prose import BEGINS, NOT_BOTH_CONTEXTS
from kms_specification.service_model import said

_NO_KEY = ("NotFoundException", "InvalidArnException")
_MALFORMED = "MalformedPolicyDocumentException"
_INCORRECT = said(
    _MALFORMED,
    "The request was rejected because the specified policy is not syntactically or semantically correct.",
)


# By form, whether it breaks the pattern of the member, and what says so.
_POLICY_SAYS = {
    "foreign-characters": (
        True,
        "Printable characters in the Basic Latin and Latin-1 Supplement character set (through \\u00FF).",
    ),
    "statement-without-principal": (
        False,
        "Each statement in the key policy must contain one or more principals.",
    ),
    "allows-nothing": (
        False,
        "The key policy must allow the calling principal to make a subsequent PutKeyPolicy request on the KMS key.",
    ),
}
_CHARACTERS_OF = "PutKeyPolicy"  # whose page says of what characters a key policy is
_BYPASS = "BypassPolicyLockoutSafetyCheck"
# By operation, the requirement that a policy breaks that is none.
_WITH_POLICY = {
    "CreateKey": f"error.{_MALFORMED}",
    "PutKeyPolicy": f"error.{_MALFORMED}",
    "ReplicateKey": "implemented",
}
_WITH_ALIAS = ("CreateAlias", "UpdateAlias", "DeleteAlias")
_NOT_TO_BE_FOUND = "The request was rejected because the specified entity or resource could not be found."

# By the kind of key, the operations that a grant on it may allow.
_WITH_ANY = frozenset({"CreateGrant", "RetireGrant", "DescribeKey"})
_ENCRYPTION = frozenset({"Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"})
_DATA_KEYS = frozenset(f"GenerateDataKey{pair}{text}" for pair in ("", "Pair") for text in ("", "WithoutPlaintext"))
_SIGNATURES, _CODES = frozenset({"Sign", "Verify"}), frozenset({"GenerateMac", "VerifyMac"})
_SECRETS, _CAPSULES = frozenset({"DeriveSharedSecret"}), frozenset({"Encapsulate", "Decapsulate"})
_PUBLIC = frozenset({"GetPublicKey"})
_GRANTED = (
    _WITH_ANY | _ENCRYPTION | _DATA_KEYS,
    _WITH_ANY | _CODES,
    *(_WITH_ANY | _PUBLIC | of_usage for of_usage in (_ENCRYPTION, _SIGNATURES, _SECRETS, _CAPSULES)),
)
_VALIDATION_ERROR = Error(
    "ValidationError",
    400,
    said("CreateGrantRequest.Operations", "If you try, KMS returns a ValidationError exception."),
)
# By operation, the errors that its prose names for what depends on a key, beside those that are listed.
NAMED_IN_PROSE: Mapping[str, tuple[Error, ...]] = {"CreateGrant": (_VALIDATION_ERROR,)}
_NO_CONTEXT = _SIGNATURES | _CODES | _SECRETS | _CAPSULES


def _grants(operation: str) -> Iterator[Refused]:
    """Operations that no key supports, or none with an encryption context, whatever key the grant is on."""
    source = said(f"{operation}Request.Operations", "Also, the operation must be supported on the KMS key.")
    errors = (_VALIDATION_ERROR.name,)
    yield Refused("state.Operations", "Operations", "of-several-sets", errors, source, sets=_GRANTED)
    yield Refused("state.one-context", "Constraints", "both-contexts", errors, NOT_BOTH_CONTEXTS)
    sentence = (
        "You cannot use an encryption context grant constraint for cryptographic operations with asymmetric KMS keys "
        "or HMAC KMS keys."
    )
    source = said(f"{operation}Request.Constraints", sentence)
    for kind in ("Equals", "Subset"):
        yield Refused(
            "state.constraint-without-context",
            "Operations",
            "element-of-set",
            errors,
            source,
            sets=(_NO_CONTEXT,),
            beside=f"Constraints.EncryptionContext{kind}",
        )


def _no_alias(operation: str, member: str, sentence: str = ID_OR_ARN) -> Refused:
    return Refused("state.no-alias", member, "alias", _NO_KEY, said(f"{operation}Request.{member}", sentence))


def _policies(operation: str) -> Iterator[Refused]:
    malformed = _WITH_POLICY[operation]
    yield Refused(malformed, "Policy", "not-json", (_MALFORMED,), _INCORRECT)
    for form, (of_pattern, sentence) in _POLICY_SAYS.items():
        requirement = "Policy.pattern" if of_pattern else malformed
        unless = _BYPASS if form == "allows-nothing" else None
        at = _CHARACTERS_OF if form == "foreign-characters" else operation
        source = said(f"{at}Request.Policy", sentence)
        yield Refused(requirement, "Policy", form, (_MALFORMED,), source, unless)


def refused(operation: str) -> Iterator[Refused]:
    """The forms of value that an operation does not take."""
    yield from (_no_alias(name, member) for name, member in BY_ID_OR_ARN if name == operation)
    yield from (_no_alias(name, member, sentence) for name, member, sentence in NO_ALIAS if name == operation)
    # A row is used where the operation has the member.
    for member in sorted(KEY_IDENTIFIERS):
        yield Refused("implemented", member, "arn-of-no-key", _NO_KEY, said(_NO_KEY[0], _NOT_TO_BE_FOUND))
    if operation == "GetKeyLastUsage":
        yield _no_alias(operation, "KeyId", "Alias names are not supported.")
    if operation == "CreateGrant":
        yield from _grants(operation)
    if operation == "ImportKeyMaterial":
        source = said("ImportKeyMaterialRequest.ValidTo", "The value of this parameter must be a future date and time.")
        yield Refused("state.expires", "ValidTo", "past", (), source)
    if operation == "GetParametersForImport":
        sentence = "As of October 10, 2023, KMS does not support the RSAES_PKCS1_V1_5 wrapping algorithm."
        source, name = said(f"{operation}Request.WrappingAlgorithm", sentence), "RSAES_PKCS1_V1_5"
        yield Refused(f"state.{name}", "WrappingAlgorithm", name, ("UnsupportedOperationException",), source)
    if operation == "DeriveSharedSecret":
        sentence = "The public key must be a DER-encoded X.509 public key, also known as SubjectPublicKeyInfo (SPKI)"
        source = said(f"{operation}Request.PublicKey", sentence)
        yield Refused("implemented", "PublicKey", "no-public-key", ("InvalidKeyUsageException",), source)
        sentence = "Specifies the public key in your peer's NIST-standard elliptic curve (ECC) or SM2"
        source = said(f"{operation}Request.PublicKey", sentence)
        yield Refused("implemented", "PublicKey", "key-of-no-agreement", ("InvalidKeyUsageException",), source)
    if operation in _WITH_POLICY:
        yield from _policies(operation)
    if operation in _WITH_ALIAS:
        errors = ("InvalidAliasNameException", "NotFoundException")
        source = said(f"{operation}Request.AliasName", BEGINS[operation])
        yield Refused("rule.AliasName-begins-with-alias", "AliasName", "alias-without-name", errors, source)
