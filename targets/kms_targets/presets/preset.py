"""What one preset file says. `name` is the name of the file.

version = "5.2.5"               the version that `install` installs, and that is started
homepage = "https://…"
notes = "…"                     what a user should know, in one or two sentences

[install]
kind = "pip"                    how it is installed: one of Kind
packages = ["moto[server]=={version}"]
python = "3.12"                 kind pip: the oldest Python that it runs on
repository = "https://…"        kind go-source: what is cloned
files = {"src/main.rs" = "…"}   kind cargo-source: the files of a crate that serves a published library

[start]
command = ["moto_server", "-p", "{port}"]
environment = {PORT = "{port}"}
health = "/health"              a GET of this path that is answered with a status below 500 means ready
wait = 60                       seconds that it may take to get ready

[profile]
region = "us-east-1"            values of a profile that fit this emulator

In `command` and `environment`, `{port}` is the port to listen on, `{data}` an empty directory for its files, `{bin}`
the directory of its programs, `{version}` the version.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from kms_targets import TargetError
from kms_targets.profile import Profile

FOLDER = Path(__file__).parent
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PYTHON = re.compile(r"3\.[0-9]{1,2}")
_LONGEST_WAIT = 600.0  # seconds


class Kind(StrEnum):
    """How an emulator is installed."""

    PIP = "pip"  # packages of PyPI, in a virtual environment of their own
    GO = "go"  # go install
    GO_SOURCE = "go-source"  # git clone of `repository` at the tag or commit `packages[0]`, go build
    CARGO = "cargo"  # cargo install of a crate that has a program
    CARGO_SOURCE = "cargo-source"  # cargo install of `files`


@dataclass(frozen=True, slots=True)
class Preset:
    """One emulator. `wait` is in seconds; `packages` have the version filled in."""

    name: str
    version: str
    homepage: str
    notes: str
    kind: Kind
    packages: tuple[str, ...]
    command: tuple[str, ...]
    health: str
    wait: float
    python: str = "3.11"
    repository: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)

    @property
    def program(self) -> str:
        """The program that is started."""
        return self.command[0]

    def target_profile(self) -> Profile:
        """The profile to judge it with, where the user gives none."""
        return Profile(**self.profile)


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """The names of all presets, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def load(name: str, folder: Path = FOLDER) -> Preset:
    """The preset of that name. Raises TargetError, one line, for an unknown name or a file that is no preset."""
    if name not in names(folder):
        raise TargetError(f"there is no preset {name!r}: known are {', '.join(names(folder))}")
    path = folder / f"{name}.toml"
    try:
        return parse(name, tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as broken:
        raise TargetError(f"the preset {name!r} cannot be read: {broken.strerror or broken}") from None
    except (ValueError, TypeError, KeyError) as broken:
        raise TargetError(f"the preset {name!r} is no preset: {broken}") from None


def parse(name: str, table: Mapping[str, Any]) -> Preset:
    """The preset that a file's table describes. Raises ValueError or TypeError for a table that describes none."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of small letters, digits and hyphens")
    _known(table, {"version", "homepage", "notes", "install", "start", "profile"}, "a preset")
    install, start = _table(table, "install"), _table(table, "start")
    _known(install, {"kind", "packages", "python", "repository", "files"}, "[install]")
    _known(start, {"command", "environment", "health", "wait"}, "[start]")
    version = _text(table, "version")
    preset = Preset(
        name=name,
        version=version,
        homepage=_text(table, "homepage"),
        notes=_text(table, "notes"),
        kind=Kind(_text(install, "kind")),
        packages=tuple(each.replace("{version}", version) for each in _texts(install.get("packages", []), "packages")),
        python=install.get("python", "3.11"),
        repository=install.get("repository", ""),
        files=_text_table(install.get("files", {}), "files"),
        command=_texts(start.get("command"), "command"),
        environment=_text_table(start.get("environment", {}), "environment"),
        health=_text(start, "health"),
        wait=float(start.get("wait", 60)),
        profile=_table(table, "profile") if "profile" in table else {},
    )
    _check(preset)
    return preset


def _check(preset: Preset) -> None:
    """Raises ValueError where values do not fit together."""
    if not preset.command:
        raise ValueError("command is empty")
    if not any("{port}" in text for text in (*preset.command, *preset.environment.values())):
        raise ValueError("neither command nor environment has {port}")
    if not preset.health.startswith("/"):
        raise ValueError("health must be a path")
    if not 0 < preset.wait <= _LONGEST_WAIT:
        raise ValueError(f"wait must be a number of seconds up to {_LONGEST_WAIT:g}")
    if not isinstance(preset.python, str) or not _PYTHON.fullmatch(preset.python):
        raise ValueError('python must be a version such as "3.12"')
    if (preset.kind is Kind.CARGO_SOURCE) != bool(preset.files):
        raise ValueError("files belong to kind cargo-source, and to it alone")
    if (preset.kind is Kind.GO_SOURCE) != bool(preset.repository):
        raise ValueError("a repository belongs to kind go-source, and to it alone")
    if not preset.packages and preset.kind is not Kind.CARGO_SOURCE:
        raise ValueError("packages is empty")
    if any(Path(path).is_absolute() or ".." in Path(path).parts for path in preset.files):
        raise ValueError("files must stay in their folder")
    preset.target_profile()


def _known(table: Mapping[str, Any], keys: set[str], where: str) -> None:
    if unknown := sorted(table.keys() - keys):
        raise ValueError(f"{where} has no key {unknown[0]!r}: known are {', '.join(sorted(keys))}")


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise ValueError(f"[{key}] is missing")
    return value


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} must be a text")
    return value


def _texts(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{key} must be a list of texts")
    return tuple(value)


def _text_table(value: Any, key: str) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ValueError(f"{key} must be a table of texts")
    return value
