"""How a target is reached, besides its address: whom TLS trusts, what it shows, and headers that every request has."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from kms_targets import TargetError
from kms_targets.http.tunnel import Tunnel

_NO_CERTIFICATE = "there is no certificate in it, as PEM"


@dataclass(frozen=True, slots=True)
class Access:
    """The files are PEM. `insecure`: whoever answers is trusted. `client_cert` may have its key in it.

    `ca_origin` is who named the CA file, where it was not typed: a variable, or a file and its key. `tunnel` is the way
    through a proxy.
    """

    headers: tuple[tuple[str, str], ...] = ()
    ca_file: str | None = None
    insecure: bool = False
    client_cert: str | None = None
    client_key: str | None = None
    ca_origin: str = ""
    tunnel: Tunnel | None = None

    def context(self) -> ssl.SSLContext:
        """What a connection is secured by. Raises TargetError, one line, for a file that cannot be used."""
        try:
            made = ssl.create_default_context(cafile=None if self.insecure else self.ca_file)
        except OSError as broken:
            file = f"{self.ca_file!r}{f' (from {self.ca_origin})' if self.ca_origin else ''}"
            raise TargetError(f"the CA file {file} cannot be used: {_why(broken, _NO_CERTIFICATE)}") from None
        if self.insecure:
            made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
        if self.client_cert is not None:
            self._show(made, self.client_cert)
        return made

    def _show(self, made: ssl.SSLContext, certificate: str) -> None:
        """Has connections show the certificate, and asks nobody for the password of its key."""
        files = certificate if self.client_key is None else f"{certificate} with {self.client_key}"
        try:
            made.load_cert_chain(certificate, self.client_key, password=_no_password)
        except _PasswordError:
            raise TargetError(f"the client certificate {files!r}: its key has a password: give one without") from None
        except OSError as broken:
            raise TargetError(
                f"the client certificate {files!r} cannot be used: {_why(broken, self._no_pair)}"
            ) from None

    @property
    def _no_pair(self) -> str:
        if self.client_key is None:
            return "it is no PEM file of a certificate and its key: a key of its own is given with --client-key"
        return "they are no PEM files of a certificate and its key"


class _PasswordError(Exception):
    """The key is encrypted."""


def _no_password() -> str:
    raise _PasswordError


def _why(broken: OSError, otherwise: str) -> str:
    """Why a file cannot be used; `otherwise`, where OpenSSL does not say more than that it is not what it should be."""
    if isinstance(broken, ssl.SSLError):
        return "the key is that of another certificate" if broken.reason == "KEY_VALUES_MISMATCH" else otherwise
    return broken.strerror or str(broken)
