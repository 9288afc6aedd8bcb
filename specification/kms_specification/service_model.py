"""The same vocabulary, read from the KMS service model that botocore ships. Its size is never assumed.

The model's constraints sit on shapes; here they are laid out member by member, as a page prints them.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kms_specification import ServiceModelError
from kms_specification.facts import (
    Enumeration,
    Error,
    Kind,
    Length,
    Level,
    Member,
    Pattern,
    Range,
    Size,
    Source,
)

DOCUMENT = f"AWS KMS service model, botocore {version('botocore')}"
# In botocore; the only version of the API. Those who package it for a distribution may unpack the file.
MODELS = ("data/kms/2014-11-01/service-2.json.gz", "data/kms/2014-11-01/service-2.json")

_KINDS = {
    "string": Kind.STRING,
    "blob": Kind.BLOB,
    "structure": Kind.STRUCTURE,
    "integer": Kind.INTEGER,
    "long": Kind.INTEGER,
    "timestamp": Kind.TIMESTAMP,
    "boolean": Kind.BOOLEAN,
    "list": Kind.LIST,
    "map": Kind.MAP,
}


@cache
def document() -> dict[str, Any]:
    """The model as botocore ships it, read from its file: an import of botocore takes ten times as long.

    Raises ServiceModelError where there is none, or none that can be read.
    """
    package = find_spec("botocore")
    assert package is not None
    assert package.submodule_search_locations is not None
    directory = Path(package.submodule_search_locations[0])
    path = next((directory / name for name in MODELS if (directory / name).is_file()), None)
    if path is None:
        raise ServiceModelError(
            f"the installed botocore {version('botocore')} has no service model of KMS ({directory / MODELS[0]}): "
            "install it again, or another version"
        )
    try:
        text = path.read_bytes()
        found = json.loads(gzip.decompress(text) if path.suffix == ".gz" else text)
        if not all(isinstance(found[part], dict) and found[part] for part in ("metadata", "operations", "shapes")):
            raise TypeError("parts of it are empty, or no objects")
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as broken:
        raise ServiceModelError(
            f"the service model of KMS in the installed botocore {version('botocore')} cannot be read ({path}): "
            "install it again, or another version"
        ) from broken
    return dict(found)


def target_prefix() -> str:
    """What stands before the operation in the X-Amz-Target header."""
    return str(document()["metadata"]["targetPrefix"])


def members(operation: str) -> tuple[Member, ...]:
    """The members of an operation's request. Raises KeyError for an unknown operation."""
    return _structure(_input(operation))


def output(operation: str) -> tuple[Member, ...]:
    """The members of an operation's response. Raises KeyError for an unknown operation."""
    answer = document()["operations"][operation].get("output")
    return _structure(answer["shape"]) if answer else ()


def errors(operation: str) -> tuple[Error, ...]:
    """The errors the model lists for an operation, in its order, each beside the first sentence of what it says."""
    return tuple(_error(e["shape"]) for e in document()["operations"][operation].get("errors", ()))


def named_errors(name: str) -> tuple[Error, ...]:
    """The error of that name; none where the model has no such error."""
    return (_error(name),) if name in document()["shapes"] else ()


def _error(name: str) -> Error:
    shape = document()["shapes"][name]
    fault = bool(shape.get("fault"))
    status = shape.get("error", {}).get("httpStatusCode", 500 if fault else 400)
    return Error(name, status, said(name, summary(name)), fault=fault)


def operation_names() -> tuple[str, ...]:
    """Every operation of the installed model."""
    return tuple(document()["operations"])


def said(section: str, sentence: str) -> Source:
    """A sentence of a documentation string: that of an operation, of a shape, or of a member as `Shape.Member`."""
    return Source(DOCUMENT, section, sentence, Level.MODELLED)


def documentation(section: str) -> str:
    """The words of a documentation string. Raises KeyError where there is no such section."""
    name, _, member = section.partition(".")
    model = document()
    found = model["shapes"][name]["members"][member] if member else (model["operations"] | model["shapes"])[name]
    blocks = re.sub(r"</?(?:p|ul|ol|li|note|important|dl|dt|dd)\b[^>]*>", " ", found["documentation"])
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", blocks))).strip()


def summary(name: str) -> str:
    """The first sentence that the model says of an operation or a shape. Raises KeyError where there is none."""
    return documentation(name).partition(". ")[0].rstrip(".") + "."


