"""The embedded endpoint as a target: started for a run, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kms_targets import TargetError
from kms_targets.profile import Profile, Values

if TYPE_CHECKING:
    from kms_targets.xks_proxy.proxy import Proxy


@contextmanager
def embedded(proxy: Proxy | None = None) -> Iterator[str]:
    """The URL of an endpoint of our own, in a process of its own; with a proxy, it asks proxies where that listens.

    Raises TargetError where it cannot be started.
    """
    try:
        from kms_targets.reference.http.server import Embedded
    except ImportError:
        raise TargetError("the embedded endpoint needs the extra [reference]; or give --target-url") from None
    try:
        with Embedded(xks=(proxy.port, str(proxy.directory)) if proxy else None) as endpoint:
            yield endpoint.url
    except RuntimeError as broken:
        raise TargetError(str(broken)) from None


def known() -> Profile:
    """Its profile: what provokes each error, and a store that cannot be connected."""
    from kms_targets.reference.fixtures import (
        ANCHORED_CLUSTER,
        CONNECTION_ERRORS,
        FIXTURES,
        SHARED_BACKUP_HISTORY,
    )

    fixtures: dict[str, Values] = {f.error: {f.member: f.value} for f in reversed(FIXTURES)}
    fixtures["CloudHsmClusterInUseException"] = {"CloudHsmClusterId": list(SHARED_BACKUP_HISTORY)}
    fixtures["IncorrectTrustAnchorException"] = {"CloudHsmClusterId": ANCHORED_CLUSTER}
    proxy = {"XksProxyConnectivity": "VPC_ENDPOINT_SERVICE", "XksProxyUriEndpoint": next(iter(CONNECTION_ERRORS))}
    return Profile(fixtures={**fixtures, "FAILED": proxy})
