"""How the text of an option is read, whoever wrote it: the command line, the environment or a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kms_conformance.settings.depth import Depth
from kms_conformance.settings.generator import Generator
from kms_conformance.settings.nearest import nearest

MOST_SHARDS = 1000
MOST_CONNECTIONS = 64
MOST_EXTRA = 3  # each state more takes about twenty times as many requests
MOST_REQUESTS = 10**12
_REGION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")  # RFC 9110, 5.6.2
_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")
# What each request has of its own, or what decides how its bytes are read.
_MADE = frozenset(
    (
        *("authorization", "host", "user-agent", "accept-encoding", "x-amz-target", "x-amz-date"),
        *("x-amz-security-token", "x-amz-content-sha256"),
        *("content-type", "content-length", "transfer-encoding", "connection", "expect", "te", "trailer", "upgrade"),
    )
)


class OptionError(ValueError):
    """An option's value makes no sense. The message is one line."""


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


def _connections(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_CONNECTIONS:
        return int(text)
    raise OptionError(f"{text!r} is no number of connections from 1 to {MOST_CONNECTIONS}")


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


def _whole(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:20]) < MOST_REQUESTS:
        return int(text)
    raise OptionError(f"{text!r} is no whole number above 0")


def _region(text: str) -> str:
    if _REGION.fullmatch(text):
        return text
    raise OptionError(f"{text!r} is no Region such as eu-west-1")


def _header(text: str) -> tuple[str, str]:
    """The name and the value of a header."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not _TOKEN.fullmatch(name):
        raise OptionError("give a header as 'Name: value'")  # what was typed may be a secret
    if name.lower() in _MADE:
        raise OptionError(f"{name} is made for each request by itself")
    if not _VALUE.fullmatch(value):
        raise OptionError(f"the value of {name} must be printable ASCII and not empty")
    return name, value


# How the text of an option is read; the text of an option that is not here is its value.
READERS: Mapping[str, Callable[[str], Any]] = {
    "profile": Path,
    "depth": depth,
    "generator": _generator,
    "extra_states": _extra,
    "seed": _seed,
    "shard": _shard,
    "max_seconds": _above_zero,
    "max_requests": _whole,
    "timeout": _above_zero,
    "region": _region,
    "header": _header,
    "ca_file": Path,
    "client_cert": Path,
    "client_key": Path,
    "wait": _seconds,
    "rate": _above_zero,
    "connections": _connections,
    "ledger": Path,
    "results": Path,
    "baseline": Path,
    "xks_proxy": _host,
    "xks_listen": _listen,
    "xks_ca": Path,
}