def error_names(operation: str) -> frozenset[str]:
    """The errors the model lists for an operation; none for one that an older model does not have."""
    return frozenset(e["shape"] for e in document()["operations"].get(operation, {}).get("errors", ()))


@cache
def returned() -> frozenset[str]:
    """The names of all members that stand anywhere in any operation's response."""
    model = document()
    waiting = [op["output"]["shape"] for op in model["operations"].values() if "output" in op]
    seen: set[str] = set()
    names: set[str] = set()
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        found = model["shapes"][shape]
        names |= found.get("members", {}).keys()
        inner = [*found.get("members", {}).values(), *(found[k] for k in ("member", "value") if k in found)]
        waiting += [ref["shape"] for ref in inner]
    return frozenset(names)


def inputs(operation: str) -> dict[str, str]:
    """The members of an operation's request, each with the name of its shape. Raises KeyError."""
    return _shapes(_input(operation))


def outputs(operation: str) -> dict[str, str]:
    """The members of an operation's response, each with the name of its shape. Raises KeyError."""
    answer = document()["operations"][operation].get("output")
    return _shapes(answer["shape"]) if answer else {}


def is_required(operation: str, member: str) -> bool:
    """Whether the request of an operation has to have a member."""
    return member in document()["shapes"][_input(operation)].get("required", ())


def said_of_input(operation: str, member: str) -> str:
    """The words of the documentation of a member of an operation's request."""
    return documentation(f"{_input(operation)}.{member}")


def entry_shape(shape: str) -> str | None:
    """The name of the shape of a list's entries; None for what is no list."""
    found = document()["shapes"][shape]
    return str(found["member"]["shape"]) if found["type"] == "list" else None


def is_opaque(shape: str) -> bool:
    """Whether the values of a shape are bytes that are no secret, which only the service can make."""
    found = document()["shapes"][shape]
    return found["type"] == "blob" and not found.get("sensitive", False)


def _input(operation: str) -> str:
    return str(document()["operations"][operation]["input"]["shape"])


def _shapes(structure: str) -> dict[str, str]:
    return {name: str(ref["shape"]) for name, ref in document()["shapes"][structure]["members"].items()}


def _structure(shape: str, around: frozenset[str] = frozenset()) -> tuple[Member, ...]:
    """The members of a structure. `around`: the shapes that it stands in; one of these is not looked into again."""
    found = document()["shapes"][shape]
    required = found.get("required", ())
    return tuple(
        _member(name, ref["shape"], _at(shape, f"required: {name}") if name in required else None, around)
        for name, ref in found["members"].items()
    )


def _member(name: str, shape: str, required: Source | None = None, around: frozenset[str] = frozenset()) -> Member:
    found = document()["shapes"][shape]
    inside, new = around | {shape}, shape not in around

    def inner(step: str, reference: str, container: Kind) -> Member | None:
        return _member(step, found[reference]["shape"], None, inside) if kind is container and new else None

    kind = _KINDS[found["type"]]
    least, most = found.get("min"), found.get("max")
    bounds = ", ".join(f"{side}: {found[side]}" for side in ("min", "max") if side in found)
    limits = (least, most, _at(shape, bounds)) if bounds else None
    return Member(
        name,
        kind,
        _at(shape, f"type: {found['type']}"),
        required=required,
        length=Length(*limits) if limits and kind is Kind.STRING else None,
        size=Size(*limits) if limits and kind in (Kind.BLOB, Kind.LIST, Kind.MAP) else None,
        range=Range(*limits) if limits and kind is Kind.INTEGER else None,
        pattern=Pattern(found["pattern"], _at(shape, f"pattern: {found['pattern']}")) if "pattern" in found else None,
        enumeration=Enumeration(tuple(found["enum"]), _at(shape, f"enum: {', '.join(found['enum'])}"))
        if "enum" in found
        else None,
        members=_structure(shape, inside) if kind is Kind.STRUCTURE and new else (),
        sensitive=bool(found.get("sensitive")),
        item=inner("item", "member", Kind.LIST),
        key=inner("key", "key", Kind.MAP),
        value=inner("value", "value", Kind.MAP),
    )


def _at(section: str, fact: str) -> Source:
    return Source(DOCUMENT, section, fact, Level.MODELLED)
