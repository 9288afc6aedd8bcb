"""The external key store proxy that a run offers to its target."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kms_conformance.options import Options
from kms_specification.facts import Json

if TYPE_CHECKING:
    from kms_targets.xks_proxy.proxy import Proxy

CREDENTIAL = "XksProxyAuthenticationCredential"


@dataclass(slots=True)
class OfferedProxy:
    """A proxy that runs. `hindrance`: why nothing comes of it even when it is well; None where that is not known."""

    proxy: Proxy
    reason_against: str | None = None

    @property
    def authority(self) -> Path:
        """The certificate that the target has to trust."""
        return self.proxy.directory / "ca.pem"

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
