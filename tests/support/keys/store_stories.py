"""Stories of custom key stores and of the keys in them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.keys.account import Account, text
from tests.support.keys.stories import Fact, described, outcome
from tests.support.plain_client import hsm, public


def stores(account: Account) -> Iterator[Fact]:
    """Keys in a custom key store."""
    wanted = hsm()
    store = account.must("CreateCustomKeyStore", wanted)
    request = {"Origin": "AWS_CLOUDHSM", **store}
    yield outcome(account.ask("CreateKey", request))
    yield outcome(account.ask("CreateKey", {**request, "CustomKeyStoreId": "cks-none"}))
    for found in ({"NumberOfBytes": 5, **store}, {"NumberOfBytes": 5, "CustomKeyStoreId": "cks-none"}):
        yield outcome(account.ask("GenerateRandom", found))
    account.must("ConnectCustomKeyStore", store)
    yield outcome(account.ask("GenerateRandom", {"NumberOfBytes": 5, **store}))
    for more in ({"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}, {"MultiRegion": True}):
        yield outcome(account.ask("CreateKey", {**request, **more}))
    answer = account.ask("CreateKey", request)
    key = answer.body["KeyMetadata"]["KeyId"]
    yield [
        described(account, key).get("CustomKeyStoreId") == store["CustomKeyStoreId"],
        described(account, key)["Origin"],
    ]
    for found in (answer.body["KeyMetadata"], described(account, key)):
        yield found["CloudHsmClusterId"] == wanted["CloudHsmClusterId"]
    made = account.must("Encrypt", {"KeyId": key, "Plaintext": text(b"plain")})
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": made["CiphertextBlob"]}), "Plaintext")
    for operation in ("EnableKeyRotation", "RotateKeyOnDemand"):
        yield outcome(account.ask(operation, {"KeyId": key}))
    for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"):
        yield outcome(account.ask(operation, {"KeyId": key, "KeyPairSpec": "ECC_NIST_P256"}))
    account.must("DisableKey", {"KeyId": key})
    yield "CloudHsmClusterId" in described(account, key)
    account.must("EnableKey", {"KeyId": key})
    account.must("DisconnectCustomKeyStore", store)
    yield described(account, key)["KeyState"]
    yield outcome(account.ask("UpdateKeyDescription", {"KeyId": key, "Description": "new"}))
    account.must("ConnectCustomKeyStore", store)
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": made["CiphertextBlob"]}), "Plaintext")
    account.must("DisconnectCustomKeyStore", store)
    yield outcome(account.ask("Encrypt", {"KeyId": key, "Plaintext": text(b"plain")}))
    account.must("ScheduleKeyDeletion", {"KeyId": key, "PendingWindowInDays": 7})
    yield outcome(account.ask("DeleteCustomKeyStore", store))
    account.must("CancelKeyDeletion", {"KeyId": key})
    yield outcome(account.ask("DeleteCustomKeyStore", store))


def external_stores(account: Account) -> Iterator[Fact]:
    """Keys in an external key store, and random bytes from it."""
    store = account.must("CreateCustomKeyStore", public())
    account.must("ConnectCustomKeyStore", store)
    for key in ("one", "one", "two"):
        request = {"Origin": "EXTERNAL_KEY_STORE", "XksKeyId": key, **store}
        found = account.ask("CreateKey", request)
        yield outcome(found), found.body.get("KeyMetadata", {}).get("XksKeyConfiguration")
    (first, *_) = account.must("ListKeys", {})["Keys"]
    yield described(account, first["KeyId"]).get("CustomKeyStoreId") == store["CustomKeyStoreId"]
    for origin in ("EXTERNAL_KEY_STORE", "AWS_CLOUDHSM"):
        yield outcome(account.ask("CreateKey", {"Origin": origin, **store}))
    yield outcome(account.ask("GenerateRandom", {"NumberOfBytes": 5, **store}))
    account.must("DisconnectCustomKeyStore", store)
    yield outcome(account.ask("DeleteCustomKeyStore", store))
