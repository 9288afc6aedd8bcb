"""What happens to keys, and to what belongs to them, as facts that are the same every time."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.support.keys.account import PRINCIPAL, Account, Body
from tests.support.keys.stories import DAY, OTHER, UNKNOWN, Fact, described, entries, outcome


def creation(account: Account) -> Iterator[Fact]:
    """Keys as they are created, described and listed."""
    drawn = ("KeyId", "Arn", "CreationDate", "CurrentKeyMaterialId", "MultiRegionConfiguration")
    policy = account.must("GetKeyPolicy", {"KeyId": account.key()})
    yield policy
    seen: list[str] = []
    for request in (
        {},
        {},
        {"Description": "told", "Tags": [{"TagKey": "a", "TagValue": "b"}], "Policy": policy["Policy"] + " "},
        {"KeySpec": "ECC_NIST_P384", "KeyUsage": "SIGN_VERIFY"},
        {"KeySpec": "ECC_NIST_P384"},
        {"KeySpec": "HMAC_256", "KeyUsage": "SIGN_VERIFY"},
        {"MultiRegion": True},
        {"Origin": "EXTERNAL"},
        {"Policy": "no policy"},
    ):
        answer = account.ask("CreateKey", request)
        yield outcome(answer)
        made = answer.body.get("KeyMetadata")
        if made is None:
            continue
        yield made["KeyId"] in seen, {name: value for name, value in made.items() if name not in drawn}
        seen.append(made["KeyId"])
        again = described(account, made["KeyId"])
        yield again == made, made.get("MultiRegionConfiguration", {}).get("MultiRegionKeyType")
        yield entries(account.must("ListResourceTags", {"KeyId": made["KeyId"]}))
        yield account.must("GetKeyPolicy", {"KeyId": made["KeyId"]})["Policy"]
        yield outcome(account.ask("Encrypt", {"KeyId": made["KeyId"], "Plaintext": "eA=="}))
    listed = account.must("ListKeys", {})["Keys"]
    yield [key["KeyId"] in seen for key in listed].count(True)
    key = account.key()
    yield outcome(account.ask("UpdateKeyDescription", {"KeyId": key, "Description": "new"}))
    yield described(account, key)["Description"]
    used = account.must("GetKeyLastUsage", {"KeyId": key})
    yield used["KeyLastUsage"], used["KeyCreationDate"] == described(account, key)["CreationDate"]


def states(account: Account) -> Iterator[Fact]:
    """A key is disabled and enabled, scheduled for deletion and kept."""
    key, blob = account.key(), account.encrypted()
    arn = described(account, key)["Arn"]
    for operation, more in (
        ("DisableKey", {}), ("EnableKey", {}), ("ScheduleKeyDeletion", {}), ("CancelKeyDeletion", {}),
        ("EnableKey", {}), ("CancelKeyDeletion", {}), ("ScheduleKeyDeletion", {"PendingWindowInDays": 9}),
        ("ScheduleKeyDeletion", {}), ("EnableKey", {}), ("DisableKey", {}), ("CancelKeyDeletion", {}),
        ("EnableKey", {}),
    ):  # fmt: skip
        answer = account.ask(operation, {"KeyId": key, **more})
        yield outcome(answer, "KeyState", "PendingWindowInDays"), answer.body.get("KeyId") == arn
        now = described(account, key)
        date = now.get("DeletionDate")
        yield now["KeyState"], now["Enabled"], None if date is None else round((date - time.time()) / DAY)
        yield answer.body.get("DeletionDate", date) == date
        yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}), "Plaintext")


def imports(account: Account) -> Iterator[Fact]:
    """Key material is imported, deleted, imported again."""
    key = account.key("external")
    before = described(account, key)
    yield before["KeyState"], before["Enabled"], before.get("ExpirationModel")
    for spec in ("RSA_2048", "RSA_3072"):
        wrapping = {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": spec}
        found = account.must("GetParametersForImport", {"KeyId": key, **wrapping})
        yield len(found["PublicKey"]), round((found["ParametersValidTo"] - time.time()) / 3600)
    request = account.import_request()
    without_model = {name: value for name, value in request.items() if name != "ExpirationModel"}
    later = time.time() + 100 * DAY
    yield outcome(account.ask("ImportKeyMaterial", without_model))
    yield outcome(account.ask("ImportKeyMaterial", {**request, "ValidTo": later}))
    yield outcome(account.ask("ImportKeyMaterial", {**request, "EncryptedKeyMaterial": "eA=="}))
    other = account.must("CreateKey", {"Origin": "EXTERNAL"})["KeyMetadata"]["KeyId"]
    yield outcome(account.ask("ImportKeyMaterial", {**request, "KeyId": other}))
    for expiry in ({"ExpirationModel": "KEY_MATERIAL_EXPIRES", "ValidTo": later}, {}):
        yield outcome(account.ask("ImportKeyMaterial", {**account.import_request(), **expiry}))
        now = described(account, key)
        yield now["KeyState"], now.get("ExpirationModel"), round(now.get("ValidTo", later) - later)
    blob = account.encrypted("external")
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}), "Plaintext")
    yield outcome(account.ask("ImportKeyMaterial", account.import_request(material=bytes(32))))
    yield outcome(account.ask("DeleteImportedKeyMaterial", {"KeyId": key}))
    yield described(account, key)["KeyState"]
    for operation, more in (
        ("Encrypt", {"Plaintext": "eA=="}),
        ("Decrypt", {"CiphertextBlob": blob}),
        ("GenerateDataKey", {"NumberOfBytes": 9}),
    ):
        yield outcome(account.ask(operation, {"KeyId": key, **more}))
    yield outcome(account.ask("ImportKeyMaterial", account.import_request()))
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}), "Plaintext")
    account.must("ScheduleKeyDeletion", {"KeyId": key})
    yield outcome(account.ask("DeleteImportedKeyMaterial", {"KeyId": key})), described(account, key)["KeyState"]
    token = {"ImportToken": request["ImportToken"], "EncryptedKeyMaterial": request["EncryptedKeyMaterial"]}
    yield outcome(account.ask("ImportKeyMaterial", {"KeyId": account.key(), **token}))
    for operation, more in (
        ("GetParametersForImport", {"WrappingAlgorithm": "RSAES_OAEP_SHA_256", "WrappingKeySpec": "RSA_2048"}),
        ("ImportKeyMaterial", {**token, "ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}),
        ("DeleteImportedKeyMaterial", {}),
    ):
        yield outcome(account.ask(operation, {"KeyId": account.key(), **more}))


def aliases(account: Account) -> Iterator[Fact]:
    """Aliases are made, moved, deleted, listed."""
    keys = {name: account.key(name) for name in ("symmetric", "other", "hmac", "rsa", "rsa-signing")}
    for operation, name, target in (
        ("CreateAlias", "alias/a", "symmetric"), ("CreateAlias", "alias/a", "other"),
        ("CreateAlias", "alias/b", "symmetric"), ("CreateAlias", "alias/aws/c", "symmetric"),
        ("CreateAlias", "bare", "symmetric"), ("UpdateAlias", "alias/a", "other"), ("UpdateAlias", "alias/a", "hmac"),
        ("UpdateAlias", "alias/none", "other"), ("UpdateAlias", "alias/a", "unknown"), ("DeleteAlias", "alias/a", ""),
        ("DeleteAlias", "alias/none", ""), ("CreateAlias", "alias/a", "other"), ("CreateAlias", "alias/rsa", "rsa"),
        ("UpdateAlias", "alias/rsa", "rsa-signing"),
    ):  # fmt: skip
        more = {"TargetKeyId": keys.get(target, UNKNOWN)} if target else {}
        yield outcome(account.ask(operation, {"AliasName": name, **more}))
        for alias in ("alias/a", "alias/b", "alias/rsa"):
            found = described(account, alias).get("KeyId")
            yield next((label for label, key in keys.items() if key == found), None)
    for request in ({}, {"KeyId": keys["symmetric"]}):
        listed = account.must("ListAliases", request)["Aliases"]
        yield [(one["AliasName"], one.get("AliasArn")) for one in listed]
    yield outcome(account.ask("ListAliases", {"KeyId": "alias/b"}))
    yield [described(account, key)["KeyState"] for key in keys.values()]


def tags_and_policies(account: Account) -> Iterator[Fact]:
    """Tags and policies are put, replaced, removed."""
    key = account.key()
    for tags in (
        [("a", "1"), ("b", "")],
        [("a", "2")],
        [("A", "3")],
        [("c", "4"), ("c", "5")],
    ):
        found = [{"TagKey": name, "TagValue": value} for name, value in tags]
        yield outcome(account.ask("TagResource", {"KeyId": key, "Tags": found}))
        yield entries(account.must("ListResourceTags", {"KeyId": key}))
    several = [{"TagKey": name, "TagValue": ""} for name in ("one", "one-more", "two")]
    yield outcome(account.ask("TagResource", {"KeyId": key, "Tags": several}))
    for names in (["a"], ["absent"], ["two", "one"]):
        yield outcome(account.ask("UntagResource", {"KeyId": key, "TagKeys": names}))
        yield entries(account.must("ListResourceTags", {"KeyId": key}))
    policy = account.must("GetKeyPolicy", {"KeyId": key})["Policy"]
    for text_ in (policy + "\n", "no policy"):
        yield outcome(account.ask("PutKeyPolicy", {"KeyId": key, "Policy": text_}))
        yield account.must("GetKeyPolicy", {"KeyId": key})
    yield account.must("ListKeyPolicies", {"KeyId": key})


def grants(account: Account) -> Iterator[Fact]:
    """Grants are made, listed, retired, revoked."""
    key, other = account.key(), account.key("other")
    made = [account.grant(RetiringPrincipal=OTHER, **more) for more in ({}, {}, {"Name": "one"}, {"Name": "one"})]
    ids = [grant["GrantId"] for grant in made]
    yield [ids.index(one) for one in ids], len({grant["GrantToken"] for grant in made})
    context = {"EncryptionContextSubset": {"a": "b"}}
    account.ask("CreateGrant", _grant(other, GranteePrincipal=OTHER, Constraints=context))
    yield outcome(account.ask("CreateGrant", _grant(key, Operations=["Sign"])))
    for request in ({"KeyId": key}, {"KeyId": other}, {"KeyId": key, "GrantId": ids[0]}):
        yield _listed(account, request)
    yield _listed(account, {"KeyId": key, "GranteePrincipal": OTHER})
    retirable = account.must("ListRetirableGrants", {"RetiringPrincipal": OTHER})["Grants"]
    yield len(retirable)
    yield outcome(account.ask("RevokeGrant", {"KeyId": key, "GrantId": "0" * 64}))
    for operation, more in (
        ("RetireGrant", {"GrantToken": made[0]["GrantToken"], "DryRun": True}),
        ("RetireGrant", {"GrantToken": made[0]["GrantToken"]}),
        ("RevokeGrant", {"KeyId": key, "GrantId": ids[1], "DryRun": True}),
        ("RevokeGrant", {"KeyId": key, "GrantId": ids[1]}),
    ):
        yield outcome(account.ask(operation, more)), len(_listed(account, {"KeyId": key}))
    account.grant()
    arn = described(account, key)["Arn"]
    yield outcome(account.ask("RetireGrant", {"KeyId": arn, "GrantId": ids[2]})), len(_listed(account, {"KeyId": key}))


def _grant(key: str, **more: object) -> Body:
    return {"KeyId": key, "GranteePrincipal": PRINCIPAL, "Operations": ["Encrypt"], **more}


def _listed(account: Account, request: Body) -> list[Body]:
    drawn = ("KeyId", "GrantId", "CreationDate")
    grants = account.must("ListGrants", request)["Grants"]
    return [{name: value for name, value in grant.items() if name not in drawn} for grant in grants]


def rotation(account: Account) -> Iterator[Fact]:
    """Rotation is enabled, changed, disabled, done on demand, listed."""
    key, blob = account.key(), account.encrypted()
    drawn = ("KeyId", "NextRotationDate")
    account.must("ImportKeyMaterial", account.import_request())
    for operation, more in (
        ("ListKeyRotations", {}), ("EnableKeyRotation", {}), ("EnableKeyRotation", {"RotationPeriodInDays": 180}),
        ("RotateKeyOnDemand", {}), ("DisableKey", {}), ("EnableKey", {}), ("ScheduleKeyDeletion", {}),
        ("CancelKeyDeletion", {}), ("EnableKey", {}), ("DisableKeyRotation", {}), ("RotateKeyOnDemand", {}),
    ):  # fmt: skip
        yield outcome(account.ask(operation, {"KeyId": key, **more}))
        status = account.must("GetKeyRotationStatus", {"KeyId": key})
        yield {name: value for name, value in status.items() if name not in drawn}
        yield [one.get("RotationType") for one in account.must("ListKeyRotations", {"KeyId": key})["Rotations"]]
        yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}), "Plaintext")
    for operation in ("EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand", "GetKeyRotationStatus"):
        for name in ("hmac", "external"):
            yield outcome(account.ask(operation, {"KeyId": account.key(name)}))


def replicas(account: Account) -> Iterator[Fact]:
    """A key is replicated, and its replica becomes the primary key."""
    key = account.key("family")
    blob = account.encrypted("family")
    for request in (
        {"KeyId": key, "ReplicaRegion": "us-west-2"},
        {"KeyId": key, "ReplicaRegion": "us-west-2"},
        {"KeyId": account.key(), "ReplicaRegion": "us-west-2"},
    ):
        answer = account.ask("ReplicateKey", request)
        yield outcome(answer)
        shown = answer.body.get("ReplicaKeyMetadata", {})
        yield shown.get("KeyId") == key, shown.get("MultiRegionConfiguration", {}).get("MultiRegionKeyType")
    yield _regions(account, key)
    yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}, "us-west-2"), "Plaintext")
    for target in (key, account.key()):
        yield outcome(account.ask("UpdatePrimaryRegion", {"KeyId": target, "PrimaryRegion": "us-west-2"}))
        yield _regions(account, key)
    account.ask("UpdatePrimaryRegion", {"KeyId": key, "PrimaryRegion": "us-east-1"}, "us-west-2")
    answer = account.ask("ScheduleKeyDeletion", {"KeyId": key})
    yield outcome(answer, "KeyState"), described(account, key)["KeyState"]


def _regions(account: Account, key: str) -> Fact:
    found = described(account, key)["MultiRegionConfiguration"]
    return found["MultiRegionKeyType"], len(found["ReplicaKeys"])


def pages(account: Account) -> Iterator[Fact]:
    """Every list page by page."""
    key = account.key()
    for number in range(5):
        account.must("CreateKey", {})
        account.must("CreateAlias", {"AliasName": f"alias/{number}", "TargetKeyId": key})
        account.grant(RetiringPrincipal=OTHER)
        account.must("TagResource", {"KeyId": key, "Tags": [{"TagKey": str(number), "TagValue": ""}]})
        account.must("RotateKeyOnDemand", {"KeyId": key})
    for operation, request in (
        ("ListKeys", {}),
        ("ListKeys", {"ResourceOwners": ["OTHER_ACCOUNTS_VIA_RAM"]}),
        ("ListAliases", {}),
        ("ListGrants", {"KeyId": key}),
        ("ListRetirableGrants", {"RetiringPrincipal": OTHER}),
        ("ListResourceTags", {"KeyId": key}),
        ("ListKeyPolicies", {"KeyId": key}),
        ("ListKeyRotations", {"KeyId": key}),
    ):
        sizes, marker = [], {}
        for _ in range(5):
            answer = account.ask(operation, {**request, "Limit": 2, **marker})
            sizes.append((outcome(answer, "Truncated"), "NextMarker" in answer.body, len(entries(answer.body))))
            if "NextMarker" not in answer.body:
                break
            marker = {"Marker": answer.body["NextMarker"]}
        yield operation, sizes
    for number in range(5, 51):
        account.grant(RetiringPrincipal=OTHER)
        account.must("CreateAlias", {"AliasName": f"alias/{number}", "TargetKeyId": key})
    for operation, request in (("ListAliases", {}), ("ListGrants", {"KeyId": key})):
        yield operation, len(entries(account.must(operation, request)))
