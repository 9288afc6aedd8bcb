"""Installs an emulator the way its users do, into a cache outside the tree. Nothing is installed system-wide.

A folder of the cache belongs to one preset, version and way of installing; it is complete when it holds `installed`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from kms_targets import TargetError
from kms_targets.presets.preset import Kind, Preset

# The installer of the virtual environments: pip's resolver takes more than twenty minutes for LocalStack, uv one.
UV = "uv==0.13.8"
_COMPLETE = "installed"  # an empty file that is written last
_PATIENCE = 30.0  # seconds in which a Python starts
_NEWEST = 20  # 3.20 is the newest Python that is looked for

Command = list[str]


def cache() -> Path:
    """The folder of everything that presets keep."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kms-conformance"


def folder(preset: Preset) -> Path:
    """Where the preset is installed, whether or not it is."""
    how = repr((preset.kind, preset.packages, preset.python, preset.repository, sorted(preset.files.items())))
    return cache() / "emulators" / f"{preset.name}-{preset.version}-{hashlib.sha256(how.encode()).hexdigest()[:8]}"


def find_program(preset: Preset) -> Path | None:
    """The program to start: that of the installed preset, else one of that name on PATH, else None."""
    installed = folder(preset)
    if (installed / _COMPLETE).exists():
        return installed / "bin" / preset.program
    beside = shutil.which(preset.program, path=str(Path(sys.executable).parent)) or shutil.which(preset.program)
    return Path(beside) if beside else None


def is_pinned(preset: Preset, program: Path) -> bool:
    """Whether a program is the one of the preset's version, not one that happens to be on PATH."""
    return program.is_relative_to(folder(preset))


def install(preset: Preset, *, log: Callable[[str], None] = print) -> Path:
    """Installs the preset and returns its folder; returns at once where it is installed.

    The output of the tools goes to this process's own. Raises TargetError, one line, where a tool is missing or fails.
    """
    root = folder(preset)
    if (root / _COMPLETE).exists():
        return root
    log(f"installing {preset.name} {preset.version} into {root}")
    if root.exists():
        shutil.rmtree(root)
    root.mkdir(parents=True)
    for path, text in preset.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    for command in _COMMANDS[preset.kind](preset, root):
        _run(command, root)
    if not (root / "bin" / preset.program).exists():
        raise TargetError(f"{preset.name} was installed without its program {preset.program!r}")
    (root / _COMPLETE).touch()
    return root


def _run(command: Command, root: Path) -> None:
    places = {"GOBIN": str(root / "bin"), "CARGO_TARGET_DIR": str(cache() / "cargo-target")}
    try:
        subprocess.run(command, cwd=root, env={**os.environ, **places}, stdin=subprocess.DEVNULL, check=True)
    except OSError as broken:
        raise TargetError(f"{command[0]!r} cannot be run ({broken.strerror}): install it first") from None
    except subprocess.CalledProcessError as failed:
        raise TargetError(f"`{' '.join(command)}` failed with exit code {failed.returncode}") from None


def _pip(preset: Preset, root: Path) -> list[Command]:
    python = str(root / "bin" / "python")
    return [
        [_python(preset.python), "-m", "venv", str(root)],
        [python, "-m", "pip", "install", "--quiet", UV],
        [str(root / "bin" / "uv"), "pip", "install", "--python", python, *preset.packages],
    ]


def _python(oldest: str) -> str:
    """A Python of at least that version: this one, or the newest on PATH. Raises TargetError where there is none."""
    least = int(oldest.partition(".")[2])
    if sys.version_info[1] >= least:
        return sys.executable
    for minor in range(_NEWEST, least - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and _runs(found):
            return found
    raise TargetError(f"it needs Python {oldest} or later: put python{oldest} on PATH")


def _runs(python: str) -> bool:
    """Whether a program named as a Python is one: pyenv has names on PATH of versions that are not chosen."""
    try:
        done = subprocess.run([python, "-c", ""], stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _go(preset: Preset, _: Path) -> list[Command]:
    return [["go", "install", package] for package in preset.packages]


def _go_source(preset: Preset, root: Path) -> list[Command]:
    source = str(root / "source")
    return [
        ["git", "clone", "--quiet", preset.repository, source],
        ["git", "-C", source, "checkout", "--quiet", preset.packages[0]],
        ["go", "build", "-C", source, "-p", "1", "-o", str(root / "bin" / preset.program), "."],
    ]


def _cargo(preset: Preset, root: Path) -> list[Command]:
    return [_cargo_install(root, "--locked", package) for package in preset.packages]


def _cargo_source(_: Preset, root: Path) -> list[Command]:
    return [_cargo_install(root, "--path", str(root))]


def _cargo_install(root: Path, *what: str) -> Command:
    """One job and no optimisation, so that a build fits beside other work."""
    return ["cargo", "install", "--jobs", "1", "--debug", "--root", str(root), *what]


_COMMANDS: dict[Kind, Callable[[Preset, Path], list[Command]]] = {
    Kind.PIP: _pip,
    Kind.GO: _go,
    Kind.GO_SOURCE: _go_source,
    Kind.CARGO: _cargo,
    Kind.CARGO_SOURCE: _cargo_source,
}
