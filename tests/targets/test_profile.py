"""A profile says what it may and nothing else: every key, and one line for everything that is none."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from kms_targets import TargetError, profile
from kms_targets.profile import Profile

KEYS = [field for field in fields(Profile) if field.name != "said"]


def written(directory: Path, text: str | bytes) -> Path:
    path = directory / "target.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path: Path) -> str:
    """Why a file is no profile: one line that names it."""
    with pytest.raises(TargetError) as refused:
        profile.load(path)
    found = str(refused.value)
    assert "\n" not in found
    assert repr(str(path)) in found
    return found


def test_an_empty_profile_is_the_usual_one(tmp_path: Path) -> None:
    assert profile.load(written(tmp_path, "")) == Profile()


def test_every_key(tmp_path: Path) -> None:
    text = """
        region = "eu-west-1"
        credentials = "environment"
        timeout = 1.5
        connect_timeout = 2
        lag = 0
        rate = 0.5
        ca_file = "certificates/ca.pem"
        cloudhsm = "any"
        xks = "none"
        keys = "shared"
        disposable = true
        quota = 10
        vpc = {XksProxyVpcEndpointServiceName = "com.amazonaws.vpce.us-east-1.vpce-svc-1", Port = [1, true, {a = 1.5}]}
        [fixtures.CloudHsmClusterNotActiveException]
        CloudHsmClusterId = "cluster-inactivecluster"
    """
    found = profile.load(written(tmp_path, text))
    assert found == Profile(
        region="eu-west-1",
        credentials="environment",
        timeout=1.5,
        connect_timeout=2,
        lag=0,
        rate=0.5,
        ca_file=str(tmp_path / "certificates/ca.pem"),
        cloudhsm="any",
        xks="none",
        keys="shared",
        disposable=True,
        quota=10,
        vpc={
            "XksProxyVpcEndpointServiceName": "com.amazonaws.vpce.us-east-1.vpce-svc-1",
            "Port": [1, True, {"a": 1.5}],
        },
        fixtures={"CloudHsmClusterNotActiveException": {"CloudHsmClusterId": "cluster-inactivecluster"}},
    )
    given = {f.name for f in KEYS if getattr(found, f.name) != getattr(Profile(), f.name)}
    assert given == {f.name for f in KEYS}


def test_an_absolute_ca_file_stays_where_it_is(tmp_path: Path) -> None:
    assert profile.load(written(tmp_path, 'ca_file = "/etc/ca.pem"')).ca_file == "/etc/ca.pem"


WRONG: dict[str, list[Any]] = {
    "region": ['""', "1", '"eu west"', '"eu\\nwest"', '"\u00e9"', "[]", f'"{"a" * 65}"'],
    "credentials": ['"mine"', "true", '""', "{}"],
    "timeout": ["0", "-1", '"10"', "true", "nan", "inf", "1e9", "[]"],
    "connect_timeout": ["0", "-0.5", "false"],
    "lag": ["-1", '"a"', "inf"],
    "rate": ["0", "-1", '"fast"', "nan"],
    "ca_file": ['""', "1", "[]"],
    "cloudhsm": ['"some"', "true", "{}", '["any"]', "{a = 2024-01-01}", "{a = inf}", "{a = [{b = 10:00:00}]}"],
    "xks": ['"ANY"', "1", "{}", "{a = nan}"],
    "vpc": ['""', "1.5", "{}"],
    "keys": ['"any"', "true", "1"],
    "disposable": ['"yes"', "1"],
    "quota": ["0", "1001", "true", "1.5", '"10"'],
    "fixtures": ['"any"', "[]", "{A = 1}", '{A = "b"}', "{A = {}}", "{A = {b = 2024-01-01}}"],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WRONG.items() for value in values])
def test_a_value_of_the_wrong_kind_is_one_line_that_says_what_is_wanted(tmp_path: Path, key: str, value: str) -> None:
    assert f": {key} must be " in refusal(written(tmp_path, f"{key} = {value}"))


def test_every_key_has_a_wrong_value_here() -> None:
    assert WRONG.keys() == {f.name for f in KEYS}


@pytest.mark.parametrize("key", ["Region", "time_out", "cloudhsm2", '"a\\nb"', "targets.region"])
def test_an_unknown_key_is_one_line_that_names_the_known_ones(tmp_path: Path, key: str) -> None:
    found = refusal(written(tmp_path, f"{key} = 1"))
    assert "has an unknown key " in found
    assert all(f.name in found for f in KEYS)


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe\0",
        b"\x7fELF\0\0",
        b"region",
        b"region = ",
        b'region = "a"\nregion = "b"',
        b"timeout = 1_",
        b"lag = 1" + b"0" * 5000,
        b"vpc = " + b"[" * 5000,
        b"vpc = " + b"{a=" * 5000,
        b"<html></html>",
        b'{"region": "eu-west-1"}',
    ],
    ids=["UTF-16", "ELF", "no value", "cut", "twice", "half", "long", "nested arrays", "nested tables", "HTML", "JSON"],
)
def test_what_is_no_toml_is_one_line(tmp_path: Path, text: bytes) -> None:
    assert " is no TOML: " in refusal(written(tmp_path, text))


def test_no_file_and_no_rights_and_a_directory_are_one_line(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing.toml").endswith("cannot be read: No such file or directory")
    assert refusal(tmp_path).endswith("cannot be read: Is a directory")
    assert refusal(written(tmp_path, "") / "inside").endswith("cannot be read: Not a directory")
    assert "cannot be read: File name too long" in refusal(tmp_path / ("a" * 300))
