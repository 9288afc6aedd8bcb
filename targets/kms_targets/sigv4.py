"""Signature version 4 over the exact bytes that are sent, with botocore's own signer."""

from __future__ import annotations

import hmac
import re
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from botocore.auth import SigV4Auth
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError

from kms_targets import TargetError

# AWS's own example key, which belongs to no account: what an emulator is signed for unless the profile says otherwise.
EXAMPLE_KEY = "AKIAIOSFODNN7EXAMPLE"
EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
_WORD = re.compile("[!-~]+")
_AUTHORIZATION = "Authorization"
_DIGEST = 64  # characters of a SHA-256 digest in hexadecimal


@dataclass(frozen=True, slots=True)
class Keys:
    """What requests are signed with. `shown` says that they may be printed: they are an example and open no door."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    shown: bool = False


EXAMPLE = Keys(EXAMPLE_KEY, EXAMPLE_SECRET, shown=True)


def from_environment() -> Keys:
    """The keys that the AWS tools would use here. Raises TargetError, one line, where there are none."""
    import botocore.session  # slow to import and needed for a real account only

    try:
        found = botocore.session.get_session().get_credentials()
        frozen = found.get_frozen_credentials() if found is not None else None
    except BotoCoreError as broken:
        raise TargetError(f"the AWS credentials cannot be used: {' '.join(str(broken).split())}") from None
    if frozen is None:
        raise TargetError(
            "no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile"
        )
    if not all(map(_WORD.fullmatch, (frozen.access_key, frozen.secret_key, frozen.token or "-"))):
        raise TargetError("the AWS credentials hold spaces, line ends or letters that no key has: set them anew")
    return Keys(frozen.access_key, frozen.secret_key, frozen.token)


class Signer:
    """Signs requests to one service in one region."""

    def __init__(self, keys: Keys, region: str, service: str = "kms", age: timedelta = timedelta()) -> None:
        self.region = region
        self._keys, self._service = keys, service
        credentials = Credentials(keys.access_key_id, keys.secret_access_key, keys.token)
        self._auth = _Auth(credentials, service, region, age)
        self._signed: tuple[int, dict[tuple[object, ...], _Unsigned]] = (0, {})

    def in_region(self, region: str) -> Signer:
        """One that signs with the same keys for another Region."""
        return Signer(self._keys, region, self._service)

    def forged(self) -> Signer:
        """One that signs in the same name with a secret that is not the one of the name."""
        keys = replace(self._keys, secret_access_key=self._keys.secret_access_key[::-1])
        return Signer(keys, self.region, self._service)

    def of_yesterday(self) -> Signer:
        """One whose signatures are a day old."""
        return Signer(self._keys, self.region, self._service, timedelta(days=1))

    def sign(self, method: str, url: str, headers: dict[str, str], body: bytes) -> dict[str, str]:
        """The headers with the signature's own added.

        What botocore works out of all but the body holds for every request of the same second that is like this one.
        """
        second, signed = self._signed
        now = int(time.time())
        if now != second:
            self._signed = _, signed = now, {}
        wanted = (method, url, *headers.items())
        like = signed.get(wanted)
        if like is None:
            like = _Unsigned(method, url, body, _Headers(headers))
            self._auth.add_auth(like)
            signed[wanted] = like  # not before it is whole: several threads may sign
            return dict(like.headers)
        return {**like.headers, _AUTHORIZATION: self._auth.authorization(like, body)}


class _Headers(dict[str, str]):
    """Headers that each stand once. botocore's own are an e-mail message's, which cost more than the signature."""

    def get_all(self, name: str) -> list[str]:
        return [self[name]]


@dataclass(slots=True)
class _Unsigned:
    """What botocore's signer reads of a request, and what it has worked out on the way to the signature."""

    method: str
    url: str
    body: bytes
    headers: _Headers
    context: dict[str, Any] = field(default_factory=dict)
    params: None = None
    canonical: str = ""
    to_sign: str = ""


class _Auth(SigV4Auth):  # type: ignore[misc]  # botocore has no types
    """botocore's signer, which signs all headers that are there and works out the key of a day once.

    A signature is as old as `age` when it is made.
    """

    def __init__(self, credentials: Credentials, service: str, region: str, age: timedelta) -> None:
        super().__init__(credentials, service, region)
        self._age = age

    def _modify_request_before_signing(self, request: _Unsigned) -> None:
        if self._age:
            made = datetime.now(UTC) - self._age
            request.context["timestamp"] = made.strftime("%Y%m%dT%H%M%SZ")
        super()._modify_request_before_signing(request)

    def canonical_request(self, request: _Unsigned) -> str:
        request.canonical = super().canonical_request(request)
        return request.canonical

    def string_to_sign(self, request: _Unsigned, canonical_request: str) -> str:
        request.to_sign = super().string_to_sign(request, canonical_request)
        return request.to_sign

    def authorization(self, like: _Unsigned, body: bytes) -> str:
        """The Authorization header of a request that is like a signed one in all but its body.

        The canonical request ends in the digest of the body, what is signed in that of the canonical request, and the
        header in the signature.
        """
        canonical = like.canonical[:-_DIGEST] + sha256(body).hexdigest()
        to_sign = like.to_sign[:-_DIGEST] + sha256(canonical.encode()).hexdigest()
        signature: str = self.signature(to_sign, like)
        return like.headers[_AUTHORIZATION][:-_DIGEST] + signature

    def headers_to_sign(self, request: _Unsigned) -> _Headers:
        return _Headers({name.lower(): value for name, value in request.headers.items()})

    def _sign(self, key: bytes, msg: str, hex: bool = False) -> bytes | str:
        return hmac.digest(key, msg.encode("utf-8"), "sha256").hex() if hex else _derived(key, msg)


@lru_cache(maxsize=16)
def _derived(key: bytes, word: str) -> bytes:
    """A step to the key of a day, a region and a service, which is one and the same for thousands of requests."""
    return hmac.digest(key, word.encode("utf-8"), "sha256")
