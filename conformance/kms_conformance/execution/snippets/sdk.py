"""A request as lines that can be pasted: the AWS CLI for a shell, boto3 for Python. See `snippets`.

Both read blobs as bytes and encode them, and the AWS CLI refuses by itself what its model says is invalid: where a tool
would not send the very request, there is no line for it.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import shlex
from collections.abc import Callable, Mapping
from functools import cache

from botocore import xform_name
from botocore.model import ServiceModel, Shape
from botocore.validate import ParamValidator

from kms_conformance.execution.snippets.curl import CLOSE, OPEN, Call, Caller, Kept, keeping, quoted
from kms_conformance.execution.snippets.curl_words import ARGUMENT
from kms_specification import service_model
from kms_specification.facts import Json

_VARIABLE = re.compile(f"{OPEN}(\\w+){CLOSE}")


class _UnsendableError(Exception):
    """The tool would not send this value as it is."""


def aws_cli(caller: Caller, calls: list[Call]) -> str:
    """An AWS CLI command for each call; empty where one of them is nothing that the CLI would send.

    Version 2, where a request has a blob: version 1 would encode its base64 once more.
    """
    try:
        return "\n".join(_aws(caller, call) for call in keeping(calls))
    except _UnsendableError:
        return ""


def _aws(caller: Caller, call: Call) -> str:
    shape, native = _native_request(call)
    if ParamValidator().validate(native, shape).has_errors():
        raise _UnsendableError
    way = caller.way.aws_cli()
    if way is None:
        raise _UnsendableError
    keys = caller.keys
    written = json.dumps(call.written)
    before, given = call.before, quoted(written)
    if len(written) > ARGUMENT:
        # The CLI reads the file twice, so no pipe will do. `printf` is no program and takes an argument of any length.
        before, given = f'{before}REQUEST=$(mktemp); printf %s {given} > "$REQUEST"\n', '"file://$REQUEST"'
    shown = f"AWS_ACCESS_KEY_ID={keys.access_key_id} AWS_SECRET_ACCESS_KEY={keys.secret_access_key} "
    line = (
        f"{way[0]}{shown if keys.shown else ''}aws kms {xform_name(str(call.operation), '-')} "
        f"--endpoint-url {shlex.quote(caller.url)} --region {call.region or caller.region} {way[1]}"
        f"{'--cli-binary-format base64 ' if native != call.written else ''}"
        f"--cli-input-json {given}"
    )
    if not call.keeps:
        return f"{before}{line}"
    if len(call.keeps) == 1:
        return f"{before}{call.keeps[0].variable}=$({line} --query {call.keeps[0].way} --output text)"
    names, ways = " ".join(one.variable for one in call.keeps), ",".join(one.way for one in call.keeps)
    return f"{before}read -r {names} <<EOF\n$({line} --query '[{ways}]' --output text)\nEOF"


# An earlier request may be one that has to be refused: boto3 raises what a shell goes on after.
_ASK = """
def ask(call, **request):
    try:
        return call(**request)
    except botocore.exceptions.ClientError as error:
        return error.response
