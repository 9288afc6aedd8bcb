"""The external key store proxy that a run offers to its target."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kms_conformance.execution.probes.evidence import ProxyLog
from kms_conformance.settings.options import Options
from kms_specification.facts import Json

if TYPE_CHECKING:
    from kms_targets.xks_proxy.proxy import Proxy

CREDENTIAL = "XksProxyAuthenticationCredential"


@dataclass(frozen=True, slots=True)
class OfferedProxy:
    """A proxy that runs."""

    proxy: Proxy

    @property
    def authority(self) -> Path:
        """The certificate that the target has to trust."""
        return self.proxy.directory / "ca.pem"

    def log(self) -> ProxyLog:
        """Who has come to it since it plays its script."""
        return ProxyLog(self.proxy.contacts, tuple(self.proxy.calls))

    @contextmanager
    def playing(self, script: str) -> Iterator[None]:
        """In the block it plays a script, and afterwards accepts every client."""
        from kms_targets.xks_proxy.scripts import SCRIPTS

        self.proxy.play(SCRIPTS[script])
        try:
            yield
        finally:
            self.proxy.play(SCRIPTS["trusting"])

    def expect(self, request: Json) -> None:
        """A request is about to leave: the proxy will be asked with its credential and path, if it has any."""
        credential = request.get(CREDENTIAL) if isinstance(request, dict) else None
        if isinstance(request, dict) and isinstance(credential, dict):
            key, secret = str(credential.get("AccessKeyId")), str(credential.get("RawSecretAccessKey"))
            self.proxy.expect(key, secret, str(request.get("XksProxyUriPath")))


@contextmanager
def offered(options: Options) -> Iterator[OfferedProxy | None]:
    """The proxy of a run, where one is asked for. Raises TargetError where it cannot be started."""
    if options.xks_proxy is None:
        yield None
        return
    from kms_targets.xks_proxy.proxy import Proxy

    with tempfile.TemporaryDirectory() as made:
        directory = options.xks_ca or Path(made)
        with Proxy(options.xks_proxy, options.xks_listen, directory) as proxy:
            yield OfferedProxy(proxy)
