"""What a request breaks by a JSON Schema that was written from the page by hand, in the words of the registry."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

PAGE = "CreateCustomKeyStore"
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "data/create_custom_key_store.schema.json").read_text(encoding="utf-8")
)
_VALIDATOR = Draft202012Validator(SCHEMA)
_ASPECTS = {
    "minLength": "length.min",
    "maxLength": "length.max",
    "pattern": "pattern",
    "enum": "enum",
    "type": "type",
}


def broken(request):
    """The ids of the requirements that the schema says are broken."""
    errors = [e for e in _VALIDATOR.iter_errors(_without_nulls(request)) if not _repeats_type(e)]
    return {_id(error, name) for error in errors for name in _names(error)}


def _repeats_type(error):
    """Of the keywords used, only `enum` speaks of values that are no strings too."""
    return error.validator == "enum" and not isinstance(error.instance, str)


def _without_nulls(value):
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return value


def _names(error):
    """`required` is one error a missing member in this library: its name is the quoted start of the message."""
    return [error.message.split("'")[1]] if error.validator == "required" else [""]


def _id(error, missing):
    path = ".".join(map(str, error.absolute_path))
    if error.validator != "required":
        return f"{PAGE}.{path}.{_ASPECTS[error.validator]}"
    if "then" not in error.absolute_schema_path:
        return ".".join(filter(None, (PAGE, path, missing, "required")))
    rule = list(error.absolute_schema_path)[1]
    return f"{PAGE}.rule.{('AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE', 'VPC_ENDPOINT_SERVICE')[rule]}-requires-{missing}"
