"""Which addresses may be tested: URLs parsed, and hosts of the real service refused unless allowed.

A host counts as the real service under however spelt a name: upper case, trailing dots, full-width letters, or an
alias whose canonical name is under one of its domains.
"""

from __future__ import annotations

import socket
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from targets import TargetError

# Domains that AWS serves its APIs under: the standard, Chinese, dual-stack, European sovereign and isolated ones.
AWS_DOMAINS = (
    "amazonaws.com",
    "amazonaws.com.cn",
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
    "api.amazonwebservices.eu",
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "csp.hci.ic.gov",
    "cloud.adc-e.uk",
)
_PORTS = {"http": 80, "https": 443}


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
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL, without the path where that is `/`."""
        return f"{self.scheme}://{self.authority}{'' if self.path == '/' else self.path}"


def parse(url: str, *, allow_real_aws: bool = False) -> Endpoint:
    """The endpoint that a URL names. Raises TargetError, one line, for anything that is no plain http(s) URL."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as broken:
        raise TargetError(f"{url!r} is no URL ({broken}): give one like http://localhost:4566") from None
    if parts.scheme.lower() not in _PORTS or not parts.netloc:
        guess = f"http://{url.lstrip('/')}" if host is None and ":" in url.strip(":/") else "http://localhost:4566"
        raise TargetError(f"{url!r} has no scheme http:// or https://: give a URL like {guess}")
    if not host:
        raise TargetError(f"{url!r} names no host: give a URL like http://localhost:4566")
    if parts.username is not None or parts.query or parts.fragment:
        raise TargetError("the URL must have no user, query or fragment: credentials belong into a profile")
    if not parts.path.isascii() or any(c.isspace() or c < " " for c in parts.path + host):
        raise TargetError(f"{url!r} holds characters that no URL may have: percent-encode them")
    name = _plain(host)
    scheme = parts.scheme.lower()
    real = is_real(name)
    if real and not allow_real_aws:
        raise TargetError(f"{name} is the real AWS: add --allow-real-aws to test it with your own account")
    return Endpoint(scheme, name, port or _PORTS[scheme], parts.path or "/", real)


def _plain(host: str) -> str:
    """The host as a resolver would read it."""
    name = unicodedata.normalize("NFKC", unquote(host)).replace("\u3002", ".").rstrip(".").lower()
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        raise TargetError(f"{host!r} is no host name") from None


def is_real(host: str) -> bool:
    """Whether a host name, in lower case, is under a domain of AWS."""
    return any(host == domain or host.endswith(f".{domain}") for domain in AWS_DOMAINS)


def resolve(endpoint: Endpoint, *, allow_real_aws: bool = False) -> str:
    """The address to connect to. Raises TargetError where the name is unknown or only an alias of the real service."""
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME)
    except (OSError, UnicodeError) as unknown:
        raise TargetError(f"the host {endpoint.host!r} cannot be found ({unknown}): check the URL") from None
    for *_, canonical, _ in found:
        if canonical and is_real(canonical.rstrip(".").lower()) and not allow_real_aws:
            raise TargetError(f"{endpoint.host} is an alias of {canonical}, the real AWS: add --allow-real-aws")
    return str(found[0][4][0])
