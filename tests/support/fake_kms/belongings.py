"""What keys of the fake have: aliases, tags, policies, grants, and stores that they stand in."""

from __future__ import annotations

import secrets
import time

from tests.support.fake_kms import lives
from tests.support.fake_kms.state import ACCOUNT, Body, Key, Refused, State, dry, page, policy

_OF_USAGE = {
    "ENCRYPT_DECRYPT": {"Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"},
    "KEY_AGREEMENT": {"DeriveSharedSecret", "GetPublicKey"},
    "SIGN_VERIFY": {"Sign", "Verify", "GetPublicKey"},
    "GENERATE_VERIFY_MAC": {"GenerateMac", "VerifyMac"},
    "ENCAPSULATE_DECAPSULATE": {"Encapsulate", "Decapsulate", "GetPublicKey"},
}
_ISSUER = f"arn:aws:iam::{ACCOUNT}:root"
_DATA_KEYS = {f"GenerateDataKey{pair}{plain}" for pair in ("", "Pair") for plain in ("", "WithoutPlaintext")}
_ANY = {"DescribeKey", "CreateGrant", "RetireGrant"}


def create_alias(state: State, region: str, request: Body) -> Body:
    name = request["AliasName"]
    if not name.startswith("alias/") or name.startswith("alias/aws/"):
        raise Refused("InvalidAliasNameException")
    if (region, name) in state.aliases:
        raise Refused("AlreadyExistsException")
    key = lives.manageable(state, region, {"KeyId": request["TargetKeyId"]})
    state.aliases[region, name] = key.id
    state.alias_dates[region, name] = time.time(), time.time()
    return {}


def update_alias(state: State, region: str, request: Body) -> Body:
    old = state.alias(region, request["AliasName"])
    new = lives.manageable(state, region, {"KeyId": request["TargetKeyId"]})
    if (new.private is None, new.usage) != (old.private is None, old.usage):
        raise Refused("ValidationException")
    named = region, request["AliasName"]
    state.aliases[named] = new.id
    state.alias_dates[named] = state.alias_dates[named][0], time.time()
    return {}


def delete_alias(state: State, region: str, request: Body) -> Body:
    state.alias(region, request["AliasName"])
    del state.aliases[region, request["AliasName"]]
    return {}


def list_aliases(state: State, region: str, request: Body) -> Body:
    only = state.key(region, request["KeyId"]).id if "KeyId" in request else None
    entries = [
        {
            "AliasName": name,
            "AliasArn": f"{state.keys[region, key].arn.rpartition(':')[0]}:{name}",
            "TargetKeyId": key,
            "CreationDate": state.alias_dates[where, name][0],
            "LastUpdatedDate": state.alias_dates[where, name][1],
        }
        for (where, name), key in state.aliases.items()
        if where == region and only in (None, key)
    ]
    return page(entries, request, "Aliases")


def tag(state: State, region: str, request: Body) -> Body:
    key = lives.manageable(state, region, request)
    if any(entry["TagKey"].startswith("aws:") for entry in request["Tags"]):
        raise Refused("TagException")
    tags = key.tags | {entry["TagKey"]: entry["TagValue"] for entry in request["Tags"]}
    if len(tags) > 50:
        raise Refused("LimitExceededException")
    key.tags = tags
    return {}


def untag(state: State, region: str, request: Body) -> Body:
    key = lives.manageable(state, region, request)
    key.tags = {name: value for name, value in key.tags.items() if name not in request["TagKeys"]}
    return {}


def list_tags(state: State, region: str, request: Body) -> Body:
    tags = state.key(region, request["KeyId"]).tags
    return page([{"TagKey": name, "TagValue": value} for name, value in tags.items()], request, "Tags")


def describe_as(state: State, region: str, request: Body) -> Body:
    lives.manageable(state, region, request).description = request["Description"]
    return {}


