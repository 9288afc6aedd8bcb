"""Requirements on the wire protocol, AWS JSON 1.1: sentences and no constraints."""

from kms_specification.facts import Source
from kms_specification.wire import rules as wire_rules
from kms_specification.wire.rules import json11

_BODY = json11("Protocol behaviors", "The request body is a JSON object, sent with POST and an X-Amz-Target header.")

# What SDKs make of answers.
SDK = wire_rules.BOTO3

RULES: tuple[tuple[str, str, Source], ...] = (
    ("malformed-body", "A body that is no JSON text is refused with an error that an SDK can read.", _BODY),
    ("not-an-object", "A JSON body that is no object is refused with an error that an SDK can read.", _BODY),
    (
        "unknown-operation",
        "A target that names no operation is refused with an error that an SDK can read.",
        json11("Protocol behaviors", "X-Amz-Target names the service and the operation to be called."),
    ),
    (
        "error-shape",
        "Every error says its code in __type, code or X-Amzn-Errortype.",
        json11(
            "Operation error serialization",
            "The error is found in the X-Amzn-Errortype header, or in the body's code or __type member.",
        ),
    ),
    *wire_rules.RULES,
)

# Of every operation whose success says anything.
TYPES = "Each member of a success has its JSON type, and what the model requires of an answer is there."
TYPES_SOURCE = json11(
    "Shape serialization",
    "A boolean is a JSON boolean, a number a JSON number, a timestamp a JSON number of seconds, a blob a JSON string "
    "of base64, a list a JSON array, a map and a structure a JSON object.",
)
