"""Requests as boto3 takes them: which of them it sends as they are, and the arguments that say them."""

from __future__ import annotations

import base64
import binascii
import json
from functools import cache
from typing import Any

from kms_specification import service_model
from kms_specification.facts import Json


def sends(operation: str, request: dict[str, Json]) -> bool:
    """Whether boto3 sends this very request, its own checks on."""
    from botocore.serialize import JSONSerializer  # imported here: botocore takes its time
    from botocore.validate import ParamValidator

    model = _model().operation_model(operation)
    try:
        given = arguments(operation, request)
        if ParamValidator().validate(given, model.input_shape).has_errors():
            return False
        body = JSONSerializer().serialize_to_request(given, model)["body"]
    except (ValueError, TypeError, AttributeError, OverflowError):
        return False
    # As text, in which a number is not a boolean.
    return json.dumps(json.loads(body), sort_keys=True) == json.dumps(request, sort_keys=True)


def arguments(operation: str, request: dict[str, Json]) -> dict[str, Any]:
    """The arguments of the method of boto3 that sends a request. Raises ValueError where a blob is no base64."""
    found: dict[str, Any] = _native(_model().operation_model(operation).input_shape, request)
    return found


def _native(shape: Any, value: Json) -> Any:
    """A value with bytes in the place of base64; what has another type than it should stays as it is."""
    kind = None if shape is None else shape.type_name
    if kind == "structure" and isinstance(value, dict):
        return {name: _native(shape.members.get(name), inner) for name, inner in value.items()}
    if kind == "map" and isinstance(value, dict):
        return {name: _native(shape.value, inner) for name, inner in value.items()}
    if kind == "list" and isinstance(value, list):
        return [_native(shape.member, inner) for inner in value]
    if kind == "blob" and isinstance(value, str):
        try:
            return base64.b64decode(value, validate=True)
        except binascii.Error:
            raise ValueError(f"{value!r} is no base64") from None
    return value


@cache
def _model() -> Any:
    from botocore.model import ServiceModel

    return ServiceModel(service_model.document(), "kms")
