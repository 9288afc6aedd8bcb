"""The example value of each member: nothing about it is at a bound or rare.

Each member has a second value, for a target to which the first is not usual. A member that is not in the tables gets
the shortest value that its facts allow.
"""

from __future__ import annotations

import base64
from functools import cache

from kms_specification.facts import Json, Kind, Member
from kms_strategies.placeholders import HEX, LOWER, UPPER
from kms_strategies.regex.parser import Chars, bits, lengths, parse, slots

KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"
_ROLE = "arn:aws:iam::111122223333:role/ExampleRole"
_POLICY = (
    '{"Version":"2012-10-17","Statement":[{"Sid":"Enable IAM User Permissions","Effect":"Allow",'
    '"Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}'
)

# Values that look like real ones, the second as unlike the first as can be.
EXAMPLES: dict[str, tuple[str, str]] = {
    "CustomKeyStoreName": ("conformance" + LOWER * 12, "Conformance-" + LOWER * 20),
    "CloudHsmClusterId": ("cluster-" + LOWER * 13, "cluster-" + UPPER * 11),
    "KeyStorePassword": (LOWER * 16, UPPER * 7 + LOWER * 7),
    "TrustAnchorCertificate": (
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIBCgKCAQEA\n-----END CERTIFICATE-----\n",
    ),
    "AccessKeyId": (UPPER * 24, UPPER * 14 + "234567"),
    "RawSecretAccessKey": (LOWER * 48, UPPER * 40 + "+/="),
    "XksProxyUriEndpoint": ("https://" + LOWER * 16 + ".example.com", "https://" + LOWER * 24),
    "XksProxyUriPath": ("/kms/xks/v1", "/example/kms/xks/v12"),
    "XksProxyVpcEndpointServiceName": (
        "com.amazonaws.vpce.us-east-1.vpce-svc-" + HEX * 17,
        "com.amazonaws.vpce.us-gov-east-12.vpce-svc-" + LOWER * 8,
    ),
    "XksProxyVpcEndpointServiceOwner": ("111122223333", "444455556666"),
    "NewCustomKeyStoreName": ("conformance" + LOWER * 12, "Conformance-" + LOWER * 20),
    "CustomKeyStoreId": ("cks-1234567890abcdef0", "cks-0fedcba0987654321"),
    "KeyId": (KEY_ID, f"arn:aws:kms:us-east-1:111122223333:key/{KEY_ID}"),
    "TargetKeyId": (KEY_ID, f"arn:aws:kms:us-east-1:111122223333:key/{KEY_ID}"),
    "SourceKeyId": (KEY_ID, f"arn:aws:kms:us-east-1:111122223333:key/{KEY_ID}"),
    "DestinationKeyId": (KEY_ID, f"arn:aws:kms:us-east-1:111122223333:key/{KEY_ID}"),
    "AliasName": ("alias/conformance-" + LOWER * 12, "alias/conformance/" + LOWER * 12),
    "GranteePrincipal": (_ROLE, "arn:aws:iam::111122223333:user/ExampleUser"),
    "RetiringPrincipal": (_ROLE, "arn:aws:iam::111122223333:user/ExampleUser"),
    "SourceArn": ("arn:aws:s3:us-east-1:111122223333:example", "arn:aws:sns:eu-west-1:111122223333:example/topic"),
    "Policy": (_POLICY, _POLICY.replace("kms:*", "kms:Decrypt")),
    "PolicyName": ("default", "default"),
    "Name": ("conformance" + LOWER * 12, "Conformance-" + LOWER * 12),
    "TagKey": ("conformance" + LOWER * 8, "Conformance " + LOWER * 8),
    "TagValue": ("example", "Another example"),
    "ReplicaRegion": ("us-west-2", "eu-central-1"),
    "PrimaryRegion": ("us-west-2", "eu-central-1"),
    "Description": ("An example", "Another example, somewhat longer"),
    "Marker": ("example", "another-example"),
    "GrantId": (f"{HEX * 64}", f"{HEX * 32}"),
    "KeyMaterialId": (f"{HEX * 64}", "0123456789abcdef" * 4),
}
# Of numbers and of enumerations of which the first value is not the usual one.
_CHOSEN: dict[str, tuple[Json, Json]] = {
    "NumberOfBytes": (32, 64),
    "Limit": (10, 20),
    "PendingWindowInDays": (7, 30),
    "RotationPeriodInDays": (365, 180),
    "ValidTo": (4_102_444_800, 4_102_444_801.5),
    "KeySpec": ("AES_256", "AES_128"),
    "KeyPairSpec": ("ECC_NIST_P256", "RSA_2048"),
    "Operations.item": ("Decrypt", "Encrypt"),
    "SigningAlgorithm": ("ECDSA_SHA_256", "ECDSA_SHA_256"),
    "MacAlgorithm": ("HMAC_SHA_256", "HMAC_SHA_256"),
    "WrappingAlgorithm": ("RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"),
    "WrappingKeySpec": ("RSA_2048", "RSA_3072"),
    "ExpirationModel": ("KEY_MATERIAL_DOES_NOT_EXPIRE", "KEY_MATERIAL_DOES_NOT_EXPIRE"),
}
# Where another part of what has to be unique together is given: a value that makes it so by itself.
DISTINCT: dict[str, str] = {"XksProxyUriPath": f"/{LOWER * 12}/kms/xks/v1"}
_BLOBS = (b"An example", b"Another, somewhat longer example")
# The public keys of the private key 1 on P-256 and on P-384, as SubjectPublicKeyInfo.
_PUBLIC_KEYS = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7L"
    "tkBoN79R9Q==",
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEqofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3NhfeSpYmLG9dnpi/"
    "kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f",
)
# Of blobs that have few lengths or forms: of the MAC algorithm chosen above, of Ed25519, of two specs of ML-KEM.
_LONG_BLOBS = {
    "Mac": (b"x" * 32, b"y" * 32),
    "Signature": (b"x" * 64, b"y" * 64),
    "SharedSecretCiphertextBlob": (b"x" * 768, b"y" * 1088),
    "PublicKey": (base64.b64decode(_PUBLIC_KEYS[0]), base64.b64decode(_PUBLIC_KEYS[1])),
}
_PLAIN: dict[Kind, Json] = {Kind.BOOLEAN: False, Kind.INTEGER: 1, Kind.NUMBER: 1, Kind.TIMESTAMP: 4_102_444_800}


