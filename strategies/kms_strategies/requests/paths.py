"""The value at a path of a request, and requests with another value there or none.

`XksProxyAuthenticationCredential.AccessKeyId` is a path, and so are `Tags.item.TagKey`, which stands for the first
element of a list, and `EncryptionContext.key` and `EncryptionContext.value`, which stand for the first entry of a map.
"""

from __future__ import annotations

from kms_specification.facts import Json

Request = dict[str, Json]
ITEM, KEY, VALUE = "item", "key", "value"


def at(path: str, request: Json) -> Json:
    """The value at a path, or None."""
    value: Json = request
    for step in path.split("."):
        value = _inside(step, value)
    return value


def _inside(step: str, value: Json) -> Json:
    if isinstance(value, list):
        return value[0] if step == ITEM and value else None
    if not isinstance(value, dict):
        return None
    if step in value:
        return value[step]
    first = next(iter(value.items()), (None, None))
    return {KEY: first[0], VALUE: first[1]}.get(step)


def having(request: Request, path: str, value: Json) -> Request:
    """The request with another value at a path; what is missing above it is made."""
    step, _, rest = path.partition(".")
    return {**request, step: _with(request.get(step), rest, value)}


def _with(inside: Json, path: str, value: Json) -> Json:
    """What stands at a place once `value` stands below it at a path."""
    if not path:
        return value
    step, _, rest = path.partition(".")
    if step == ITEM and not isinstance(inside, dict):
        found = inside if isinstance(inside, list) else []
        return [_with(found[0] if found else None, rest, value), *found[1:]]
    known = inside if isinstance(inside, dict) else {}
    if step in (KEY, VALUE) and step not in known:
        first = next(iter(known.items()), (KEY, VALUE))
        name, content = (value, first[1]) if step == KEY else (first[0], _with(first[1], rest, value))
        return {str(name): content, **{k: v for k, v in known.items() if k != first[0]}}
    return {**known, step: _with(known.get(step), rest, value)}


def lacking(request: Request, path: str) -> Request:
    """The request without the member at a path."""
    step, _, rest = path.partition(".")
    if not rest:
        return {name: value for name, value in request.items() if name != step}
    return {**request, step: _without(request.get(step), rest)}


def _without(inside: Json, path: str) -> Json:
    step, _, rest = path.partition(".")
    if step == ITEM and isinstance(inside, list):
        return [_without(inside[0], rest), *inside[1:]] if inside and rest else inside[1:]
    known = inside if isinstance(inside, dict) else {}
    if not rest:
        return {name: value for name, value in known.items() if name != step}
    return {**known, step: _without(known.get(step), rest)}
