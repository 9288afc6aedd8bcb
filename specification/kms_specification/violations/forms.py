"""Forms of value that a member may not take though they meet each constraint of the model, by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from kms_specification.facts import Json
from kms_specification.pages.requests.prose import CONTEXTS
from kms_specification.pages.successes.public_keys import AGREED
from kms_specification.violations.public_keys import is_public_key, spec_of
from kms_specification.violations.values import decoded

_ALIAS = re.compile("(arn:[^:]*:kms:[^:]*:[^:]*:)?alias/")
# An ARN that is written out, its service, and of KMS what it is of: what stands for a value that is hidden is none.
_ARN = re.compile("arn:[a-z0-9-]+:([a-z0-9-]+):[a-z0-9-]*:[0-9]*:(.*)", re.DOTALL)
_OF_KMS = re.compile("(?!(key|alias)/.)[a-z-]+/", re.DOTALL)
_FOREIGN = re.compile("[^\t\n\r\x20-\xff]")
API_VERSION = datetime(2014, 11, 1, tzinfo=UTC).timestamp()
_NAMES = ("Principal", "NotPrincipal")


def _document(value: str) -> tuple[bool, Json]:
    """Whether a text is JSON, and what it says."""
    try:
        return True, json.loads(value)
    except (ValueError, RecursionError):
        return False, None


def _statements(value: str) -> Iterator[Json]:
    """The statements of a policy, of which one may stand without a list."""
    _, document = _document(value)
    found = document.get("Statement") if isinstance(document, dict) else None
    yield from found if isinstance(found, list) else () if found is None else (found,)


def _names_no_principal(value: str) -> bool:
    return any(isinstance(one, dict) and not any(name in one for name in _NAMES) for one in _statements(value))


def _allows_nothing(value: str) -> bool:
    """Whether a policy has no statement that could allow anything."""
    is_json, _ = _document(value)
    return is_json and not any(isinstance(one, dict) and one.get("Effect") == "Allow" for one in _statements(value))


def _text(holds: Callable[[str], bool]) -> Callable[[Json], bool]:
    """The form of a string; a value of another type has not got it."""
    return lambda value: isinstance(value, str) and holds(value)


def _is_of_no_key(value: str) -> bool:
    """Whether a text is an ARN, and that of no key and no alias."""
    arn = _ARN.fullmatch(value)
    return arn is not None and (arn[1] != "kms" or _OF_KMS.match(arn[2]) is not None)


def _is_past(value: Json) -> bool:
    """Whether a date is past, whenever it was sent: there was no KMS API before the date of its version."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value < API_VERSION


def _is_no_public_key(value: str) -> bool:
    """Whether a blob holds no SubjectPublicKeyInfo in DER."""
    data = decoded(value)[0]
    return data is not None and not is_public_key(data)


def _is_of_no_agreement(value: str) -> bool:
    """Whether a blob holds a public key of a curve that no secret can be agreed with.

    The API reference's own example of DeriveSharedSecret has an RSA key.
    """
    spec = spec_of(value)
    return spec is not None and spec not in AGREED and not spec.startswith("RSA")


def _has_both_contexts(value: Json) -> bool:
    """Whether constraints say both what an encryption context is and what it includes."""
    return isinstance(value, dict) and all(isinstance(value.get(kind), dict) and value[kind] for kind in CONTEXTS)


def _texts(value: Json) -> frozenset[str]:
    """The texts of a list."""
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list) else frozenset()


def _is_of_several(sets: tuple[frozenset[str], ...], value: Json) -> bool:
    """Whether no set has all the elements of a list; those that are in none are not looked at."""
    elements = _texts(value) & frozenset[str]().union(*sets)
    return not any(elements <= one for one in sets)


def _has_element(sets: tuple[frozenset[str], ...], value: Json) -> bool:
    return any(_texts(value) & one for one in sets)


FORMS: Mapping[str, Callable[[Json], bool]] = {
    "alias": _text(lambda value: _ALIAS.match(value) is not None),
    "arn-of-no-key": _text(_is_of_no_key),
    "alias-without-name": _text(lambda value: value == "alias/"),
    "not-json": _text(lambda value: not _document(value)[0]),
    "foreign-characters": _text(lambda value: _FOREIGN.search(value) is not None),
    "statement-without-principal": _text(_names_no_principal),
    "allows-nothing": _text(_allows_nothing),
    "past": _is_past,
    "both-contexts": _has_both_contexts,
    "no-public-key": _text(_is_no_public_key),
    "key-of-no-agreement": _text(_is_of_no_agreement),
    "RSAES_PKCS1_V1_5": _text(lambda value: value == "RSAES_PKCS1_V1_5"),
}

OF_SETS: Mapping[str, Callable[[tuple[frozenset[str], ...], Json], bool]] = {
    "of-several-sets": _is_of_several,
    "element-of-set": _has_element,
}
