"""What a run is asked for, and how that is read from what was typed.

How the options are spelled and described is in the table of `kms_conformance.plugin`, by the same names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from random import SystemRandom
from typing import Any

from kms_conformance.settings.depth import Depth
from kms_conformance.settings.extras import missing
from kms_conformance.settings.generator import Generator, unusable
from kms_conformance.settings.nearest import nearest

MOST_SHARDS = 1000
MOST_EXTRA = 3  # each state more takes about twenty times as many requests


class OptionError(ValueError):
    """An option's value makes no sense. The message is one line."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for. Times are in seconds."""

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
    wait: float | None = None
    rate: float | None = None
    allow_real_aws: bool = False
    ledger: Path | None = None
    results: Path | None = None
    markdown: Path | None = None
    html: Path | None = None
    annotations: Path | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    xks_proxy: str | None = None
    xks_listen: tuple[str, int] = ("127.0.0.1", 443)
    xks_ca: Path | None = None


def depth(text: str) -> Depth:
    """The depth of that name. Raises OptionError."""
    try:
        return Depth(text)
    except ValueError:
        raise OptionError(f"there is no depth {text!r}: choose {', '.join(Depth)}") from None


def _generator(text: str) -> Generator:
    try:
        return Generator(text)
    except ValueError:
        hint = nearest(text, Generator) or f": choose {', '.join(Generator)}"
        raise OptionError(f"there is no generator {text!r}{hint}") from None


def _above_zero(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise OptionError(f"{text!r} is no number above 0")
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e9:
        raise OptionError(f"{text!r} is no number of seconds")
    return number


def _extra(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= MOST_EXTRA:
        return int(text)
    raise OptionError(f"{text!r} is no number of states from 0 to {MOST_EXTRA}")


def _host(text: str) -> str:
    if re.fullmatch(r"[a-zA-Z0-9.-]{1,100}", text):
        return text
    raise OptionError(f"{text!r} is no host as XksProxyUriEndpoint may name it: letters, digits, dots and hyphens")


def _listen(text: str) -> tuple[str, int]:
    address, _, port = text.rpartition(":")
    if address and port.isascii() and port.isdigit() and int(port) < 65_536:
        return address, int(port)
    raise OptionError(f"{text!r} is no address and port such as 127.0.0.1:8443")


def _shard(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if all(part.isascii() and part.isdigit() for part in (number, of)) and 1 <= int(number) <= int(of) <= MOST_SHARDS:
        return int(number), int(of)
    raise OptionError(f"{text!r} is no shard such as 1/3, the first of three (at most {MOST_SHARDS:,})")


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise OptionError(f"{text!r} is no seed: give a whole number") from None


# How the text of an option is read; the text of an option that is not here is its value.
READERS: Mapping[str, Callable[[str], Any]] = {
    "profile": Path,
    "depth": depth,
    "generator": _generator,
    "extra_states": _extra,
    "seed": _seed,
    "shard": _shard,
    "max_seconds": _above_zero,
    "wait": _seconds,
    "rate": _above_zero,
    "ledger": Path,
    "results": Path,
    "markdown": Path,
    "html": Path,
    "annotations": Path,
    "baseline": Path,
    "xks_proxy": _host,
    "xks_listen": _listen,
    "xks_ca": Path,
}
# An option that needs another one.
NEEDS = {
    "shard": ("seed", "--seed N, the same for every shard"),
    "update_baseline": ("baseline", "--baseline FILE"),
    "xks_listen": ("xks_proxy", "--xks-proxy"),
    "xks_ca": ("xks_proxy", "--xks-proxy"),
}
# An option that needs an extra.
EXTRAS = {"html": "report", "xks_proxy": "xks"}


def read(typed: Callable[[str], Any]) -> Options:
    """The options out of what was typed, by name. Raises OptionError, one line, for what cannot be read."""
    found: dict[str, Any] = {}
    for name in (field.name for field in fields(Options)):
        value = typed(name)
        if value is None or value is False:
            continue
        try:
            found[name] = _value(name, value)
        except OptionError as wrong:
            raise OptionError(f"{flag(name)}: {wrong}") from None
    for name in (
        "results",
        "markdown",
        "html",
        "annotations",
        "ledger",
        *(["baseline"] if "update_baseline" in found else []),
    ):
        if name in found:
            writable(flag(name), found[name])
    for name, (other, shown) in NEEDS.items():
        if name in found and other not in found:
            raise OptionError(f"{flag(name)} needs {shown}")
    for name, extra in EXTRAS.items():
        reason = missing(extra, flag(name)) if name in found else ""
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
    chosen = "target_url" in found or "preset" in found
    reason = "" if chosen else missing("reference", "the embedded endpoint")
    if reason:
        raise OptionError(f"{reason}; or give --target-url URL")
    return Options(**{"seed": SystemRandom().getrandbits(32), **found})


def flag(name: str) -> str:
    """An option as the command line spells it."""
    return f"--{name.replace('_', '-')}"


def _value(name: str, typed: Any) -> Any:
    """The value of an option out of its text, of the texts of one that is repeated, or of a flag."""
    read_one = READERS.get(name, str)
    if isinstance(typed, list):
        return tuple(dict.fromkeys(map(read_one, typed)))
    return typed if typed is True else read_one(typed)


def writable(flag: str, path: Path) -> None:
    """Raises OptionError, one line, where no file can be written: known before anything is asked of a target."""
    place = path.absolute()
    try:
        if place.is_dir():
            raise OptionError(f"{flag}: {str(path)!r} is a directory: give a file")
        if not place.parent.is_dir():
            raise OptionError(f"{flag}: there is no directory {str(place.parent)!r}")
        if not os.access(place if place.exists() else place.parent, os.W_OK):
            raise OptionError(f"{flag}: {str(path)!r} cannot be written")
    except OSError as broken:
        raise OptionError(f"{flag}: {str(path)!r} cannot be written: {broken.strerror}") from None
