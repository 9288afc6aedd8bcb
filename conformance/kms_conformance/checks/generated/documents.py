"""An OpenAPI document as schemathesis reads it."""

from __future__ import annotations

import warnings
from typing import Any

from kms_strategies.schemas.members import Schema
from kms_strategies.schemas.openapi import MEDIA_TYPE


def read(document: Schema) -> Any:
    """The document, whose media type is that of JSON. What schemathesis warns of is nothing to the reader of a run."""
    import schemathesis

    schemathesis.serializer.alias(MEDIA_TYPE, "application/json")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return schemathesis.openapi.from_dict(document)
