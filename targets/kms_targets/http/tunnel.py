"""A way through the proxy that the environment names: a tunnel (CONNECT), in which every byte stays as it was sent.

A target without TLS gets none. A proxy reads such requests, answers by itself when something is wrong with them, and
corrects what is sent broken on purpose: what it does would be held against the target.
"""

from __future__ import annotations

import base64
import contextlib
import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

from kms_targets import TargetError
from kms_targets.url_guard import Endpoint, UnknownHostError, resolve

MOST_HEAD = 16_384  # bytes of what a proxy answers
_GOOD = re.compile(rb"HTTP/1\.[01] 2\d\d\b")


@dataclass(frozen=True, slots=True)
class Tunnel:
    """Where the proxy is, what it is shown, and the variable that names it."""

    host: str
    port: int
    variable: str
    authorization: str = ""

    def __str__(self) -> str:
        return f"the proxy {self.host}:{self.port} of {self.variable}"

    def open(self, plain: socket.socket, host: str, port: int, seconds: float) -> None:
        """Has the proxy connect to the target. Raises OSError with what it said, or TimeoutError."""
        name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        head = f"CONNECT {name} HTTP/1.1\r\nHost: {name}\r\n{self.authorization}\r\n".encode("latin-1")
        deadline, answer = time.monotonic() + seconds, b""
        plain.settimeout(seconds)
        try:
            plain.sendall(head)
            while b"\r\n\r\n" not in answer and len(answer) < MOST_HEAD:
                plain.settimeout(max(0.001, deadline - time.monotonic()))
                # One byte at a time: what follows the head is of the target.
                came = plain.recv(1)
                if not came:
                    break
                answer += came
        except TimeoutError:
            raise TimeoutError(f"{self} opened no tunnel in time") from None
        if not _GOOD.match(answer):
            said = answer.partition(b"\r\n")[0].decode("ascii", "replace")[:80]
            raise OSError(0, f"{self} opened no tunnel: it answered {said!r}")


def of_environment(endpoint: Endpoint) -> Tunnel | None:
    """The tunnel to a target that speaks TLS; None where no proxy is named, or NO_PROXY or loopback is the target.

    Raises TargetError for a proxy that cannot be used.
    """
    kind, proxy = named(endpoint)
    if endpoint.scheme != "https" or not proxy:
        return None
    variable = f"{kind.upper()}_PROXY"
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        host, parts = None, urlsplit("http://")
    if parts.scheme != "http" or not host:
        raise TargetError(f"{variable} is no http://HOST:PORT: unset it, or name the target in NO_PROXY")
    user = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    shown = f"Proxy-Authorization: Basic {base64.b64encode(user.encode()).decode()}\r\n" if parts.username else ""
    return Tunnel(host, port, variable, shown)


def resolve_proxy(endpoint: Endpoint, tunnel: Tunnel) -> tuple[str, ...]:
    """The addresses of the proxy. Raises TargetError as `resolve` does, for a target whose name is known here."""
    with contextlib.suppress(UnknownHostError):  # the proxy may know it
        resolve(endpoint)
    try:
        found = socket.getaddrinfo(tunnel.host, tunnel.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnknownHostError(f"{tunnel} cannot be found") from None
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def named(endpoint: Endpoint) -> tuple[str, str]:
    """The kind of proxy and the proxy that the environment names for a target; empty where it names none."""
    proxies = getproxies_environment()
    kind = next((one for one in (endpoint.scheme, "all") if one in proxies), "")
    if not kind or _loopback(endpoint.host) or proxy_bypass(endpoint.host):
        return "", ""
    return kind, proxies[kind]


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
