"""Which operations of KMS a target knows: those it answers differently from an operation that does not exist.

Some emulators answer a known operation and an unknown one alike where a request lacks a member or names no key, so each
operation gets several requests: an empty one, plausible ones with the required or all members, and a key that exists.
"""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape

NO_SUCH_OPERATION = "NoSuchOperation"
TIMEOUT = 60.0  # seconds: LocalStack loads KMS when it is first asked
# Values that the model does not lead to. No key has this id.
_PLAUSIBLE = {
    "KeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
    "TargetKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
    "AliasName": "alias/conformance-probe",
    "PolicyName": "default",
    "GranteePrincipal": "arn:aws:iam::111122223333:user/conformance-probe",
    "Policy": '{"Version": "2012-10-17", "Statement": []}',
}
_SIGNATURE = (
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/kms/aws4_request, "
    "SignedHeaders=host;x-amz-target, Signature=00"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the error code if there is one, and the body as text. Status 0: the connection was closed instead."""

    status: int
    code: str | None
    body: str


def service_model() -> ServiceModel:
    """KMS as the installed botocore has it."""
    return ServiceModel(Loader().load_service_model("kms", "service-2"), "kms")


def ask(url: str, operation: str, request: Mapping[str, Any] | bytes) -> Answer:
    """One request and its answer. Raises OSError or http.client.HTTPException where the target cannot be reached."""
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"TrentService.{operation}",
        "Authorization": _SIGNATURE,
    }
    try:
        connection.request("POST", "/", body, headers)
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        return Answer(response.status, _code(text, response.getheader("x-amzn-errortype")), text)
    except ConnectionResetError:
        return Answer(0, None, "")
    finally:
        connection.close()


def _code(text: str, header: str | None) -> str | None:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    name = found.get("__type") if isinstance(found, dict) else None
    name = name if isinstance(name, str) else header
    return name.rpartition("#")[2].partition(":")[0] if name else None


def plausible_request(model: ServiceModel, operation: str, *, all_members: bool = False) -> dict[str, Any]:
    """A request with a value of the right type for each required member, or for each member but DryRun."""
    shape: Any = model.operation_model(operation).input_shape
    if shape is None:
        return {}
    members = [name for name in shape.members if name != "DryRun"] if all_members else shape.required_members
    return {name: _PLAUSIBLE.get(name) or _value(shape.members[name]) for name in members}


def _structure(shape: Any) -> dict[str, Any]:
    return {name: _value(shape.members[name]) for name in shape.required_members}


def _value(shape: Shape) -> Any:
    found: Any = shape
    match shape.type_name:
        case "structure":
            return _structure(found)
        case "list":
            return [_value(found.member)]
        case "map":
            return {"name": _value(found.value)}
        case "blob":
            return base64.b64encode(bytes(32)).decode()
        case "boolean":
            return True
        case "integer" | "long":
            return found.metadata.get("min", 1)
        case "timestamp":
            return 2_000_000_000
        case _:
            return found.enum[0] if found.enum else "conformance-probe"


def known_operations(url: str, model: ServiceModel) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the operations that the target knows, and of those that it does not."""
    key = _key(url)
    known = {name: _is_known(url, model, name, key) for name in sorted(model.operation_names)}
    return tuple(n for n, is_known in known.items() if is_known), tuple(
        n for n, is_known in known.items() if not is_known
    )


def _key(url: str) -> dict[str, Any]:
    """The member that names a new key; none where the target makes none."""
    try:
        return {"KeyId": json.loads(ask(url, "CreateKey", {}).body)["KeyMetadata"]["KeyId"]}
    except (ValueError, KeyError, TypeError):
        return {}


def _is_known(url: str, model: ServiceModel, operation: str, key: Mapping[str, Any]) -> bool:
    plain = plausible_request(model, operation)
    whole = plausible_request(model, operation, all_members=True)
    with_key = [{**each, **key} for each in (plain, whole) if "KeyId" in each]
    for request in (plain, {}, whole, *with_key):
        answer = ask(url, operation, request)
        unknown = ask(url, NO_SUCH_OPERATION, request)
        if answer.status == http.client.NOT_IMPLEMENTED:
            return False
        if (answer.status, answer.code, answer.body.replace(operation, "")) != (
            unknown.status,
            unknown.code,
            unknown.body.replace(NO_SUCH_OPERATION, ""),
        ):
            return True
    return False
