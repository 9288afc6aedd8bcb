"""The presets' files: each says all that is needed, and what is wrong with one is one line."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from kms_targets import TargetError, presets
from kms_targets.presets import install, preset

ROOT = Path(preset.FOLDER).parents[2]
ROOMS = ("specification", "strategies", "targets", "reports", "conformance")
GOOD = """
version = "1.2"
homepage = "https://example.com"
notes = "None."
[install]
kind = "pip"
packages = ["fake=={version}"]
[start]
command = ["fake", "--port", "{port}"]
health = "/health"
"""


@pytest.mark.parametrize("name", presets.names())
def test_each_preset_is_pinned_and_takes_a_port(name: str) -> None:
    loaded = presets.load(name)
    assert loaded.name == name
    assert loaded.kind is preset.Kind.CARGO_SOURCE or any(loaded.version in package for package in loaded.packages)
    assert loaded.target_profile().region == "us-east-1"


@pytest.mark.parametrize("name", presets.names())
def test_each_preset_installs_into_the_cache_alone(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands are only looked at; the last one makes the program."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(install, "_python", lambda oldest: f"python{oldest}")
    loaded = presets.load(name)
    ran: list[tuple[list[str], str, Path]] = []

    def run(command: list[str], *, cwd: Path, env: dict[str, str], **_: object) -> None:
        ran.append((command, env["GOBIN"], cwd))
        (cwd / "bin").mkdir(exist_ok=True)
        (cwd / "bin" / loaded.program).touch()

    monkeypatch.setattr(subprocess, "run", run)
    assert install.find_program(loaded) != install.folder(loaded) / "bin" / loaded.program
    root = install.install(loaded, log=lambda line: None)
    assert root.is_relative_to(tmp_path)
    assert ran
    assert all(cwd == root and Path(gobin) == root / "bin" for _, gobin, cwd in ran)
    program = install.find_program(loaded)
    assert program == root / "bin" / loaded.program
    assert install.is_pinned(loaded, program)
    ran.clear()
    install.install(loaded)
    assert not ran


def test_an_installation_that_fails_is_one_line_and_is_not_taken_for_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    loaded = preset.parse("fake", tomllib.loads(GOOD))

    def fail(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(7, command)

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(TargetError, match=r"failed with exit code 7$"):
        install.install(loaded, log=lambda line: None)
    assert install.find_program(loaded) is None


def test_no_emulator_is_named_outside_its_file() -> None:
    """Adding an emulator is adding a file: no code of the rooms knows one by name."""
    spelled = [
        f"{path.relative_to(ROOT)}: {name}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for name in presets.names()
        if f'"{name}"' in path.read_text(encoding="utf-8")
    ]
    assert spelled == []


def test_each_preset_has_a_tox_environment() -> None:
    sections = re.findall(r"^\[testenv:\{(.+)\}\]$", (ROOT / "tox.ini").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name for section in sections for name in section.split(",")) == list(presets.names())


def test_a_new_file_is_a_new_preset(tmp_path: Path) -> None:
    (tmp_path / "fake.toml").write_text(GOOD)
    assert preset.names(tmp_path) == ("fake",)
    assert preset.load("fake", tmp_path).packages == ("fake==1.2",)


def test_an_unknown_name_offers_the_known_ones() -> None:
    with pytest.raises(TargetError, match=r"^there is no preset 'mot': known are .*moto"):
        presets.load("mot")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "pip"', 'kind = "brew"', "'brew' is not a valid Kind"),
        ('kind = "pip"', 'kind = "cargo-source"', "files belong to kind cargo-source"),
        ('kind = "pip"', 'kind = "pip"\nrepository = "x"', "a repository belongs to kind go-source"),
        ('kind = "pip"', 'kind = "pip"\npython = "4"', "python must be a version"),
        ('"{port}"', '"80"', r"neither command nor environment has \{port\}"),
        ('health = "/health"', 'health = "health"', "health must be a path"),
        ('health = "/health"', "", "health must be a text"),
        ('health = "/health"', 'health = "/"\nwait = 0', "wait must be a number of seconds"),
        ('health = "/health"', 'health = "/"\nwhere = 0', "has no key 'where'"),
        ('health = "/health"', 'health = "/"\n[profile]\nzone = "x"', "unexpected keyword argument 'zone'"),
        ('packages = ["fake=={version}"]', "packages = [1]", "packages must be a list of texts"),
        ("[install]", "[install", "is no preset"),
    ],
)
def test_a_file_that_is_no_preset_is_one_line(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in GOOD
    (tmp_path / "fake.toml").write_text(GOOD.replace(old, new))
    with pytest.raises(TargetError, match=f"^the preset 'fake' .*{message}"):
        preset.load("fake", tmp_path)


def test_a_name_of_a_python_that_does_not_run_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pyenv has names of versions that are not chosen: each ends with 127."""
    for name, body in (("python3.19", "exit 127"), ("python3.17", "exit 0")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert install._python("3.17") == str(tmp_path / "python3.17")


def test_a_preset_needs_a_python_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(TargetError, match=r"^it needs Python 3.19 or later"):
        install._python("3.19")
