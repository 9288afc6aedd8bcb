"""The external key store proxy that a run offers to its target, and the credential that it was made up for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from conformance.options import Options

if TYPE_CHECKING:
    from targets.xks_proxy.proxy import Proxy

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+"


@dataclass(slots=True)
class Offered:
    """A proxy that runs. `hindrance`: why nothing comes of it even when it is well; None where that is not known."""

    proxy: Proxy
    access_key_id: str
    secret: str
    hindrance: str | None = None

    @property
    def authority(self) -> Path:
        """The certificate that the target has to trust."""
        return self.proxy.directory / "ca.pem"


@contextmanager
def offered(options: Options) -> Iterator[Offered | None]:
    """The proxy of a run, where one is asked for. Raises TargetError where it cannot be started."""
    if options.xks_proxy is None:
        yield None
        return
    from targets.xks_proxy.proxy import Proxy

    random = SystemRandom()
    access_key_id, secret = "".join(random.choices(_BASE32, k=24)), "".join(random.choices(_BASE64, k=43))
    with tempfile.TemporaryDirectory() as made:
        directory = options.xks_ca or Path(made)
        with Proxy(options.xks_proxy, options.xks_listen, directory) as proxy:
            yield Offered(proxy, access_key_id, secret)