"""


def boto3(caller: Caller, calls: list[Call]) -> str:
    """Python lines that send the calls with boto3, its own checks off; empty where it cannot."""
    calls = keeping(calls)
    go_on = not all(call.keeps for call in calls[:-1])
    regions = _regions(calls)
    clients = [f"{_client(region)} = {_made(caller, region or caller.region)}" for region in regions]
    more = caller.way.boto3_headers(list(map(_client, regions)))
    lines = ["import boto3, botocore.config", *clients, *more, *([_ASK] if go_on else [])]
    try:
        return "\n".join([*lines, *(_boto3(call, go_on=True) for call in calls[:-1]), _boto3(calls[-1], go_on=False)])
    except _UnsendableError:
        return ""


def _regions(calls: list[Call]) -> list[str | None]:
    """The Regions of the calls, that of the caller first."""
    return list(dict.fromkeys([None, *(call.region for call in calls)]))


def _client(region: str | None) -> str:
    return f"kms_{region.replace('-', '_')}" if region else "kms"


def _made(caller: Caller, region: str) -> str:
    keys = caller.keys
    shown = f"aws_access_key_id={keys.access_key_id!r}, aws_secret_access_key={keys.secret_access_key!r}, "
    client, config = caller.way.boto3()
    return (
        f"boto3.client('kms', endpoint_url={caller.url!r}, region_name={region!r}, "
        f"{shown if keys.shown else ''}{client}config=botocore.config.Config({config}parameter_validation=False))"
    )


def _boto3(call: Call, *, go_on: bool) -> str:
    _, native = _native_request(call)
    wait = call.remark + (f"import time; time.sleep({call.after:g}); " if call.after else "")
    method, request = f"{_client(call.region)}.{xform_name(str(call.operation))}", _literal(native)
    if not call.keeps:
        return f"{wait}print({f'ask({method}, ' if go_on else f'{method}('}**{request}))"
    if len(call.keeps) == 1:
        return f"{wait}{call.keeps[0].variable} = {method}(**{request}){_at(call.keeps[0])}"
    kept = (f"{one.variable} = answer{_at(one)}" for one in call.keeps)
    return "\n".join([f"{wait}answer = {method}(**{request})", *kept])


def _at(kept: Kept) -> str:
    return "".join(f"[{member!r}]" for member in kept.way.split("."))


def _literal(value: object) -> str:
    """A value as Python writes it, with variables by their names."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name!r}: {_literal(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if not isinstance(value, str):
        return repr(value)
    texts = _VARIABLE.split(value)  # every other one is the name of a variable
    parts = [text if at % 2 else repr(text) for at, text in enumerate(texts) if text or at % 2]
    return " + ".join(parts) or repr("")


@cache
def _model() -> ServiceModel:
    return ServiceModel(service_model.document(), "kms")


def _native_request(call: Call) -> tuple[Shape, object]:
    """The shape of a request and its value as these tools take it, blobs as bytes. Raises _UnsendableError."""
    if call.operation not in service_model.document()["operations"] or not isinstance(call.request, dict):
        raise _UnsendableError
    shape = _model().operation_model(call.operation).input_shape
    if shape is None:
        raise _UnsendableError
    return shape, _native(shape, call.written)


def _native(shape: Shape, value: Json) -> object:
    read = _READ.get(shape.type_name)
    if read is None:
        raise _UnsendableError
    return read(shape, value)


def _structure(shape: Shape, value: Json) -> object:
    if not isinstance(value, dict) or not value.keys() <= shape.members.keys():
        raise _UnsendableError
    return {name: _native(shape.members[name], inner) for name, inner in value.items()}


def _list(shape: Shape, value: Json) -> object:
    if not isinstance(value, list):
        raise _UnsendableError
    return [_native(shape.member, inner) for inner in value]


def _map(shape: Shape, value: Json) -> object:
    if not isinstance(value, dict):
        raise _UnsendableError
    return {name: _native(shape.value, inner) for name, inner in value.items()}


def _blob(shape: Shape, value: Json) -> object:
    if isinstance(value, str) and _VARIABLE.fullmatch(value):
        return value  # a variable, which holds bytes
    try:
        data = base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except (binascii.Error, ValueError):
        data = None
    if data is None or base64.b64encode(data).decode() != value:
        raise _UnsendableError
    return data


def _scalar(*kinds: type) -> Callable[[Shape, Json], object]:
    def read(shape: Shape, value: Json) -> object:
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise _UnsendableError
        return value

    return read


_READ: Mapping[str, Callable[[Shape, Json], object]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "blob": _blob,
    "string": _scalar(str),
    "integer": _scalar(int),
    "long": _scalar(int),
    "boolean": _scalar(bool),
    "timestamp": _scalar(int, float),
}
