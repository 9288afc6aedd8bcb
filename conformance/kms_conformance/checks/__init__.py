"""How each kind of requirement is checked: generators of probes, which register themselves when they are imported."""

from kms_conformance.checks import errors, operations, responses, secrets
from kms_conformance.checks.custom_key_stores import atomicity, creation, history, xks_proxy
from kms_conformance.checks.custom_key_stores.at_once import linearizability, races
from kms_conformance.checks.custom_key_stores.changing import (
    connection,
    connectivity,
    kept,
    left_alone,
    live_stores,
    other_kinds,
    states,
    updates,
)
from kms_conformance.checks.custom_key_stores.reading import absent, listing, shape
from kms_conformance.checks.keys import answers as key_answers
from kms_conformance.checks.keys import behaviour as key_behaviour
from kms_conformance.checks.keys import history as key_history
from kms_conformance.checks.requests import constraints, uniqueness
from kms_conformance.checks.wire import advice, boto3
from kms_conformance.checks.wire import bodies as protocol
from kms_conformance.checks.wire import requests as wire

__all__ = [
    "absent",
    "advice",
    "atomicity",
    "boto3",
    "connection",
    "connectivity",
    "constraints",
    "creation",
    "errors",
    "history",
    "kept",
    "key_answers",
    "key_behaviour",
    "key_history",
    "left_alone",
    "linearizability",
    "listing",
    "live_stores",
    "operations",
    "other_kinds",
    "protocol",
    "races",
    "responses",
    "secrets",
    "shape",
    "states",
    "uniqueness",
    "updates",
    "wire",
    "xks_proxy",
]
