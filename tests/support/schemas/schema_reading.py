"""What a request breaks by an exported schema, in the words of the registry: read by a validator that is not ours."""

import re

import jsonschema

from kms_strategies.schemas.dialects import PYTHON
from kms_strategies.schemas.members import REQUIREMENTS
from kms_strategies.schemas.operations import request_schema

_MISSING = re.compile(r"'([^']+)' is a required property")


def reader(operation):
    """A function from a request to the ids that the schema says are broken; None where a rule has no id."""
    validator = jsonschema.Draft7Validator(request_schema(operation, PYTHON))

    def broken(request):
        errors = list(validator.iter_errors(request))
        no_base64 = {tuple(e.absolute_path) for e in errors if _speaks_of_base64(e)}
        wrong_type = {tuple(e.absolute_path) for e in errors if e.validator == "type"}
        return {
            identity
            for error in errors
            if error.validator == "type" or tuple(error.absolute_path) not in wrong_type
            # The size of what is no base64 is not known.
            if _speaks_of_base64(error) or tuple(error.absolute_path) not in no_base64
            for identity in _ids(error)
        }

    return broken


def _speaks_of_base64(error):
    return error.validator == "pattern" and "contentEncoding" in error.schema


def _ids(error):
    known = error.schema.get(REQUIREMENTS, {}).get(error.validator)
    if error.validator == "type" and error.instance is None and isinstance(error.absolute_path[-1], str):
        return [known.removesuffix("type") + "required"]  # null counts as absent
    if isinstance(known, dict):
        name = _MISSING.match(error.message)[1]
        return [known[name]] if name in known else []
    return [known]
