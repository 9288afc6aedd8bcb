"""What keys have once other things were done with them, in one Region and in several, as facts."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.keys.account import PRINCIPAL, REQUESTS, Account, Body
from tests.support.keys.stories import Fact

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
