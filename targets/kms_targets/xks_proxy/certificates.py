"""The certificates that the proxy shows, and the authority that signed the good ones: what a target has to trust.

The authority is kept in a directory, so that a target has to trust it once: `ca.pem` for the target, `ca.key` for us.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kms_targets import TargetError
from kms_targets.xks_proxy.scripts import Shown

if TYPE_CHECKING:
    from trustme import CA

CERTIFICATE, KEY = "ca.pem", "ca.key"
OTHER_HOST = "another.xks.example"


def authority(directory: Path) -> CA:
    """The authority that is kept in a directory, made where there is none. Raises TargetError, one line."""
    import trustme

    certificate, key = directory / CERTIFICATE, directory / KEY
    try:
        if certificate.exists() and key.exists():
            return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
        directory.mkdir(parents=True, exist_ok=True)
        made = trustme.CA()
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made.private_key_pem.bytes())
        made.cert_pem.write_to_path(certificate)
    except (OSError, ValueError) as broken:
        why = getattr(broken, "strerror", None) or "it holds no certificate and key"
        raise TargetError(f"--xks-ca {str(directory)!r} cannot be used: {why}") from None
    return made


def contexts(ca: CA, host: str) -> Mapping[Shown, ssl.SSLContext]:
    """What the server side needs to show each certificate for `host`."""
    import trustme

    now = datetime.now(UTC)
    month, day = timedelta(days=30), timedelta(days=1)
    issued = {
        Shown.GOOD: ca.issue_cert(host),
        Shown.EXPIRED: ca.issue_cert(host, not_before=now - month, not_after=now - day),
        Shown.SELF_SIGNED: trustme.CA().issue_cert(host),
        Shown.WRONG_HOST: ca.issue_cert(OTHER_HOST),
    }
    found: dict[Shown, ssl.SSLContext] = {}
    for shown, certificate in issued.items():
        found[shown] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(found[shown])
    return found
