"""What the distribution says of itself, and what lies in its packages."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.support.commands.environments import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_the_packages_have_uncommon_names() -> None:
    assert [name.rpartition("/")[2] for name in PACKAGES] == [
        "kms_specification",
        "kms_strategies",
        "kms_targets",
        "kms_reports",
        "kms_conformance",
    ]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_types(package: str) -> None:
    assert (ROOT / package / "py.typed").read_bytes() == b""


def test_the_core_bounds_no_version_from_above() -> None:
    assert [d for d in PROJECT["project"]["dependencies"] if "<" in d or "==" in d] == []


def test_the_bound_on_hypothesis_is_where_it_is_needed() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    bounded = {name for name, wanted in extras.items() if any(d.startswith("hypothesis<") for d in wanted)}
    assert bounded == {"jsonschema"}


def test_the_licence_is_there() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    (name,) = PROJECT["project"]["license-files"]
    assert "Version 2.0, January 2004" in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["CHANGELOG.md", "SECURITY.md", ".pre-commit-config.yaml"])
def test_what_a_project_is_expected_to_have_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 200
    assert {"Homepage", "Issues", "Changelog"} <= PROJECT["project"]["urls"].keys()
    assert PROJECT["project"]["authors"]
