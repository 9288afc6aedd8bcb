"""What keys have once other things were done with them, in one Region and in several, as facts."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from tests.support.keys.account import PRINCIPAL, REQUESTS, Account, Body
from tests.support.keys.stories import DAY, Fact, described, outcome

# What changes one property of a key, which the first member names.
_CHANGES = (
    *("UpdateKeyDescription", "PutKeyPolicy", "TagResource", "UntagResource", "CreateGrant", "UpdateAlias"),
    *("EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand", "ImportKeyMaterial", "DeleteImportedKeyMaterial"),
)


def _properties(account: Account, key: str, region: str = "us-east-1") -> Fact:
    """All that a key has, without what is drawn."""
    one = {"KeyId": key}
    metadata = account.must("DescribeKey", one, region)["KeyMetadata"]
    rotation: Body = account.ask("GetKeyRotationStatus", one, region).body
    return (
        [metadata.get(member) for member in ("Description", "KeyState", "Enabled", "MultiRegionConfiguration")],
        account.must("ListResourceTags", one, region)["Tags"],
        account.must("GetKeyPolicy", one, region)["Policy"],
        [alias["AliasName"] for alias in account.must("ListAliases", one, region)["Aliases"]],
        [grant["Operations"] for grant in account.must("ListGrants", one, region)["Grants"]],
        [rotation.get(member) for member in ("KeyRotationEnabled", "RotationPeriodInDays")],
    )


def unchanged(account: Account) -> Iterator[Fact]:
    """A key with all that it may have, after each change of one thing."""
    for operation in _CHANGES:
        one = Account(account.rules)
        external = "Import" in operation
        key = one.key("external" if external else "symmetric")
        if external:
            one.must("ImportKeyMaterial", one.import_request())
        request = REQUESTS[operation](one)
        one.must("UpdateKeyDescription", {"KeyId": key, "Description": "mine"})
        one.must("TagResource", {"KeyId": key, "Tags": [{"TagKey": "stage", "TagValue": "one"}]})
        one.must("CreateAlias", {"AliasName": "alias/mine", "TargetKeyId": key})
        one.must("CreateGrant", {"KeyId": key, "GranteePrincipal": PRINCIPAL, "Operations": ["Decrypt"]})
        one.ask("EnableKeyRotation", {"KeyId": key, "RotationPeriodInDays": 180})
        one.must(operation, request)
        yield operation, _properties(one, key)


_HOME, _AWAY, _THIRD = "us-east-1", "us-west-2", "eu-west-1"


def _family(account: Account) -> str:
    """A multi-Region key, rotated, with a replica; each has something of its own."""
    key = account.key("family")
    account.must("EnableKeyRotation", {"KeyId": key, "RotationPeriodInDays": 180})
    account.must("ReplicateKey", {"KeyId": key, "ReplicaRegion": _AWAY, "Description": "away"})
    account.must("TagResource", {"KeyId": key, "Tags": [{"TagKey": "stage", "TagValue": "home"}]})
    account.must("CreateGrant", {"KeyId": key, "GranteePrincipal": PRINCIPAL, "Operations": ["Decrypt"]})
    account.must("CreateAlias", {"AliasName": "alias/home", "TargetKeyId": key})
    return key


def _everywhere(account: Account, key: str) -> Iterator[Fact]:
    """What the key has in each of two Regions, with no id in it, and what is listed there."""
    for region in (_HOME, _AWAY):
        yield json.loads(json.dumps(_properties(account, key, region)).replace(key, "key"))
        yield [len(account.must(f"List{what}", {}, region)[what]) for what in ("Keys", "Aliases")]


def moved_primaries(account: Account) -> Iterator[Fact]:
    """The replica is the primary from now on, and is replicated."""
    key = _family(account)
    blob = account.encrypted("family")
    account.must("UpdatePrimaryRegion", {"KeyId": key, "PrimaryRegion": _AWAY})
    yield from _everywhere(account, key)
    for region in (_HOME, _AWAY):
        yield outcome(account.ask("Decrypt", {"CiphertextBlob": blob}, region), "Plaintext")
    yield outcome(account.ask("ReplicateKey", {"KeyId": key, "ReplicaRegion": _THIRD}, _AWAY))
    yield from _everywhere(account, key)


def kept_apart(account: Account) -> Iterator[Fact]:
    """Each key of a family is changed, and then the others are looked at."""
    for operation, region in (
        ("DisableKey", _HOME), ("DisableKey", _AWAY), ("EnableKey", _HOME), ("DisableKeyRotation", _AWAY),
        ("ScheduleKeyDeletion", _AWAY), ("ScheduleKeyDeletion", _HOME), ("CancelKeyDeletion", _HOME),
    ):  # fmt: skip
        one = Account(account.rules)
        key = _family(one)
        if operation == "EnableKey":
            for where in (_HOME, _AWAY):
                one.must("DisableKey", {"KeyId": key}, where)
        if operation == "CancelKeyDeletion":
            for where in (_AWAY, _HOME):
                yield outcome(one.ask("ScheduleKeyDeletion", {"KeyId": key}, where), "KeyState")
        yield operation, region, outcome(one.ask(operation, {"KeyId": key}, region), "KeyState")
        yield from _everywhere(one, key)
        for where in (_HOME, _AWAY):
            answer = one.ask("Encrypt", {"KeyId": key, "Plaintext": "eA=="}, where)
            yield outcome(answer), str(answer.body.get("KeyId")).split(":")[3:4]
        yield outcome(one.ask("TagResource", {"KeyId": key, "Tags": []}, _AWAY))


def states(account: Account) -> Iterator[Fact]:
    """A key by all its names, and with its rotations, in each state and after it."""
    key, arn, alias = account.key(), described(account, account.key())["Arn"], account.alias()
    account.must("RotateKeyOnDemand", {"KeyId": key})
    account.must("EnableKeyRotation", {"KeyId": key, "RotationPeriodInDays": 180})
    first = account.must("GetKeyRotationStatus", {"KeyId": key})
    for operation in ("DisableKey", "PutKeyPolicy", "EnableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"):
        account.must(operation, REQUESTS[operation](account) if operation == "PutKeyPolicy" else {"KeyId": key})
        time.sleep(0.01)
        for name in (key, arn, alias):
            yield outcome(account.ask("Encrypt", {"KeyId": name, "Plaintext": "eA=="}))
        status = account.must("GetKeyRotationStatus", {"KeyId": key})
        yield status.get("RotationPeriodInDays"), status.get("NextRotationDate") == first["NextRotationDate"]
        yield len(account.must("ListKeyRotations", {"KeyId": key})["Rotations"])
    for days in (7, 30):
        account.must("ScheduleKeyDeletion", {"KeyId": key, "PendingWindowInDays": days})
        yield round((described(account, key)["DeletionDate"] - time.time()) / DAY)
        account.must("CancelKeyDeletion", {"KeyId": key})
    empty = account.key("external")
    yield outcome(account.ask("EnableKey", {"KeyId": empty})), described(account, empty)["KeyState"]


def names(account: Account) -> Iterator[Fact]:
    """Aliases are moved, deleted and listed, and keys are named by what is no name of theirs."""
    key, other = account.key(), account.key("other")
    account.alias()
    for given in (key[:13], "one"):
        yield outcome(account.ask("DescribeKey", {"KeyId": given}))
        yield outcome(account.ask("Encrypt", {"KeyId": given, "Plaintext": "eA=="}))
    account.must("UpdateAlias", {"AliasName": "alias/one", "TargetKeyId": other})
    yield [alias["TargetKeyId"] == other for alias in account.must("ListAliases", {})["Aliases"]]
    arn = account.must("Encrypt", {"KeyId": "alias/one", "Plaintext": "eA=="})["KeyId"]
    yield arn.endswith(other)
    for state in ("DisableKey", "ScheduleKeyDeletion"):
        account.must(state, {"KeyId": other})
        yield len(account.must("ListAliases", {})["Aliases"])
    account.must("DeleteAlias", {"AliasName": "alias/one"})
    yield len(account.must("ListAliases", {})["Aliases"]), outcome(account.ask("DescribeKey", {"KeyId": "alias/one"}))
    account.must("CreateAlias", {"AliasName": "alias/signs", "TargetKeyId": account.key("signing")})
    yield outcome(account.ask("UpdateAlias", {"AliasName": "alias/signs", "TargetKeyId": account.key("rsa-signing")}))


def named_grants(account: Account) -> Iterator[Fact]:
    """Grants of one name, which are retired and revoked, on keys in other states."""
    key, other = account.key(), account.key("other")
    retiring = {"RetiringPrincipal": PRINCIPAL, "Name": "one"}
    requests: tuple[Body, ...] = (
        {"Name": "one"},
        {"Name": "one", "RetiringPrincipal": PRINCIPAL},
        {"Name": "one", "Operations": ["Decrypt"]},
        {"Name": "one", "KeyId": other},
        {},
    )
    grants = [account.grant(**request) for request in requests]
    yield len({grant["GrantId"] for grant in grants})
    yield [[one.get("Name"), one["Operations"]] for one in account.must("ListGrants", {"KeyId": key})["Grants"]]
    for operation, request in (
        ("RetireGrant", {"GrantToken": grants[0]["GrantToken"]}),
        ("RetireGrant", {"GrantToken": grants[0]["GrantToken"]}),
        ("RevokeGrant", {"KeyId": key, "GrantId": grants[1]["GrantId"]}),
    ):
        yield outcome(account.ask(operation, request))
        for request in ({"KeyId": key}, {"KeyId": key, "GrantId": grants[0]["GrantId"]}):
            yield len(account.must("ListGrants", request)["Grants"])
        yield len(account.must("ListRetirableGrants", {"RetiringPrincipal": PRINCIPAL})["Grants"])
    account.grant(**retiring, KeyId=other)
    again = account.grant(**retiring)["GrantId"]
    yield len(account.must("ListRetirableGrants", {"RetiringPrincipal": PRINCIPAL})["Grants"])
    yield again == grants[1]["GrantId"]
    account.must("DisableKey", {"KeyId": key})
    yield len(account.must("ListGrants", {"KeyId": key})["Grants"])
    yield len(account.must("ListRetirableGrants", {"RetiringPrincipal": PRINCIPAL})["Grants"])


def made_otherwise(account: Account) -> Iterator[Fact]:
    """The tags and policies of keys for signatures, and of those whose material is imported; what they keep."""
    policy = account.must("GetKeyPolicy", {"KeyId": account.key()})["Policy"].replace("key-default-1", "mine")
    for kind in ({"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}, {"Origin": "EXTERNAL"}):
        made = {**kind, "Tags": [{"TagKey": "stage", "TagValue": "one"}], "Policy": policy}
        key = {"KeyId": account.must("CreateKey", made)["KeyMetadata"]["KeyId"]}
        yield account.must("ListResourceTags", key)["Tags"], account.must("GetKeyPolicy", key)["Policy"] == policy
    for state, back in (("DisableKey", "DescribeKey"), ("ScheduleKeyDeletion", "CancelKeyDeletion")):
        one = Account(account.rules)
        key = {"KeyId": one.key("signing")}
        before = one.must("GetPublicKey", key)["PublicKey"]
        for operation in (state, back, "EnableKey"):
            one.must(operation, key)
        yield one.must("GetPublicKey", key)["PublicKey"] == before


def by_arn(account: Account) -> Iterator[Fact]:
    """Operations that are done once, asked for a key by its ARN."""
    for operation in (
        *("RevokeGrant", "ScheduleKeyDeletion", "CancelKeyDeletion", "RotateKeyOnDemand", "GetParametersForImport"),
        *("ImportKeyMaterial", "DeleteImportedKeyMaterial", "ReplicateKey", "UpdatePrimaryRegion", "ListAliases"),
    ):
        one = Account(account.rules)
        request = {"KeyId": one.key(), **REQUESTS[operation](one)}
        yield operation, outcome(one.ask(operation, {**request, "KeyId": described(one, request["KeyId"])["Arn"]}))


def by_alias(account: Account) -> Iterator[Fact]:
    """The same operations, asked by an alias that the key has."""
    for operation, member in (
        *((name, "KeyId") for name in ("RevokeGrant", "ScheduleKeyDeletion", "CancelKeyDeletion", "RotateKeyOnDemand")),
        *((name, "KeyId") for name in ("GetParametersForImport", "ImportKeyMaterial", "DeleteImportedKeyMaterial")),
        *((name, "KeyId") for name in ("ReplicateKey", "UpdatePrimaryRegion")),
        ("UpdateAlias", "TargetKeyId"),
    ):
        one = Account(account.rules)
        request = {member: one.key(), **REQUESTS[operation](one)}
        one.ask("CancelKeyDeletion", {"KeyId": request[member]})
        one.must("CreateAlias", {"AliasName": "alias/other", "TargetKeyId": request[member]})
        if operation == "CancelKeyDeletion":
            one.must("ScheduleKeyDeletion", {"KeyId": request[member]})
        yield operation, outcome(one.ask(operation, {**request, member: "alias/other"}))
    source = {"CiphertextBlob": account.encrypted(), "DestinationKeyId": account.key(), "SourceKeyId": account.alias()}
    yield outcome(account.ask("ReEncrypt", source))
    key = account.key("family")
    account.must("ReplicateKey", {"KeyId": key, "ReplicaRegion": "us-west-2"})
    yield outcome(account.ask("UpdatePrimaryRegion", {"KeyId": key, "PrimaryRegion": "us-west-2"}, "us-west-2"))
    account.must("ScheduleKeyDeletion", {"KeyId": key}, "us-west-2")
    yield outcome(account.ask("ReplicateKey", {"KeyId": key, "ReplicaRegion": "us-west-2"}))
