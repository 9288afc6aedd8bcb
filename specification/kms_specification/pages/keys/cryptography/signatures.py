"""Signatures and MACs: right ones verify, wrong ones do not, and other programs agree about both."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, STRICT, Behaviour, row

_ANYONE = (
    "Anyone with the public key can verify that the message was signed with that particular private key and that the "
    "message hasn't changed since it was signed."
)
_SIGNING = "For signing and verifying messages, the KeyUsage must be SIGN_VERIFY."
_MACS = "For generating and verifying message authentication codes (MACs), the KeyUsage must be GENERATE_VERIFY_MAC."
_USAGE = "InvalidKeyUsageException"
_ALGORITHM = (
    "The encryption algorithm or signing algorithm specified for the operation is incompatible with the type of key "
    "material in the KMS key (KeySpec)."
)

# Algorithms with a longer hash than most programs use.
LONGER_HASHES = (
    *(f"RSASSA_{scheme}_SHA_{bits}" for scheme in ("PSS", "PKCS1_V1_5") for bits in (384, 512)),
    *(f"ECDSA_SHA_{bits}" for bits in (384, 512)),
)

SIGNATURES: tuple[Behaviour, ...] = (
    *(
        row(
            CORE,
            "Sign",
            f"{algorithm}_SHA_256",
            f"A signature of {algorithm}_SHA_256 verifies outside of KMS with the public key.",
            _ANYONE,
        )
        for algorithm in ("RSASSA_PSS", "RSASSA_PKCS1_V1_5", "ECDSA")
    ),
    *(
        row(
            COMPLETE,
            "Sign",
            algorithm,
            f"A signature of {algorithm} verifies outside of KMS with the public key.",
            _ANYONE,
        )
        for algorithm in LONGER_HASHES
    ),
    row(
        COMPLETE,
        "Sign",
        "short-message",
        "A message as short as a digest is hashed too, where MessageType is RAW.",
        "When the value of MessageType is RAW, KMS uses the standard signing algorithm, which begins with a hash "
        "function.",
        at="SignRequest.MessageType",
    ),
    row(
        COMPLETE,
        "Sign",
        "ED25519_SHA_512",
        "A signature of ED25519_SHA_512 verifies outside of KMS with the public key.",
        _ANYONE,
    ),
    row(
        COMPLETE,
        "Sign",
        "digest",
        "A signature of a digest is a signature of the message that has this digest.",
        "When the value is DIGEST, KMS skips the hashing step in the signing algorithm.",
        at="SignRequest.MessageType",
    ),
    row(
        STRICT,
        "Sign",
        "digest-length",
        "A digest that is not as long as those of the algorithm is refused.",
        "When the value of MessageType is DIGEST, the length of the Message value must match the length of hashed "
        "messages for the specified signing algorithm.",
        at="SignRequest.MessageType",
    ),
    row(
        CORE,
        "Sign",
        "KeyId",
        "Sign returns the ARN of the key that signed.",
        "The Amazon Resource Name (key ARN) of the asymmetric KMS key that was used to sign the message.",
        at="SignResponse.KeyId",
    ),
    row(
        COMPLETE,
        "Sign",
        "algorithm",
        "An algorithm that the type of key does not have is refused with InvalidKeyUsageException.",
        _ALGORITHM,
        at=_USAGE,
    ),
    row(CORE, "Sign", _USAGE, "A key for another use does not sign: InvalidKeyUsageException.", _SIGNING, at=_USAGE),
    row(
        CORE,
        "Verify",
        "right-signature",
        "SignatureValid is true for a signature that Sign made of the message.",
        "If the signature is verified, the value of the SignatureValid field in the response is True.",
    ),
    row(
        COMPLETE,
        "Verify",
        "digest",
        "A signature of a message verifies for its digest as well.",
        "A message and its hash digest are considered to be the same message.",
        at="VerifyRequest.Message",
    ),
    row(
        COMPLETE,
        "Verify",
        "hashed-twice",
        "A signature of a digest does not verify for the digest as a message that is hashed.",
        "However, if the signed message is hashed once while signing, but twice while verifying, verification fails, "
        "even when the message hasn't changed.",
        at="VerifyRequest.MessageType",
    ),
    row(
        CORE,
        "Verify",
        "KMSInvalidSignatureException",
        "A signature that has changed is refused with KMSInvalidSignatureException.",
        "If the signature verification fails, the Verify operation fails with an KMSInvalidSignatureException "
        "exception.",
    ),
    row(
        CORE,
        "Verify",
        "message-different",
        "The signature of another message is refused with KMSInvalidSignatureException.",
        "If the message specified here is different from the message that was signed, the signature verification "
        "fails.",
        at="VerifyRequest.Message",
    ),
    row(
        CORE,
        "Verify",
        "key-different",
        "The signature of another key is refused with KMSInvalidSignatureException.",
        "If you specify a different KMS key, the signature verification fails.",
        at="VerifyRequest.KeyId",
    ),
    row(
        COMPLETE,
        "Verify",
        "algorithm-different",
        "A signature of another algorithm is refused with KMSInvalidSignatureException.",
        "If you submit a different algorithm, the signature verification fails.",
        at="VerifyRequest.SigningAlgorithm",
    ),
    row(
        CORE, "Verify", _USAGE, "A key for another use verifies nothing: InvalidKeyUsageException.", _SIGNING, at=_USAGE
    ),
    row(
        CORE,
        "GenerateMac",
        "length",
        "A MAC of HMAC_SHA_256 has 32 bytes.",
        "This is the standard, raw HMAC defined in RFC 2104.",
        at="GenerateMacResponse.Mac",
    ),
    row(
        COMPLETE,
        "GenerateMac",
        "hash",
        "A MAC has the bytes of its hash: 28 of HMAC_SHA_224, 48 of HMAC_SHA_384, 64 of HMAC_SHA_512.",
        "This is the standard, raw HMAC defined in RFC 2104.",
        at="GenerateMacResponse.Mac",
    ),
    row(
        CORE,
        "GenerateMac",
        "deterministic",
        "The same message and key have the same MAC, and another message has another.",
        "The MAC algorithm computes the HMAC for the message and the key as described in RFC 2104.",
        at="GenerateMacRequest.KeyId",
    ),
    row(
        COMPLETE,
        "GenerateMac",
        "key-different",
        "Another key has another MAC for the same message.",
        "Also, because a secret key is used to create the hash, you can verify that the party that generated the hash "
        "has the required secret key.",
    ),
    row(
        COMPLETE,
        "GenerateMac",
        "standard",
        "With key material that was imported, the MAC is the one that RFC 2104 defines.",
        "HMAC KMS keys and the HMAC algorithms that KMS uses conform to industry standards defined in RFC 2104.",
    ),
    row(
        COMPLETE,
        "GenerateMac",
        "algorithm",
        "An algorithm that the key does not support is refused.",
        "The algorithm must be compatible with the HMAC KMS key that you specify.",
        at="GenerateMacRequest.MacAlgorithm",
    ),
    row(
        CORE, "GenerateMac", _USAGE, "A key for another use makes no MACs: InvalidKeyUsageException.", _MACS, at=_USAGE
    ),
    row(
        CORE,
        "VerifyMac",
        "right-mac",
        "MacValid is true for a MAC that GenerateMac made of the message.",
        "If the HMACs are identical, the verification succeeds; otherwise, it fails.",
    ),
    row(
        CORE,
        "VerifyMac",
        "KMSInvalidMacException",
        "A MAC that has changed is refused with KMSInvalidMacException.",
        "If the HMAC is not verified, the VerifyMac operation fails with a KMSInvalidMacException exception.",
        at="VerifyMacResponse.MacValid",
    ),
    row(
        CORE,
        "VerifyMac",
        "message-different",
        "The MAC of another message is refused with KMSInvalidMacException.",
        "HMAC verification fails when the HMAC computed by using the specified message, HMAC KMS key, and MAC "
        "algorithm does not match the HMAC specified in the request.",
        at="KMSInvalidMacException",
    ),
    row(
        CORE,
        "VerifyMac",
        "key-different",
        "The MAC of another key is refused with KMSInvalidMacException.",
        "If you identify a different KMS key, the VerifyMac operation fails.",
        at="VerifyMacRequest.KeyId",
    ),
    row(
        COMPLETE,
        "VerifyMac",
        _USAGE,
        "A key for another use verifies no MACs: InvalidKeyUsageException.",
        _MACS,
        at=_USAGE,
    ),
    row(
        COMPLETE,
        "VerifyMac",
        "algorithm",
        "An algorithm that the key does not have is refused.",
        "This algorithm must be supported by the HMAC KMS key identified by the KeyId parameter.",
        at="VerifyMacRequest.MacAlgorithm",
    ),
)
