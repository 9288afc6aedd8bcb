"""What is asked of keys at the limits of what there may be, as facts that are the same every time."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from tests.support.keys.account import MATERIAL, PRINCIPAL, Account, Body, data, text, wrapped
from tests.support.keys.stories import DAY, OTHER, Fact, described, entries, outcome

ROOT = {"AWS": "arn:aws:iam::111122223333:root"}
ELSEWHERE = "us-west-2"


def kinds(account: Account) -> Iterator[Fact]:
    """Keys of specs, usages and origins that do not go together."""
    for spec in ("HMAC_256", "RSA_2048", "ECC_NIST_P256", "ML_KEM_768"):
        for usage in ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"):
            yield outcome(account.ask("CreateKey", {"KeySpec": spec, "KeyUsage": usage}))
    for request in (
        {"XksKeyId": "outside"},
        {"XksKeyId": "outside", "Origin": "EXTERNAL"},
        {"Origin": "AWS_CLOUDHSM"},
        {"Origin": "EXTERNAL_KEY_STORE", "XksKeyId": "outside"},
    ):
        yield outcome(account.ask("CreateKey", request))


def _policy(*statements: Body) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def policies(account: Account) -> Iterator[Fact]:
    """Policies that lock their owner out, have no principal or no effect, or another name."""
    key = account.key()
    all_ = {"Effect": "Allow", "Principal": ROOT, "Action": "kms:*", "Resource": "*"}
    locked = _policy({**all_, "Action": "kms:Encrypt"})
    nobody = _policy(all_, {"Effect": "Allow", "Action": "kms:Encrypt", "Resource": "*"})
    idle = _policy(all_, {"Effect": "Allow", "Principal": ROOT, "Resource": "*"})
    for policy in (locked, nobody, idle):
        for more in ({}, {"BypassPolicyLockoutSafetyCheck": True}):
            yield outcome(account.ask("CreateKey", {"Policy": policy, **more}))
            yield outcome(account.ask("PutKeyPolicy", {"KeyId": key, "Policy": policy, **more}))
    for name in ("AWS_RAM", "other", "default"):
        yield outcome(account.ask("PutKeyPolicy", {"KeyId": key, "Policy": _policy(all_), "PolicyName": name}))
        yield outcome(account.ask("GetKeyPolicy", {"KeyId": key, "PolicyName": name}))


def grant_forms(account: Account) -> Iterator[Fact]:
    """Grants with constraints, to nobody, of another key, and half named."""
    arn = described(account, account.key())["Arn"]
    other = described(account, account.key("other"))["Arn"]
    for key, operation in (("symmetric", "Encrypt"), ("signing", "Sign"), ("hmac", "GenerateMac")):
        request = {"KeyId": account.key(key), "GranteePrincipal": PRINCIPAL, "Operations": [operation]}
        for context in ({"a": "b"}, {str(number): "" for number in range(9)}, {"a": "b" * 385}):
            for kind in ("EncryptionContextEquals", "EncryptionContextSubset"):
                yield outcome(account.ask("CreateGrant", {**request, "Constraints": {kind: context}}))
        both = {"EncryptionContextEquals": {"a": "b"}, "EncryptionContextSubset": {"a": "b"}}
        yield outcome(account.ask("CreateGrant", {**request, "Constraints": both}))
    yield outcome(account.ask("CreateGrant", {"KeyId": account.key(), "Operations": ["Encrypt"]}))
    service, source = "some.service.test", "arn:aws:sns:us-east-1:111122223333:one"
    request = {"KeyId": account.key(), "Operations": ["Encrypt"], "RetiringPrincipal": OTHER}
    for more in (
        {"GranteeServicePrincipal": service},
        {"GranteePrincipal": PRINCIPAL, "RetiringServicePrincipal": service},
        {"GranteePrincipal": PRINCIPAL, "GranteeServicePrincipal": service, "Constraints": {"SourceArn": source}},
    ):
        yield outcome(account.ask("CreateGrant", {**request, **more}))
    made = account.grant(Name="one", RetiringPrincipal=OTHER)
    account.grant(Name="one", RetiringPrincipal=OTHER)
    for request in ({}, {"RetiringPrincipal": OTHER}, {"RetiringPrincipal": PRINCIPAL}):
        answer = account.ask("ListRetirableGrants", request)
        yield outcome(answer), len(answer.body.get("Grants", []))
    for request in (
        {"GrantId": made["GrantId"]},
        {"KeyId": arn},
        {},
        {"GrantId": made["GrantId"], "KeyId": other},
        {"GrantId": "0" * 64, "KeyId": arn},
        {"GrantToken": "unknown"},
        {"GrantToken": made["GrantToken"]},
    ):
        yield outcome(account.ask("RetireGrant", request))


def last_uses(account: Account) -> Iterator[Fact]:
    """Keys are used, described, used in vain."""
    key, other, blob = account.key(), account.key("other"), account.encrypted()
    changed = text(data(blob)[:-1] + b"?")
    for operation, request in (
        ("DescribeKey", {"KeyId": key}),
        ("UpdateKeyDescription", {"KeyId": key, "Description": "new"}),
        ("Decrypt", {"KeyId": key, "CiphertextBlob": changed}),
        ("GenerateDataKey", {"KeyId": key, "NumberOfBytes": 9}),
        ("ReEncrypt", {"CiphertextBlob": blob, "DestinationKeyId": other}),
    ):
        yield outcome(account.ask(operation, request))
        for one in (key, other):
            yield account.must("GetKeyLastUsage", {"KeyId": one})["KeyLastUsage"].get("Operation")


def uses_by_region(account: Account) -> Iterator[Fact]:
    """A primary is used and gets another policy, and its replica does not."""
    key = account.key("family")
    account.must("ReplicateKey", {"KeyId": key, "ReplicaRegion": "us-west-2"})
    account.encrypted("family")
    for region in ("us-east-1", "us-west-2"):
        yield account.must("GetKeyLastUsage", {"KeyId": key}, region)["KeyLastUsage"].get("Operation")
    policy = account.must("GetKeyPolicy", {"KeyId": key})["Policy"]
    account.must("PutKeyPolicy", {"KeyId": key, "Policy": f" {policy}"})
    yield account.must("GetKeyPolicy", {"KeyId": key}, "us-west-2")["Policy"] == policy


def import_forms(account: Account) -> Iterator[Fact]:
    """Key material with any date, type and id."""
    key, now = account.key("external"), time.time()
    yield outcome(account.ask("ImportKeyMaterial", account.import_request(material=MATERIAL[:30])))
    for days in (-2, 367, 5):
        expires = {"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": now + days * DAY}
        yield outcome(account.ask("ImportKeyMaterial", {**account.import_request(), **expires}))
        yield described(account, key).get("ExpirationModel")
    no_id = "0" * 64
    for more in (
        {"ImportType": "NEW_KEY_MATERIAL"},
        {"ImportType": "NEW_KEY_MATERIAL", "KeyMaterialId": no_id},
        {"ImportType": "EXISTING_KEY_MATERIAL", "KeyMaterialId": no_id},
    ):
        yield outcome(account.ask("ImportKeyMaterial", {**account.import_request(), **more}))
    blob = account.encrypted("external")
    yield outcome(account.ask("RotateKeyOnDemand", {"KeyId": key}))
    second = account.import_request(material=MATERIAL[::-1])
    yield outcome(account.ask("ImportKeyMaterial", second))
    yield outcome(account.ask("ImportKeyMaterial", {**second, "ImportType": "NEW_KEY_MATERIAL"}))
    yield outcome(account.ask("RotateKeyOnDemand", {"KeyId": key}))
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}), "Plaintext")


def expiry(account: Account) -> Iterator[Fact]:
    """Key material that does not expire is imported again, and expires."""
    key = account.key("external")
    expires = {"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": time.time() + 5 * DAY}
    for more in ({}, expires):
        yield outcome(account.ask("ImportKeyMaterial", {**account.import_request(), **more}))
        yield described(account, key).get("ExpirationModel")


def wrapping(account: Account) -> Iterator[Fact]:
    """Ways to wrap key material of each kind."""
    for spec, usage in (
        ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
        ("RSA_2048", "SIGN_VERIFY"),
        ("ECC_NIST_P521", "SIGN_VERIFY"),
    ):
        made = account.must("CreateKey", {"Origin": "EXTERNAL", "KeySpec": spec, "KeyUsage": usage})
        for way in ("RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "RSA_AES_KEY_WRAP_SHA_256"):
            request = {"KeyId": made["KeyMetadata"]["KeyId"], "WrappingAlgorithm": way, "WrappingKeySpec": "RSA_2048"}
            yield outcome(account.ask("GetParametersForImport", request))


def rotation_dates(account: Account) -> Iterator[Fact]:
    """When a key is rotated next, how often it may be, and all its material."""
    key = account.key()
    for operation, times in (("EnableKeyRotation", 1), ("RotateKeyOnDemand", 26)):
        for _ in range(times):
            yield outcome(account.ask(operation, {"KeyId": key}))
        date = account.must("GetKeyRotationStatus", {"KeyId": key}).get("NextRotationDate")
        yield date and round((date - time.time()) / DAY)
    for name in ("other", "hmac", "signing"):
        request = {"KeyId": account.key(name), "IncludeKeyMaterial": "ALL_KEY_MATERIAL"}
        answer = account.ask("ListKeyRotations", request)
        yield outcome(answer), len(answer.body.get("Rotations", []))


def replica_properties(account: Account) -> Iterator[Fact]:
    """What a replica has of its own, and what it shares."""
    own = {"Description": "of the primary", "Tags": [{"TagKey": "a", "TagValue": "1"}]}
    key = account.must("CreateKey", {"MultiRegion": True, **own})["KeyMetadata"]["KeyId"]
    account.must("EnableKeyRotation", {"KeyId": key})
    policy = account.must("GetKeyPolicy", {"KeyId": key})["Policy"]
    yield outcome(account.ask("ReplicateKey", {"KeyId": key, "ReplicaRegion": "us-east-1"}))
    yield outcome(account.ask("UpdatePrimaryRegion", {"KeyId": key, "PrimaryRegion": ELSEWHERE}))
    request = {"KeyId": key, "ReplicaRegion": ELSEWHERE, "Description": "of the replica", "Policy": policy + " "}
    yield outcome(account.ask("ReplicateKey", request))
    account.must("DisableKey", {"KeyId": key})
    for region in ("us-east-1", ELSEWHERE):
        shown = account.must("DescribeKey", {"KeyId": key}, region)["KeyMetadata"]
        yield [shown[name] for name in ("Description", "KeyState", "Origin", "KeySpec", "KeyUsage")]
        yield account.must("GetKeyPolicy", {"KeyId": key}, region)["Policy"]
        yield entries(account.must("ListResourceTags", {"KeyId": key}, region))
        yield account.must("GetKeyRotationStatus", {"KeyId": key}, region)["KeyRotationEnabled"]


def families(account: Account) -> Iterator[Fact]:
    """A replica is replicated, and takes the key material of its primary key alone."""
    key = account.must("CreateKey", {"MultiRegion": True, "Origin": "EXTERNAL"})["KeyMetadata"]["KeyId"]
    ways = {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}
    for region, material in (("us-east-1", MATERIAL), (ELSEWHERE, MATERIAL[::-1]), (ELSEWHERE, MATERIAL)):
        found = account.must("GetParametersForImport", {"KeyId": key, **ways}, region)
        request = {
            "KeyId": key,
            "ImportToken": found["ImportToken"],
            "EncryptedKeyMaterial": wrapped(found["PublicKey"], material),
            "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE",
            "ImportType": "NEW_KEY_MATERIAL" if region == "us-east-1" else "EXISTING_KEY_MATERIAL",
        }
        yield outcome(account.ask("ImportKeyMaterial", request, region))
        account.ask("ReplicateKey", {"KeyId": key, "ReplicaRegion": ELSEWHERE})
        yield account.must("DescribeKey", {"KeyId": key}, ELSEWHERE)["KeyMetadata"]["KeyState"]
    yield outcome(account.ask("ReplicateKey", {"KeyId": key, "ReplicaRegion": "eu-west-1"}, ELSEWHERE))


def exact(account: Account) -> Iterator[Fact]:
    """A MAC with an algorithm that its key does not have."""
    request = {"KeyId": account.key("hmac"), "Message": text(b"plain")}
    mac = account.must("GenerateMac", {**request, "MacAlgorithm": "HMAC_SHA_256"})["Mac"]
    for algorithm in ("HMAC_SHA_256", "HMAC_SHA_512"):
        yield outcome(account.ask("VerifyMac", {**request, "Mac": mac, "MacAlgorithm": algorithm}))


def waiting(account: Account) -> Iterator[Fact]:
    """A primary key that waits for the deletion of its replicas."""
    key = account.key("family")
    account.must("ReplicateKey", {"KeyId": key, "ReplicaRegion": ELSEWHERE})
    yield outcome(account.ask("ScheduleKeyDeletion", {"KeyId": key, "PendingWindowInDays": 9}), "KeyState")
    shown = described(account, key)
    yield [shown.get(name) for name in ("KeyState", "DeletionDate", "PendingDeletionWindowInDays")]
    yield outcome(account.ask("Encrypt", {"KeyId": key, "Plaintext": text(b"plain")}))


def algorithms(account: Account) -> Iterator[Fact]:
    """What does not go together with an algorithm, asked of keys that have it."""
    rsa, oaep = account.key("rsa"), "RSAES_OAEP_SHA_256"
    for plaintext, context in ((b"plain", {"a": "b"}), (bytes(471), {})):
        request = {
            "KeyId": rsa,
            "Plaintext": text(plaintext),
            "EncryptionAlgorithm": oaep,
            "EncryptionContext": context,
        }
        yield outcome(account.ask("Encrypt", request))
    moved = {"DestinationKeyId": rsa, "DestinationEncryptionAlgorithm": oaep}
    context = {"DestinationEncryptionContext": {"a": "b"}}
    yield outcome(account.ask("ReEncrypt", {"CiphertextBlob": account.encrypted(), **moved, **context}))
    for algorithm in ("ED25519_SHA_512", "ED25519_PH_SHA_512"):
        for form in ("RAW", "DIGEST"):
            request = {"KeyId": account.key("edwards"), "SigningAlgorithm": algorithm, "MessageType": form}
            yield outcome(account.ask("Sign", {**request, "Message": text(bytes(64))}))
