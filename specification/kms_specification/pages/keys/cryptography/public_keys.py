"""Public keys as they are downloaded, and secrets that two parties share."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, CORE, Behaviour, row

PUBLIC_KEYS: tuple[Behaviour, ...] = (
    row(
        CORE,
        "GetPublicKey",
        "SubjectPublicKeyInfo",
        "The public key is a DER-encoded SubjectPublicKeyInfo of the type that KeySpec names.",
        "The value is a DER-encoded X.509 public key, also known as SubjectPublicKeyInfo (SPKI), as defined in RFC "
        "5280.",
        at="GetPublicKeyResponse.PublicKey",
    ),
    row(
        CORE,
        "GetPublicKey",
        "described",
        "KeySpec, KeyUsage and the algorithms are those of the key.",
        "To help you use the public key safely outside of KMS, GetPublicKey returns important information about the "
        "public key in the response",
    ),
    row(
        CORE,
        "GetPublicKey",
        "KeyId",
        "GetPublicKey returns the ARN of the key.",
        "The Amazon Resource Name (key ARN) of the asymmetric KMS key from which the public key was downloaded.",
        at="GetPublicKeyResponse.KeyId",
    ),
    row(
        COMPLETE,
        "GetPublicKey",
        "stable",
        "The public key of a key is always the same, and no other key's.",
        "Returns the public key of an asymmetric KMS key.",
    ),
    row(
        COMPLETE,
        "GetPublicKey",
        "symmetric",
        "A symmetric key has no public key: UnsupportedOperationException or InvalidKeyUsageException.",
        "The request was rejected because a specified parameter is not supported or a specified resource is not valid "
        "for this operation.",
        at="UnsupportedOperationException",
    ),
    row(
        COMPLETE,
        "DeriveSharedSecret",
        "agreement",
        "The secret is the one that the peer derives outside of KMS from the public key.",
        "Bob uses the Elliptic Curve Cryptography Cofactor Diffie-Hellman Primitive to calculate the same raw secret "
        "using his private key and Alice's public key.",
    ),
    row(
        COMPLETE,
        "DeriveSharedSecret",
        "both-sides",
        "Two keys derive the same secret, each from the other's public key.",
        "The public key can be from another asymmetric KMS key pair or from a key pair generated outside of KMS, but "
        "both key pairs must be on the same elliptic curve.",
    ),
    row(
        COMPLETE,
        "DeriveSharedSecret",
        "curve-different",
        "A public key on another curve is refused.",
        "both key pairs must be on the same elliptic curve.",
    ),
    row(
        COMPLETE,
        "DeriveSharedSecret",
        "InvalidKeyUsageException",
        "A key for another use derives no secrets: InvalidKeyUsageException.",
        "For deriving key agreement secrets, the KeyUsage must be KEY_AGREEMENT.",
        at="InvalidKeyUsageException",
    ),
    row(
        COMPLETE,
        "Encapsulate",
        "length",
        "With ML_KEM_768 the secret has 32 bytes and its encapsulated form 1,088.",
        "Before Base64 encoding, the encapsulated shared secret is 768 bytes for ML_KEM_512, 1088 bytes for "
        "ML_KEM_768, and 1568 bytes for ML_KEM_1024.",
        at="EncapsulateResponse.SharedSecretCiphertextBlob",
    ),
    row(
        COMPLETE,
        "Encapsulate",
        "fresh",
        "No two secrets are the same.",
        "It is a 32-byte cryptographically random value that both parties can use directly as key material",
        at="EncapsulateResponse.SharedSecret",
    ),
    row(
        COMPLETE,
        "Encapsulate",
        "InvalidKeyUsageException",
        "A key for another use encapsulates no secrets: InvalidKeyUsageException.",
        "For encapsulating and decapsulating shared secrets, the KeyUsage must be ENCAPSULATE_DECAPSULATE.",
        at="InvalidKeyUsageException",
    ),
    row(
        COMPLETE,
        "Decapsulate",
        "inverse",
        "Decapsulate returns the secret that Encapsulate returned.",
        "Recovers the shared secret that was encapsulated with the public key of an ML-KEM KMS key.",
    ),
    row(
        COMPLETE,
        "Decapsulate",
        "outside",
        "A secret that was encapsulated outside of KMS with the public key is recovered.",
        "Recovers the shared secret that was encapsulated with the public key of an ML-KEM KMS key.",
    ),
    row(
        COMPLETE,
        "Decapsulate",
        "implicit-rejection",
        "An encapsulated secret of which a bit has changed gives another secret of 32 bytes, and no error.",
        "This is true even when the SharedSecretCiphertextBlob was created using a different ML-KEM key or altered "
        "from its original value.",
    ),
    row(
        COMPLETE,
        "Decapsulate",
        "InvalidCiphertextException",
        "An encapsulated secret of another length is refused with InvalidCiphertextException.",
        "Decapsulate returns an InvalidCiphertextException when the length of the SharedSecretCiphertextBlob is "
        "inconsistent with the ML-KEM key spec.",
    ),
    row(
        COMPLETE,
        "Decapsulate",
        "InvalidKeyUsageException",
        "A key for another use decapsulates no secrets: InvalidKeyUsageException.",
        "For encapsulating and decapsulating shared secrets, the KeyUsage must be ENCAPSULATE_DECAPSULATE.",
        at="InvalidKeyUsageException",
    ),
)
