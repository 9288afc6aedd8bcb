"""How an error says its code, and which code where the documents leave a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kms_targets.reference import json11
from kms_targets.reference.conforming_variants.variant import (
    Change,
    Table,
    rule,
)
from kms_targets.reference.operations.custom_key_stores.connection import ID
from kms_targets.reference.operations.custom_key_stores.members import VALIDATION
from kms_targets.reference.operations.custom_key_stores.page import (
    NEEDS,
    SERVICE,
    TEXTS,
)
from kms_targets.reference.rules import Answer, Problem, Rules
from kms_targets.reference.state.stores import Values


def _error(shape: Callable[[Problem], object], header: Callable[[Problem], str] | None = None) -> Change:
    def form(problem: Problem, values: Values) -> Answer:
        headers = ((b"x-amzn-errortype", header(problem).encode()),) if header else ()
        return Answer(problem.status, json11.encode(shape(problem)).encode(), headers=headers)

    return rule(error_form=form)


def _namespaced(problem: Problem) -> dict[str, str]:
    return {"__type": f"com.amazonaws.kms#{problem.code}", "message": problem.message}


def _with_uri(problem: Problem) -> str:
    return f"{problem.code}:http://internal.amazon.com/coral/com.amazonaws.kms/"


def _lengths_are_limits(*sides: str) -> Change:
    paths = (*TEXTS, ID, *(f"{operation}.{ID}" for operation in _BY_ID))
    return rule(sent={f"{path}.length.{side}": ("LimitExceededException", 400) for path in paths for side in sides})


def _configuration_error(member: str) -> str:
    """The configuration error of a member's family."""
    if member == SERVICE:
        return "XksProxyVpcEndpointServiceInvalidConfigurationException"
    family = "XksProxy" if member.startswith("Xks") else "CloudHsmCluster"
    return f"{family}InvalidConfigurationException"


def _needs_are_configuration(rules: Rules) -> Rules:
    """A missing member is answered with the configuration error of its family."""
    sent = {f"rule.{need.name}": (_configuration_error(need.member), 400) for need in NEEDS}
    return replace(rules, sent=sent)


_BY_ID = ("ConnectCustomKeyStore", "DisconnectCustomKeyStore", "UpdateCustomKeyStore", "DeleteCustomKeyStore")
_WRONG_TYPE = Problem(VALIDATION, "A member has the wrong JSON type.")
_NO_OBJECT = Problem(VALIDATION, "The request body is not a JSON object.")
_NO_JSON = Problem(VALIDATION, "Could not parse request body into JSON.")
_UNKNOWN = Problem("UnknownOperationException", "", 404)
_NO_ACTION = Problem("InvalidAction", "The action is not valid for this endpoint.")

TABLE: Table = (
    ("type-namespaced", "__type has a namespace before the code", _error(_namespaced)),
    ("type-with-uri", "__type has a URI after the code", _error(lambda p: {"__type": _with_uri(p)})),
    ("code-in-header", "the code is in X-Amzn-Errortype alone", _error(lambda p: {}, lambda p: p.code)),
    (
        "code-in-header-with-uri",
        "the code is in X-Amzn-Errortype alone, with a URI after it",
        _error(lambda p: {"message": p.message}, _with_uri),
    ),
    ("code-in-code", "the code is in the member code alone", _error(lambda p: {"code": p.code, "message": p.message})),
    (
        "code-everywhere",
        "the code is in the header, in __type with a namespace and in code",
        _error(lambda p: {**_namespaced(p), "code": p.code}, _with_uri),
    ),
    (
        "codes-disagree",
        "errors have another code in the member code, which few SDKs read",
        _error(lambda p: {"__type": p.code, "code": "InternalFailure"}),
    ),
    (
        "header-disagrees",
        "errors have another code in X-Amzn-Errortype, which some SDKs read first",
        _error(lambda p: {"__type": p.code, "message": p.message}, lambda p: "InternalFailure"),
    ),
    (
        "two-namespaces",
        "__type has two namespaces, of which SDKs cut off different parts",
        _error(lambda p: {"__type": f"com#kms#{p.code}", "message": p.message}),
    ),
    ("no-message", "errors have no message", _error(lambda p: {"__type": p.code})),
    ("capital-message", "the message is in Message", _error(lambda p: {"__type": p.code, "Message": p.message})),
    (
        "long-messages",
        "errors have messages of 20,000 characters",
        _error(lambda p: {"__type": p.code, "message": p.message + " é" * 10_000}),
    ),
    (
        "extra-in-errors",
        "errors have more members than are documented",
        _error(lambda p: {"__type": p.code, "message": p.message, "Type": "Sender", "details": {"Field": None}}),
    ),
    ("long-is-limit", "LimitExceededException for what is too long", _lengths_are_limits("max")),
    ("length-is-limit", "LimitExceededException for every wrong length", _lengths_are_limits("min", "max")),
    ("need-is-configuration", "configuration errors for members that a condition misses", _needs_are_configuration),
    (
        "other-kind-is-unsupported",
        "UnsupportedOperationException to an update with a member for stores of the other type",
        rule(other_kind=lambda _: "UnsupportedOperationException"),
    ),
    (
        "other-kind-is-configuration",
        "configuration errors to an update with a member for stores of the other type",
        rule(other_kind=_configuration_error),
    ),
    (
        "null-is-serialization",
        "SerializationException for null in a required member",
        lambda rules: replace(rules, null_refused=rules.required),
    ),
    (
        "wrong-type-is-validation",
        "ValidationException for wrong JSON types",
        rule(wrong_type=_WRONG_TYPE, not_an_object=_NO_OBJECT),
    ),
    ("malformed-is-validation", "ValidationException for bodies that are no JSON", rule(malformed=_NO_JSON)),
    ("unknown-is-404", "UnknownOperationException has status 404", rule(unknown_operation=_UNKNOWN)),
    ("unknown-is-invalid-action", "an unknown operation is an InvalidAction", rule(unknown_operation=_NO_ACTION)),
)