def put_policy(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if request.get("PolicyName", "default") != "default":
        raise Refused("ValidationException")
    key.policy = policy(request["Policy"], bypass=request.get("BypassPolicyLockoutSafetyCheck"))
    return {}


def get_policy(state: State, region: str, request: Body) -> Body:
    if request.get("PolicyName", "default") != "default":
        raise Refused("NotFoundException")
    return {"Policy": state.key(region, request["KeyId"]).policy, "PolicyName": "default"}


def list_policies(state: State, region: str, request: Body) -> Body:
    state.key(region, request["KeyId"])
    return page(["default"], request, "PolicyNames")


def create_grant(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    state.ready(key)
    of_kind = _DATA_KEYS if key.symmetric else {"GetPublicKey"} if key.private is not None else set[str]()
    if not set(request["Operations"]) <= _OF_USAGE.get(key.usage, set()) | of_kind | _ANY:
        raise Refused("ValidationException")
    both = {"GranteeServicePrincipal", "RetiringServicePrincipal"} & request.keys()
    if both or "GranteePrincipal" not in request or not _possible(key, request.get("Constraints", {})):
        raise Refused("ValidationException")
    dry(request)
    asked = {name: value for name, value in request.items() if name not in ("KeyId", "DryRun")}
    same = [g for g, made in key.grants.items() if "Name" in asked and made["asked"] == asked]
    grant = same[0] if same else secrets.token_hex(32)
    key.grants.setdefault(grant, {"asked": asked, "tokens": set(), "made": time.time()})
    token = f"token{grant}{secrets.token_hex(4)}"
    key.grants[grant]["tokens"].add(token)
    return {"GrantId": grant, "GrantToken": token}


def _possible(key: Key, constraints: Body) -> bool:
    """Whether a key takes these constraints."""
    contexts = [value for name, value in constraints.items() if name.startswith("EncryptionContext")]
    fits = all(len(context) <= 8 and all(len(value) <= 384 for value in context.values()) for context in contexts)
    return fits and len(contexts) < 2 and (key.spec == "SYMMETRIC_DEFAULT" or not contexts)


def _entries(state: State, region: str) -> list[Body]:
    return [
        {"GrantId": grant, "KeyId": key.arn, "CreationDate": made["made"], "IssuingAccount": _ISSUER, **made["asked"]}
        for key in state.keys.values()
        if key.region == region
        for grant, made in key.grants.items()
    ]


def list_grants(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    asked = {name: request[name] for name in ("GrantId", "GranteePrincipal") if name in request} | {"KeyId": key.arn}
    found = [entry for entry in _entries(state, region) if asked.items() <= _hashable(entry).items()]
    return page(found, request, "Grants")


def _hashable(entry: Body) -> Body:
    return {name: value for name, value in entry.items() if isinstance(value, str)}


def list_retirable(state: State, region: str, request: Body) -> Body:
    who = request.get("RetiringPrincipal")
    if who is None:
        raise Refused("ValidationException")
    return page([e for e in _entries(state, region) if e.get("RetiringPrincipal") == who], request, "Grants")


def retire(state: State, region: str, request: Body) -> Body:
    token = request.get("GrantToken")
    if token is None and not {"KeyId", "GrantId"} <= request.keys():
        raise Refused("ValidationException")
    asked = None if token is not None else state.key(region, request["KeyId"])
    for key in list(state.keys.values()):
        for grant, made in list(key.grants.items()):
            if token in made["tokens"] or (key is asked and request["GrantId"] == grant):
                dry(request)
                del key.grants[grant]
                return {}
    raise Refused("InvalidGrantTokenException" if "GrantToken" in request else "NotFoundException")


def revoke(state: State, region: str, request: Body) -> Body:
    key = state.key(region, request["KeyId"])
    if request["GrantId"] not in key.grants:
        raise Refused("NotFoundException")
    dry(request)
    del key.grants[request["GrantId"]]
    return {}


def create_store(state: State, region: str, request: Body) -> Body:
    store = f"cks-{secrets.token_hex(8)}0"
    kind = {"CustomKeyStoreType": request.get("CustomKeyStoreType", "AWS_CLOUDHSM")}
    state.stores[store] = {"CustomKeyStoreId": store, "ConnectionState": "DISCONNECTED", **kind}
    return {"CustomKeyStoreId": store}


def connect(state: State, region: str, request: Body) -> Body:
    state.stores[request["CustomKeyStoreId"]]["ConnectionState"] = "CONNECTED"
    return {}


def disconnect(state: State, region: str, request: Body) -> Body:
    state.stores[request["CustomKeyStoreId"]]["ConnectionState"] = "DISCONNECTED"
    return {}


def describe_stores(state: State, region: str, request: Body) -> Body:
    return {"CustomKeyStores": [state.stores[request["CustomKeyStoreId"]]]}


def delete_store(state: State, region: str, request: Body) -> Body:
    store = request["CustomKeyStoreId"]
    if state.stores[store]["ConnectionState"] != "DISCONNECTED":
        raise Refused("CustomKeyStoreInvalidStateException")
    if any(key.store == store for key in state.keys.values()):
        raise Refused("CustomKeyStoreHasCMKsException")
    del state.stores[store]
    return {}
