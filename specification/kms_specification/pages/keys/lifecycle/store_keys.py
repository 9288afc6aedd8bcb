"""Keys in custom key stores: made only while the store is connected, of one kind, and in the way of its deletion."""

from __future__ import annotations

from kms_specification.pages.keys.behaviour import COMPLETE, Behaviour, row

_SYMMETRIC_ONLY = (
    "This parameter is valid only for symmetric encryption KMS keys in a single Region. You cannot create any other "
    "type of KMS key in a custom key store."
)

STORE_KEYS: tuple[Behaviour, ...] = (
    row(
        COMPLETE,
        "CreateKey",
        "store",
        "A key in a custom key store is described with that store and its origin.",
        "A unique identifier for the custom key store that contains the KMS key.",
        at="KeyMetadata.CustomKeyStoreId",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "store-usable",
        "A key in a custom key store decrypts what it encrypted.",
        "When you request a cryptographic operation with a KMS key in a custom key store, the operation is performed "
        "in the backing key store using its cryptographic keys.",
    ),
    row(
        COMPLETE,
        "Decrypt",
        "reconnected-store",
        "A key works once its custom key store was disconnected and connected again.",
        "You can disconnect and reconnect a custom key store at any time.",
        at="ConnectCustomKeyStore",
    ),
    row(
        COMPLETE,
        "UpdateKeyDescription",
        "disconnected-store",
        "The description of a key is changed while its custom key store is disconnected.",
        "While a custom key store is disconnected, you can manage the custom key store and its KMS keys, but you "
        "cannot create or use its KMS keys.",
        at="DisconnectCustomKeyStore",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "store-KeySpec",
        "No key that is not for symmetric encryption is made in a custom key store.",
        _SYMMETRIC_ONLY,
        at="CreateKeyRequest.CustomKeyStoreId",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "store-MultiRegion",
        "No multi-Region key is made in a custom key store.",
        "However, you cannot create a multi-Region key in a custom key store.",
        at="CreateKeyRequest.MultiRegion",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "CustomKeyStoreNotFoundException",
        "A custom key store that does not exist is refused with CustomKeyStoreNotFoundException.",
        "The request was rejected because KMS cannot find a custom key store with the specified key store name or ID.",
        at="CustomKeyStoreNotFoundException",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "CustomKeyStoreInvalidStateException",
        "No key is made in a custom key store that is not connected: CustomKeyStoreInvalidStateException.",
        "You requested the CreateKey operation in a custom key store that is not connected.",
        at="CustomKeyStoreInvalidStateException",
    ),
    row(
        COMPLETE,
        "Encrypt",
        "disconnected-store",
        "A key does not encrypt while its custom key store is disconnected.",
        "While a custom key store is disconnected, all attempts to create KMS keys in the custom key store or to use "
        "existing KMS keys in cryptographic operations will fail.",
        at="DisconnectCustomKeyStore",
    ),
    row(
        COMPLETE,
        "EnableKeyRotation",
        "store",
        "A key in a custom key store is not rotated automatically.",
        "You cannot enable automatic rotation of asymmetric KMS keys, HMAC KMS keys, KMS keys with imported key "
        "material, or KMS keys in a custom key store.",
    ),
    row(
        COMPLETE,
        "RotateKeyOnDemand",
        "store",
        "A key in a custom key store is not rotated on demand.",
        "You cannot perform on-demand rotation of asymmetric KMS keys, HMAC KMS keys, or KMS keys in a custom key "
        "store.",
    ),
    *(
        row(
            COMPLETE,
            operation,
            "store",
            "A key in a custom key store makes no data key pairs.",
            "You cannot use an asymmetric KMS key or a KMS key in a custom key store.",
        )
        for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext")
    ),
    row(
        COMPLETE,
        "DeleteCustomKeyStore",
        "CustomKeyStoreHasCMKsException",
        "A custom key store that has keys is not deleted: CustomKeyStoreHasCMKsException.",
        "The request was rejected because the custom key store contains KMS keys.",
        at="CustomKeyStoreHasCMKsException",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "XksKeyId",
        "A key in an external key store is described with its external key.",
        "The ID of the external key in its external key manager.",
        at="XksKeyConfigurationType.Id",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "XksKeyId-required",
        "No key is made in an external key store without an XksKeyId.",
        "When you create a KMS key in an external key store, you must use the XksKeyId parameter to specify an "
        "external key that serves as key material for the KMS key.",
        at="CreateKeyRequest.CustomKeyStoreId",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "store-Origin",
        "No key with the origin of a store that is backed by a cluster is made in an external key store.",
        "To create a KMS key in an external key store, set this value to EXTERNAL_KEY_STORE.",
        at="CreateKeyRequest.Origin",
    ),
    row(
        COMPLETE,
        "CreateKey",
        "XksKeyAlreadyInUseException",
        "An external key is that of one key alone: XksKeyAlreadyInUseException.",
        "The request was rejected because the (XksKeyId) is already associated with another KMS key in this external "
        "key store.",
        at="XksKeyAlreadyInUseException",
    ),
    row(
        COMPLETE,
        "GenerateRandom",
        "store",
        "Random bytes come from a custom key store that is backed by a cluster.",
        "Generates the random byte string in the CloudHSM cluster that is associated with the specified CloudHSM key "
        "store.",
        at="GenerateRandomRequest.CustomKeyStoreId",
    ),
    row(
        COMPLETE,
        "GenerateRandom",
        "UnsupportedOperationException",
        "No random bytes come from an external key store: UnsupportedOperationException.",
        "If you specify the ID of an external key store, GenerateRandom throws an UnsupportedOperationException.",
        at="GenerateRandomRequest.CustomKeyStoreId",
    ),
    row(
        COMPLETE,
        "GenerateRandom",
        "CustomKeyStoreInvalidStateException",
        "No random bytes come from a custom key store that is not connected: CustomKeyStoreInvalidStateException.",
        "You requested the GenerateRandom operation in an CloudHSM key store that is not connected.",
        at="CustomKeyStoreInvalidStateException",
    ),
)
