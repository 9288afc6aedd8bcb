"""Values that people know from practice: valid by the page though many would refuse them, or refused though they work.

No automaton finds these. Which side each is on is worked out by `spec`, never by the list it stands in.
"""

from __future__ import annotations

from kms_specification.facts import Member
from kms_strategies.placeholders import (
    HEX,
    LOWER,
    UPPER,
)

_HOST = LOWER * 8

SPECIAL: dict[str, tuple[str, ...]] = {
    "CustomKeyStoreName": (
        f"aws{_HOST}",
        f"{UPPER * 8}",
        f"cks-{_HOST}",
        f"kms-{_HOST}",
        "2345672345672",
        "null",
        "None",
        "undefined",
        f"default-{_HOST}",
        f"AWS/{_HOST}",
        f"alias/{_HOST}",
        f"arn:aws:kms:us-east-1:111122223333:{_HOST}",
    ),
    "KeyStorePassword": (
        UPPER * 8,
        f"{_HOST}1",
        "2345672",
        "7" * 31,
        "!#$%()*+-",
    ),
    "CloudHsmClusterId": (
        "clusters-" + LOWER * 5 + UPPER * 6,
        "cluster_" + LOWER * 5 + UPPER * 6,
        "cluster-" + "a" * 16,
        # The example in the service's own guides: its 1 is in no class of the pattern.
        "cluster-1" + LOWER * 10,
        "cluster-" + LOWER * 5 + "234" + UPPER * 5 + "567",
    ),
    "AccessKeyId": (
        LOWER * 24,
        "AKIA" + UPPER * 16,
        UPPER * 23 + "=",  # base 32 with its padding
        UPPER * 20 + "2" * 10,
    ),
    "RawSecretAccessKey": (
        UPPER * 40 + "===",
        "=" * 3 + LOWER * 40,
    ),
    "CustomKeyStoreType": ("AWS_CLOUD_HSM", "AWS_CLOUDHSM_KEY_STORE", "AWS_KMS", "XKS", "EXTERNAL_KEYSTORE"),
    "XksProxyConnectivity": ("PUBLIC_ENDPOINT_SERVICE", "VPC_ENDPOINT_SERVICES", "VPCE", "PRIVATE_LINK"),
    "XksProxyUriEndpoint": (
        "https://192.0.2.1",
        "https://localhost",
        "https://127.0.0.1",
        f"https://{_HOST}.local",
        f"https://{_HOST}.-{_HOST}.example.com",
        f"https://{_HOST}.example.com.",
        f"https://-{_HOST}-.example.com",
        f"https://{_HOST}..example.com",
        f"https://{_HOST}...example.com",
        f"https://{_HOST}-.-{_HOST}.example.com",
        f"https://7-{_HOST}.example.com",
        f"https://7{UPPER * 8}7-{_HOST}.example.com",
        f"https://{LOWER * 64}.example.com",
        f"https://a.b.c.{_HOST}.example.com",
        f"https://vpce-{_HOST}.us-east-1.vpce.amazonaws.com",
        f"https://{_HOST}.example.com?",
        f"https://https://{_HOST}.example.com",
        f"wss://{_HOST}.example.com",
        f"https://{UPPER * 8}.EXAMPLE.COM",
        f"https://xn--{_HOST}.example",
        f"https://{_HOST}.example.com/",
        f"https://{_HOST}.example.com:443",
        f"https://user:password@{_HOST}.example.com",
        "https://[2001:db8::1]",
        f"https://*.{_HOST}.example.com",
        f"https://{_HOST}.example.com/kms/xks/v1",
        f"HTTPS://{_HOST}.example.com",
        f"http://{_HOST}.example.com",
        f"{_HOST}.example.com",
        f"//{_HOST}.example.com",
        f"https://{_HOST}_{_HOST}.example.com",
    ),
    "XksProxyUriPath": (
        f"/{_HOST}/{_HOST}/kms/xks/v1",
        f"/kms/{_HOST}/kms/xks/v1",
        f"/kms/xks/{_HOST}/kms/xks/v1",
        "/kms/kms/xks/v1",
        "/kms/xks/kms/xks/v1",
        "/xks/kms/xks/v1",
        f"/{_HOST}//{_HOST}/kms/xks/v1",
        f"/{_HOST}//kms/xks/v1",
        f"//{_HOST}/kms/xks/v1",
        "/kms/xks/v1/kms/xks/v1",
        f"/{_HOST}/kms/xks/v1/{_HOST}",
        "/kms/xks/v00",
        f"/{_HOST}/kms/xks/v00",
        f"/{_HOST}/KMS/xks/v1",
        f"/{_HOST}/kms/XKS/v1",
        f"/{_HOST}/../kms/xks/v1",
        f"/%2F{_HOST}/kms/xks/v1",
        f"/{_HOST}/kms/xks/v1?x=y",
        f"/{_HOST}/kms/xks/v1.0",
        f"/{_HOST}/kms/xks",
        f"/{_HOST}/kms",
        *(f"/{_HOST}/kms/xks/v{version}" for version in (9, 10, 99, "1a", "-1", "+1")),
        f"/{_HOST}/xks/kms/v1",
        f"/{_HOST}/kms-xks/v1",
    ),
    "XksProxyVpcEndpointServiceName": (
        "com.amazonaws.vpce.com-east-1.vpce-svc-" + HEX * 17,
        "com.amazonaws.vpce.us-east-1.vpce-svc-vpce",
        "com.amazonaws.vpce.us-gov-west-1.vpce-svc-" + HEX * 17,
        "com.amazonaws.vpce.us-east-1.vpce-svc-" + HEX * 8,
        "com.amazonaws.vpce.us-mountainside-1.vpce-svc-" + HEX * 17,
        "com.amazonaws.vpce.ap-southeast-10.vpce-svc-" + HEX * 17,
        "com.amazonaws.vpce.us-east-1.vpce-" + HEX * 17,
        "com.amazonaws.us-east-1.vpce-svc-" + HEX * 17,
        "com.amazonaws.vpce.us-east-1a.vpce-svc-" + HEX * 17,
        # What services in China are called: the page has no room for them.
        "cn.com.amazonaws.vpce.cn-north-1.vpce-svc-" + HEX * 17,
        "com.amazonaws.us-east-1.s3",
        "com.amazon.vpce.us-east-1.vpce-svc-" + HEX * 17,
        "vpce-svc-" + HEX * 17,
    ),
}


def special_values(member: Member) -> tuple[str, ...]:
    """The values that people know of a member."""
    return SPECIAL.get(member.name, ())
