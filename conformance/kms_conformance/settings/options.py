"""What a run is asked for, and how that is read from what was typed.

How the options are spelled and described is in the table of `kms_conformance.plugin`, by the same names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from random import SystemRandom
from stat import S_ISDIR
from typing import Any

from kms_conformance.settings import configuration
from kms_conformance.settings.configuration import AWS_VARIABLES, Configured
from kms_conformance.settings.depth import Depth
from kms_conformance.settings.extras import missing
from kms_conformance.settings.generator import Generator, unusable
from kms_conformance.settings.readers import READERS, OptionError
from kms_reports.formats.table import FORMATS


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for. Times are in seconds.

    `reports` are the files of the report formats, by the names of their options.
    `target_from` is the variable or the key of a file that named the target; empty where the command line did.
    `ambient` are the options that only a variable of the AWS tools has said: a profile stands over them.
    `origins` are the variables, and the keys of files, that options are from which were not typed.
    """

    target_url: str | None = None
    preset: str | None = None
    profile: Path | None = None
    depth: Depth = Depth.DEFAULT
    generator: tuple[Generator, ...] = (Generator.OWN,)
    extra_states: int = 0
    operations: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    shard: tuple[int, int] | None = None
    seed: int = 0
    max_seconds: float | None = None
    max_requests: int | None = None
    wait: float | None = None
    timeout: float | None = None
    rate: float | None = None
    connections: int = 1
    region: str | None = None
    header: tuple[tuple[str, str], ...] = ()
    ca_file: Path | None = None
    insecure: bool = False
    client_cert: Path | None = None
    client_key: Path | None = None
    allow_real_aws: bool = False
    ledger: Path | None = None
    results: Path | None = None
    reports: Mapping[str, Path] = field(default_factory=dict)
    baseline: Path | None = None
    update_baseline: bool = False
    xks_proxy: str | None = None
    xks_listen: tuple[str, int] = ("127.0.0.1", 443)
    xks_ca: Path | None = None
    target_from: str = ""
    ambient: frozenset[str] = frozenset()
    origins: Mapping[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """What a message calls an option: its variable, its key in a file, or itself where it was typed."""
        return self.origins.get(name) or flag(name)

    def files(self) -> dict[str, Path]:
        """The files that it reads and writes, by what a message calls them."""
        named = {name: getattr(self, name) for name in (*FILES, *READ)} | {**self.reports}
        return {self.label(name): path for name, path in named.items() if path is not None}


REPORTS = {one.option: one for one in FORMATS if one.by_itself}
_ABOUT = ("target_from", "ambient", "origins", "reports")  # what is no option by this name
_FIELDS = {one.name: str(one.type) for one in fields(Options) if one.name not in _ABOUT}
NAMES = (*_FIELDS, *REPORTS)
_READERS = {**READERS, **dict.fromkeys(REPORTS, Path)}
TARGETS = ("target_url", "preset")  # of which there is one: where it is said, what else is configured does not count
EMBEDDED = "embedded"  # the --target-url that stands for the endpoint of our own
KNOWN = configuration.Known(
    names=(*NAMES, "workers", "junitxml"),
    flags=tuple(name for name, kind in _FIELDS.items() if kind == "bool"),
    many=tuple(name for name, kind in _FIELDS.items() if kind.endswith(", ...]")),
    paths=(*(name for name, reader in _READERS.items() if reader is Path), "junitxml"),
    per_run=("allow_real_aws",),
)
FILES = ("results", "ledger")  # files that a run writes, beside its reports
WRITTEN = (*FILES, *REPORTS)
READ = ("profile", "baseline", "ca_file", "client_cert", "client_key")  # files that it reads
# An option that needs another one.
NEEDS = {
    "shard": ("seed", "--seed N, the same for every shard"),
    "update_baseline": ("baseline", "--baseline FILE"),
    "xks_listen": ("xks_proxy", "--xks-proxy"),
    "xks_ca": ("xks_proxy", "--xks-proxy"),
    "client_key": ("client_cert", "--client-cert FILE"),
}
# An option that needs an extra.
EXTRAS = {"xks_proxy": "xks", **{name: one.extra for name, one in REPORTS.items() if one.extra}}


def read(typed: Callable[[str], Any], names: Collection[str] = NAMES) -> Options:
    """The options of these names, as they were typed or are configured. Raises OptionError, one line."""
    said = _said(typed, names)
    found = {name: _value(name, one) for name, one in said.items() if one.value is not False and name in names}
    if found.get("target_url") == EMBEDDED:
        del found["target_url"]
    target = next((said[name].origin for name in TARGETS if name in said), "")
    _agree(found, {name: one.origin or flag(name) for name, one in said.items()})
    if "target_url" in names and not found.keys() & TARGETS:
        reason = missing("reference", "the embedded endpoint")
        if reason:
            raise OptionError(f"{reason}; or give --target-url URL")
    origins = {name: one.origin for name, one in said.items() if one.origin}
    ambient = frozenset(name for name, origin in origins.items() if origin in AWS_VARIABLES)
    reports = {name: found.pop(name) for name in REPORTS if name in found}
    about = {"target_from": target, "ambient": ambient, "origins": origins, "reports": reports}
    return Options(**{"seed": SystemRandom().getrandbits(32), **about, **found})


def configured(name: str, typed: str | None) -> Configured | None:
    """An option that `run` alone has: as it was typed, or is configured. Raises OptionError."""
    return _said(lambda _: typed, [name]).get(name)


def _said(typed: Callable[[str], Any], names: Collection[str]) -> dict[str, Configured]:
    """What is said of each option by whom it is said first: the command line, the environment, the file."""
    words = {name: typed(name) for name in names}
    line = {name: Configured(value, "") for name, value in words.items() if value is not None and value is not False}
    found: dict[str, Configured] = {}
    for layer in (line, *configuration.layers(KNOWN)):
        left_out = TARGETS if found.keys() & TARGETS else ()
        found |= {name: one for name, one in layer.items() if name not in found and name not in left_out}
    return found


def _agree(found: Mapping[str, Any], label: Mapping[str, str]) -> None:
    """Raises OptionError where an option cannot be had: beside others, without an extra, for want of a file."""
    for name in (*WRITTEN, *(["baseline"] if "update_baseline" in found else [])):
        if name in found:
            writable(label[name], found[name])
    apart(
        {label[name]: found[name] for name in WRITTEN if name in found},
        {label[name]: found[name] for name in READ if name in found},
    )
    for name, (other, shown) in NEEDS.items():
        if name in found and other not in found:
            raise OptionError(f"{label[name]} needs {shown}")
    for name, extra in EXTRAS.items():
        reason = missing(extra, label[name]) if name in found else ""
        if reason:
            raise OptionError(reason)
    for one in found.get("generator", ()):
        reason = unusable(one)
        if reason:
            raise OptionError(reason)
    if "xks_proxy" in found and "target_url" in found and "xks_ca" not in found:
        raise OptionError("--xks-proxy needs --xks-ca DIR: the target has to trust DIR/ca.pem, made if need be")
    if found.get("extra_states") and found.get("depth") is not Depth.COMPLETE:
        raise OptionError("--extra-states needs --depth complete")
    if "preset" in found and "target_url" in found:
        raise OptionError("--preset starts a target of its own: leave --target-url out")


def flag(name: str) -> str:
    """An option as the command line spells it."""
    return f"--{name.replace('_', '-')}"


def _value(name: str, said: Configured) -> Any:
    """The value of an option out of its text, of the texts of one that is repeated, or of a flag."""
    read_one = _READERS.get(name, str)
    try:
        if isinstance(said.value, list):
            return tuple(dict.fromkeys(map(read_one, said.value)))
        return said.value if isinstance(said.value, bool) else read_one(said.value)
    except OptionError as wrong:
        raise OptionError(f"{said.origin or flag(name)}: {wrong}") from None


def writable(flag: str, path: Path) -> None:
    """Raises OptionError, one line, where no file can be written: known before anything is asked of a target."""
    place = path.absolute()
    try:
        mode = _mode(place)
        if mode is not None and S_ISDIR(mode):
            raise OptionError(f"{flag}: {str(path)!r} is a directory: give a file")
        if not place.parent.is_dir():
            raise OptionError(f"{flag}: there is no directory {str(place.parent)!r}")
        if not os.access(place.parent if mode is None else place, os.W_OK):
            raise OptionError(f"{flag}: {str(path)!r} cannot be written")
    except OSError as broken:
        raise OptionError(f"{flag}: {str(path)!r} cannot be written: {broken.strerror}") from None


def apart(written: Mapping[str, Path], read: Mapping[str, Path]) -> None:
    """Raises OptionError, one line, where one file would be written over another: by what says so, their paths."""
    seen = {path.resolve(): flag for flag, path in read.items()}
    for label, path in written.items():
        other = seen.setdefault(path.resolve(), label)
        if other != label and (path.is_file() or not path.exists()):
            raise OptionError(f"{label} and {other} are the same file, {str(path)!r}")


def _mode(place: Path) -> int | None:
    """What is there, None where nothing is. Raises OSError, as `Path.exists` does not any more since Python 3.14."""
    try:
        return place.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
