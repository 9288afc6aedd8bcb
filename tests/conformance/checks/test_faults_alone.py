"""Faults and readings that once led to accusations of what was right: what is told of each, and nothing more."""

from pathlib import Path

import pytest

from bench.power.board import PROFILE, Found, judged
from kms_conformance.settings.depth import Depth
from kms_reports.result import Verdict
from kms_targets.reference.http.server import Embedded

CREATE = "CreateCustomKeyStore"
STORES = ["*CustomKeyStore*"]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "profile.toml"
    path.write_text(PROFILE)
    return path


def broken(found: Found) -> dict[str, Verdict]:
    assert not found.refused
    assert not found.flags
    return {result.id: result.verdict for result in found.broken}


def test_a_kind_of_store_that_is_refused_is_taken_for_no_other_kind(profile: Path) -> None:
    """No store with an endpoint service can exist there, so nothing may be said of one."""
    with Embedded(fault="connectivity-enum-second-refused") as endpoint:
        found = judged(endpoint.url, Depth.QUICK, profile, only=STORES)
    assert broken(found) == {f"{CREATE}.XksProxyConnectivity.enum": Verdict.REJECTED_VALID}


def test_one_path_alone_is_a_pattern_and_stores_of_other_paths_show_nothing(profile: Path) -> None:
    """Two stores need two names and hosts: where they need two paths as well, a refusal is no accusation."""
    with Embedded(fault="path-pattern-one-path") as endpoint:
        found = judged(endpoint.url, Depth.QUICK, profile, only=STORES)
    assert broken(found).pop(f"{CREATE}.XksProxyUriPath.pattern") is Verdict.REJECTED_VALID
    assert {name for name in broken(found) if not name.endswith("XksProxyUriPath.pattern")} == set()


def test_a_path_of_version_1_alone_is_a_pattern_and_nothing_else(profile: Path) -> None:
    with Embedded(fault="path-pattern-v1-alone") as endpoint:
        found = judged(endpoint.url, Depth.QUICK, profile, only=STORES)
    patterns = {f"{operation}.XksProxyUriPath.pattern" for operation in (CREATE, "UpdateCustomKeyStore")}
    assert broken(found) == dict.fromkeys(patterns, Verdict.REJECTED_VALID)


def test_a_member_that_has_to_be_said_is_a_default_and_nothing_else(profile: Path) -> None:
    """Requests that leave it out show nothing about the rule that two stores in use break, or about its own values."""
    with Embedded(fault="type-required") as endpoint:
        found = judged(endpoint.url, Depth.QUICK, profile, only=[f"{CREATE}.*"])
    assert broken(found) == {f"{CREATE}.CustomKeyStoreType.default": Verdict.REJECTED_VALID}


@pytest.mark.parametrize("name", ["hosts-qualified", "part-is-enough", "certificates"])
def test_a_reading_that_is_open_is_accused_of_nothing(name: str, profile: Path) -> None:
    with Embedded(variation=name) as endpoint:
        found = judged(endpoint.url, Depth.QUICK, profile, only=STORES)
    assert broken(found) == {}


@pytest.mark.parametrize(("name", "fact"), [("missing", "required"), ("number", "type"), ("twice", "unique")])
def test_a_store_whose_id_is_not_known_is_in_nobodys_way(name: str, fact: str, profile: Path) -> None:
    """It keeps its name and its cluster for good: what asks for them anew shows nothing."""
    with Embedded(fault=f"output-id-{name}") as endpoint:
        found = judged(
            endpoint.url,
            Depth.QUICK,
            profile,
            only=[
                f"{CREATE}.CustomKeyStoreName.length.min",
                f"{CREATE}.unique.*",
                f"{CREATE}.state.atomic",
                f"{CREATE}.state.linearizable",
                f"{CREATE}.output.*",
            ],
        )
    assert set(broken(found)) == {f"{CREATE}.output.CustomKeyStoreId.{fact}"}
