"""Values that a template computes, and how templates are filled."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from kms_conformance.checks.keys.sequences.port import NotShownError
from kms_specification.facts import Json
from kms_strategies.sequences.keys.language import Made, Maker, Template

_REFERENCE = re.compile(r"\{([A-Za-z][\w-]*(?:\.[\w-]+)*)\}")
DAY = 86_400  # seconds

Lookup = Callable[[str], Json]


def filled(template: Template, lookup: Lookup) -> Json:
    """The value of a template. Raises NotShownError where something it refers to is not there."""
    if isinstance(template, Made):
        return made(template.by, [filled(part, lookup) for part in template.of])
    if isinstance(template, str):
        whole = _REFERENCE.fullmatch(template)
        if whole:
            return lookup(whole[1])
        return _REFERENCE.sub(lambda found: str(lookup(found[1])), template)
    if isinstance(template, Mapping):
        return {member: filled(value, lookup) for member, value in template.items()}
    if isinstance(template, (list, tuple)):
        return [filled(value, lookup) for value in template]
    return template  # type: ignore[return-value]


def computed(template: Template) -> tuple[str, ...]:
    """The members of a request whose values are computed from earlier answers."""
    members = template.items() if isinstance(template, Mapping) else ()
    return tuple(member for member, value in members if _refers(value, made_of=False))


def _refers(template: Template, *, made_of: bool) -> bool:
    """Whether a value that is computed has a reference in it; `made_of`: the template is a part of such a value."""
    if isinstance(template, Made):
        return any(_refers(part, made_of=True) for part in template.of)
    if isinstance(template, str):
        return made_of and _REFERENCE.search(template) is not None
    if isinstance(template, Mapping):
        return any(_refers(value, made_of=made_of) for value in template.values())
    return isinstance(template, (list, tuple)) and any(_refers(value, made_of=made_of) for value in template)


def data(value: Json) -> bytes:
    """The bytes of a value in base 64. Raises ValueError where it is none."""
    if not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} instead of bytes in base 64")
    return b64decode(value, validate=True)


def text(value: bytes) -> str:
    """Bytes as they stand in requests."""
    return b64encode(value).decode("ascii")


def here() -> ModuleType:
    """What needs the package `cryptography`. Raises NotShownError where that is not installed."""
    try:
        from kms_conformance.checks.keys.sequences import cryptography_here
    except ImportError:
        raise NotShownError("it needs the package cryptography, which the extra [reference] installs") from None
    return cryptography_here


def made(by: Maker, of: list[Json]) -> Json:
    """A computed value. Raises NotShownError where what it is computed from is not of its kind."""
    try:
        return _MAKERS[by](*of)
    except (ValueError, TypeError, AttributeError) as wrong:
        raise NotShownError(f"an answer does not allow {by}: {wrong}") from None


def _flipped(blob: Json) -> Json:
    found = data(blob)
    return text(found[:-1] + bytes([found[-1] ^ 1])) if found else ""


def _hmac(key: Json, message: Json) -> Json:
    return text(hmac.digest(data(key), data(message), hashlib.sha256))


def _merged(first: Json, second: Json) -> Json:
    if not isinstance(first, dict) or not isinstance(second, dict):
        raise ValueError("no objects to merge")
    return first | second


def _alias_arn(arn: Json, alias: Json) -> Json:
    return f"{str(arn).rpartition(':')[0]}:{alias}"


def _with_other(place: int, others: tuple[str, str]) -> Callable[[Json], Json]:
    """An ARN in which one of its parts is another; the second of the two where it is the first already."""

    def other(arn: Json) -> Json:
        parts = str(arn).split(":")
        if len(parts) < 6:
            raise ValueError("it is no ARN")
        return ":".join([*parts[:place], others[parts[place] == others[0]], *parts[place + 1 :]])

    return other


def _third(entries: Json) -> Json:
    if not isinstance(entries, list):
        raise ValueError("no list")
    return min(max(len(entries) // 3, 1), 1000)


def _days_ahead(days: Any) -> Json:
    return int(time.time()) + int(days) * DAY


_MAKERS: dict[Maker, Callable[..., Json]] = {
    Maker.FLIPPED: _flipped,
    Maker.EXTENDED: lambda blob: text(data(blob) + b"\0"),
    Maker.SHORTENED: lambda blob: text(data(blob)[:-1]),
    Maker.HALVED: lambda blob: text(data(blob)[: len(data(blob)) // 2]),
    Maker.BEGINNING: lambda name: str(name)[: len(str(name)) // 2],
    Maker.SHA_256: lambda message: text(hashlib.sha256(data(message)).digest()),
    Maker.HMAC_SHA_256: _hmac,
    Maker.RSA_OAEP_SHA_256: lambda key, message: text(here().rsa_oaep("SHA_256", data(key), data(message))),
    Maker.RSA_OAEP_SHA_1: lambda key, message: text(here().rsa_oaep("SHA_1", data(key), data(message))),
    Maker.RSA_AES_KEY_WRAP_SHA_256: lambda key, message: text(here().rsa_aes("SHA_256", data(key), data(message))),
    Maker.RSA_AES_KEY_WRAP_SHA_1: lambda key, message: text(here().rsa_aes("SHA_1", data(key), data(message))),
    Maker.PEER_PUBLIC_KEY: lambda curve: text(here().peer_public_key(str(curve))),
    Maker.PEER_PRIVATE_KEY: lambda curve: text(here().peer_private_key(str(curve))),
    Maker.PEER_SECRET: lambda curve, key: text(here().peer_secret(str(curve), data(key))),
    Maker.ENCAPSULATED: lambda key: text(here().encapsulated(data(key))[1]),
    Maker.ENCAPSULATED_SECRET: lambda key: text(here().encapsulated(data(key))[0]),
    Maker.ML_DSA_MU: lambda key, message: text(here().ml_dsa_mu(data(key), data(message))),
    Maker.ALIAS_ARN: _alias_arn,
    Maker.OTHER_REGION: _with_other(3, ("us-west-2", "us-east-1")),
    Maker.OTHER_SERVICE: _with_other(2, ("sqs", "sns")),
    Maker.OTHER_ACCOUNT: _with_other(4, ("444455556666", "111122223333")),
    Maker.DAYS_AHEAD: _days_ahead,
    Maker.THIRD: _third,
    Maker.MERGED: _merged,
}
