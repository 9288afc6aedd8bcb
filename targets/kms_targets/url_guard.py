"""Which addresses may be tested: URLs parsed, and hosts of the real service refused unless allowed.

A host counts as the real service under however spelt a name: upper case, trailing dots, full-width letters, percent
signs, or an alias whose canonical name is under one of its domains.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from kms_targets import TargetError

# The domains that AWS serves its APIs under, by partition: the usual one and that of dual-stack endpoints.
AWS_DOMAINS = (
    ("amazonaws.com", "api.aws"),
    ("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    ("amazonaws.eu", "api.amazonwebservices.eu"),
    ("c2s.ic.gov", "api.aws.ic.gov"),
    ("sc2s.sgov.gov", "api.aws.scloud"),
    ("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ("csp.hci.ic.gov", "api.aws.hci.ic.gov"),
)
EXAMPLE = "http://localhost:4566"
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_PATH = re.compile(r"[!-~]*")


class UnknownHostError(TargetError):
    """The name of the host has no address. The message is one line."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a target listens. `path` starts with a slash; `real` says that it is the service itself."""

    scheme: str
    host: str
    port: int
    path: str
    real: bool = False

    @property
    def authority(self) -> str:
        """The Host header: the port is left out where it is the scheme's own."""
        host = f"[{self.host.partition('%')[0]}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL, without the path where that is `/`."""
        return f"{self.scheme}://{self.authority}{'' if self.path == '/' else self.path}"


def parse(url: str, *, allow_real_aws: bool = False) -> Endpoint:
    """The endpoint that a URL names. Raises TargetError, one line, for anything that is no plain http(s) URL."""
    parts = _split(url)
    scheme, name = parts.scheme.lower(), _plain(parts.hostname or "")
    real = is_real(name)
    if real and not allow_real_aws:
        raise TargetError(f"{name} is the real AWS: add --allow-real-aws to test it with your own account")
    if real and scheme != "https":
        raise TargetError(f"{name} is the real AWS, which is given no secret without TLS: write https://")
    return Endpoint(scheme, name, parts.port or _PORTS[scheme], parts.path or "/", real)


def _split(url: str) -> SplitResult:
    """The parts of a URL that has a scheme, a host, perhaps a port and a path, and nothing else."""
    shown = repr(re.sub("//.*@", "//", url))
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise TargetError(f"{shown} is no URL: give one like {EXAMPLE}") from None
    if parts.scheme.lower() in _PORTS and not parts.netloc:
        raise TargetError(f"{shown} names no host: give a URL like {EXAMPLE}")
    if parts.scheme.lower() not in _PORTS:
        raise TargetError(f"{shown} has no scheme http:// or https://: give a URL like {_guess(url)}")
    if parts.username is not None or parts.query or parts.fragment:
        raise TargetError("the URL must have no user, query or fragment: credentials belong into a profile")
    if not parts.hostname:
        raise TargetError(f"{shown} names no host: give a URL like {EXAMPLE}")
    if not _has_port(parts):
        raise TargetError(f"{shown} has a port that is no number from 1 to 65535")
    if not _PATH.fullmatch(parts.path):
        raise TargetError(f"{shown} holds characters that no URL may have: percent-encode them")
    return parts


def _has_port(parts: SplitResult) -> bool:
    """Whether the port is one that can be listened at, or left out."""
    try:
        return parts.port != 0
    except ValueError:
        return False


def _guess(url: str) -> str:
    """What was meant by an address without a scheme, where that can be told."""
    address = url.strip()
    return f"http://{address}" if re.fullmatch(r"[\w.-]+:\d+(/[!-~]*)?", address, re.ASCII) else EXAMPLE


def _plain(host: str) -> str:
    """The host as a resolver would read it. Raises TargetError for what is no host name."""
    name = unquote(host)
    try:
        # The codec folds what only looks different: width, case, dots, what is invisible.
        name = (name if name.isascii() else name.encode("idna").decode("ascii")).lower().rstrip(".")
        if ":" in name:
            return str(ipaddress.IPv6Address(name))
        if _NAME.fullmatch(name):
            return name
    except ValueError:
        pass
    raise TargetError(f"{host!r} is no host name: give a URL like {EXAMPLE}")


def is_real(host: str) -> bool:
    """Whether a host name, in lower case, is under a domain of AWS."""
    return any(host == domain or host.endswith(f".{domain}") for pair in AWS_DOMAINS for domain in pair)


def resolve(endpoint: Endpoint) -> tuple[str, ...]:
    """The addresses to try, best first. Raises TargetError where the name is unknown.

    It also does where the name only stands for one of the real service: that has to be given by its own name, so that
    all that is done to spare a real account is done.
    """
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME)
    except (OSError, UnicodeError) as unknown:
        why = getattr(unknown, "strerror", None) or "it is no host name"
        raise UnknownHostError(f"the host {endpoint.host!r} cannot be found ({why}): check the URL") from None
    for name in (endpoint.host, *(canonical for *_, canonical, _ in found)):
        if is_real(name.rstrip(".").lower()) and not endpoint.real:
            raise TargetError(f"{endpoint.host} stands for {name}, the real AWS: give that name and --allow-real-aws")
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