def example(member: Member, which: int = 0) -> Json:
    """The example value of a member: the first (0) or the second (1)."""
    if member.kind is Kind.STRUCTURE:
        return {inner.name: example(inner, which) for inner in member.members}
    if member.name in EXAMPLES and member.kind is Kind.STRING:
        return EXAMPLES[member.name][which]
    if member.name in _CHOSEN and _fits(member, _CHOSEN[member.name][which]):
        return _CHOSEN[member.name][which]
    if member.kind is Kind.BLOB:
        return blob(_LONG_BLOBS.get(member.name, _BLOBS)[which], member)
    if member.kind is Kind.LIST and member.item is not None:
        return [example(member.item, which)]
    if member.kind is Kind.MAP and member.key is not None and member.value is not None:
        return {"purpose" if which == 0 else "Other": "example"}
    return shortest(member)


def _fits(member: Member, value: Json) -> bool:
    return member.enumeration is None or value in member.enumeration.values


def blob(data: bytes, member: Member | None = None) -> str:
    """Bytes as a blob is written; as many of them as a member has room for."""
    most = member.size.max if member is not None and member.size else None
    return base64.b64encode(data[:most]).decode("ascii")


def plain(member: Member) -> Json:
    """A third value, in which there is nothing but letters where the facts allow it."""
    if member.kind is Kind.STRUCTURE:
        return {inner.name: plain(inner) for inner in member.members}
    if member.pattern or member.enumeration or member.kind is not Kind.STRING:
        return example(member)
    least = (member.length.least or 0) if member.length else 0
    return LOWER * max(least + 1, 8)


def shortest(member: Member) -> Json:
    """The shortest value that the member's own facts allow, filled with placeholders."""
    if member.enumeration:
        return member.enumeration.values[0]
    if member.kind is not Kind.STRING:
        return member.range.min if member.range and member.range.min is not None else _PLAIN.get(member.kind, 1)
    least = (member.length.least or 0) if member.length else 0
    if not member.pattern:
        return LOWER * max(least, 1)
    node = parse(member.pattern.expression)
    most = member.length.most if member.length and member.length.most is not None else 256
    first = bits(lengths(node, most), max(least, 1))[0]
    return "".join(map(filler, slots(node, first, lambda ways: ways[0])))


@cache
def filler(slot: Chars) -> str:
    """What stands where any character of a class will do: a placeholder where the class has letters."""
    for placeholder, letters in ((LOWER, "az"), (UPPER, "AZ")):
        if all(c in slot for c in letters):
            return placeholder
    return slot.edges[0]
