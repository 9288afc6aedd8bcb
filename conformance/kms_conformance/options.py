"""The options of a run, once: the command line and the pytest plugin both read this table."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from random import SystemRandom
from typing import Any

from kms_conformance.depth import Depth
from kms_conformance.run import baseline
from kms_conformance.run.baseline import Baseline, BaselineError
from kms_specification.requirements import registry

MOST_EXTRA = 3  # each state more takes about twenty times as many requests


class OptionError(ValueError):
    """An option's value makes no sense. The message is one line."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for. Times are in seconds."""

    target_url: str | None = None
    profile: Path | None = None
    depth: Depth = Depth.DEFAULT
    extra_states: int = 0
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    life_cycle: bool = False
    seed: int = 0
    max_seconds: float | None = None
    rate: float | None = None
    allow_real_aws: bool = False
    ledger: Path | None = None
    results: Path | None = None
    markdown: Path | None = None
    html: Path | None = None
    baseline: Path | None = None
    update_baseline: bool = False
    xks_proxy: str | None = None
    xks_listen: tuple[str, int] = ("127.0.0.1", 443)
    xks_ca: Path | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One option: how it is spelled, what it says of itself, how its text is read, and whether it may be repeated."""

    name: str
    help: str
    metavar: str = ""
    read: Callable[[str], Any] = str
    many: bool = False

    @property
    def flag(self) -> str:
        """As it is typed."""
        return f"--{self.name.replace('_', '-')}"


def depth(text: str) -> Depth:
    """The depth of that name. Raises OptionError."""
    try:
        return Depth(text)
    except ValueError:
        raise OptionError(f"there is no depth {text!r}: choose {', '.join(Depth)}") from None


def _above_zero(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise OptionError(f"{text!r} is no number above 0")
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


def _seed(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise OptionError(f"{text!r} is no seed: give a whole number") from None


OPTIONS = (
    Option("target_url", "the endpoint to judge; without it the embedded reference endpoint is started", "URL"),
    Option("profile", "what is known of the target, a TOML file", "FILE", Path),
    Option(
        "depth",
        "quick: boundary vectors; default: with Hypothesis; complete: all that tells a pattern from another",
        "DEPTH",
        depth,
    ),
    Option(
        "extra_states", f"with --depth complete: patterns with up to N states more, at most {MOST_EXTRA}", "N", _extra
    ),
    Option("only", "judge only requirements whose id matches; may be repeated", "GLOB", many=True),
    Option("skip", "leave out requirements whose id matches; may be repeated", "GLOB", many=True),
    Option("life_cycle", "judge the operations that list, update, connect, disconnect and delete stores as well"),
    Option("seed", "repeat the choices of an earlier run", "N", _seed),
    Option("max_seconds", "stop after so long; the report says that the run is not complete", "S", _above_zero),
    Option("rate", "requests a second, at most", "N", _above_zero),
    Option("allow_real_aws", "let the target be the real service: slow, free of cost, with a ledger"),
    Option("ledger", "where the names of all stores are written before they are made", "FILE", Path),
    Option("results", "write the results as JSON Lines, as the run goes", "FILE", Path),
    Option("markdown", "write the report as Markdown", "FILE", Path),
    Option("html", "write the report as one HTML page", "FILE", Path),
    Option("baseline", "what is known to fail: only what is not in the file, or is met by now, is red", "FILE", Path),
    Option("update_baseline", "write to the --baseline what fails now; what is met is taken out"),
    Option(
        "xks_proxy", "offer an external key store proxy, by the host name the target has to call it by", "HOST", _host
    ),
    Option("xks_listen", "where that proxy listens; the default is 127.0.0.1:443", "ADDRESS:PORT", _listen),
    Option("xks_ca", "where the authority is kept (ca.pem) that the target has to trust for it", "DIR", Path),
)


def add_to(add: Callable[..., Any], prefix: str = "", *, names: Collection[str] | None = None) -> None:
    """Adds every option, or those of some names, by a function that is called like `ArgumentParser.add_argument`.

    The text of an option is kept as typed: it is read by `read`, which says what is wrong with it in one line.
    """
    for option in (o for o in OPTIONS if names is None or o.name in names):
        settings: dict[str, Any] = {"dest": prefix + option.name, "help": option.help}
        if option.metavar:
            settings |= {"metavar": option.metavar, "default": None}
            settings["action"] = "append" if option.many else "store"
        else:
            settings |= {"action": "store_true", "default": False}
        add(option.flag, **settings)


def read(typed: Callable[[str], Any]) -> Options:
    """The options out of what was typed, by name. Raises OptionError, one line, for what cannot be read."""
    found: dict[str, Any] = {"seed": SystemRandom().getrandbits(32)}
    for option in OPTIONS:
        value = typed(option.name)
        if value is None or value is False:
            continue
        try:
            if option.many:
                found[option.name] = tuple(value)
            else:
                found[option.name] = value if value is True else option.read(value)
        except OptionError as wrong:
            raise OptionError(f"{option.flag}: {wrong}") from None
    for name in ("results", "markdown", "html", "ledger", *(["baseline"] if "update_baseline" in found else [])):
        if name in found:
            writable(f"--{name}", found[name])
    if "update_baseline" in found and "baseline" not in found:
        raise OptionError("--update-baseline needs --baseline FILE")
    if "html" in found and find_spec("jinja2") is None:
        raise OptionError("--html needs the extra [report]: pip install 'kms-conformance[report]'")
    if "xks_proxy" in found and not all(find_spec(module) for module in ("trustme", "uvicorn")):
        raise OptionError("--xks-proxy needs the extra [xks]: pip install 'kms-conformance[xks]'")
    if "xks_proxy" in found and "target_url" in found and "xks_ca" not in found:
        raise OptionError("--xks-proxy needs --xks-ca DIR: the target has to trust DIR/ca.pem, made if need be")
    for name in ("xks_listen", "xks_ca"):
        if name in found and "xks_proxy" not in found:
            raise OptionError(f"--{name.replace('_', '-')} needs --xks-proxy")
    for name in ("only", "skip"):
        for glob in found.get(name, ()):
            if not any(fnmatchcase(r.id, glob) for r in registry()):
                raise OptionError(f"--{name} {glob!r} matches no requirement: see `kms-conformance requirements`")
    if found.get("extra_states") and found.get("depth") is not Depth.COMPLETE:
        raise OptionError("--extra-states needs --depth complete")
    return Options(**found)


def known(asked: Options) -> Baseline | None:
    """What is known to fail, where a baseline was given. Raises OptionError, one line, for a file that is none."""
    if asked.baseline is None:
        return None
    ids = frozenset(r.id for r in registry())
    try:
        return baseline.read(asked.baseline, ids, datetime.now(UTC).date(), updating=asked.update_baseline)
    except BaselineError as wrong:
        raise OptionError(f"--baseline: {wrong}") from None


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


def typed_again(options: argparse.Namespace) -> list[str]:
    """The options as they would be typed, for another process or program."""
    words: list[str] = []
    for option in OPTIONS:
        value = getattr(options, option.name)
        if value is True:
            words.append(option.flag)
        elif value is not None and value is not False:
            words += [f"{option.flag}={one}" for one in (value if option.many else [value])]
    return words


assert {o.name for o in OPTIONS} == {f.name for f in fields(Options)}
