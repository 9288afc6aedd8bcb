"""No fault of a bound or a pattern is one that nobody can see: some value is on the other side of it."""

from __future__ import annotations

import pytest

from kms_targets.reference.faults import FAULTS, Kind
from kms_targets.reference.operations.custom_key_stores.page import (
    PAGE,
    PATH,
    SERVICE,
    TEXTS,
)
from kms_targets.reference.rules import Text

# Characters that a slightly wrong matcher takes for others, and values that differ from valid ones in one place.
_ODD = [*"azAZ012789_-./:@[`{~%?*+=;<,x \\\n\r", "é", "\u0663", "\u017f", "\u212a", "", *"IOlqg5", "null"]
_BASES: dict[str, tuple[str, ...]] = {
    "CustomKeyStoreName": ("", " ", "n"),
    "CloudHsmClusterId": ("cluster-" + "m" * 11, "cluster-" + "m" * 16, "clusters-" + "m" * 14, "hsm-" + "m" * 16),
    "KeyStorePassword": ("", "1234567", "      x"),
    "TrustAnchorCertificate": ("", " ", "c"),
    "XksProxyAuthenticationCredential.AccessKeyId": ("M" * 20, "M" * 22),
    "XksProxyAuthenticationCredential.RawSecretAccessKey": ("m" * 43, "m" * 45),
    "XksProxyUriEndpoint": (
        "",
        "https://m-m.mm",
        "https://mm",
        "https://m..m",
        "https:///mm",
        "http://mm.m",
        "mm.mm.mm.mm",
        "https://mm.m:443",
        "https://mm.m?m=m",
        "https://" + "m" * 64,
        "ftps://mm.mm",
    ),
    PATH: (
        "",
        "/kms/xks/v1",
        "/kms/xks/v12",
        "/kms/xks/v123",
        "/m/m/kms/xks/v1",
        "//kms/xks/v1",
        "///kms/xks/v1",
        "/mkms/xks/v12",
        "m/m/kms/xks/v1",
        "/mmmmm/kms/v1",
    ),
    SERVICE: (
        "",
        *(
            f"com.amazonaws.vpce.{region}.vpce-svc-{ident}"
            for region in ("m-m-m-m-1", "m-m-m-1", "mm-mm-12", "m-m-12", "m-m-", "m-1", "--1", "m-m1-1")
            for ident in ("", "m", "mmmmmmmmm0")
        ),
        "com.amazonaws.vpce.mm-mm-1.vpce-mmmmmmm",
        "net.amazonaws.vpce.mm-mm-1.vpce-svc-mmm",
    ),
}


def _values(member: str) -> list[str]:
    text = TEXTS[member]
    values = []
    for base in _BASES.get(member, ()):
        for odd in _ODD:
            values += [base[:at] + odd + base[at + width :] for at in range(len(base) + 1) for width in (0, 1)]
            values += [f"{odd}\n{base}", f"{base}\n{odd}", base.upper(), base + "\r\n", base * 2, odd * len(base)]
    bounds = (text.least, text.most, 11, 20, 35, 50, 56, 64, 100, 1024, 4096)
    sizes = sorted({size + step for size in bounds for step in (-1, 0, 1) if 0 <= size + step < 10_000})
    grown = {
        PATH: "/{}/kms/xks/v1",
        SERVICE: "com.amazonaws.vpce.m-m-1.vpce-svc-{}",
        "XksProxyUriEndpoint": "https://{}",
    }
    frame = grown.get(member, "cluster-{}" if member == "CloudHsmClusterId" else "{}")
    letters = "M" if member.endswith("AccessKeyId") else "m"
    for size in sizes:
        values += [("m\u0301" * size)[:size], ("\r\n" + "m" * size)[:size]]
        values += [frame.format(fill * max(0, size - len(frame) + 2)) for fill in (letters, "é", " ")]
    return values


def _accepts(text: Text, value: str) -> bool:
    return text.least <= text.size(value) <= text.most and (text.matches is None or bool(text.matches(value)))


@pytest.mark.parametrize("member", [member for member in TEXTS if not TEXTS[member].allowed])
def test_each_fault_of_a_bound_or_pattern_shows_in_some_value(member: str) -> None:
    values = _values(member)
    plain = [_accepts(TEXTS[member], value) for value in values]
    wanted = f"CreateCustomKeyStore.{member}."
    for fault in FAULTS.values():
        if fault.kind in (Kind.BOUNDS, Kind.PATTERN) and fault.requirement.startswith(wanted):
            text = fault.change(PAGE).texts[member]
            differs = any(_accepts(text, value) is not was for value, was in zip(values, plain, strict=True))
            assert differs, fault.name
