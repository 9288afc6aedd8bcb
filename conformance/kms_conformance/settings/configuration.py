"""What is configured where the command line says nothing: by variables of the environment, or else by a file.

The file is `kms-conformance.toml`, or the table `[tool.kms-conformance]` of `pyproject.toml`, in the working directory
or the nearest folder above it that has one of them.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kms_conformance.settings.nearest import nearest
from kms_conformance.settings.readers import OptionError

FILE, PYPROJECT, TABLE = "kms-conformance.toml", "pyproject.toml", "kms-conformance"
MISSPELT = TABLE.replace("-", "_")
_TABLES = re.compile(r"^\s*\[\s*tool\s*\.\s*[\"']?([\w-]+)", re.MULTILINE)
PREFIX = "KMS_CONFORMANCE_"
# What the AWS tools read, the first that is set before the others.
AWS = {
    "target_url": ("AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL"),
    "region": ("AWS_REGION", "AWS_DEFAULT_REGION"),
    "ca_file": ("AWS_CA_BUNDLE",),
}
AWS_VARIABLES = frozenset(variable for variables in AWS.values() for variable in variables)
AWS_IGNORED = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
_SAID = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Known:
    """The options that can be configured: their names, which of them are flags, and which are repeated.

    `paths` are read as paths, and `per_run` has to be said for each run, so that no file that happens to be there does.
    """

    names: Collection[str]
    flags: Collection[str]
    many: Collection[str]
    paths: Collection[str]
    per_run: Collection[str]


@dataclass(frozen=True, slots=True)
class Configured:
    """A value as the command line would give it, and where it is from: the variable, or the file and the key."""

    value: str | bool | list[str]
    origin: str


Layer = Mapping[str, Configured]


def layers(known: Known, environment: Mapping[str, str] = os.environ, directory: Path | None = None) -> list[Layer]:
    """What is configured, by option: our variables, over those of the AWS tools, over the file. Raises OptionError."""
    return [_variables(known, environment), _aws(environment), _file(known, directory or Path.cwd())]


def _variables(known: Known, environment: Mapping[str, str]) -> Layer:
    found = {}
    variables = {PREFIX + name.upper(): name for name in known.names}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or not text.strip():
            continue
        if variable not in variables:
            raise OptionError(f"{variable} is no option's variable{nearest(variable, variables)}")
        name = variables[variable]
        found[name] = Configured(_from_text(known, name, text.strip(), variable), variable)
    return found


def _from_text(known: Known, name: str, text: str, variable: str) -> str | bool | list[str]:
    if name in known.flags:
        if text.lower() not in _SAID:
            raise OptionError(f"{variable}: {text!r} is neither true nor false")
        return _SAID[text.lower()]
    if name in known.many:
        # A header may have a comma in it.
        lines = text.splitlines() if name == "header" else text.replace(",", "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]
    return text


def _aws(environment: Mapping[str, str]) -> Layer:
    found = {}
    for name, variables in AWS.items():
        variable = next((one for one in variables if environment.get(one, "").strip()), None)
        if variable is not None:
            found[name] = Configured(environment[variable].strip(), variable)
    if environment.get(AWS_IGNORED, "").strip().lower() == "true":
        found.pop("target_url", None)
    return found


def _file(known: Known, directory: Path) -> Layer:
    for folder in (directory, *directory.parents):
        own, shared = _table(folder / FILE), _table(folder / PYPROJECT)
        if own is not None and shared is not None:
            raise OptionError(f"{folder}: configured in {FILE} and in {PYPROJECT}: leave one of them")
        if own is not None:
            return _read(known, folder / FILE, own)
        if shared is not None:
            return _read(known, folder / PYPROJECT, shared)
    return {}


def _table(path: Path) -> Any:
    """What is configured in a file; None where there is no file, or it is another tool's alone. Raises OptionError."""
    try:
        if not path.is_file() and not (path.name == FILE and path.is_symlink()):
            return None
        text = path.read_text(encoding="utf-8-sig")
        if path.name == PYPROJECT and TABLE not in text and f"tool.{MISSPELT}" not in text:
            _mistyped(path, text)
            return None  # whatever else is wrong with it is not ours to say
        found = tomllib.loads(text)
    except OptionError:
        raise
    except OSError as broken:
        raise OptionError(f"{path} cannot be read: {broken.strerror or broken}") from None
    except UnicodeDecodeError:
        raise OptionError(f"{path} is no TOML: it is not UTF-8") from None
    except (ValueError, RecursionError) as broken:
        raise OptionError(f"{path} is no TOML: {broken}") from None
    if path.name == FILE:
        if any(isinstance(found.get(table), dict) for table in ("tool", TABLE)):
            raise OptionError(f"{path}: in this file the options stand without a table: leave [tool.{TABLE}] out")
        return found
    tools = found.get("tool")
    if isinstance(tools, dict) and MISSPELT in tools:
        raise OptionError(f"{path}: the table is called [tool.{TABLE}], with a hyphen")
    return tools.get(TABLE) if isinstance(tools, dict) else None


def _mistyped(path: Path, text: str) -> None:
    """Raises OptionError for a table that is ours but for a slip: without a word, nothing in it would be read."""
    from difflib import get_close_matches  # needed after a mistake only

    for name in _TABLES.findall(text):
        if abs(len(name) - len(TABLE)) <= 1 and get_close_matches(name, [TABLE], cutoff=0.85):
            raise OptionError(f"{path}: there is no table [tool.{name}]: did you mean [tool.{TABLE}]?")


def _read(known: Known, path: Path, table: Any) -> Layer:
    if not isinstance(table, dict):
        raise OptionError(f"{path}: {TABLE} must be a table")
    found: dict[str, Configured] = {}
    for key, value in table.items():
        name, origin = key.replace("-", "_"), f"{path}: {key}"
        if name not in known.names or name != name.lower():
            words = [one.replace("_", "-") for one in known.names]
            raise OptionError(f"{path}: there is no option {key!r}{nearest(key, words)}")
        if name in found:
            raise OptionError(f"{origin}: the option is there twice")
        if name in known.per_run:
            raise OptionError(f"{origin}: must be said for each run, as --{name.replace('_', '-')} or by its variable")
        found[name] = Configured(_from_toml(known, name, value, origin, path.parent), origin)
    return found


def _from_toml(known: Known, name: str, value: Any, origin: str, folder: Path) -> str | bool | list[str]:
    if name in known.flags:
        if not isinstance(value, bool):
            raise OptionError(f"{origin}: must be true or false")
        return value
    if name in known.many and isinstance(value, list):
        if not all(isinstance(one, str) for one in value):
            raise OptionError(f"{origin}: must be a list of texts")
        return list(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise OptionError(f"{origin}: must be {'a list of texts' if name in known.many else 'a text or a number'}")
    if name not in known.paths:
        return [str(value)] if name in known.many else str(value)
    if not isinstance(value, str):
        raise OptionError(f"{origin}: must be a text, the path of a file")
    return str(folder / Path(value).expanduser())
