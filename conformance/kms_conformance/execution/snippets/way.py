"""How a pasted line reaches the target as the run did: certificates, the headers of a gateway, past any proxy.

A header's value is shown where its name is known to be harmless; otherwise the line takes it from a variable of the
shell, since it may be a secret all the same.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.request import getproxies_environment

from kms_targets.http.access import Access

HARMLESS = frozenset(
    (
        *("accept", "accept-language", "cache-control", "origin", "pragma", "referer", "via"),
        *("traceparent", "tracestate", "x-amzn-trace-id", "x-correlation-id", "x-request-id"),
        *("x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"),
    )
)
SECRET = 8  # characters from which a value is taken out of reports: shorter ones would take other words with them


@dataclass(frozen=True, slots=True)
class Way:
    """The words of each tool. `direct`: a shell like that of the run has a proxy, which the run did not use."""

    access: Access = field(default_factory=Access)
    direct: bool = False

    @classmethod
    def of(cls, access: Access, scheme: str) -> Way:
        """The way of a run in this environment. Without TLS its files are no matter."""
        if scheme != "https":
            access = Access(headers=access.headers)
        proxies = not {"http", "https", "all"}.isdisjoint(getproxies_environment())
        return cls(access, direct=proxies and access.tunnel is None)

    @property
    def _hidden(self) -> Mapping[str, str]:
        """The variable of each header whose value is not shown."""
        return {name: variable(name) for name, _ in self.access.headers if name.lower() not in HARMLESS}

    @property
    def secrets(self) -> list[str]:
        """Values that are taken out of what is shown."""
        return [value for name, value in self.access.headers if name in self._hidden and len(value) >= SECRET]

    def remarks(self) -> list[str]:
        """What a reader of the report has to know."""
        notes = ["The certificate of the target was not checked."] if self.access.insecure else []
        return notes + [
            f"Every request had the header {n}; the lines take it from ${v}." for n, v in self._hidden.items()
        ]

    def curl(self) -> list[str]:
        """Words of a curl command."""
        words = [("--cacert", None if self.access.insecure else self.access.ca_file)]
        words += [("--cert", self.access.client_cert), ("--key", self.access.client_key)]
        found = [f"{option} {shlex.quote(file)}" for option, file in words if file]
        found += ["--insecure"] if self.access.insecure else []
        found += ["--noproxy '*'"] if self.direct else []
        hidden = self._hidden
        return found + [
            f'-H "{name}: ${hidden[name]}"' if name in hidden else f"-H {shlex.quote(f'{name}: {value}')}"
            for name, value in self.access.headers
        ]

    def aws_cli(self) -> tuple[str, str] | None:
        """What stands before `aws`, and options after it; None where it cannot go this way."""
        if self.access.headers or self.access.client_cert:
            return None
        before = "NO_PROXY='*' no_proxy='*' " if self.direct else ""
        if self.access.insecure:
            return before, "--no-verify-ssl "
        return before, f"--ca-bundle {shlex.quote(self.access.ca_file)} " if self.access.ca_file else ""

    def boto3(self) -> tuple[str, str]:
        """Arguments of a client and of its Config."""
        verify = False if self.access.insecure else self.access.ca_file
        client = "" if verify is None else f"verify={verify!r}, "
        certificate, key = self.access.client_cert, self.access.client_key
        shown = (certificate, key) if key else certificate
        config = f"client_cert={shown!r}, " if certificate else ""
        config += "proxies={}, " if self.direct else ""
        return client, config

    def boto3_headers(self, clients: list[str]) -> list[str]:
        """Lines that add the headers to every request of these clients."""
        if not self.access.headers:
            return []
        hidden = self._hidden
        values = ", ".join(
            f"{name!r}: os.environ[{hidden[name]!r}]" if name in hidden else f"{name!r}: {value!r}"
            for name, value in self.access.headers
        )
        imported = ["import os"] if hidden else []
        added = f"lambda params, **_: params['headers'].update({{{values}}})"
        return [*imported, *(f"{client}.meta.events.register('before-call.kms', {added})" for client in clients)]


def variable(name: str) -> str:
    """The variable of the shell that has a header's value."""
    word = re.sub(r"[^A-Z0-9]", "_", name.upper())
    return word if word[0].isalpha() else f"HEADER_{word}"
